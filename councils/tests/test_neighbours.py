"""Nearest neighbours: the method, and what is kept of it."""

import random
from dataclasses import replace
from math import dist, log
from statistics import fmean, pstdev

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from councils.council_files import read_council_file
from councils.models import Council, Nation, PeerGroup, PeerGroupKind
from councils.neighbours import NEAREST, Facts, nearest_neighbours, standardised
from councils.services import add_neighbours, load_councils
from tests.documents import ROOT, part, read, table
from tests.factories import make_council, make_group

ROWS = read_council_file(ROOT / "fixtures" / "councils.csv")


def a_nation(smallest: int = 1, largest: int = 30) -> st.SearchStrategy[list[Facts]]:
    """Councils of one nation, of any size and density."""
    facts = st.tuples(st.integers(1, 2_000_000), st.integers(1, 30_000))
    return st.lists(facts, min_size=smallest, max_size=largest).map(
        lambda all_facts: [Facts(f"S{number:08}", *facts) for number, facts in enumerate(all_facts)]
    )


# The method


@given(a_nation(smallest=NEAREST + 1))
def test_every_council_has_exactly_eight_neighbours_and_is_never_its_own(councils: list[Facts]):
    found = nearest_neighbours(councils)

    assert found.keys() == {one.code for one in councils}
    for code, neighbours in found.items():
        assert len(set(neighbours)) == len(neighbours) == NEAREST
        assert code not in neighbours


@given(a_nation(largest=NEAREST))
def test_in_a_small_nation_all_others_are_neighbours(councils: list[Facts]):
    everybody = {one.code for one in councils}

    assert {code: set(found) for code, found in nearest_neighbours(councils).items()} == {
        code: everybody - {code} for code in everybody
    }


@given(a_nation(), st.randoms(use_true_random=False))
def test_the_order_of_the_councils_is_irrelevant(councils: list[Facts], chance: random.Random):
    shuffled = chance.sample(councils, len(councils))

    assert nearest_neighbours(shuffled) == nearest_neighbours(councils)


@pytest.mark.parametrize("times", [2, 10, 1000], ids=lambda times: f"{times} times as many people")
def test_scaling_all_populations_changes_nothing(times: int):
    councils = of_nation(Nation.SCOTLAND)
    scaled = [replace(one, population=one.population * times) for one in councils]

    assert nearest_neighbours(scaled) == nearest_neighbours(councils)


@pytest.mark.parametrize("times", [2, 10, 1000], ids=lambda times: f"{times} times as wide")
def test_scaling_all_areas_changes_nothing(times: int):
    councils = of_nation(Nation.SCOTLAND)
    scaled = [replace(one, area_km2=one.area_km2 * times) for one in councils]

    assert nearest_neighbours(scaled) == nearest_neighbours(councils)


def test_of_equally_near_councils_the_one_with_the_first_code_is_nearer():
    alike = [Facts(f"S{number:08}", 100_000, 1_000) for number in range(12)]

    assert nearest_neighbours(alike[::-1])["S00000003"] == tuple(
        one.code for one in alike[: NEAREST + 1] if one.code != "S00000003"
    )


def test_no_councils_have_no_neighbours():
    assert nearest_neighbours([]) == {}


def test_the_islands_are_neighbours_and_so_are_the_cities():
    names = {row.gss_code: row.name for row in ROWS}
    found = {
        names[code]: [names[other] for other in others]
        for code, others in nearest_neighbours(of_nation("Scotland")).items()
    }

    assert {"Shetland Islands", "Eilean Siar"} <= set(found["Orkney Islands"])
    assert found["City of Edinburgh"][0] == "Glasgow City"


def of_nation(nation: str) -> list[Facts]:
    return [Facts(row.gss_code, row.population, row.area_km2) for row in ROWS if row.nation == nation]


# As the document tells it


SKEWS, EXAMPLE = part(read("docs/scoring.md"), "Nearest neighbours").split("A made-up nation")
FACTS = [
    Facts(row["council"], int(row["population"].replace(",", "")), int(row["square kilometres"].replace(",", "")))
    for row in table(EXAMPLE)
]


def test_the_worked_example():
    positions = dict(zip([one.code for one in FACTS], standardised(FACTS), strict=True))
    rows = [
        [
            one.code,
            *(f"{value:.2f}" for value in positions[one.code]),
            f"{dist(positions[one.code], positions['Vale']):.2f}",
        ]
        for one in FACTS
    ]

    assert [[row["council"], *list(row.values())[3:]] for row in table(EXAMPLE)] == rows
    assert nearest_neighbours(FACTS)["Vale"] == tuple(row["council"] for row in table(EXAMPLE)[1:])
    assert nearest_neighbours(FACTS)["Upland"][0] == "Coast"


@pytest.mark.parametrize("row", [pytest.param(row, id=row["nation"]) for row in table(SKEWS)])
def test_the_facts_are_skewed_and_their_logarithms_are_not(row: dict[str, str]):
    councils = of_nation(row["nation"])
    facts = [
        [one.population for one in councils],
        [one.population / one.area_km2 for one in councils],
        [one.area_km2 for one in councils],
    ]
    skews = [skew(values) for values in (*facts, *([log(value) for value in values] for values in facts))]

    assert [float(said) for said in list(row.values())[1:]] == pytest.approx(skews, abs=0.051)


def skew(values: list[float]) -> float:
    mean, deviation = fmean(values), pstdev(values)
    return fmean(((value - mean) / deviation) ** 3 for value in values)


# What is kept


def scotland(councils: int = 12) -> list[Council]:
    """Each a little larger than the one before."""
    made = [make_council(population=10_000 * number, area_km2=50 * number) for number in range(1, councils + 1)]
    make_group("Scotland", kind=PeerGroupKind.NATION, councils=made)
    return made


@pytest.mark.django_db
def test_each_council_gets_a_group_of_itself_and_its_neighbours():
    councils = scotland()

    assert add_neighbours(computed_for="2027", nations=["Scotland"]) == 12

    group = PeerGroup.objects.get(owner=councils[0])
    assert group.code == f"nearest-2027-{councils[0].gss_code.lower()}"
    assert (group.name, group.computed_for) == (f"{councils[0].name} and its nearest neighbours", "2027")
    assert set(group.councils.all()) == set(councils[:9])


@pytest.mark.django_db
def test_twice_is_the_same_as_once_even_where_facts_have_changed_since():
    councils = scotland()
    add_neighbours(computed_for="2027", nations=["Scotland"])
    before = members()
    Council.objects.filter(pk=councils[0].pk).update(population=2_000_000)

    assert add_neighbours(computed_for="2027", nations=["Scotland"]) == 0
    assert members() == before


@pytest.mark.django_db
def test_another_round_computes_anew():
    councils = scotland()
    add_neighbours(computed_for="2027", nations=["Scotland"])
    Council.objects.filter(pk=councils[0].pk).update(population=2_000_000, area_km2=20_000)

    add_neighbours(computed_for="2028", nations=["Scotland"])

    now = {one.computed_for: set(one.councils.all()) for one in PeerGroup.objects.filter(owner=councils[0])}
    assert now["2027"] == set(councils[:9])
    assert now["2028"] != now["2027"]


@pytest.mark.django_db
def test_neighbours_are_of_the_same_nation_and_of_the_nations_asked_for():
    scotland()
    welsh = [make_council(nation=Nation.WALES) for _ in range(10)]
    english = [make_council(nation=Nation.ENGLAND) for _ in range(10)]
    make_group("Wales", kind=PeerGroupKind.NATION, councils=welsh)
    make_group("England", kind=PeerGroupKind.NATION, councils=english)

    add_neighbours(computed_for="2027", nations=["Scotland", "Wales"])

    for group in PeerGroup.objects.filter(kind=PeerGroupKind.NEAREST):
        assert {council.nation for council in group.councils.all()} == {group.owner.nation}
    assert not PeerGroup.objects.filter(owner__in=english).exists()


@pytest.mark.django_db
def test_a_nation_that_comes_later_is_computed_beside_what_is_there():
    scotland()
    make_group("Wales", kind=PeerGroupKind.NATION, councils=[make_council(nation=Nation.WALES) for _ in range(10)])
    add_neighbours(computed_for="2027", nations=["Scotland"])

    assert add_neighbours(computed_for="2027", nations=["Scotland", "Wales"]) == 10


@pytest.mark.django_db
def test_a_council_that_is_no_more_is_nobodys_neighbour():
    councils = scotland()
    PeerGroup.objects.get(kind=PeerGroupKind.NATION).councils.remove(councils[3])

    add_neighbours(computed_for="2027", nations=["Scotland"])

    assert not councils[3].peer_groups.exists()


@pytest.mark.django_db
def test_loading_the_councils_again_leaves_neighbours_as_they_are():
    load_councils(rows=ROWS)
    add_neighbours(computed_for="2027", nations=["Northern Ireland"])
    before = members()
    ireland = [row for row in ROWS if row.nation == Nation.NORTHERN_IRELAND]

    load_councils(rows=[replace(row, population=row.population + 1) for row in ireland])

    assert members() == before
    assert {len(of) for of in before.values()} == {9}


@pytest.mark.django_db
def test_writing_takes_as_many_queries_for_20_councils_as_for_10():
    counts = []
    for nation, councils in ((Nation.WALES, 10), (Nation.SCOTLAND, 20)):
        made = [make_council(nation=nation, population=1000 + number) for number in range(councils)]
        make_group(kind=PeerGroupKind.NATION, councils=made)
        with CaptureQueriesContext(connection) as captured:
            add_neighbours(computed_for="2027", nations=[nation])
        counts.append(len(captured))

    assert counts[0] == counts[1] < 10


def members() -> dict[str, set[int]]:
    groups = PeerGroup.objects.filter(kind=PeerGroupKind.NEAREST).prefetch_related("councils")
    return {group.code: {council.pk for council in group.councils.all()} for group in groups}


# What the database keeps


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "owned", "computed_for"),
    [
        pytest.param(PeerGroupKind.NEAREST, False, "2027", id="neighbours of nobody"),
        pytest.param(PeerGroupKind.NEAREST, True, "", id="neighbours for no round"),
        pytest.param(PeerGroupKind.NATION, True, "2027", id="a nation that belongs to a council"),
        pytest.param(PeerGroupKind.LGBF_PLACE, False, "2027", id="a family of one round"),
    ],
)
def test_neighbours_alone_have_an_owner_and_a_round(kind: PeerGroupKind, owned: bool, computed_for: str):
    owner = make_council() if owned else None

    with pytest.raises(IntegrityError, match="peer_group_owner_of_nearest_alone"), transaction.atomic():
        PeerGroup.objects.create(code="one", name="One", kind=kind, owner=owner, computed_for=computed_for)

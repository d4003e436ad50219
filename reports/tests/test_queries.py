"""Which release counts for an assessment, and what it shows to one council."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment
from councils.models import Council, OfficeRole
from reports.benchmarking import Position
from reports.models import BenchmarkRelease
from reports.queries import benchmark_for, release_for
from reports.services import release_benchmarks
from reports.tests.factories import AFTERWARDS, CLOSES, World, make_closed_round, make_world
from tests.factories import make_assessment, make_council, make_user

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


@pytest.fixture
def world() -> World:
    """Sixteen councils in two families; the second family has only three that take part."""
    made = make_world(16)
    made.submit_all(made.councils[:11])
    return made


def assessment_of_next_year(world: World, **more) -> Assessment:
    return make_assessment(world.councils[0], make_closed_round(closes_at=CLOSES + YEAR, slug="2026", **more))


# Which release


def test_there_is_no_release_before_the_first(world: World):
    assert release_for(world.assessment_of(world.councils[0])) is None


def test_the_release_of_the_own_round_counts(world: World):
    release = world.release()

    assert release_for(world.assessment_of(world.councils[0])) == release


def test_the_latest_release_of_the_own_round_counts(world: World):
    world.release()
    for council in world.councils[:3]:
        world.submit(council, 5)
    correction = world.release()

    assert release_for(world.assessment_of(world.councils[0])) == correction


def test_until_a_round_is_released_the_latest_earlier_one_counts(world: World):
    release = world.release()

    assert release_for(assessment_of_next_year(world, framework=world.round.framework)) == release


def test_of_two_earlier_rounds_the_later_one_counts(world: World):
    earlier = make_closed_round(world.round.framework, slug="2024", closes_at=CLOSES - YEAR)
    bare_release(earlier, number=2)
    release = world.release()

    assert release_for(assessment_of_next_year(world, framework=world.round.framework)) == release


def test_an_earlier_release_of_another_framework_does_not_count(world: World):
    world.release()

    assert release_for(assessment_of_next_year(world)) is None


def test_a_later_release_does_not_count(world: World):
    bare_release(make_closed_round(world.round.framework, slug="2026", closes_at=CLOSES + YEAR))

    assert release_for(world.assessment_of(world.councils[0])) is None


def bare_release(round_, *, number: int = 1) -> BenchmarkRelease:
    return BenchmarkRelease.objects.create(
        code=f"{round_.slug}-R{number}",
        round=round_,
        number=number,
        digest="",
        released_at=AFTERWARDS,
        released_by=make_user(office_role=OfficeRole.MANAGER),
    )


# What it shows


def look(release: BenchmarkRelease, council: Council):
    return benchmark_for(
        release=release, council=council, areas=[release.round.framework.areas.get(code="LEAD")]
    ).areas["LEAD"]


def test_the_first_group_of_the_ladder_is_chosen_where_it_may_be_shown():
    world = make_world(16)
    world.submit_all(world.councils)

    area = look(world.release(), world.councils[0])

    assert [rung.group for rung in area.rungs] == ["Family 0", "Scotland"]
    assert (area.chosen.group, area.chosen.n, area.chosen.median) == ("Family 0", 7, Decimal("2.4"))
    assert (area.chosen.lower, area.chosen.upper) == (None, None)
    assert area.why == "Family 0 is the first choice for this council."
    assert [rung.group for rung in area.others] == ["Scotland"]


def test_the_next_group_is_chosen_where_the_first_has_too_few_others(world: World):
    area = look(world.release(), world.councils[8])

    assert (area.chosen.group, area.chosen.n, area.chosen.median) == ("Scotland", 10, Decimal("2.5"))
    assert (area.chosen.lower, area.chosen.upper) == (Decimal("2.0"), Decimal("3.0"))
    assert area.why == "Family 8: too few other councils took part. So Scotland is used."
    assert [(rung.group, rung.n, rung.reason) for rung in area.others] == [
        ("Family 8", None, "too few other councils took part")
    ]


def test_the_next_group_is_chosen_where_the_first_could_give_a_council_away(world: World):
    area = look(world.release(), world.councils[0])

    assert area.chosen.group == "Scotland"
    assert area.why == (
        "Family 0: it could be set against another group to work out a single council. So Scotland is used."
    )


def test_where_no_group_may_be_shown_the_words_say_so():
    world = make_world(4)
    world.submit_all(world.councils)

    area = look(world.release(), world.councils[0])

    assert area.chosen is None
    assert area.why == (
        "Family 0: too few other councils took part. Scotland: too few other councils took part. "
        "So there is nothing to compare with."
    )
    assert area.position_of(Decimal("3.0"), 4) is None


def test_a_council_that_is_in_no_group_of_the_release_is_told_so(world: World):
    area = look(world.release(), make_council())

    assert (area.rungs, area.chosen) == ((), None)
    assert area.why == "The release has no group that this council is in."


@pytest.mark.parametrize(
    ("own", "position"),
    [
        pytest.param("1.9", Position.BELOW, id="more than half the band below the median"),
        pytest.param("2.0", Position.CLOSE, id="within half the band below the median"),
        pytest.param("3.0", Position.CLOSE, id="within half the band above the median"),
        pytest.param("3.1", Position.ABOVE, id="more than half the band above the median"),
    ],
)
def test_the_position_is_to_the_chosen_group(world: World, own: str, position: Position):
    """Against Scotland: median 2.5, band 2.0 to 3.0; with ten questions an answer step is 0.1."""
    assert look(world.release(), world.councils[8]).position_of(Decimal(own), 10) == position


@pytest.mark.parametrize(
    ("place", "coverage", "words"),
    [
        pytest.param(8, 100, "Well supported.", id="enough others"),
        pytest.param(8, 79, "Less sure, because the council answered only 79% of the area.", id="low coverage"),
        pytest.param(
            0,
            100,
            "Less sure, because only 7 other councils are in the figures, and a band needs 8.",
            id="few others",
        ),
    ],
)
def test_a_position_says_how_sure_it_is(place: int, coverage: int, words: str):
    world = make_world(19)
    world.submit_all(world.councils[:19] if place == 0 else world.councils[:11])

    assert look(world.release(), world.councils[place]).certainty(coverage) == words


def test_a_wide_spread_is_said():
    world = make_world(12)
    for place, council in enumerate(world.councils):
        world.submit(council, 2 + place % 3)

    certainty = look(world.release(), world.councils[0]).certainty(100)

    assert certainty == "Less sure, because the others lie far apart, their middle half from 2.5 to 4.0."


def test_where_nothing_is_compared_nothing_is_sure():
    world = make_world(4)
    world.submit_all(world.councils)

    assert look(world.release(), world.councils[0]).certainty(100) == ""


def test_the_areas_come_in_the_order_asked_for(world: World):
    release = world.release()
    areas = list(world.round.framework.areas.order_by("-position"))

    benchmark = benchmark_for(release=release, council=world.councils[0], areas=areas)

    assert benchmark.release == "2025-R1"
    assert list(benchmark.areas) == [area.code for area in areas]


def test_a_benchmark_is_read_in_one_query_and_a_release_found_in_one(world: World):
    world.release()
    assessment = Assessment.objects.with_names().get(pk=world.assessment_of(world.councils[8]).pk)
    areas = list(world.round.framework.areas.all())

    with CaptureQueriesContext(connection) as queries:
        release = release_for(assessment)
        benchmark_for(release=release, council=assessment.council, areas=areas)

    assert len(queries) == 2


def test_a_benchmark_shows_what_was_frozen(world: World):
    release = world.release()
    before = look(release, world.councils[8])
    for council in world.councils[:11]:
        world.submit(council, 5)

    assert look(release, world.councils[8]) == before
    release_benchmarks(round_=world.round, by=world.manager, at=AFTERWARDS)
    assert look(release, world.councils[8]) == before

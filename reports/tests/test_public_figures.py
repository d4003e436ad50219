"""What everybody may see of a nation or a council type. Letters are councils; capitals are those of another type."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from councils.models import AuditEvent, PeerGroupKind
from reports.disclosure import Reason
from reports.figures import Figure, Withheld, compute_all, compute_public
from reports.looking import Inputs, Look
from reports.models import PublicFigure
from reports.services import check_release, publish_release
from reports.tests.factories import AFTERWARDS, World, make_world
from tests.factories import make_group

SHOWN, TOO_FEW, DIFFERENCE, CORRECTION, ALIKE = None, *Reason
AREA, QUESTIONS = 0, 6


def inputs(groups: dict[str, str], levels: dict[str, str]) -> Inputs:
    """Each group is public and on the ladder of all its councils."""
    members = {number: {ord(letter) for letter in letters} for number, letters in enumerate(groups.values())}
    ladders: dict[int, list[int]] = defaultdict(list)
    for group, councils in members.items():
        for council in councils:
            ladders[council].append(group)
    levels = {letter: level for letters, level in levels.items() for letter in letters}
    scores = {
        council: (Decimal(levels.get(chr(council), str(1.4 + (council % 32) / 10))) - 1) / 4
        for council in ladders
        if levels.get(chr(council)) != "none"
    }
    return Inputs(
        ladders={council: tuple(ladder) for council, ladder in ladders.items()},
        members=members,
        scores={AREA: scores},
        questions={AREA: QUESTIONS},
        public=tuple(members),
    )


def looks(now: Inputs, *earlier: Inputs) -> list[Look]:
    return [figure.look for figure in compute_all(now, earlier=earlier) if not hasattr(figure, "viewer")]


CASES = [
    pytest.param({"nation": "abcde"}, {}, [TOO_FEW], id="five councils of whom each sees four"),
    pytest.param({"nation": "abcdef"}, {}, [SHOWN], id="six councils of whom each sees five"),
    pytest.param({"nation": "abcdefg"}, {"ab": "none"}, [TOO_FEW], id="six, but one of them took part only by name"),
    pytest.param({"nation": "abcdefgh"}, {"abcdefgh": "3"}, [ALIKE], id="all at one level"),
    pytest.param({"nation": "abcdefgh"}, {"abcdefg": "3"}, [ALIKE], id="all but one, who sees that the rest are alike"),
    pytest.param({"type": "abcdefgh", "other": "ABCDEFGH"}, {}, [SHOWN, SHOWN], id="two types"),
    pytest.param(
        {"type": "abcdefgh", "other": "ABCD", "nation": "abcdefghABCD"},
        {},
        [DIFFERENCE, TOO_FEW, SHOWN],
        id="a type whose other part of the nation is too few",
    ),
    pytest.param(
        {"type": "abcdefgh", "other": "ABCDEFGH", "third": "klm", "nation": "abcdefghABCDEFGHklm"},
        {},
        [SHOWN, DIFFERENCE, TOO_FEW, SHOWN],
        id="two types that leave three councils of the nation",
    ),
]


@pytest.mark.parametrize(("groups", "levels", "expected"), CASES)
def test_what_everybody_sees(groups: dict[str, str], levels: dict[str, str], expected: list[Reason | None]):
    assert [look.withheld for look in looks(inputs(groups, levels))] == expected


@pytest.mark.parametrize(("councils", "has_band"), [("abcdefgh", False), ("abcdefghi", True)])
def test_a_band_needs_eight_others_for_each_council_of_the_group(councils: str, has_band: bool):
    [look] = looks(inputs({"nation": councils}, {}))

    assert look.shown
    assert look.shown.n == len(councils)
    assert (look.shown.lower is not None) == has_band


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        pytest.param("", [SHOWN, SHOWN, SHOWN], id="nobody changed"),
        pytest.param("a", [CORRECTION, SHOWN, CORRECTION], id="one changed"),
        pytest.param("abcd", [SHOWN, SHOWN, SHOWN], id="four of one type changed"),
        pytest.param("abcdA", [DIFFERENCE, CORRECTION, CORRECTION], id="four of one type and one of another"),
        pytest.param("abcdABCD", [SHOWN, SHOWN, SHOWN], id="four of each"),
    ],
)
def test_what_everybody_sees_of_a_correction(again: str, expected: list[Reason | None]):
    groups = {"type": "abcdefgh", "other": "ABCDEFGH", "nation": "abcdefghABCDEFGH"}

    found = looks(inputs(groups, dict.fromkeys(again, "3.3")), inputs(groups, {}))

    assert [look.withheld for look in found] == expected


def test_what_one_of_its_councils_may_not_see_nobody_may():
    withheld = Withheld()
    for reason in (Reason.ALIKE, Reason.CORRECTION):
        withheld.add(Figure(viewer=ord("a"), group=0, rung=1, area=AREA, look=Look(None, reason)))

    [public] = compute_public(inputs({"nation": "abcdefgh"}, {}), withheld=withheld)

    assert public.look == Look(None, Reason.CORRECTION)


# In the database


@pytest.fixture
def world() -> World:
    made = make_world(16)
    made.submit_all(made.councils)
    return made


@pytest.mark.django_db
def test_nations_and_types_are_public_and_families_never(world: World):
    boroughs = make_group("Boroughs", kind=PeerGroupKind.COUNCIL_TYPE, councils=world.councils[:8])
    world.round.rungs.create(nation="Scotland", kind=PeerGroupKind.COUNCIL_TYPE, position=9)

    figures = world.release().public_figures

    assert set(figures.values_list("group", flat=True)) == {world.nation.pk, boroughs.pk}
    figure = figures.get(group=world.nation, area=world.area())
    assert (figure.n, figure.median, figure.lower, figure.upper) == (16, Decimal("2.8"), Decimal("2.5"), Decimal("3.5"))


@pytest.mark.django_db
def test_a_public_figure_that_somebody_changed_is_found(world: World):
    release = world.release()
    release.public_figures.filter(area=world.area()).update(median=Decimal("4.4"))

    assert check_release(release).different == 1


@pytest.mark.django_db
def test_a_release_is_made_public_once(world: World):
    release = world.release()

    assert publish_release(release=release, by=world.manager, at=AFTERWARDS)
    assert not publish_release(release=release, by=world.manager, at=AFTERWARDS + timedelta(days=1))

    release.refresh_from_db()
    assert (release.public_at, release.public_by) == (AFTERWARDS, world.manager)
    assert AuditEvent.objects.filter(action="aggregates made public", detail=release.code).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"n": 5}, id="of five councils"),
        pytest.param({"median": None}, id="shown without a figure"),
        pytest.param({"withheld": "alike"}, id="withheld with a figure"),
        pytest.param({"n": 8}, id="with a band of eight councils"),
    ],
)
def test_the_database_keeps_public_figures_from_saying_too_much(world: World, values: dict[str, object]):
    figure = world.release().public_figures.get(area=world.area())

    with pytest.raises(IntegrityError), transaction.atomic():
        PublicFigure.objects.filter(pk=figure.pk).update(**values)

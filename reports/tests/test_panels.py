"""How the typical moved between two rounds is told of the councils in both. Letters are councils, `v` looks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from reports.benchmarking import typical
from reports.disclosure import Reason
from reports.figures import compute, compute_all
from reports.looking import Change, Inputs, Panel
from reports.models import BenchmarkFigure
from reports.services import ReleaseRefused, check_release, why_not_now
from reports.tests.factories import AFTERWARDS, CLOSES, World, make_closed_round, make_world

SHOWN, TOO_FEW, DIFFERENCE, CORRECTION, ALIKE = None, *Reason
GROUP, AREA, QUESTIONS = 1, 0, 6
VIEWER = ord("v")
EVERYBODY = "vabcdefghijklmnopqrstu"


def inputs(taking_part: str, levels: dict[str, str] | None = None) -> Inputs:
    """The viewer and these take part, each at a level of its own unless the case says which."""
    of = {letter: level for letters, level in (levels or {}).items() for letter in letters}
    councils = sorted({VIEWER, *map(ord, taking_part)})
    own = {council: str(Decimal("1.4") + Decimal(council % 32) / 10) for council in councils}
    return Inputs(
        ladders={VIEWER: (GROUP,)},
        members={GROUP: {ord(letter) for letter in EVERYBODY}},
        scores={AREA: {council: (Decimal(of.get(chr(council), own[council])) - 1) / 4 for council in councils}},
        questions={AREA: QUESTIONS},
        public=(GROUP,),
    )


def panel_of(now: Inputs, *past: Inputs, earlier: tuple[Inputs, ...] = ()) -> Panel | None:
    [figure] = compute(now, earlier=earlier, past=[[one] for one in past])
    return figure.panel


CASES = [
    pytest.param("abcdef", "abcdef", SHOWN, id="the same councils in both rounds"),
    pytest.param("abcde", "abcdefghij", SHOWN, id="five more than before"),
    pytest.param("abcde", "abcdefghi", DIFFERENCE, id="four more than before, who could be told apart"),
    pytest.param("abcdefghij", "abcde", SHOWN, id="five fewer than before"),
    pytest.param("abcdefg", "abcde", DIFFERENCE, id="two fewer than before"),
    pytest.param("abcdef", "abcdeg", DIFFERENCE, id="one gone and one come"),
    pytest.param("abcdejklmn", "abcdefghi", DIFFERENCE, id="five gone and four come"),
    pytest.param("abcdejklmn", "abcdefghiq", SHOWN, id="five gone and five come"),
    pytest.param("abcd", "abcd", TOO_FEW, id="four in both"),
    pytest.param("abcdefgh", "abcijklmn", TOO_FEW, id="three in both, of many"),
]


@pytest.mark.parametrize(("before", "now", "withheld"), CASES)
def test_what_is_told_of_those_in_both(before: str, now: str, withheld: Reason | None):
    panel = panel_of(inputs(now), inputs(before))

    assert panel
    assert panel.withheld == withheld
    assert (panel.shown is None) == (withheld is not None)


def test_without_a_round_before_there_is_no_panel():
    assert panel_of(inputs("abcdef")) is None


def test_both_medians_are_of_the_same_councils():
    before, now = inputs("abcde"), inputs("abcdefghij", {"abcde": "4.4"} | {"a": "4.1", "b": "3.0"})
    then, since = ([one.scores[AREA][ord(letter)] for letter in "abcde"] for one in (before, now))

    assert panel_of(now, before) == Panel(Change(5, typical(then).median, typical(since).median), None)


@pytest.mark.parametrize(
    ("then", "since"),
    [
        pytest.param({"abcdef": "3"}, {}, id="then"),
        pytest.param({}, {"abcdef": "3"}, id="now"),
    ],
)
def test_nothing_is_told_where_those_in_both_were_alike_in_either_round(then: dict[str, str], since: dict[str, str]):
    assert panel_of(inputs("abcdef", since), inputs("abcdef", then)) == Panel(None, ALIKE)


@pytest.mark.parametrize(
    ("again", "withheld"),
    [
        pytest.param("", SHOWN, id="nobody"),
        pytest.param("a", CORRECTION, id="one"),
        pytest.param("abc", SHOWN, id="three"),
    ],
)
def test_a_correction_of_the_round_needs_three_of_those_in_both(again: str, withheld: Reason | None):
    first = inputs("abcdefg")
    second = inputs("abcdefg", dict.fromkeys(again, "4.4"))

    panel = panel_of(second, inputs("abcdefg"), earlier=(first,))

    assert panel
    assert panel.withheld == withheld


def test_a_second_panel_keeps_its_distance_from_the_first_in_the_round_before():
    """Three handed in late, so that two panels of the round before would differ by those three and no more."""
    before = inputs("abcdefghijklmnop")
    first, second = inputs("abcdefgh"), inputs("abcdefghijk")

    assert panel_of(first, before) != panel_of(second, before)
    assert panel_of(second, before, earlier=(first,)) == Panel(None, DIFFERENCE)


def test_a_panel_never_takes_the_figure_of_a_group_away():
    for before, now, _ in (case.values for case in CASES):
        [alone], [followed] = (list(compute(inputs(now), past=past)) for past in ([], [[inputs(before)]]))
        assert followed.look == alone.look


def test_everybody_sees_a_panel_that_all_its_councils_see():
    before, now = inputs("abcdefgh"), inputs("abcdefgh", {"abc": "4.4"})
    everyone = Inputs(**{**vars(now), "ladders": {ord(one): (GROUP,) for one in "vabcdefgh"}})

    panels = [figure.panel for figure in compute_all(everyone, past=[[before]]) if not hasattr(figure, "viewer")]

    assert [panel.shown and panel.shown.n for panel in panels] == [9]


def test_nobody_sees_a_panel_that_one_of_its_councils_does_not():
    """Without a, who was at another level, the others were alike."""
    before, now = inputs("abcdef", {"vbcdef": "3"}), inputs("abcdef")
    everyone = Inputs(**{**vars(now), "ladders": {ord(one): (GROUP,) for one in "vabcdef"}})

    [public] = [figure for figure in compute_all(everyone, past=[[before]]) if not hasattr(figure, "viewer")]

    assert (public.look.withheld, public.panel) == (None, Panel(None, ALIKE))


# In the database


@pytest.fixture
def world() -> World:
    """Sixteen councils in two rounds of one framework, each at a level of its own."""
    then = make_world(16, slug="2024")
    then.submit_all(then.councils)
    then.release()
    closes = CLOSES + timedelta(days=365)
    now = World(
        round=make_closed_round(then.round.framework, slug="2025", closes_at=closes),
        councils=then.councils,
        nation=then.nation,
        families=then.families,
        manager=then.manager,
    )
    for place, council in enumerate(now.councils):
        now.submit(council, f"{2.5 + place / 10}")
    return now


@pytest.mark.django_db
def test_a_release_says_how_those_in_both_rounds_moved(world: World):
    release = world.release(AFTERWARDS + timedelta(days=365))
    figure = world.figure(release, world.councils[0], world.families[0])

    assert (figure.panel_n, figure.panel_before, figure.panel_now) == (7, Decimal("2.4"), Decimal("2.9"))
    public = release.public_figures.get(area=world.area())
    assert (public.panel_n, public.panel_before, public.panel_now) == (16, Decimal("2.8"), Decimal("3.3"))


@pytest.mark.django_db
def test_a_release_that_follows_another_round_can_be_checked(world: World):
    release = world.release(AFTERWARDS + timedelta(days=365))
    assert check_release(release).is_same_digest

    BenchmarkFigure.objects.filter(pk=world.figure(release, world.councils[0], world.families[0]).pk).update(
        panel_now="2.8"
    )
    assert check_release(release).different == 1


@pytest.mark.django_db
def test_a_round_that_another_was_compared_with_stays_as_it_is(world: World):
    released = world.release(AFTERWARDS + timedelta(days=365))
    before = world.round.framework.rounds.get(slug="2024")
    then = World(before, world.councils, world.nation, world.families, world.manager)
    for council in world.councils[:4]:
        then.submit(council, 5)

    with pytest.raises(ReleaseRefused, match=f"{released.code} of a later round already shows how councils have moved"):
        then.release()
    assert before.releases.count() == 1
    assert why_not_now(round_=before, at=AFTERWARDS + timedelta(days=800)).startswith(
        f"Release {released.code} of a later"
    )


@pytest.mark.django_db
def test_the_database_keeps_panels_whole(world: World):
    figure = world.figure(world.release(AFTERWARDS + timedelta(days=365)), world.councils[0], world.families[0])

    for values in ({"panel_n": 4}, {"panel_before": None}, {"panel_withheld": "alike"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BenchmarkFigure.objects.filter(pk=figure.pk).update(**values)

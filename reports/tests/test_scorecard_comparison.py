"""How a scorecard sets a council beside others and beside its own past."""

from decimal import Decimal

import pytest

from assessments.models import Answer, AnswerState, Assessment, Submission
from assessments.states import AssessmentState
from reports.benchmarking import Position
from reports.scorecards import build
from reports.scorecards.areas import is_change
from reports.tests.factories import CLOSES, World, make_closed_round, make_world
from reports.tests.handing_in import (
    ALL_OF_LEAD,
    YEAR,
    area,
    assess,
    dont_know,
    hand_in,
    make_neighbours,
    start,
)
from tests.frameworks import make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_neighbours()


# Other councils


def test_an_area_has_the_figures_of_its_group_and_the_position(world: World):
    submission = hand_in(assess(world, 3))

    peers = area(build(submission=submission, release=world.release()), "LEAD").peers

    assert (peers.chosen.n, peers.chosen.median) == (7, Decimal("1.7"))
    assert peers.position == Position.ABOVE
    assert peers.position_words == "Above what is typical"
    assert peers.why
    assert [rung.group for rung in peers.others] == ["Scotland"]


def test_the_figures_never_count_the_council_itself(world: World):
    with_own = hand_in(assess(world, 5))

    peers = area(build(submission=with_own, release=world.release()), "LEAD").peers

    assert peers.others[0].n == 15
    assert peers.others[0].upper < 5


def test_where_the_council_may_see_nothing_of_a_release_it_says_so_and_names_no_figures():
    world = make_world(5)
    world.submit_all(world.councils[1:])
    content = build(submission=hand_in(assess(world, 3, {"DATA": 4})), release=world.release())

    assert content.comparison.endswith("has no figures of other councils that this council may be shown.")
    assert content.comparison.startswith("Release 2025-R1 of")
    assert content.summary.endswith("there is nothing to compare it with yet.")


def test_the_same_level_everywhere_is_said_once_and_nothing_stands_out(world: World):
    content = build(submission=hand_in(assess(world, 3)), release=None)

    council = world.councils[0].name
    assert content.summary == (
        f"{council} puts itself at level 3.0 in every area that has a score; there is nothing to compare it with yet."
    )
    assert {lens.finding for lens in content.lenses} == {"At level 3.0 in every area that has a score"}
    assert (content.strengths, content.gaps) == ((), ())


def test_without_a_release_it_is_the_own_profile_and_says_so(world: World):
    content = build(submission=hand_in(assess(world)), release=None)

    assert content.release is None
    assert all(a.peers.chosen is None and a.peers.position is None for a in content.areas)
    assert "No benchmarks have been released" in content.comparison
    assert "nothing to compare it with" in content.summary


def test_with_an_earlier_release_it_names_the_earlier_round(world: World):
    release = world.release()
    later = make_closed_round(world.round.framework, slug="2026", closes_at=CLOSES + YEAR)

    content = build(submission=hand_in(start(world.councils[0], later)), release=release)

    assert content.release.is_earlier
    assert "no benchmark release yet" in content.comparison
    assert world.round.name in content.comparison


def test_an_area_without_a_score_has_peers_but_no_position(world: World):
    assessment = assess(world)
    dont_know(assessment, *ALL_OF_LEAD)

    peers = area(build(submission=hand_in(assessment), release=world.release()), "LEAD").peers

    assert peers.chosen is not None
    assert (peers.position, peers.position_words) == (None, "Not scored")


def test_the_reasons_for_the_groups_are_given_once_for_the_areas_that_share_them(world: World):
    submission = hand_in(assess(world))
    release = world.release()

    lens = build(submission=submission, release=release).lenses[0]

    assert [alike.areas for alike in lens.compared] == ["All areas"]
    assert lens.compared[0].why == lens.areas[0].peers.why


def test_how_sure_a_position_is_is_said_once_for_the_areas_that_share_it(world: World):
    submission = hand_in(assess(world))

    content = build(submission=submission, release=world.release())

    assert [(alike.areas, alike.why) for alike in content.certainties] == [
        (
            "All areas that are compared",
            "Less sure, because only 7 other councils are in the figures, and a band needs 8.",
        )
    ]


def test_what_makes_few_areas_less_sure_comes_before_what_holds_for_the_rest(world: World):
    assessment = assess(world)
    dont_know(assessment, "LEAD01")

    content = build(submission=hand_in(assessment), release=world.release())

    few, rest = content.certainties
    assert few.areas == "Digital leadership"
    assert few.why.endswith("and a band needs 8; the council answered only 75% of the area.")
    assert rest.areas == "All other areas that are compared"


def test_without_others_there_is_nothing_to_be_sure_of(world: World):
    assert build(submission=hand_in(assess(world)), release=None).certainties == ()


# Last time


def handed_in_before(world: World, levels: dict[str, int], **more: object) -> Submission:
    earlier = make_closed_round(world.round.framework, slug="2024", closes_at=CLOSES - YEAR, **more)
    return hand_in(start(world.councils[0], earlier, 3, levels))


@pytest.mark.parametrize(
    ("before", "level", "changed", "words"),
    [
        pytest.param({}, "3.0", False, "about the same", id="the same"),
        pytest.param({"LEAD01": 2}, "2.8", True, "up by 0.2", id="one answer moved up"),
        pytest.param({"LEAD": 5}, "5.0", True, "down by 2.0", id="all moved down"),
    ],
)
def test_it_tells_the_change_since_the_last_assessment(world: World, before, level: str, changed: bool, words: str):
    handed_in_before(world, before)

    previous = area(build(submission=hand_in(assess(world)), release=None), "LEAD").previous

    assert (previous.round_name, str(previous.level)) == ("Round 2024", level)
    assert (previous.changed, previous.words) == (changed, words)


@pytest.mark.parametrize(
    ("before", "after", "questions", "changed"),
    [
        pytest.param("0.5", "0.5625", 4, True, id="exactly one step of four"),
        pytest.param("0.5", "0.56249", 4, False, id="a hair below it"),
        pytest.param("0.5625", "0.5", 4, True, id="one step down"),
        pytest.param("0.33333333", "0.41666667", 3, True, id="thirds that storing has rounded"),
        pytest.param("0.5", "0.5", 1, False, id="nothing"),
    ],
)
def test_a_change_is_one_answer_step(before: str, after: str, questions: int, changed: bool):
    assert is_change(Decimal(before), Decimal(after), questions) == changed


def test_an_area_that_was_not_scored_then_has_no_past(world: World):
    earlier = start(world.councils[0], make_closed_round(world.round.framework, slug="2024", closes_at=CLOSES - YEAR))
    dont_know(earlier, *ALL_OF_LEAD)
    hand_in(earlier)

    content = build(submission=hand_in(assess(world)), release=None)

    assert area(content, "LEAD").previous is None
    assert area(content, "USER").previous is not None


def test_an_area_that_is_not_scored_now_shows_the_past_without_a_change(world: World):
    handed_in_before(world, {"LEAD": 4})
    assessment = assess(world)
    dont_know(assessment, *ALL_OF_LEAD)

    previous = area(build(submission=hand_in(assessment), release=None), "LEAD").previous

    assert (str(previous.level), previous.changed, previous.words) == ("4.0", False, "not scored this time")


def test_the_past_is_not_a_later_round_another_framework_or_a_draft(world: World):
    council = world.councils[0]
    later = make_closed_round(world.round.framework, slug="2026", closes_at=CLOSES + YEAR)
    hand_in(start(council, later, 5))
    hand_in(start(council, make_closed_round(make_framework(), slug="2023", closes_at=CLOSES - 2 * YEAR), 5))
    reopened = handed_in_before(world, {"LEAD": 5}).assessment
    Assessment.objects.filter(pk=reopened.pk).update(state=AssessmentState.IN_PROGRESS)

    content = build(submission=hand_in(assess(world)), release=None)

    assert [a.previous for a in content.areas] == [None] * 4


# Strengths and gaps


def test_strengths_and_gaps_go_by_the_distance_to_the_others_median(world: World):
    """The others are at 1.7 in all areas: 1.7 is their family's median of 1.4 to 2.0."""
    submission = hand_in(assess(world, 2, {"USER": 4, "CONN": 1, "DATA": 3}))

    content = build(submission=submission, release=world.release())

    assert [(h.area_code, h.words) for h in content.strengths] == [
        ("USER", "2.3 above the others’ median of 1.7"),
        ("DATA", "1.3 above the others’ median of 1.7"),
    ]
    assert [(h.area_code, h.words) for h in content.gaps] == [
        ("CONN", "0.7 below the others’ median of 1.7"),
        ("LEAD", "among the council’s own lowest scores; the others’ median is 1.7"),
    ]


def test_no_gap_is_above_what_is_typical_and_no_strength_below_it(world: World):
    release = world.release()
    high = build(submission=hand_in(assess(world, 4)), release=release)

    assert {a.peers.position for a in high.areas} == {Position.ABOVE}
    assert (len(high.strengths), high.gaps) == (2, ())


def test_an_area_close_to_the_others_may_fill_the_gaps(world: World):
    """The others are at 1.7, and one answer step shows as 0.3 at most."""
    content = build(submission=hand_in(assess(world, 1, {"USER02": 3, "LEAD": 4})), release=world.release())

    close = [a.code for a in content.areas if a.peers.position == Position.CLOSE]
    assert close == ["USER"]
    assert [h.area_code for h in content.gaps] == ["CONN", "DATA"]


def test_without_others_they_are_the_own_highest_and_lowest(world: World):
    content = build(submission=hand_in(assess(world, 3, {"USER": 4, "DATA": 2, "LEAD": 5})), release=None)

    assert [h.area_code for h in content.strengths] == ["LEAD", "USER"]
    assert [h.area_code for h in content.gaps] == ["DATA", "CONN"]
    assert all("own" in h.words and "no comparison" in h.words for h in (*content.strengths, *content.gaps))


def test_an_area_without_a_score_is_neither(world: World):
    assessment = assess(world, 3)
    dont_know(assessment, *ALL_OF_LEAD)

    content = build(submission=hand_in(assessment), release=None)

    assert "LEAD" not in [h.area_code for h in (*content.strengths, *content.gaps)]


# Sentences


@pytest.mark.parametrize(
    ("levels", "summary"),
    [
        pytest.param({"DATA": 1, "CONN": 1}, "2 of 4 areas, close to it in none and below it in 2.", id="both"),
        pytest.param({}, "4 of 4 areas, close to it in none and below it in none.", id="all above"),
    ],
)
def test_the_summary_counts_positions(world: World, levels: dict[str, int], summary: str):
    submission = hand_in(assess(world, 3, levels))

    content = build(submission=submission, release=world.release())

    assert content.summary == f"{world.councils[0].name} is above what is typical in {summary}"


def test_the_summary_says_how_many_areas_could_not_be_compared(world: World):
    assessment = assess(world)
    dont_know(assessment, *ALL_OF_LEAD)

    content = build(submission=hand_in(assessment), release=world.release())

    assert content.summary.endswith("; 1 could not be compared.")
    assert [(s.position, s.areas) for s in content.standings][-1] == (None, ("Digital leadership",))


def test_a_council_that_answered_nothing_is_told_so(world: World):
    assessment = assess(world)
    Answer.objects.filter(section__assessment=assessment).update(state=AnswerState.DONT_KNOW, level=None)

    content = build(submission=hand_in(assessment), release=None)

    assert "answered too little" in content.summary
    assert (content.strengths, content.gaps) == ((), ())


def test_the_finding_of_a_lens_names_what_stands_out(world: World):
    submission = hand_in(assess(world, 3, {"DATA": 1}))

    lenses = build(submission=submission, release=world.release()).lenses

    assert lenses[0].finding == "Above what is typical in Digital leadership and User focus; below it in none"
    assert lenses[1].finding == "Above what is typical in Connected places; below it in Data for decisions"

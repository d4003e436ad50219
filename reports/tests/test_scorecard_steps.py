"""What a scorecard says about change, and about what to do next."""

import pytest

from reports.content import ScorecardContent
from reports.scorecards import build
from reports.tests.factories import CLOSES, World, make_closed_round
from reports.tests.handing_in import ALL_OF_LEAD, YEAR, area, assess, dont_know, hand_in, make_neighbours, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_neighbours()


def built(world: World, level: int = 3, levels: dict[str, int] | None = None, **more) -> ScorecardContent:
    return build(submission=hand_in(assess(world, level, levels)), release=more.get("release"))


def handed_in(world: World, year: int, levels: dict[str, int]) -> None:
    """The first council's results so many years before."""
    round_ = make_closed_round(world.round.framework, slug=f"round-{year}", closes_at=CLOSES - year * YEAR)
    hand_in(start(world.councils[0], round_, 3, levels))


def test_an_area_is_summed_up_in_one_sentence(world: World):
    content = built(world, 3, {"DATA": 1}, release=world.release())

    group = area(content, "DATA").peers.chosen
    assert group is not None
    assert area(content, "DATA").finding == (
        "Data for decisions: 1.0, below what is typical for the "
        f"{group.n} other councils of {group.group}, {group.median}."
    )
    assert "above what is typical" in area(content, "LEAD").finding


def test_without_others_the_sentence_says_so(world: World):
    assert area(built(world), "LEAD").finding == (
        "Digital leadership: 3.0. There are no figures of other councils to compare it with."
    )


def test_an_area_without_a_score_says_why(world: World):
    assessment = assess(world)
    dont_know(assessment, "LEAD01", "LEAD02")

    content = build(submission=hand_in(assessment), release=None)

    assert area(content, "LEAD").finding == (
        "Digital leadership is not scored: 50% was answered and a score needs 75%."
    )


def test_change_names_the_areas_that_moved_by_a_step(world: World):
    handed_in(world, 1, {"LEAD": 2, "DATA": 4})

    assert built(world).change == (
        "Since Round round-1, up: Digital leadership by 1.0; down: Data for decisions by 1.0; about the same: 2 areas."
    )


def test_without_an_earlier_round_nothing_is_said_of_change(world: World):
    assert built(world).change == ""


def test_what_to_do_next_starts_with_the_weakest_question_of_each_gap(world: World):
    content = built(world, 3, {"CONN": 1, "DATA03": 1, "DATA": 1}, release=world.release())

    weakest = area(content, "CONN").answers[0]
    assert [gap.area_code for gap in content.gaps] == ["CONN", "DATA"]
    assert content.steps[0].heading == f"Connected places: start with “{weakest.short}”"
    assert content.steps[0].text == (f"It is at 1 Not started. At 2 Exploring: {weakest.next_descriptor}")


def test_what_is_not_known_is_to_be_found_out(world: World):
    assessment = assess(world)
    dont_know(assessment, *ALL_OF_LEAD, "DATA01", "DATA02")

    step = build(submission=hand_in(assessment), release=None).steps[-1]

    assert step.heading == "Find out what is not known: 6 questions"
    assert step.text.startswith("Answered “don’t know”: LEAD01 ")
    assert step.text.endswith(" and 1 more.")


def test_nothing_is_left_to_do_at_the_top(world: World):
    assert built(world, 5).steps == ()

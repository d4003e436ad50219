"""How each area has moved: the council's own rounds beside the medians that releases froze."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Round, Submission
from reports.content import ScorecardContent
from reports.looking import Change
from reports.models import BenchmarkFigure, BenchmarkRelease
from reports.scorecards import build
from reports.scorecards.trends import moved_words
from reports.services import release_benchmarks
from reports.tests.factories import AFTERWARDS, CLOSES, World, make_closed_round
from reports.tests.handing_in import YEAR, area, assess, hand_in, make_neighbours, start
from tests.factories import make_assessment, make_group, make_submission
from tests.frameworks import make_framework

pytestmark = pytest.mark.django_db

LEVELS = {"LEAD": 3, "USER": 3, "CONN": 3, "DATA": 3}


@pytest.fixture
def world() -> World:
    return make_neighbours()


def earlier_round(world: World, years: int = 1) -> Round:
    return make_closed_round(world.round.framework, slug=f"{2025 - years}", closes_at=CLOSES - years * YEAR)


def handed_in(world: World, round_: Round, levels: dict[str, int] | None = None) -> Submission:
    """By the first council, as it was in that round."""
    return hand_in(start(world.councils[0], round_, 3, levels or LEVELS))


def others_hand_in(world: World, round_: Round, first: Decimal) -> None:
    for place, council in enumerate(world.councils[1:]):
        make_submission(make_assessment(council, round_), f"{first + Decimal(place) / 10}", by=world.manager)


def released(world: World, round_: Round, at: datetime | None = None) -> BenchmarkRelease:
    return release_benchmarks(round_=round_, by=world.manager, at=at or round_.closes_at + timedelta(days=3))


def now(world: World, levels: dict[str, int] | None = None, release: BenchmarkRelease | None = None):
    return build(submission=hand_in(assess(world, 3, levels)), release=release or world.release())


def points(content: ScorecardContent, code: str = "LEAD") -> list[tuple[str, str, str, object]]:
    """Round, own level, others' median and how many they are."""
    trend = area(content, code).trend
    assert trend is not None
    return [(point.round_name, str(point.own), str(point.median), point.n) for point in trend.points]


def test_own_levels_stand_beside_the_medians_of_the_same_group(world: World):
    before = earlier_round(world)
    handed_in(world, before, {"LEAD": 2})
    others_hand_in(world, before, Decimal("1.5"))
    frozen = released(world, before)

    content = now(world)

    figure = frozen.figures.get(viewer=world.councils[0], group=world.families[0], area__code="LEAD")
    chosen = area(content, "LEAD").peers.chosen
    assert points(content) == [
        ("Round 2024", "2.0", str(figure.median), figure.n),
        ("Round 2025", "3.0", str(chosen.median), chosen.n),
    ]
    assert figure.median != chosen.median
    assert area(content, "LEAD").trend.group == chosen.group == world.families[0].name


def test_before_the_second_round_there_is_none_and_it_says_what_will_be_there(world: World):
    others_hand_in(world, before := earlier_round(world), Decimal("1.5"))
    released(world, before)

    content = now(world)

    assert [a.trend for a in content.areas] == [None] * 4
    assert [lens.trend_finding for lens in content.lenses] == ["", ""]
    assert "Round 2025 is the council’s first round. From the second on" in content.trend_note


def test_a_round_without_a_release_has_the_own_level_alone(world: World):
    handed_in(world, earlier_round(world), {"LEAD": 2})

    content = now(world)

    trend = area(content, "LEAD").trend
    assert points(content)[0] == ("Round 2024", "2.0", "None", None)
    assert [point.is_released for point in trend.points] == [False, True]


def test_every_earlier_round_is_there_the_oldest_first(world: World):
    handed_in(world, earlier_round(world, 2), {"LEAD": 1})
    handed_in(world, earlier_round(world), {"LEAD": 2})

    assert [(name, own) for name, own, *_ in points(now(world))] == [
        ("Round 2023", "1.0"),
        ("Round 2024", "2.0"),
        ("Round 2025", "3.0"),
    ]


def test_a_round_that_the_council_left_out_has_the_others_alone(world: World):
    handed_in(world, earlier_round(world, 2), {"LEAD": 2})
    between = earlier_round(world)
    others_hand_in(world, between, Decimal("1.5"))
    released(world, between)

    names = points(now(world))

    assert [(name, own) for name, own, *_ in names] == [
        ("Round 2023", "2.0"),
        ("Round 2024", "None"),
        ("Round 2025", "3.0"),
    ]
    assert names[1][2] != "None"


def test_a_median_that_was_withheld_is_not_there(world: World):
    before = earlier_round(world)
    handed_in(world, before)
    for place, council in enumerate(world.councils[1:]):
        own = f"{1.5 + place / 10}"
        levels = {"LEAD": 3, "USER": own, "CONN": own, "DATA": own}
        make_submission(make_assessment(council, before), levels, by=world.manager)
    assert set(released(world, before).figures.filter(area__code="LEAD").values_list("withheld", flat=True)) == {
        "alike"
    }

    content = now(world)

    assert points(content)[0] == ("Round 2024", "3.0", "None", None)
    assert area(content, "LEAD").trend.words == "About the same; others once, at 1.7."
    assert area(content, "USER").trend.points[0].median is not None


@pytest.mark.parametrize(
    ("others", "words"),
    [
        pytest.param("1.6", "7 others in both about the same", id="less than a step"),
        pytest.param("1.7", "7 others in both down, 2.0 to 1.7", id="more than a step"),
    ],
)
def test_how_others_moved_is_said_of_those_in_both_rounds(world: World, others: str, words: str):
    before = earlier_round(world)
    handed_in(world, before)
    others_hand_in(world, before, Decimal(others))
    released(world, before)

    trend = area(now(world), "LEAD").trend

    assert words in trend.words
    assert [point.same_others for point in trend.points] == [False, True]


@pytest.mark.parametrize(
    ("before", "after", "questions", "words"),
    [
        pytest.param("2.0", "2.5", 2, "up, 2.0 to 2.5", id="exactly one step of two questions"),
        pytest.param("2.0", "2.4", 2, "about the same", id="less than a step of two questions"),
        pytest.param("2.5", "2.0", 2, "down, 2.5 to 2.0", id="one step down"),
        pytest.param("2.0", "2.3", 3, "about the same", id="a tenth that a third is shown as"),
    ],
)
def test_a_change_of_the_others_starts_at_one_answer_step(before: str, after: str, questions: int, words: str):
    assert words in moved_words(Change(7, Decimal(before), Decimal(after)), questions)


def test_medians_of_others_who_are_not_the_same_are_no_change(world: World):
    before = earlier_round(world)
    handed_in(world, before)
    for place, council in enumerate(world.councils[1:7]):
        make_submission(make_assessment(council, before), f"{1.5 + place / 10}", by=world.manager)
    released(world, before)

    trend = area(now(world), "LEAD").trend

    assert "others 1.8, then 1.7 (other ones)" in trend.words
    assert [point.same_others for point in trend.points] == [False, False]


def test_the_latest_release_of_a_round_counts_as_far_as_the_present_one_goes(world: World):
    before = earlier_round(world)
    handed_in(world, before)
    others_hand_in(world, before, Decimal("1.5"))
    first = released(world, before)
    second = correction(world, first, "2.7", at=AFTERWARDS - timedelta(days=1))
    correction(world, first, "3.3", at=AFTERWARDS + timedelta(days=1), number=3)

    content = now(world)

    assert second.number == 2
    assert points(content)[0][2] == "2.7"


def correction(world: World, first: BenchmarkRelease, median: str, *, at: datetime, number: int = 2):
    """A later release of the same round that shows this median in every group."""
    release = BenchmarkRelease.objects.create(
        code=f"{first.code}-{number}",
        round=first.round,
        number=number,
        digest="0" * 64,
        released_at=at,
        released_by=world.manager,
    )
    figures = list(first.figures.filter(withheld=""))
    for figure in figures:
        figure.pk, figure.release, figure.median = None, release, Decimal(median)
    BenchmarkFigure.objects.bulk_create(figures)
    return release


def test_another_group_of_the_same_name_is_not_the_same_group(world: World):
    before = earlier_round(world)
    handed_in(world, before)
    others_hand_in(world, before, Decimal("1.5"))
    released(world, before)
    now_ = hand_in(assess(world))
    name = world.families[0].name
    world.families[0].councils.clear()
    make_group(name, councils=world.councils[:8])

    content = build(submission=now_, release=world.release())

    assert area(content, "LEAD").trend.group == name
    assert points(content)[0][2] == "None"


def test_rounds_of_another_framework_are_other_questions(world: World):
    handed_in(world, earlier_round(world), {"LEAD": 2})
    hand_in(start(world.councils[0], make_closed_round(make_framework(), slug="2023", closes_at=CLOSES - 2 * YEAR), 5))

    assert [name for name, *_ in points(now(world))] == ["Round 2024", "Round 2025"]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        pytest.param({}, "About the same", id="nothing moved"),
        pytest.param({"LEAD01": 2}, "Up by 0.2", id="one answer moved by a level"),
        pytest.param({"LEAD": 4}, "Down by 1.0", id="all moved down"),
    ],
)
def test_only_a_step_is_called_a_change(world: World, before: dict[str, int], words: str):
    handed_in(world, earlier_round(world), before)

    assert area(now(world), "LEAD").trend.words == f"{words}; others once, at 1.7."


def test_the_titles_say_which_areas_moved(world: World):
    handed_in(world, earlier_round(world), {"LEAD": 2, "DATA": 4})

    assert [lens.trend_finding for lens in now(world).lenses] == [
        "Since Round 2024: up in Digital leadership; about the same in 1 area",
        "Since Round 2024: down in Data for decisions; about the same in 1 area",
    ]


@pytest.mark.parametrize("rounds", [1, 3])
def test_figures_of_all_releases_are_one_query_however_many_there_are(world: World, rounds: int):
    for years in range(rounds, 0, -1):
        round_ = earlier_round(world, years)
        handed_in(world, round_)
        others_hand_in(world, round_, Decimal("1.5"))
        released(world, round_)
    submission, release = hand_in(assess(world)), world.release()

    with CaptureQueriesContext(connection) as queries:
        content = build(submission=submission, release=release)

    assert len(points(content)) == rounds + 1
    assert sum("reports_benchmarkfigure" in query["sql"] for query in queries) == 2, "one for now, and one for before"
    assert len(queries) <= 17

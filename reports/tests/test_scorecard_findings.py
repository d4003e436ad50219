"""What a scorecard finds worth a second look, what is in the way, and what others did."""

import pytest

from assessments.models import AnswerState
from characteristics.models import CaseStudy, Framework, Question
from reports.content import Finding, ScorecardContent
from reports.scorecards import build
from reports.tests.factories import World
from reports.tests.handing_in import area, assess, dont_know, hand_in, make_neighbours, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_neighbours()


def finding(content: ScorecardContent, code: str) -> Finding | None:
    return next((finding for finding in content.findings if finding.code == code), None)


def codes(content: ScorecardContent, code: str) -> list[str]:
    found = finding(content, code)
    return [line.question_code for line in found.lines] if found else []


# Findings


def test_everything_answered_with_evidence_and_practices_that_fit_leaves_no_findings(world: World):
    content = build(submission=hand_in(assess(world, 3, {"CONN": 2, "DATA": 2})), release=None)

    assert content.findings == ()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("dont_know", {"state": AnswerState.DONT_KNOW, "level": None}, id="don't know"),
        pytest.param("unanswered", {"state": AnswerState.UNANSWERED, "level": None}, id="left open"),
        pytest.param("no_evidence", {"level": 4}, id="a high level without evidence"),
        pytest.param("no_evidence", {"level": 5, "evidence": "  "}, id="blank evidence is none"),
    ],
)
def test_an_answer_that_needs_a_second_look_is_listed(world: World, code: str, said: dict[str, object]):
    assessment = assess(world)
    say(assessment, "USER02", **said)

    assert codes(build(submission=hand_in(assessment), release=None), code) == ["USER02"]


def test_a_high_level_with_evidence_is_no_finding(world: World):
    assessment = assess(world)
    say(assessment, "USER02", level=5, evidence="The report of May.")

    assert finding(build(submission=hand_in(assessment), release=None), "no_evidence") is None


def test_a_level_far_from_its_practices_is_listed_with_the_counts(world: World):
    assessment = assess(world, 2)
    say(assessment, "CONN01", level=4, evidence="A report.")

    found = finding(build(submission=hand_in(assessment), release=None), "practices")

    assert [line.words for line in found.lines] == ["Connected places 1: 4 Established, with 0 of 3 practices in place"]


def test_areas_without_a_score_and_areas_outside_the_benchmark_are_listed_apart(world: World):
    assessment = assess(world)
    dont_know(assessment, "LEAD01", "USER01", "USER02")

    content = build(submission=hand_in(assessment), release=None)

    assert [line.area_name for line in finding(content, "outside_benchmark").lines] == ["Digital leadership"]
    assert [line.area_name for line in finding(content, "unscored").lines] == ["User focus"]


# Barriers and case studies


def test_barriers_are_named_with_their_areas_the_most_frequent_first(world: World):
    assessment = assess(world)
    for section in assessment.sections.exclude(area__code="DATA"):
        section.barriers.set(section.area.barriers.all())

    content = build(submission=hand_in(assessment), release=None)

    assert [(b.name, b.areas) for b in content.barriers] == [
        ("Skills are scarce", ("Digital leadership", "User focus")),
        ("Money is short", ("Connected places",)),
    ]
    assert area(content, "CONN").barriers == ("Money is short",)
    assert area(content, "DATA").barriers == ()


def tell(framework: Framework, question: str, *, title: str, council_code: str = "") -> None:
    study = CaseStudy.objects.create(
        framework=framework,
        position=1,
        code=title.lower(),
        council_name="Elsewhere",
        council_code=council_code,
        title=title,
        did="They did something.",
        result="It worked.",
        source=framework.sources.get(),
        source_section="Part three",
        year=2023,
    )
    study.questions.add(Question.objects.get(area__framework=framework, code=question))


def test_an_area_has_a_case_study_for_its_weakest_question_that_has_one(world: World):
    framework = world.round.framework
    tell(framework, "LEAD02", title="Middle")
    tell(framework, "LEAD04", title="Strong")
    submission = hand_in(assess(world, 3, {"LEAD01": 1, "LEAD02": 2, "LEAD04": 5}))

    study = area(build(submission=submission, release=None), "LEAD").case_study

    assert (study.title, study.question) == ("Middle", "Digital leadership 2")
    assert study.source == "A publisher, A guide (2021): Part three"


def test_a_council_is_not_told_its_own_story(world: World):
    tell(world.round.framework, "LEAD01", title="Own", council_code=world.councils[0].gss_code)

    assert area(build(submission=hand_in(assess(world)), release=None), "LEAD").case_study is None

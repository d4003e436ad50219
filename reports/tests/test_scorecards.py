"""What a scorecard says of the council itself, from the snapshot and the stored scores of one submission."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Answer, AnswerState, Confidence, Score
from assessments.scoring import as_level
from characteristics.models import Practice
from reports.scorecards import build, without_notes
from reports.scorecards.areas import EVIDENCE_IN_PRINT, in_print
from reports.tests.factories import CLOSES, World, make_world
from reports.tests.handing_in import YEAR, area, assess, dont_know, hand_in, make_neighbours, say, sign, start, triple
from tests.factories import make_council, make_round
from tests.frameworks import make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_neighbours()


# Facts


def test_it_names_council_round_framework_submission_and_release(world: World):
    submission = sign(hand_in(assess(world)), "Ada Approver")
    release = world.release()

    content = build(submission=submission, release=release)

    assert content.council.gss_code == world.councils[0].gss_code
    assert content.round.slug == world.round.slug
    assert content.framework.version == "1.0"
    assert content.submission.digest == submission.digest
    assert content.submission.signed_off_by == "Ada Approver"
    assert content.release.code == release.code
    assert not content.release.is_earlier
    assert release.code in content.comparison


def test_before_sign_off_it_names_nobody(world: World):
    facts = build(submission=hand_in(assess(world)), release=None).submission

    assert not facts.is_signed_off
    assert facts.signed_off_by == ""


@pytest.mark.parametrize("invented", [True, False])
def test_it_says_whether_its_results_are_invented(world: World, invented: bool):
    world.round.invented = invented
    world.round.save()

    assert build(submission=hand_in(assess(world)), release=None).invented == invented


def test_lenses_and_areas_stand_in_the_framework_s_order(world: World):
    content = build(submission=hand_in(assess(world)), release=None)

    assert [[a.code for a in lens.areas] for lens in content.lenses] == [["LEAD", "USER"], ["CONN", "DATA"]]


# Scores and answers


def test_the_figures_are_the_stored_ones(world: World):
    submission = hand_in(assess(world, 3, {"LEAD01": 4, "CONN": 5, "DATA": 1}))

    content = build(submission=submission, release=None)

    stored = {s.area.code: as_level(s.value) for s in submission.scores.filter(theme=None).select_related("area")}
    assert {a.code: a.score.level for a in content.areas} == stored
    assert [str(a.score.level) for a in content.areas] == ["3.3", "3.0", "5.0", "1.0"]


def test_a_stored_score_counts_even_where_the_answers_would_give_another(world: World):
    submission = hand_in(assess(world))
    Score.objects.filter(submission=submission, area__code="LEAD", theme=None).update(value=Decimal("0.75"))

    assert area(build(submission=submission, release=None), "LEAD").score.level == Decimal("4.0")


def test_themes_have_scores_of_their_own(world: World):
    content = build(submission=hand_in(assess(world, 3, {"LEAD03": 5, "LEAD04": 5})), release=None)

    assert [(t.name, str(t.score.level)) for t in area(content, "LEAD").themes] == [
        ("Theme A", "3.0"),
        ("Theme B", "5.0"),
    ]
    assert area(content, "CONN").themes == ()


def test_answers_come_from_what_was_handed_in_and_not_from_what_was_changed_since(world: World):
    submission = hand_in(assess(world))
    Answer.objects.filter(state=AnswerState.LEVEL).update(level=1, evidence="changed since")

    answer = area(build(submission=submission, release=None), "LEAD").answers[0]

    assert (answer.level, answer.evidence) == (3, "")


def test_an_answer_has_its_level_descriptor_confidence_target_and_practices(world: World):
    assessment = assess(world)
    say(assessment, "CONN01", evidence=" A report. ", confidence=Confidence.LOW, target=4)
    answer = Answer.objects.get(section__assessment=assessment, question__code="CONN01")
    answer.practices.add(Practice.objects.get(code="CONN01.2", question__area__framework=world.round.framework))

    given = area(build(submission=hand_in(assessment), release=None), "CONN").answers[0]

    assert (given.code, given.state, given.state_words) == ("CONN01", "level", "3 Developing")
    assert given.descriptor == "CONN01 at level 3."
    assert given.evidence == "A report."
    assert given.confidence == str(Confidence.LOW.label)
    assert given.target_words == "4 Established"
    assert [practice.in_place for practice in given.practices] == [False, True, False]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"state": AnswerState.DONT_KNOW}, "Don’t know", id="don't know"),
        pytest.param({"state": AnswerState.UNANSWERED}, "Not answered yet", id="unanswered"),
        pytest.param(
            {"state": AnswerState.NOT_APPLICABLE, "reason": "No such service."}, "Not applicable", id="not applicable"
        ),
    ],
)
def test_an_answer_without_a_level_says_so_in_words(world: World, said: dict[str, str], words: str):
    assessment = assess(world)
    say(assessment, "LEAD01", level=None, **said)

    given = area(build(submission=hand_in(assessment), release=None), "LEAD").answers[0]

    assert (given.state_words, given.level, given.descriptor) == (words, None, "")
    assert given.reason == said.get("reason", "")


def test_an_area_with_too_few_answers_has_no_score_and_the_reason(world: World):
    assessment = assess(world)
    dont_know(assessment, "LEAD01", "LEAD02")

    score = area(build(submission=hand_in(assessment), release=None), "LEAD").score

    assert (score.level, score.coverage) == (None, 50)
    assert score.unscored == "50% was answered and a score needs 75%"


def test_an_area_where_nothing_applies_has_neither_score_nor_coverage(world: World):
    assessment = assess(world)
    for number in range(1, 5):
        say(assessment, f"LEAD0{number}", state=AnswerState.NOT_APPLICABLE, reason="None.", level=None)

    score = area(build(submission=hand_in(assessment), release=None), "LEAD").score

    assert (score.level, score.coverage) == (None, None)
    assert "applies" in score.unscored


def test_coverage_is_rounded_down_so_that_it_never_claims_a_threshold_it_misses(world: World):
    submission = hand_in(assess(world))
    Score.objects.filter(submission=submission, area__code="LEAD", theme=None).update(
        value=None, coverage=Decimal("0.7499")
    )

    assert area(build(submission=submission, release=None), "LEAD").score.coverage == 74


# Evidence on paper


@pytest.mark.parametrize(
    ("evidence", "printed"),
    [
        pytest.param("", "", id="none"),
        pytest.param("a" * EVIDENCE_IN_PRINT, "a" * EVIDENCE_IN_PRINT, id="as long as there is room"),
        pytest.param("word " * 200, "word " * 119 + "word…", id="cut between words"),
        pytest.param("a" * 5000, "a" * EVIDENCE_IN_PRINT + "…", id="cut inside one endless word"),
    ],
)
def test_evidence_is_printed_as_far_as_there_is_room(evidence: str, printed: str):
    assert in_print(evidence) == printed


def test_cut_evidence_is_marked_and_kept_whole_beside(world: World):
    assessment = assess(world)
    say(assessment, "LEAD01", evidence="long " * 300)

    given = area(build(submission=hand_in(assessment), release=None), "LEAD").answers[0]

    assert given.evidence_is_cut
    assert len(given.evidence_in_print) <= EVIDENCE_IN_PRINT + 1
    assert given.evidence == ("long " * 300).strip()


def test_for_others_it_leaves_out_what_the_council_wrote_and_nothing_else(world: World):
    assessment = assess(world)
    say(assessment, "LEAD01", evidence="Secret words")
    say(assessment, "LEAD02", state=AnswerState.NOT_APPLICABLE, level=None, reason="Secret reason")
    content = build(submission=hand_in(assessment), release=None)

    bare = without_notes(content)

    assert "Secret" in repr(content)
    assert "Secret" not in repr(bare)
    first = area(content, "LEAD").answers[0]
    assert area(bare, "LEAD").answers[0] == replace(first, evidence="", evidence_in_print="")
    assert bare.findings == content.findings


# Work


def test_the_work_does_not_grow_with_the_number_of_questions(django_assert_max_num_queries):
    counts = []
    for times in (1, 3):
        framework = make_framework()
        if times == 3:
            triple(framework)
        before = make_round(framework, opens_at=CLOSES - 2 * YEAR, closes_at=CLOSES - YEAR)
        now = make_round(framework, opens_at=CLOSES - YEAR / 2, closes_at=CLOSES)
        council = make_council()
        hand_in(start(council, before))
        submission = hand_in(start(council, now))
        with CaptureQueriesContext(connection) as captured, django_assert_max_num_queries(16):
            content = build(submission=submission, release=None)
        assert sum(len(a.answers) for a in content.areas) == 16 * times
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_work_does_not_grow_with_the_number_of_councils(django_assert_max_num_queries):
    counts = []
    for councils, slug in ((16, "small"), (32, "large")):
        world = make_world(councils, slug=slug)
        world.submit_all(world.councils[1:])
        submission = hand_in(assess(world))
        release = world.release()
        with CaptureQueriesContext(connection) as captured, django_assert_max_num_queries(16):
            build(submission=submission, release=release)
        counts.append(len(captured))

    assert counts[0] == counts[1]

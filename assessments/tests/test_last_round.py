"""Last round's answers, for the questions that ask the same now."""

from datetime import timedelta

from django.utils import timezone

from assessments import last_round, services
from assessments.models import Answer
from assessments.states import AssessmentState
from assessments.tests.earlier import hand_in_earlier
from characteristics.models import Question
from tests.factories import answer_all, make_assessment, make_round
from tests.frameworks import make_framework


def test_a_council_without_an_earlier_round_has_no_last_round(cast):
    assert last_round.read(cast.assessment) is None


def test_a_draft_that_was_never_handed_in_is_no_last_round(cast):
    at = timezone.now()
    round_ = make_round(cast.assessment.round.framework, closes_at=at - timedelta(days=1))
    answer_all(make_assessment(cast.alder, round_))
    assert last_round.read(cast.assessment) is None


def test_the_latest_earlier_round_counts_and_of_it_the_latest_submission(cast):
    hand_in_earlier(cast, slug="long-ago", days=800, level=1)
    earlier = hand_in_earlier(cast, days=300, level=2)
    assert read_level(cast, "DATA01") == 2
    services.reopen(assessment=earlier, because="A mistake", by=cast.manager, at=timezone.now())
    answer_all(earlier, 4, by=cast.ada)
    services.submit_assessment(assessment=earlier, by=cast.ada, at=timezone.now())
    assert read_level(cast, "DATA01") == 4


def read_level(cast, code: str) -> int | None:
    last = last_round.read(cast.assessment)
    assert last is not None
    return last.answers[code].level


def test_another_councils_rounds_and_later_rounds_dont_count(cast):
    later = make_round(cast.assessment.round.framework, closes_at=timezone.now() + timedelta(days=400))
    assessment = make_assessment(cast.alder, later)
    answer_all(assessment)
    services.submit_assessment(assessment=assessment, by=cast.ada, at=timezone.now())
    assert last_round.read(cast.assessment) is None
    hand_in_earlier(cast)
    assert last_round.read(cast.other) is None


def test_all_that_was_said_is_read(cast, django_assert_num_queries):
    earlier = hand_in_earlier(cast)
    services.reopen(assessment=earlier, because="More", by=cast.manager, at=timezone.now())
    stored = Answer.objects.get(section__assessment=earlier, question__code="DATA02")
    practice = stored.question.practices.get(code="DATA02.2")
    stored.ticks.create(practice=practice)
    Answer.objects.filter(pk=stored.pk).update(evidence="The plan", confidence="high", target=5)
    services.submit_assessment(assessment=earlier, by=cast.ada, at=timezone.now())
    with django_assert_num_queries(1):
        last = last_round.read(cast.assessment, area="DATA")
    assert last is not None
    assert (last.round_name, last.url, sorted(last.answers)) == (
        earlier.round.name,
        earlier.get_absolute_url(),
        ["DATA01", "DATA02", "DATA03", "DATA04"],
    )
    content = last.answers["DATA02"].content({practice.code: practice.pk})
    assert (content.level, content.evidence, content.confidence, content.target) == (3, "The plan", "high", 5)
    assert content.practices == {practice.pk}


def test_what_nobody_answered_is_left_out(cast):
    earlier = hand_in_earlier(cast)
    services.reopen(assessment=earlier, because="More", by=cast.manager, at=timezone.now())
    Answer.objects.filter(section__assessment=earlier, question__code="DATA02").update(state="unanswered", level=None)
    services.submit_assessment(assessment=earlier, by=cast.ada, at=timezone.now())
    last = last_round.read(cast.assessment, area="DATA")
    assert last is not None
    assert "DATA02" not in last.answers


def test_a_question_that_reads_differently_now_is_named_and_not_read(cast):
    old = make_framework(code="old")
    Question.objects.filter(area__framework=old, code="DATA02").update(text="What was asked then?")
    hand_in_earlier(cast, framework=old)
    last = last_round.read(cast.assessment)
    assert last is not None
    assert last.changed == {"DATA02"}
    assert len(last.answers) == 15
    of_area = last_round.read(cast.assessment, area="DATA")
    assert of_area is not None
    assert sorted(of_area.answers) == ["DATA01", "DATA03", "DATA04"]


def test_a_question_that_is_new_has_neither_an_answer_nor_changed(cast):
    old = make_framework(code="old")
    Question.objects.filter(area__framework=old, code="DATA02").update(code="DATA99")
    hand_in_earlier(cast, framework=old)
    last = last_round.read(cast.assessment, area="DATA")
    assert last is not None
    assert last.changed == frozenset()
    assert sorted(last.answers) == ["DATA01", "DATA03", "DATA04"]


def test_a_round_that_was_sent_back_still_counts_as_handed_in(cast):
    earlier = hand_in_earlier(cast)
    services.send_back(assessment=earlier, because="Look again", by=cast.cat, at=timezone.now())
    earlier.refresh_from_db()
    assert earlier.state == AssessmentState.IN_PROGRESS
    assert read_level(cast, "DATA01") == 3

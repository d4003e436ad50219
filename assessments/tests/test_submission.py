"""Submitting, signing off, sending back and reopening."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import policies, services
from assessments.models import Answer, AnswerState, Submission
from assessments.policies import GRACE, NotNow
from assessments.states import TRANSITIONS, Action, AssessmentState, after
from councils.models import AuditEvent
from tests.factories import answer_all, make_assessment


def submit(cast, at=None) -> Submission:
    return services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=at or timezone.now())


def sign(cast, digest: str) -> Submission:
    return services.sign_off(assessment=cast.assessment, digest=digest, by=cast.cat, at=timezone.now())


def scores(submission: Submission) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {
        score.area.code: (score.value, score.coverage)
        for score in submission.scores.filter(theme=None).select_related("area")
    }


def set_states(cast, area: str, *states: str) -> None:
    answers = Answer.objects.filter(section__assessment=cast.assessment, question__area__code=area)
    for answer, state in zip(answers.order_by("question__position"), states, strict=False):
        answer.state, answer.level, answer.reason = state, None, "No such service here"
        answer.save()


def test_submitting_stores_a_score_for_each_area_and_theme(cast):
    answer_all(cast.assessment, 3, levels={"LEAD": 4, "CONN": 1})
    submission = submit(cast)
    assert scores(submission) == {
        "LEAD": (Decimal("0.75"), 1),
        "USER": (Decimal("0.5"), 1),
        "CONN": (Decimal(0), 1),
        "DATA": (Decimal("0.5"), 1),
    }
    assert submission.scores.filter(theme__isnull=False, area__code="LEAD").count() == 2


def test_dont_know_lowers_coverage_and_not_applicable_does_not(cast):
    answer_all(cast.assessment, 5)
    set_states(cast, "LEAD", AnswerState.NOT_APPLICABLE)
    set_states(cast, "USER", AnswerState.DONT_KNOW)
    set_states(cast, "CONN", AnswerState.DONT_KNOW, AnswerState.DONT_KNOW)
    result = scores(submit(cast))
    assert result["LEAD"] == (1, 1)
    assert result["USER"] == (1, Decimal("0.75"))
    assert result["CONN"] == (None, Decimal("0.5"))


def test_the_snapshot_holds_exactly_what_was_answered_and_its_digest_names_it(cast):
    answer_all(cast.assessment, 2)
    submission = submit(cast)
    content = json.loads(submission.content)
    assert content["council"] == cast.alder.gss_code
    assert {answer["level"] for section in content["sections"] for answer in section["answers"]} == {2}
    assert len(submission.digest) == 64


def test_the_same_answers_have_the_same_digest_and_other_answers_another(cast):
    answer_all(cast.assessment, 3)
    first = submit(cast)
    services.send_back(assessment=cast.assessment, because="Again", by=cast.cat, at=timezone.now())
    second = submit(cast)
    services.send_back(assessment=cast.assessment, because="Again", by=cast.cat, at=timezone.now())
    answer_all(cast.assessment, 4)
    third = submit(cast)
    assert first.digest == second.digest != third.digest
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_a_second_submission_is_refused(cast):
    submit(cast)
    with pytest.raises(NotNow):
        submit(cast)
    assert cast.assessment.submissions.count() == 1


def test_sign_off_is_bound_to_the_answers_that_were_seen(cast):
    seen = submit(cast).digest
    services.send_back(assessment=cast.assessment, because="Again", by=cast.cat, at=timezone.now())
    answer_all(cast.assessment, 5)
    submit(cast)
    with pytest.raises(NotNow, match="changed"):
        sign(cast, seen)
    cast.assessment.refresh_from_db()
    assert cast.assessment.state == AssessmentState.SUBMITTED


def test_sign_off_names_who_and_when(cast):
    submission = sign(cast, submit(cast).digest)
    cast.assessment.refresh_from_db()
    assert cast.assessment.state == AssessmentState.SIGNED_OFF
    assert submission.signed_off_by == cast.cat
    assert submission.signed_off_at is not None


def test_a_second_sign_off_is_refused(cast):
    digest = submit(cast).digest
    sign(cast, digest)
    with pytest.raises(NotNow):
        sign(cast, digest)


def test_sending_back_keeps_the_words_and_what_was_submitted(cast):
    submit(cast)
    services.send_back(assessment=cast.assessment, because="Ask Bob", by=cast.cat, at=timezone.now())
    cast.assessment.refresh_from_db()
    assert (cast.assessment.state, cast.assessment.returned_because) == (AssessmentState.IN_PROGRESS, "Ask Bob")
    assert cast.assessment.submissions.count() == 1


@pytest.mark.parametrize(
    ("after_close", "allowed"),
    [
        pytest.param(timedelta(seconds=-1), True, id="a second before the close"),
        pytest.param(timedelta(0), True, id="at the close"),
        pytest.param(GRACE - timedelta(seconds=1), True, id="inside the grace for open pages"),
        pytest.param(GRACE, False, id="when the grace ends"),
        pytest.param(timedelta(days=3), False, id="days later"),
    ],
)
def test_the_deadline(cast, after_close, allowed):
    at = cast.assessment.round.closes_at + after_close
    if allowed:
        submit(cast, at)
    else:
        with pytest.raises(NotNow, match="closed"):
            submit(cast, at)


def test_a_reopened_assessment_can_be_submitted_after_the_close(cast):
    sign(cast, submit(cast).digest)
    late = cast.assessment.round.closes_at + timedelta(days=2)
    services.reopen(assessment=cast.assessment, because="A wrong figure", by=cast.manager, at=late)
    assert submit(cast, late + timedelta(days=1)).number == 2
    assert AuditEvent.objects.filter(action="assessment reopened", detail="A wrong figure").exists()


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", AssessmentState)
def test_each_action_leads_where_the_table_says_or_nowhere(cast, state, action):
    cast.assessment.state = state
    expected = after(state, action)
    if expected is None:
        with pytest.raises(NotNow):
            policies.next_state(cast.assessment, action)
    else:
        assert policies.next_state(cast.assessment, action) == expected


def test_every_action_has_a_transition():
    assert set(TRANSITIONS) == set(Action)


def test_inviting_twice_makes_one_assessment(cast):
    services.invite_councils(round_=cast.assessment.round, councils=[cast.alder], by=cast.manager, at=timezone.now())
    assert cast.alder.assessments.count() == 1


def test_an_invited_council_has_all_sections_and_empty_answers(cast):
    round_ = make_assessment().round
    (assessment,) = services.invite_councils(round_=round_, councils=[cast.alder], by=cast.manager, at=timezone.now())
    areas = round_.framework.areas.count()
    assert assessment.sections.count() == areas
    answers = Answer.objects.filter(section__assessment=assessment)
    assert answers.count() == areas * 4
    assert set(answers.values_list("state", flat=True)) == {AnswerState.UNANSWERED}


def test_why_it_came_back_stays_in_the_history_also_after_the_next_time(client, cast):
    submit(cast)
    services.send_back(assessment=cast.assessment, because="Nothing on data", by=cast.cat, at=timezone.now())
    submit(cast)
    services.reopen(assessment=cast.assessment, because="A wrong figure", by=cast.manager, at=timezone.now())
    client.force_login(cast.bob)
    html = client.get(reverse("council_history", args=["alder", "now"])).content.decode()
    assert "Nothing on data" in html
    assert "A wrong figure" in html
    assert list(cast.assessment.events.order_by("pk").values_list("action", flat=True)) == [
        Action.SUBMIT,
        Action.SEND_BACK,
        Action.SUBMIT,
        Action.REOPEN,
    ]

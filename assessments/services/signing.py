"""Submit, sign off, send back, reopen."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies, scoring, snapshots
from assessments.models import Assessment, Round, Score, Submission
from assessments.policies import NotNow
from assessments.services.locking import lock, log, log_event
from assessments.states import Action
from assessments.telling import tell_reopen_asked, tell_reopened, tell_sent_back, tell_signed_off, tell_submitted
from characteristics.models import Question
from councils.models import User


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, at: datetime) -> Submission:
    """Freeze what was answered and store its scores. Raises NotNow where it can't be submitted."""
    assessment = lock(assessment)
    policies.check_submittable(assessment, at)
    policies.check_nothing_open(assessment)
    state = policies.next_state(assessment, Action.SUBMIT)
    snapshot = snapshots.take(assessment)
    submission = Submission.objects.create(
        assessment=assessment,
        number=assessment.submissions.count() + 1,
        content=snapshot.content,
        digest=snapshot.digest,
        submitted_at=at,
        submitted_by=by,
    )
    Score.objects.bulk_create(_scores(submission, assessment.round))
    assessment.state = state
    # Why it came back stays until it comes back again: the approver reads it beside the new answers.
    assessment.save(update_fields=["state"])
    log(assessment, "assessment submitted", by, at)
    log_event(assessment, Action.SUBMIT, by, at)
    tell_submitted(submission=submission)
    return submission


@transaction.atomic
def sign_off(*, assessment: Assessment, digest: str, by: User, at: datetime) -> Submission:
    """Bind the approver's name to exactly the answers that they saw, named by the submission's digest."""
    assessment = lock(assessment)
    state = policies.next_state(assessment, Action.SIGN_OFF)
    submission = latest_submission(assessment)
    if submission.digest != digest:
        raise NotNow(_("The answers have changed since you opened the page. Read them again, then sign off."))
    submission.signed_off_at, submission.signed_off_by = at, by
    submission.save(update_fields=["signed_off_at", "signed_off_by"])
    assessment.state = state
    assessment.save(update_fields=["state"])
    log(assessment, "assessment signed off", by, at, digest[:12])
    log_event(assessment, Action.SIGN_OFF, by, at)
    tell_signed_off(submission=submission, by=by, at=at)
    return submission


@transaction.atomic
def send_back(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """Let the officers go on, with the approver's words. What was submitted stays on record."""
    assessment = lock(assessment)
    assessment.state = policies.next_state(assessment, Action.SEND_BACK)
    assessment.returned_because, assessment.returned_by = because, by
    if policies.has_closed(assessment.round, at):
        assessment.reopened_at = at
    assessment.save(update_fields=["state", "returned_because", "returned_by", "reopened_at"])
    log(assessment, "assessment sent back", by, at)
    log_event(assessment, Action.SEND_BACK, by, at, because)
    tell_sent_back(assessment=assessment, by=by, at=at)


@transaction.atomic
def reopen(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """Let a council change what it handed in, or go on after the close.

    A release that is out stays as it is; the change waits for the next.
    """
    assessment = lock(assessment)
    policies.check_may_be_reopened(assessment, at)
    assessment.state = policies.next_state(assessment, Action.REOPEN)
    assessment.returned_because, assessment.returned_by = because, by
    assessment.reopen_asked_because, assessment.reopen_asked_by = "", None
    assessment.reopened_at = at
    assessment.save()
    log(assessment, "assessment reopened", by, at, because)
    log_event(assessment, Action.REOPEN, by, at, because)
    tell_reopened(assessment=assessment, by=by, at=at)


@transaction.atomic
def ask_to_reopen(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """Put the council's wish before the managers. Asking again replaces the words."""
    assessment = lock(assessment)
    policies.check_may_be_reopened(assessment, at)
    assessment.reopen_asked_because, assessment.reopen_asked_by = because, by
    assessment.save(update_fields=["reopen_asked_because", "reopen_asked_by"])
    log(assessment, "reopening asked for", by, at, because)
    tell_reopen_asked(assessment=assessment, by=by, at=at)


def latest_submission(assessment: Assessment) -> Submission:
    return assessment.submissions.order_by("-number")[0]


def _scores(submission: Submission, round_: Round) -> list[Score]:
    """One score an area and one a theme, from the frozen content alone."""
    questions = list(
        Question.objects.filter(area__framework=round_.framework).select_related("area", "theme").order_by("position")
    )
    answers = snapshots.scored_answers(submission.content, {q.code: q.weight for q in questions})
    groups: dict[tuple[int, int | None], list[scoring.ScoredAnswer]] = {}
    for question in questions:
        groups.setdefault((question.area_id, None), []).append(answers[question.code])
        if question.theme_id:
            groups.setdefault((question.area_id, question.theme_id), []).append(answers[question.code])
    return [
        Score(submission=submission, area_id=area_id, theme_id=theme_id, **scoring.stored(scoring.score(group)))
        for (area_id, theme_id), group in groups.items()
    ]

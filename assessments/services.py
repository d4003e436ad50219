"""What is done to assessments: invite, assign, record, submit, sign off, send back, reopen.

Every service locks the assessment's row first, so that what is checked still holds when it is written.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies, scoring, snapshots
from assessments.inputs import AnswerContent, AnswerInput, Conflict, SaveResult, SectionInput
from assessments.ladders import default_rungs
from assessments.models import (
    Answer,
    Assessment,
    LadderRung,
    PracticeTick,
    Round,
    Score,
    Section,
    SectionBarrier,
    Submission,
)
from assessments.policies import NotNow
from assessments.states import Action, AssessmentState
from characteristics.models import Area, Question
from councils.models import AuditEvent, Council, User

CONTENT_FIELDS = ["state", "level", "reason", "evidence", "confidence", "target"]


@transaction.atomic
def plan_round(*, round_: Round, by: User, at: datetime) -> Round:
    """Save a new round with the usual peer ladder."""
    round_.save()
    use_default_ladder(round_=round_)
    AuditEvent.objects.create(at=at, by=by, action="round planned", detail=round_.name)
    return round_


def use_default_ladder(*, round_: Round) -> bool:
    """Give a round without a peer ladder the usual one, which is data of the round and can be changed."""
    if round_.rungs.exists():
        return False
    LadderRung.objects.bulk_create(default_rungs(round_))
    return True


@transaction.atomic
def invite_councils(*, round_: Round, councils: Iterable[Council], by: User, at: datetime) -> list[Assessment]:
    """Give each council an assessment with its sections and empty answers; councils that have one are left alone."""
    have = set(round_.assessments.values_list("council_id", flat=True))
    new = Assessment.objects.bulk_create(
        Assessment(council=council, round=round_) for council in councils if council.pk not in have
    )
    areas = list(Area.objects.filter(framework=round_.framework).order_by("position"))
    questions = list(Question.objects.filter(area__framework=round_.framework).order_by("position"))
    sections = Section.objects.bulk_create(
        [Section(assessment=assessment, area=area) for assessment in new for area in areas], batch_size=2000
    )
    Answer.objects.bulk_create(
        [
            Answer(section=section, question=question)
            for section in sections
            for question in questions
            if question.area_id == section.area_id
        ],
        batch_size=2000,
    )
    AuditEvent.objects.bulk_create(
        AuditEvent(at=at, by=by, council_id=assessment.council_id, action="council invited", detail=round_.name)
        for assessment in new
    )
    return new


@transaction.atomic
def assign_section(*, section: Section, to: User | None, by: User, at: datetime) -> None:
    if _lock(section.assessment).state != AssessmentState.IN_PROGRESS:
        raise NotNow(_("This assessment has been submitted, so its sections can’t be given to anybody."))
    section.assigned_to = to
    section.save(update_fields=["assigned_to"])
    AuditEvent.objects.create(
        at=at,
        by=by,
        council_id=section.assessment.council_id,
        action="section assigned",
        detail=f"{section.area.code}: {to.name if to else _('nobody')}",
    )


@transaction.atomic
def record_answers(*, section: Section, inputs: SectionInput, by: User, at: datetime) -> SaveResult:
    """Write what an officer sent for one section, in a constant number of queries.

    An answer that somebody else changed since the officer's page was made isn't written but reported as a conflict;
    the others are. Barriers are merged tick by tick. Raises NotNow where the assessment can't be edited.
    """
    assessment = _lock(section.assessment)
    policies.check_editable(assessment, at)
    stored = {
        answer.question_id: answer for answer in section.answers.select_related("changed_by").prefetch_related("ticks")
    }
    changed: dict[Answer, AnswerContent] = {}
    conflicts: list[Conflict] = []
    for sent in inputs.answers:
        answer = stored[sent.question_id]
        conflict = _conflict(answer, sent)
        if conflict:
            conflicts.append(conflict)
        elif sent.content != content_of(answer) and not sent.is_untouched:
            changed[answer] = sent.content
    _write(changed, by=by, at=at)
    _merge_barriers(section, inputs)
    if assessment.started_at is None:
        Assessment.objects.filter(pk=assessment.pk).update(started_at=at)
    return SaveResult(changed=len(changed), conflicts=tuple(conflicts))


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, at: datetime) -> Submission:
    """Freeze what was answered and store its scores. Raises NotNow where it can't be submitted."""
    assessment = _lock(assessment)
    policies.check_submittable(assessment, at)
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
    assessment.returned_because, assessment.returned_by = "", None
    assessment.save(update_fields=["state", "returned_because", "returned_by"])
    _log(assessment, "assessment submitted", by, at)
    return submission


@transaction.atomic
def sign_off(*, assessment: Assessment, digest: str, by: User, at: datetime) -> Submission:
    """Bind the approver's name to exactly the answers that they saw, named by the submission's digest."""
    assessment = _lock(assessment)
    state = policies.next_state(assessment, Action.SIGN_OFF)
    submission = latest_submission(assessment)
    if submission.digest != digest:
        raise NotNow(_("The answers have changed since you opened the page. Read them again, then sign off."))
    submission.signed_off_at, submission.signed_off_by = at, by
    submission.save(update_fields=["signed_off_at", "signed_off_by"])
    assessment.state = state
    assessment.save(update_fields=["state"])
    _log(assessment, "assessment signed off", by, at, digest[:12])
    return submission


@transaction.atomic
def send_back(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """Let the officers go on, with the approver's words. What was submitted stays on record."""
    assessment = _lock(assessment)
    assessment.state = policies.next_state(assessment, Action.SEND_BACK)
    assessment.returned_because, assessment.returned_by = because, by
    if policies.has_closed(assessment.round, at):
        assessment.reopened_at = at
    assessment.save(update_fields=["state", "returned_because", "returned_by", "reopened_at"])
    _log(assessment, "assessment sent back", by, at)


@transaction.atomic
def reopen(*, assessment: Assessment, because: str, by: User, at: datetime) -> None:
    """Let a council change what it handed in. A release that is out stays as it is; the change waits for the next."""
    assessment = _lock(assessment)
    assessment.state = policies.next_state(assessment, Action.REOPEN)
    assessment.returned_because, assessment.returned_by = because, by
    assessment.reopened_at = at
    assessment.save(update_fields=["state", "returned_because", "returned_by", "reopened_at"])
    _log(assessment, "assessment reopened", by, at, because[:300])


def latest_submission(assessment: Assessment) -> Submission:
    return assessment.submissions.order_by("-number")[0]


def content_of(answer: Answer) -> AnswerContent:
    """What an answer says now; wants its ticks prefetched."""
    return AnswerContent(
        **{name: getattr(answer, name) for name in CONTENT_FIELDS},
        practices=frozenset(tick.practice_id for tick in answer.ticks.all()),
    )


def _lock(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends. Only its own row is locked."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("round__framework", "council")
        .get(pk=assessment.pk)
    )


def _conflict(answer: Answer, sent: AnswerInput) -> Conflict | None:
    if sent.seen_version == answer.version or sent.is_untouched:
        return None
    theirs = content_of(answer)
    if theirs == sent.content:
        return None
    name = answer.changed_by.name if answer.changed_by else ""
    return Conflict(question_id=answer.question_id, theirs=theirs, their_name=name, version=answer.version)


def _write(changed: dict[Answer, AnswerContent], *, by: User, at: datetime) -> None:
    if not changed:
        return
    for answer, content in changed.items():
        for name in CONTENT_FIELDS:
            setattr(answer, name, getattr(content, name))
        answer.version += 1
        answer.changed_by, answer.changed_at = by, at
    # The rows are there and locked, so this only ever updates; one insert that meets them costs a fifth of the
    # CASE expressions of bulk_update.
    fields = [*CONTENT_FIELDS, "version", "changed_by", "changed_at"]
    Answer.objects.bulk_create(list(changed), update_conflicts=True, unique_fields=["id"], update_fields=fields)
    Answer.history.bulk_history_create(list(changed), update=True, default_user=by, default_date=at)
    PracticeTick.objects.filter(answer__in=list(changed)).delete()
    PracticeTick.objects.bulk_create(
        PracticeTick(answer=answer, practice_id=practice_id)
        for answer, content in changed.items()
        for practice_id in sorted(content.practices)
    )


def _merge_barriers(section: Section, inputs: SectionInput) -> None:
    added, removed = inputs.barriers - inputs.barriers_seen, inputs.barriers_seen - inputs.barriers
    if removed:
        section.section_barriers.filter(barrier_id__in=removed).delete()
    if added:
        SectionBarrier.objects.bulk_create(
            [SectionBarrier(section=section, barrier_id=barrier_id) for barrier_id in sorted(added)],
            ignore_conflicts=True,
        )


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


def _log(assessment: Assessment, action: str, by: User, at: datetime, detail: str = "") -> None:
    AuditEvent.objects.create(at=at, by=by, council_id=assessment.council_id, action=action, detail=detail)

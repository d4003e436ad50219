"""Write what officers send for a section, and never over each other."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from assessments import history, policies
from assessments.inputs import AnswerContent, AnswerInput, Conflict, SaveResult, SectionInput
from assessments.models import (
    Answer,
    AnswerFields,
    Assessment,
    HeldAnswer,
    PracticeTick,
    Section,
    SectionBarrier,
)
from assessments.services.locking import lock
from assessments.states import SectionAction, section_after
from councils.models import User

CONTENT_FIELDS = ["state", "level", "reason", "evidence", "confidence", "target"]


@transaction.atomic
def record_answers(*, section: Section, inputs: SectionInput, by: User, at: datetime) -> SaveResult:
    """Write what an officer sent for one section, in a constant number of queries.

    An answer that somebody else changed since the officer's page was made isn't written but held beside the saved one
    and reported as a conflict; the others are written. Barriers are merged tick by tick. Raises NotNow where the
    section can't be edited.
    """
    assessment = lock(section.assessment)
    section.refresh_from_db(fields=["state"])
    policies.check_editable(assessment, at)
    policies.check_section_editable(section, by)
    stored = {
        answer.question_id: answer for answer in section.answers.select_related("changed_by").prefetch_related("ticks")
    }
    changed: dict[Answer, AnswerContent] = {}
    conflicts: dict[Answer, AnswerInput] = {}
    for sent in inputs.answers:
        answer = stored[sent.question_id]
        if _is_conflict(answer, sent) and not _is_own(answer, inputs.page, by):
            conflicts[answer] = sent
        elif not sent.is_untouched and (sent.content != content_of(answer) or answer.to_confirm):
            changed[answer] = sent.content
    chosen = _choose(section, inputs, typed={**changed, **conflicts})
    changed |= {one.answer: held_content(one) for one in chosen}
    _hold(conflicts, by=by, at=at)
    _write(changed, by=by, at=at, page=inputs.page)
    _merge_barriers(section, inputs)
    _start(assessment, section, at, answered=bool(changed))
    wanted = {choice.held_id for choice in inputs.choices if choice.use}
    return SaveResult(
        changed=len(changed),
        conflicts=tuple(_reported(answer) for answer in conflicts),
        not_chosen=tuple(sorted(wanted - {one.pk for one in chosen})),
    )


def content_of(answer: Answer) -> AnswerContent:
    """What an answer says now; wants its ticks prefetched."""
    return _content(answer, practices=(tick.practice_id for tick in answer.ticks.all()))


def held_content(held: HeldAnswer) -> AnswerContent:
    """What a held answer says; wants its practices prefetched."""
    return _content(held, practices=(practice.pk for practice in held.practices.all()))


def _content(answer: AnswerFields, *, practices: Iterable[int]) -> AnswerContent:
    return AnswerContent(
        **{name: getattr(answer, name) for name in CONTENT_FIELDS},
        practices=frozenset(practices),
    )


def _is_conflict(answer: Answer, sent: AnswerInput) -> bool:
    if sent.seen_version == answer.version or sent.is_untouched:
        return False
    return content_of(answer) != sent.content


def _is_own(answer: Answer, page: str, by: User) -> bool:
    return bool(page) and answer.saved_from == page and answer.changed_by_id == by.pk


def _reported(answer: Answer) -> Conflict:
    name = answer.changed_by.name if answer.changed_by else ""
    return Conflict(question_id=answer.question_id, theirs=content_of(answer), their_name=name, version=answer.version)


def _hold(conflicts: dict[Answer, AnswerInput], *, by: User, at: datetime) -> None:
    if not conflicts:
        return
    rows = [
        HeldAnswer(
            answer=answer,
            by=by,
            at=at,
            seen_version=sent.seen_version,
            **{name: getattr(sent.content, name) for name in CONTENT_FIELDS},
        )
        for answer, sent in conflicts.items()
    ]
    held = HeldAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["answer", "by", "seen_version"],
        update_fields=[*CONTENT_FIELDS, "at"],
    )
    ticks = HeldAnswer.practices.through
    ticks.objects.filter(heldanswer__in=held).delete()
    ticks.objects.bulk_create(
        ticks(heldanswer=one, practice_id=practice_id)
        for one, sent in zip(held, conflicts.values(), strict=True)
        for practice_id in sorted(sent.content.practices)
    )


def _choose(section: Section, inputs: SectionInput, *, typed: Collection[Answer]) -> list[HeldAnswer]:
    """Let go of the held answers that were chosen about; give back those that take an answer's place.

    An answer that changed again meanwhile, or that the officer also typed into, keeps all that is held beside it, so
    that somebody looks once more.
    """
    uses = {choice.held_id: choice.use for choice in inputs.choices}
    if not uses:
        return []
    seen = {sent.question_id: sent.seen_version for sent in inputs.answers}
    shown = [
        one
        for one in HeldAnswer.objects.filter(pk__in=uses, answer__section=section)
        .select_related("answer__changed_by")
        .prefetch_related("practices", "answer__ticks")
        if seen.get(one.answer.question_id) == one.answer.version
    ]
    undecided = {one.answer for one in shown if uses[one.pk] and one.answer in typed}
    decided = [one for one in shown if one.answer not in undecided]
    HeldAnswer.objects.filter(pk__in=[one.pk for one in decided]).delete()
    return [one for one in decided if uses[one.pk]]


def _write(changed: dict[Answer, AnswerContent], *, by: User, at: datetime, page: str) -> None:
    if not changed:
        return
    for answer, content in changed.items():
        for name in CONTENT_FIELDS:
            setattr(answer, name, getattr(content, name))
        answer.version += 1
        answer.to_confirm, answer.saved_from = False, page
        answer.changed_by, answer.changed_at = by, at
    write_rows(changed, by=by, at=at)


def write_rows(changed: dict[Answer, AnswerContent], *, by: User, at: datetime) -> None:
    """Store answers whose fields are set, their practices and a line of history for each."""
    # The rows are there and locked, so this only ever updates; one insert that meets them costs a fifth of the
    # CASE expressions of bulk_update.
    fields = [*CONTENT_FIELDS, "version", "to_confirm", "saved_from", "changed_by", "changed_at"]
    Answer.objects.bulk_create(list(changed), update_conflicts=True, unique_fields=["id"], update_fields=fields)
    for answer, content in changed.items():
        answer._change_reason = history.reason_for(content.practices)  # type: ignore[attr-defined]
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


def _start(assessment: Assessment, section: Section, at: datetime, *, answered: bool) -> None:
    if assessment.started_at is None:
        Assessment.objects.filter(pk=assessment.pk).update(started_at=at)
    state = section_after(section.state, SectionAction.START) if answered else None
    if state:
        section.state = state
        section.save(update_fields=["state"])

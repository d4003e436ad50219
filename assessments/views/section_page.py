"""What the section page's template receives: finished blocks, one a question."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from assessments.forms import SectionForm, initial_of, seen_mark
from assessments.inputs import AnswerContent, Conflict, SectionInput
from assessments.models import Answer, AnswerState, Confidence, Section
from assessments.queries import answers_of
from assessments.services import content_of
from characteristics.content import AreaContent, QuestionContent
from characteristics.models import Level


@dataclass(frozen=True)
class ShownConflict:
    """What somebody else saved while the officer was typing, in words."""

    name: str
    choice: str
    evidence: str
    others: str


@dataclass(frozen=True)
class Block:
    question: QuestionContent
    number: int
    of: int
    choice: BoundField
    practices: BoundField | None
    evidence: BoundField
    confidence: BoundField
    target: BoundField
    seen: BoundField
    answer: Answer
    conflict: ShownConflict | None


@dataclass(frozen=True)
class Stored:
    """What is in the database for one section."""

    answers: dict[int, Answer]
    barriers: set[int]

    @property
    def contents(self) -> dict[int, AnswerContent]:
        return {question_id: content_of(answer) for question_id, answer in self.answers.items()}

    @property
    def versions(self) -> dict[int, int]:
        return {question_id: answer.version for question_id, answer in self.answers.items()}


def stored(section: Section) -> Stored:
    barriers = set(section.section_barriers.values_list("barrier_id", flat=True))
    return Stored(answers=answers_of(section), barriers=barriers)


def fresh_form(area: AreaContent, now: Stored) -> SectionForm:
    return SectionForm(area, initial=initial_of(area, now.contents, now.versions, now.barriers))


def form_after_conflict(
    area: AreaContent, now: Stored, sent: SectionInput, conflicts: Iterable[Conflict]
) -> SectionForm:
    """The stored answers, but what the officer typed where somebody else was faster; saving again means it."""
    in_conflict = {conflict.question_id for conflict in conflicts}
    typed = {answer.question_id: answer.content for answer in sent.answers if answer.question_id in in_conflict}
    initial = initial_of(area, now.contents | typed, now.versions, now.barriers)
    for question in area.questions:
        if question.id in in_conflict:
            mark = seen_mark(now.versions[question.id], now.contents[question.id])
            initial[f"{question.code}-seen"] = mark
    return SectionForm(area, initial=initial)


def blocks(form: SectionForm, now: Stored, conflicts: Iterable[Conflict] = ()) -> list[Block]:
    by_question = {conflict.question_id: conflict for conflict in conflicts}
    questions = form.area.questions
    return [
        Block(
            question=question,
            number=number,
            of=len(questions),
            choice=form[f"{question.code}-choice"],
            practices=form[f"{question.code}-practices"] if question.practices else None,
            evidence=form[f"{question.code}-evidence"],
            confidence=form[f"{question.code}-confidence"],
            target=form[f"{question.code}-target"],
            seen=form[f"{question.code}-seen"],
            answer=now.answers[question.id],
            conflict=_shown(by_question[question.id], question) if question.id in by_question else None,
        )
        for number, question in enumerate(questions, start=1)
    ]


def _shown(conflict: Conflict, question: QuestionContent) -> ShownConflict:
    theirs = conflict.theirs
    choice = f"{theirs.level} {Level(theirs.level).label}" if theirs.level else str(AnswerState(theirs.state).label)
    if theirs.state == AnswerState.NOT_APPLICABLE:
        choice = f"{choice}: {theirs.reason}"
    others = [practice.text for practice in question.practices if practice.id in theirs.practices]
    if theirs.confidence:
        others.append(str(Confidence(theirs.confidence).label))
    if theirs.target:
        others.append(_("Target: %(level)d") % {"level": theirs.target})
    return ShownConflict(name=conflict.their_name, choice=choice, evidence=theirs.evidence, others="; ".join(others))

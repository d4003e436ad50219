"""What the section page's template receives: finished blocks, one a question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.forms import BoundField
from django.utils.translation import gettext as _

from assessments import last_round
from assessments.forms import SectionForm, initial_of
from assessments.held import held_of
from assessments.inputs import AnswerContent, SaveResult
from assessments.last_round import LastRound
from assessments.models import Answer, AnswerState, HeldAnswer, Section
from assessments.queries import answers_of
from assessments.services.recording import content_of
from assessments.threads import Thread, Threads
from assessments.views.two_texts import TwoTexts, choice_words, two_texts
from characteristics.content import AreaContent, QuestionContent


@dataclass(frozen=True)
class ShownLast:
    """What last round's answer to one question looks like on the page."""

    title: str
    url: str
    """Of all that was answered then, at this question."""
    is_changed: bool
    descriptor: str = ""
    reason: str = ""
    evidence: str = ""
    practices: tuple[str, ...] = ()


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
    texts: TwoTexts | None
    last: ShownLast | None
    still_true: BoundField | None
    """Where last round's answer can be taken over, or was and is to be confirmed."""
    thread: Thread | None = None


@dataclass(frozen=True)
class Stored:
    """What is in the database for one section."""

    answers: dict[int, Answer]
    barriers: set[int]
    held: Mapping[int, Sequence[HeldAnswer]]
    last: LastRound | None

    @property
    def contents(self) -> dict[int, AnswerContent]:
        return {question_id: content_of(answer) for question_id, answer in self.answers.items()}

    @property
    def versions(self) -> dict[int, int]:
        return {question_id: answer.version for question_id, answer in self.answers.items()}


@dataclass(frozen=True)
class Progress:
    """How far the section is, in counts."""

    answered: int
    of: int
    to_confirm: int


def stored(section: Section) -> Stored:
    barriers = set(section.section_barriers.values_list("barrier_id", flat=True))
    return Stored(
        answers=answers_of(section),
        barriers=barriers,
        held=held_of(section),
        last=last_round.read(section.assessment, area=section.area.code),
    )


def fresh_form(area: AreaContent, now: Stored) -> SectionForm:
    return SectionForm(area, initial=initial_of(area, now.contents, now.versions, now.barriers))


def last_contents(section: Section, area: AreaContent) -> dict[int, AnswerContent]:
    """Last round's answers that can be taken over as they are, by question id."""
    last = last_round.read(section.assessment, area=area.code)
    return {
        question.id: answer.content({practice.code: practice.id for practice in question.practices})
        for question in area.questions
        if last and (answer := last.answers.get(question.code)) and answer.can_be_carried
    }


def blocks(form: SectionForm, now: Stored) -> list[Block]:
    questions = form.area.questions
    return [_block(form, now, question, number) for number, question in enumerate(questions, start=1)]


def with_threads(shown: Collection[Block], area: str, threads: Threads) -> list[Block]:
    """The same blocks with what colleagues said beside the questions."""
    return [replace(block, thread=threads.on_question(area, block.question.code)) for block in shown]


def _block(form: SectionForm, now: Stored, question: QuestionContent, number: int) -> Block:
    answer = now.answers[question.id]
    return Block(
        question=question,
        number=number,
        of=len(form.area.questions),
        choice=form[f"{question.code}-choice"],
        practices=form[f"{question.code}-practices"] if question.practices else None,
        evidence=form[f"{question.code}-evidence"],
        confidence=form[f"{question.code}-confidence"],
        target=form[f"{question.code}-target"],
        seen=form[f"{question.code}-seen"],
        answer=answer,
        texts=two_texts(form, question, answer, now.held.get(question.id, ())),
        last=_last(question, now.last) if now.last else None,
        still_true=_still_true(form, question, answer, now.last),
    )


def _still_true(
    form: SectionForm, question: QuestionContent, answer: Answer, last: LastRound | None
) -> BoundField | None:
    given = last.answers.get(question.code) if last else None
    can_be_taken = answer.state == AnswerState.UNANSWERED and given is not None and given.can_be_carried
    if not (can_be_taken or answer.to_confirm):
        return None
    field = form[f"{question.code}-still_true"]
    field.label = (
        _("Still true: somebody has looked at this answer, and it stands")
        if answer.to_confirm
        else _("Still true: take over last round’s answer and evidence, where nothing is filled in here")
    )
    return field


def _last(question: QuestionContent, last: LastRound) -> ShownLast | None:
    url = f"{last.url}check/#answer-{question.code}"
    if question.code in last.changed:
        title = _("Last round (%(round)s): the question has changed since") % {"round": last.round_name}
        return ShownLast(title=title, url=url, is_changed=True)
    answer = last.answers.get(question.code)
    if answer is None:
        return None
    in_place = set(answer.practices)
    content = answer.content({})
    return ShownLast(
        title=_("Last round (%(round)s): %(answer)s") % {"round": last.round_name, "answer": choice_words(content)},
        url=url,
        is_changed=False,
        descriptor=next((level.text for level in question.levels if level.level == answer.level), ""),
        reason=answer.reason if answer.state == AnswerState.NOT_APPLICABLE else "",
        evidence=answer.evidence,
        practices=tuple(practice.text for practice in question.practices if practice.code in in_place),
    )


def progress(shown: Collection[Block]) -> Progress:
    return Progress(
        answered=sum(block.answer.state != AnswerState.UNANSWERED for block in shown),
        of=len(shown),
        to_confirm=sum(block.answer.to_confirm for block in shown),
    )


@dataclass(frozen=True)
class Open:
    """A question with two texts, as the top of the page names it."""

    code: str
    short: str
    words: str
    has_texts: bool = True


def open_questions(
    shown: Collection[Block], sent: SectionForm | None = None, result: SaveResult | None = None
) -> list[Open]:
    """The questions with something to choose; after a save, with what has just happened to them."""
    conflicts = {conflict.question_id for conflict in result.conflicts} if result else set()
    refused = {sent.decided[held_id] for held_id in result.not_chosen} if sent and result else set()
    return [
        Open(
            code=block.question.code,
            short=block.question.short,
            words=_what_happened(block, conflicts, refused),
            has_texts=block.texts is not None,
        )
        for block in shown
        if block.texts or block.question.code in refused
    ]


def _what_happened(block: Block, conflicts: Collection[int], refused: Collection[str]) -> str:
    if block.question.code in refused:
        if block.texts is None:
            return _("somebody has chosen before you")
        return _("your choice was not carried out, because the saved answer changed or you typed another one as well")
    if block.question.id in conflicts:
        return _("somebody else saved while you were typing; what you typed is kept beside it")
    return _("two texts are waiting for somebody to choose")

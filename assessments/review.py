"""Everything that a council answered, laid out for reading and checking before it is handed in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Answer, AnswerState, Assessment, Section
from assessments.queries import sections_with_answers
from assessments.scoring import far_from_practices
from characteristics.models import Level


@dataclass(frozen=True)
class AnswerLine:
    code: str
    text: str
    choice: str
    """The level with its name, or the state in words."""
    level: int | None
    is_missing: bool
    descriptor: str
    reason: str
    evidence: str
    practices: str
    doubts: tuple[str, ...]
    """Questions back to the officer; they never block."""


@dataclass(frozen=True)
class SectionReview:
    area_code: str
    area_name: str
    may_edit: bool
    lines: tuple[AnswerLine, ...]
    barriers: tuple[str, ...]

    @property
    def missing(self) -> int:
        return sum(line.is_missing for line in self.lines)


@dataclass(frozen=True)
class Review:
    sections: tuple[SectionReview, ...]

    @property
    def missing(self) -> int:
        return sum(section.missing for section in self.sections)

    @property
    def dont_know(self) -> list[AnswerLine]:
        return [line for line in self.lines if line.choice == str(AnswerState.DONT_KNOW.label)]

    @property
    def doubtful(self) -> list[AnswerLine]:
        return [line for line in self.lines if line.doubts]

    @property
    def lines(self) -> list[AnswerLine]:
        return [line for section in self.sections for line in section.lines]


def review(assessment: Assessment, *, may_edit: frozenset[int] = frozenset()) -> Review:
    """A constant number of queries. `may_edit` holds the ids of the sections that the reader can change."""
    return Review(
        tuple(_section(section, may_edit=section.pk in may_edit) for section in sections_with_answers(assessment))
    )


def _section(section: Section, *, may_edit: bool) -> SectionReview:
    return SectionReview(
        area_code=section.area.code,
        area_name=section.area.name,
        may_edit=may_edit,
        lines=tuple(_line(answer) for answer in section.answers.all()),
        barriers=tuple(barrier.name for barrier in section.barriers.all()),
    )


def _line(answer: Answer) -> AnswerLine:
    question = answer.question
    descriptors = {descriptor.level: descriptor.text for descriptor in question.descriptors.all()}
    practices = list(question.practices.all())
    in_place = {tick.practice_id for tick in answer.ticks.all()}
    return AnswerLine(
        code=question.code,
        text=question.text,
        choice=f"{answer.level} {Level(answer.level).label}" if answer.level else answer.get_state_display(),
        level=answer.level,
        is_missing=answer.state == AnswerState.UNANSWERED,
        descriptor=descriptors.get(answer.level, "") if answer.level else "",
        reason=answer.reason if answer.state == AnswerState.NOT_APPLICABLE else "",
        evidence=answer.evidence,
        practices=_practices(len(in_place), len(practices)),
        doubts=_doubts(answer, len(in_place), len(practices)),
    )


def _practices(in_place: int, of: int) -> str:
    return _("%(in_place)d of %(of)d practices in place") % {"in_place": in_place, "of": of} if of else ""


def _doubts(answer: Answer, in_place: int, of: int) -> tuple[str, ...]:
    doubts = []
    if answer.level and far_from_practices(answer.level, in_place, of):
        doubts.append(
            _("Level %(level)d with %(in_place)d of %(of)d practices in place: does the level still fit?")
            % {"level": answer.level, "in_place": in_place, "of": of}
        )
    if answer.level and answer.level >= Level.ESTABLISHED and not answer.evidence.strip():
        doubts.append(_("Level %(level)d without evidence: what would you show a visitor?") % {"level": answer.level})
    return tuple(doubts)

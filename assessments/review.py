"""Everything that a council answered, laid out for reading and checking before it is handed in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments import findings, threads
from assessments.models import Answer, AnswerState, Assessment, Section
from assessments.queries import sections_with_answers
from assessments.threads import Thread, Threads
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
    thread: Thread
    to_confirm: bool
    """Carried forward from the last round, and still to be confirmed."""


@dataclass(frozen=True)
class SectionReview:
    area_code: str
    area_name: str
    may_edit: bool
    lines: tuple[AnswerLine, ...]
    barriers: tuple[str, ...]
    thread: Thread

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


def review(assessment: Assessment, *, may_edit: frozenset[int] = frozenset(), area: str = "") -> Review:
    """A constant number of queries. `may_edit` holds the ids of the sections that the reader can change; `area` is the
    code of the only section to show.
    """
    sections = sections_with_answers(assessment)
    shown = list(sections.filter(area__code=area) if area else sections)
    beside = _Beside(_doubts(assessment), threads.on_sections(shown))
    return Review(tuple(_section(section, beside, may_edit=section.pk in may_edit) for section in shown))


@dataclass(frozen=True)
class _Beside:
    """What stands beside the answers: questions back by code, and what colleagues said."""

    doubts: dict[str, list[str]]
    threads: Threads


def _doubts(assessment: Assessment) -> dict[str, list[str]]:
    found = findings.find(findings.said_now(assessment), findings.related_pairs(assessment.round.framework))
    doubts: dict[str, list[str]] = {}
    for finding in (one for sort in found for one in found[sort]):
        if finding.words:
            doubts.setdefault(finding.code, []).append(finding.words)
    return doubts


def _section(section: Section, beside: _Beside, *, may_edit: bool) -> SectionReview:
    return SectionReview(
        area_code=section.area.code,
        area_name=section.area.name,
        may_edit=may_edit,
        lines=tuple(_line(answer, section.area.code, beside) for answer in section.answers.all()),
        barriers=tuple(barrier.name for barrier in section.barriers.all()),
        thread=beside.threads.on_section(section.area.code),
    )


def _line(answer: Answer, area: str, beside: _Beside) -> AnswerLine:
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
        doubts=tuple(beside.doubts.get(question.code, ())),
        thread=beside.threads.on_question(area, question.code),
        to_confirm=answer.to_confirm,
    )


def _practices(in_place: int, of: int) -> str:
    return _("%(in_place)d of %(of)d practices in place") % {"in_place": in_place, "of": of} if of else ""

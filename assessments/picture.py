"""The lead's picture of the whole: what is missing, what somebody should look at again, and where the work stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import findings, threads
from assessments.findings import Finding, Said, Sort
from assessments.models import Answer, Assessment, Comment, HeldAnswer, Section
from assessments.queries import holder
from assessments.states import SectionState


@dataclass(frozen=True)
class Line:
    """Something to look at, and where: a question of a section, or the section itself."""

    area_code: str
    question_code: str
    name: str
    words: str = ""


@dataclass(frozen=True)
class Group:
    code: str
    heading: str
    why: str
    """Why it matters, in one sentence."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Picture:
    groups: tuple[Group, ...]
    """Those alone in which there is something."""

    @property
    def is_clear(self) -> bool:
        return not self.groups


def read(assessment: Assessment, *, today: date) -> Picture:
    """Seven queries, whatever the number of questions."""
    said = findings.said_now(assessment)
    given = assessment.sections.select_related("area").prefetch_related(holder(assessment.council))
    sections = list(given.order_by("area__position"))
    ready, overdue, working = _work(sections, today)
    groups = [
        *_blocking(assessment),
        ready,
        overdue,
        *finding_groups(findings.find(said, findings.related_pairs(assessment.round.framework))),
        thin_group(said, to_come=True),
        _comments(threads.on_assessment(assessment).waiting),
        working,
    ]
    return Picture(tuple(group for group in groups if group.lines))


def finding_groups(found: dict[Sort, list[Finding]]) -> list[Group]:
    """The findings about answers, one group a sort; a group may be empty."""
    words = _finding_words()
    return [
        Group(sort.value, *words[sort], tuple(_finding_line(one) for one in found[sort] if not one.is_echo))
        for sort in Sort
    ]


def _finding_line(finding: Finding) -> Line:
    return Line(finding.area_code, finding.code, finding.short, finding.words)


def _finding_words() -> dict[Sort, tuple[str, str]]:
    return {
        Sort.MISSING: (_("Not answered yet"), _("Submitting without them is possible, and lowers the coverage.")),
        Sort.DONT_KNOW: (_("Don’t know"), _("Unscored and listed as a finding. Is there somebody to ask?")),
        Sort.FAR_FROM_PRACTICES: (
            _("Far from what the practices suggest"),
            _("The level lies two or more levels from where the practices ticked as in place would put it."),
        ),
        Sort.NO_EVIDENCE: (
            _("Level 4 or 5 without evidence"),
            _("An approver or a visitor will ask for it."),
        ),
        Sort.RELATED_APART: (
            _("Far from a related question"),
            _("Two questions that see the same thing from two sides differ by two levels or more."),
        ),
    }


def thin_group(said: Iterable[Said], *, to_come: bool) -> Group:
    return Group(
        "thin",
        _("Too little known for a score or a benchmark"),
        _("What is not known or not answered lowers the coverage of its area."),
        tuple(Line(area.code, "", area.name, area.words) for area in findings.thin_areas(list(said), to_come=to_come)),
    )


def _blocking(assessment: Assessment) -> list[Group]:
    """What has to be decided before the assessment can be submitted."""
    held = HeldAnswer.objects.filter(answer__section__assessment=assessment).select_related(
        "answer__question__area", "by"
    )
    waiting = Answer.objects.filter(section__assessment=assessment, to_confirm=True).select_related("question__area")
    return [
        Group(
            "held",
            _("Written by two people at once"),
            _("Both texts are kept. Somebody chooses before the assessment can be submitted."),
            tuple(
                _at(one.answer, _("also by %(name)s") % {"name": one.by.name})
                for one in held.order_by("answer__question__position", "pk")
            ),
        ),
        Group(
            "to_confirm",
            _("Carried forward, to be confirmed"),
            _("Somebody says that the answer is still true, or changes it, before the assessment can be submitted."),
            tuple(_at(answer) for answer in waiting.order_by("question__position")),
        ),
    ]


def _at(answer: Answer, words: str = "") -> Line:
    return Line(answer.question.area.code, answer.question.code, answer.question.short, words)


def _work(sections: list[Section], today: date) -> tuple[Group, Group, Group]:
    overdue = [section for section in sections if section.is_overdue(today)]
    ready = [section for section in sections if section.state == SectionState.READY]
    working = [section for section in sections if section.state not in (SectionState.READY, SectionState.AGREED)]
    return (
        Group("ready", _("Ready for the lead"), _("Read it, then agree or send it back."), _lines(ready)),
        Group(
            "overdue",
            _("Overdue"),
            _("The day that the section was wanted by is past."),
            tuple(_section_line(section, _wanted(section.due_on)) for section in overdue if section.due_on),
        ),
        Group("not_agreed", _("Still being worked on"), _("Not handed to the lead yet."), _lines(working)),
    )


def _lines(sections: Iterable[Section]) -> tuple[Line, ...]:
    return tuple(_section_line(section, str(section.get_state_display())) for section in sections)


def _section_line(section: Section, words: str) -> Line:
    who = section.assigned_to.name if section.assigned_to else _("nobody in particular")
    return Line(section.area.code, "", section.area.name, _("%(words)s, with %(who)s") % {"words": words, "who": who})


def _wanted(day: date) -> str:
    return _("wanted by %(day)s") % {"day": date_format(day, "j F")}


def _comments(waiting: Iterable[Comment]) -> Group:
    return Group(
        "comments",
        _("Open comments"),
        _("Answer them or resolve them."),
        tuple(
            Line(
                comment.section.area.code,
                comment.question.code if comment.question else "",
                comment.question.short if comment.question else comment.section.area.name,
                _("%(name)s: %(text)s") % {"name": comment.by.name, "text": shortened(comment.text)},
            )
            for comment in waiting
        ),
    )


def shortened(text: str, most: int = 160) -> str:
    """The beginning of somebody's words, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

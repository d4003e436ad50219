"""What goes into a workbook, as finished dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from assessments.inputs import AnswerContent
from assessments.workbooks import texts
from assessments.workbooks.stamping import Stamp
from characteristics.content import FrameworkContent, QuestionContent


@dataclass(frozen=True)
class StoredAnswer:
    """An answer as it is online now."""

    content: AnswerContent
    version: int
    to_confirm: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Stored:
    """What is online now: answers by question code, ids of ticked barriers by area code."""

    answers: Mapping[str, StoredAnswer]
    barriers: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class WorkbookContent:
    framework: FrameworkContent
    council: str
    round: str
    closes_at: datetime
    invented: bool
    made_at: datetime
    made_by: str
    stored: Stored
    editable: frozenset[str]
    """Codes of the areas whose cells this person may fill in."""
    stamp: Stamp
    last_round: Mapping[str, str] = field(default_factory=dict)
    """What the council said last time, in words, by question code."""


def as_written(content: AnswerContent, question: QuestionContent) -> AnswerContent:
    """As it comes back from a workbook in which nobody changed anything."""
    return replace(
        content,
        reason=texts.normal(content.reason) if question.not_applicable else "",
        evidence=texts.normal(content.evidence),
        practices=content.practices & {practice.id for practice in question.practices},
    )


def seen_marks(framework: FrameworkContent, stored: Stored) -> dict[str, str]:
    return {
        question.code: f"{answer.version}.{as_written(answer.content, question).fingerprint}"
        for question in framework.questions
        if (answer := stored.answers.get(question.code))
    }


def seen_barriers(framework: FrameworkContent, stored: Stored) -> dict[str, list[str]]:
    return {
        area.code: [barrier.code for barrier in area.barriers if barrier.id in stored.barriers.get(area.code, ())]
        for area in framework.areas
    }

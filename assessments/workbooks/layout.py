"""Which sheet, row and column holds what. Writing and reading both start from here, so that they can't disagree."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _

from characteristics.content import AreaContent, BarrierContent, FrameworkContent, PracticeContent, QuestionContent
from characteristics.models import Lens

VERSION = 1
"""Rises with every change that makes older workbooks unreadable."""

LISTS_SHEET = "_lists"
STAMP_SHEET = "_stamp"
HEADER_ROW = 3
FIRST_ROW = 4


class Column(IntEnum):
    KEY = 1
    """Hidden; says to the reader what the row is about."""
    CODE = 2
    QUESTION = 3
    LEVELS = 4
    ANSWER = 5
    EVIDENCE = 6
    REASON = 7
    CONFIDENCE = 8
    TARGET = 9
    LAST_ROUND = 10
    STILL_TRUE = 11

    @property
    def letter(self) -> str:
        return chr(ord("A") + self.value - 1)


@dataclass(frozen=True)
class AreaRow:
    """The heading of an area. `key` names the row in the hidden column."""

    key: str
    area: AreaContent


@dataclass(frozen=True)
class QuestionRow:
    key: str
    area: AreaContent
    question: QuestionContent


@dataclass(frozen=True)
class PracticeRow:
    key: str
    area: AreaContent
    question: QuestionContent
    practice: PracticeContent


@dataclass(frozen=True)
class BarrierRow:
    key: str
    area: AreaContent
    barrier: BarrierContent


Row = AreaRow | QuestionRow | PracticeRow | BarrierRow


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]

    def numbered(self) -> Iterator[tuple[int, Row]]:
        return enumerate(self.rows, start=FIRST_ROW)


def sheets(framework: FrameworkContent) -> tuple[Sheet, ...]:
    """One sheet for each lens that the framework has."""
    return tuple(
        Sheet(str(lens.label), tuple(row for area in framework.of_lens(lens) for row in _rows(area)))
        for lens in Lens
        if framework.of_lens(lens)
    )


def _rows(area: AreaContent) -> Iterator[Row]:
    yield AreaRow(f"{area.code}:area", area)
    for question in area.questions:
        yield QuestionRow(question.code, area, question)
        for practice in question.practices:
            yield PracticeRow(f"{question.code}:{practice.code}", area, question, practice)
    for barrier in area.barriers:
        yield BarrierRow(f"{area.code}:barrier:{barrier.code}", area, barrier)


def headings() -> dict[Column, str]:
    return {
        Column.CODE: _("Code"),
        Column.QUESTION: _("Question"),
        Column.LEVELS: _("What each level looks like"),
        Column.ANSWER: _("Answer"),
        Column.EVIDENCE: _("Evidence and notes"),
        Column.REASON: _("If not applicable: why"),
        Column.CONFIDENCE: _("How sure are you?"),
        Column.TARGET: _("Target"),
        Column.LAST_ROUND: _("Last round"),
        Column.STILL_TRUE: _("Still true?"),
    }

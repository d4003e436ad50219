"""Read a filled-in workbook: whose it is, what it says, and every mistake in it with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.forms import EVIDENCE_LIMIT, REASON_LIMIT
from assessments.inputs import AnswerContent
from assessments.models import AnswerState
from assessments.workbooks import layout, stamping, words
from assessments.workbooks.layout import BarrierRow, Column, PracticeRow, QuestionRow, Row
from assessments.workbooks.opening import NO_CELL, Grid
from assessments.workbooks.refusals import Refused
from assessments.workbooks.stamping import Stamp
from assessments.workbooks.words import Unreadable
from characteristics.content import FrameworkContent, QuestionContent

Value = TypeVar("Value")
SHOWN = 60
"""So much of a wrong text is repeated in the message about it."""


@dataclass(frozen=True)
class Mistake:
    sheet: str
    cell: str
    """As Excel names it: F12."""
    about: str
    """The code of the question or the area, if any."""
    message: str
    """What was found, and what would be right."""


@dataclass(frozen=True)
class Place:
    sheet: str
    row: int


@dataclass(frozen=True)
class ReadAnswer:
    content: AnswerContent
    confirms: bool
    place: Place
    practice_rows: Mapping[int, int]
    """By the practice's id."""


@dataclass(frozen=True)
class ReadBarrier:
    ticked: bool
    place: Place


@dataclass(frozen=True)
class Reading:
    answers: Mapping[str, ReadAnswer]
    """By question code."""
    barriers: Mapping[str, Mapping[str, ReadBarrier]]
    """By area code and barrier code."""
    mistakes: tuple[Mistake, ...]


def read_stamp(sheets: Mapping[str, Grid]) -> Stamp:
    """Raises Refused where there is none, or one that isn't from here."""
    stamp = sheets.get(layout.STAMP_SHEET, {}).get((1, 1), NO_CELL).text
    if not stamp:
        raise Refused(
            _(
                "This workbook was not made by this service, or the hidden sheet that says whose it is got lost. "
                "Upload the workbook that you downloaded here."
            )
        )
    return stamping.unsign(stamp)


def read(sheets: Mapping[str, Grid], framework: FrameworkContent, stamp: Stamp) -> Reading:
    """Raises Refused where a sheet is missing; whatever is wrong inside a sheet is a mistake."""
    # The words in the cells are in the language that the workbook was made in.
    with override(stamp.language):
        plans = layout.sheets(framework)
        missing = [plan.name for plan in plans if plan.name not in sheets]
        if missing:
            raise Refused(
                _("The sheet “%(sheet)s” is missing or has another name. Download a new workbook and fill that in.")
                % {"sheet": missing[0]}
            )
        reader = _Reader()
        for plan in plans:
            reader.read_sheet(plan, sheets[plan.name])
        return reader.reading()


@dataclass(frozen=True)
class _Line:
    """One row of a sheet, and where its mistakes go."""

    sheet: str
    number: int
    about: str
    grid: Grid
    mistakes: list[Mistake]

    def value(self, column: Column, read_value: Callable[[str], Value], otherwise: Value) -> Value:
        text = self._found(column)
        try:
            return read_value(text)
        except Unreadable as right:
            self.mistake(column, _("Found “%(found)s”: %(right)s.") % {"found": _short(text), "right": right})
            return otherwise

    def text(self, column: Column, limit: int) -> str:
        text = self._found(column)
        if len(text) > limit:
            self.mistake(
                column,
                _("Found %(found)s characters: shorten the text to %(limit)s or fewer.")
                % {"found": f"{len(text):,}", "limit": f"{limit:,}"},
            )
        return text[:limit]

    def mistake(self, column: Column, message: str) -> None:
        self.mistakes.append(Mistake(self.sheet, f"{column.letter}{self.number}", self.about, message))

    def _found(self, column: Column) -> str:
        cell = self.grid.get((self.number, column), NO_CELL)
        if cell.fault:
            self.mistake(column, _("Found %(fault)s: type the words or the level itself.") % {"fault": cell.fault})
        return cell.text


class _Reader:
    def __init__(self) -> None:
        self.answers: dict[str, ReadAnswer] = {}
        self.in_place: dict[str, set[int]] = {}
        self.practice_rows: dict[str, dict[int, int]] = {}
        self.barriers: dict[str, dict[str, ReadBarrier]] = {}
        self.mistakes: list[Mistake] = []

    def reading(self) -> Reading:
        return Reading(
            {code: self._with_practices(code, answer) for code, answer in self.answers.items()},
            self.barriers,
            tuple(self.mistakes),
        )

    def _with_practices(self, code: str, answer: ReadAnswer) -> ReadAnswer:
        content = replace(answer.content, practices=frozenset(self.in_place.get(code, ())))
        return replace(answer, content=content, practice_rows=self.practice_rows.get(code, {}))

    def read_sheet(self, plan: layout.Sheet, grid: Grid) -> None:
        self._check_headings(plan.name, grid)
        rows = self._rows(plan, grid)
        for row in plan.rows:
            if row.key in rows:
                self._read_row(_Line(plan.name, rows[row.key], _about(row), grid, self.mistakes), row)

    def _check_headings(self, sheet: str, grid: Grid) -> None:
        for column, heading in layout.headings().items():
            found = grid.get((layout.HEADER_ROW, column), NO_CELL).text
            if found != heading:
                message = _("Found “%(found)s” where the heading “%(right)s” belongs. Put the columns back in order.")
                line = _Line(sheet, layout.HEADER_ROW, "", grid, self.mistakes)
                line.mistake(column, message % {"found": _short(found), "right": heading})

    def _rows(self, plan: layout.Sheet, grid: Grid) -> dict[str, int]:
        """Where each row of the plan stands, by key. Rows may have been moved, but not doubled or lost."""
        known = {row.key for row in plan.rows}
        found: dict[str, int] = {}
        for (number, column), cell in grid.items():
            if column != Column.KEY or number < layout.FIRST_ROW:
                continue
            line = _Line(plan.name, number, "", grid, self.mistakes)
            if cell.text not in known:
                line.mistake(Column.CODE, _("This row belongs to nothing that is asked here. Delete the row."))
            elif cell.text in found:
                message = _("This row is there twice, the other time as row %(row)d. Delete one of them.")
                line.mistake(Column.CODE, message % {"row": found[cell.text]})
            else:
                found[cell.text] = number
        for number, row in plan.numbered():
            if row.key not in found:
                line = _Line(plan.name, number, _about(row), grid, self.mistakes)
                message = _("The row of %(about)s that belongs here is gone. Download a new workbook.")
                line.mistake(Column.CODE, message % {"about": _about(row)})
        return found

    def _read_row(self, line: _Line, row: Row) -> None:
        match row:
            case QuestionRow():
                self.answers[row.question.code] = _read_question(line, row.question)
            case PracticeRow():
                self.practice_rows.setdefault(row.question.code, {})[row.practice.id] = line.number
                if line.value(Column.ANSWER, words.read_yes, otherwise=False):
                    self.in_place.setdefault(row.question.code, set()).add(row.practice.id)
            case BarrierRow():
                ticked = line.value(Column.ANSWER, words.read_yes, otherwise=False)
                place = Place(line.sheet, line.number)
                self.barriers.setdefault(row.area.code, {})[row.barrier.code] = ReadBarrier(ticked, place)
            case _:
                pass


def _read_question(line: _Line, question: QuestionContent) -> ReadAnswer:
    nothing: tuple[str, int | None] = (AnswerState.UNANSWERED.value, None)
    state, level = line.value(Column.ANSWER, lambda text: words.read_answer(text, question), nothing)
    reason = line.text(Column.REASON, REASON_LIMIT)
    if reason and not question.not_applicable:
        line.mistake(Column.REASON, _("This question applies to every council: empty this cell."))
    if state == AnswerState.NOT_APPLICABLE and not reason:
        line.mistake(Column.REASON, _("Found no reason: say here why the question does not apply."))
    content = AnswerContent(
        state=state,
        level=level,
        reason=reason,
        evidence=line.text(Column.EVIDENCE, EVIDENCE_LIMIT),
        confidence=line.value(Column.CONFIDENCE, words.read_confidence, ""),
        target=line.value(Column.TARGET, words.read_target, None),
    )
    confirms = line.value(Column.STILL_TRUE, words.read_yes, otherwise=False)
    return ReadAnswer(content, confirms, Place(line.sheet, line.number), {})


def _about(row: Row) -> str:
    return row.question.code if isinstance(row, QuestionRow | PracticeRow) else row.area.code


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

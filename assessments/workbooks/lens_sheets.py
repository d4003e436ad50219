"""One sheet of the workbook: a lens with its areas, questions, practices and barriers."""

from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import absolute_coordinate
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assessments.forms import EVIDENCE_LIMIT, REASON_LIMIT
from assessments.workbooks import layout, looks, words
from assessments.workbooks.cells import put, rich
from assessments.workbooks.content import StoredAnswer, WorkbookContent
from assessments.workbooks.layout import AreaRow, BarrierRow, Column, PracticeRow, QuestionRow, Row
from characteristics.content import QuestionContent

LISTS = ("answers", "answers_or_not", "targets", "confidences", "yes_no")


def lists() -> dict[str, list[str]]:
    values = (
        words.answers(not_applicable=False),
        words.answers(not_applicable=True),
        words.levels(),
        words.confidences(),
        words.yes_no(),
    )
    return dict(zip(LISTS, values, strict=True))


class LensSheet:
    """One lens."""

    def __init__(self, sheet: Worksheet, content: WorkbookContent) -> None:
        self.sheet = sheet
        self.content = content
        self.lists = {name: self._list(name) for name in LISTS}
        self.lengths = {limit: self._length(limit) for limit in (EVIDENCE_LIMIT, REASON_LIMIT)}

    def write(self, plan: layout.Sheet) -> None:
        self._write_head(plan.name)
        for number, row in plan.numbered():
            self._write_row(number, row)
        for validation in [*self.lists.values(), *self.lengths.values()]:
            if validation.sqref.ranges:
                self.sheet.add_data_validation(validation)
        self._set_up(last=layout.FIRST_ROW + len(plan.rows) - 1)

    def _write_head(self, name: str) -> None:
        title = self.sheet.cell(1, Column.CODE)
        put(title, f"{name}: {self.content.council}, {self.content.round}")
        looks.plain(title, bold=True, size=14, wrap=False)
        note = self.sheet.cell(2, Column.CODE)
        put(note, self._note())
        colour = looks.ATTENTION if self.content.invented else looks.INK
        looks.plain(note, bold=self.content.invented, colour=colour, wrap=False)
        for column, heading in layout.headings().items():
            cell = self.sheet.cell(layout.HEADER_ROW, column)
            put(cell, heading)
            looks.heading(cell)
        self.sheet.row_dimensions[1].height = 22
        self.sheet.row_dimensions[layout.HEADER_ROW].height = 32

    def _note(self) -> str:
        fill_in = _("Fill in the cells with a dark border. All others are locked.")
        return _("These results are invented.") + " " + fill_in if self.content.invented else fill_in

    def _write_row(self, number: int, row: Row) -> None:
        key = self.sheet.cell(number, Column.KEY)
        put(key, row.key)
        looks.plain(key, size=8)
        match row:
            case AreaRow():
                self._write_area(number, row)
            case QuestionRow():
                self._write_question(number, row)
            case PracticeRow():
                self._write_practice(number, row)
            case BarrierRow():
                self._write_barrier(number, row)

    def _write_area(self, number: int, row: AreaRow) -> None:
        locked = "" if row.area.code in self.content.editable else " " + _("(locked: not a section that you answer)")
        put(self.sheet.cell(number, Column.CODE), row.area.code)
        name, definition = f"{row.area.name}{locked}", f"\n{row.area.definition}"
        self.sheet.cell(number, Column.QUESTION).value = rich([(name, definition)])
        for column in range(Column.CODE, Column.STILL_TRUE + 1):
            looks.area(self.sheet.cell(number, column))
        self._merge(number, Column.QUESTION, Column.STILL_TRUE)
        width = sum(looks.WIDTHS[column] for column in Column if column >= Column.QUESTION)
        self.sheet.row_dimensions[number].height = looks.height([(name + definition, width)])

    def _write_question(self, number: int, row: QuestionRow) -> None:
        question = row.question
        answer = self.content.stored.answers[question.code]
        for column in Column:
            if column > Column.KEY:
                looks.locked(self.sheet.cell(number, column))
        put(self.sheet.cell(number, Column.CODE), question.code)
        self.sheet.cell(number, Column.QUESTION).value = rich([(question.text, "\n\n" + question.help)])
        self.sheet.cell(number, Column.LEVELS).value = rich(
            (words.level_words(level.level), f": {level.text}" + ("\n\n" if level is not question.levels[-1] else ""))
            for level in question.levels
        )
        last = self.content.last_round.get(question.code, "")
        put(self.sheet.cell(number, Column.LAST_ROUND), last)
        self._write_answer(number, question, answer, is_open=row.area.code in self.content.editable)
        levels = "\n\n".join(f"{words.level_words(level.level)}: {level.text}" for level in question.levels)
        self.sheet.row_dimensions[number].height = looks.height(
            [
                (f"{question.text}\n\n{question.help}", looks.WIDTHS[Column.QUESTION]),
                (levels, looks.WIDTHS[Column.LEVELS]),
                (answer.content.evidence, looks.WIDTHS[Column.EVIDENCE]),
                (last, looks.WIDTHS[Column.LAST_ROUND]),
            ]
        )

    def _write_answer(self, number: int, question: QuestionContent, answer: StoredAnswer, *, is_open: bool) -> None:
        content = answer.content
        cells: dict[Column, tuple[str, DataValidation]] = {
            Column.ANSWER: (
                words.answer_words(content),
                self.lists["answers_or_not" if question.not_applicable else "answers"],
            ),
            Column.EVIDENCE: (content.evidence, self.lengths[EVIDENCE_LIMIT]),
            Column.CONFIDENCE: (words.confidence_words(content.confidence), self.lists["confidences"]),
            Column.TARGET: (words.target_words(content.target), self.lists["targets"]),
        }
        if question.not_applicable:
            cells[Column.REASON] = (content.reason, self.lengths[REASON_LIMIT])
        if answer.to_confirm:
            cells[Column.STILL_TRUE] = ("", self.lists["yes_no"])
        for column, (text, validation) in cells.items():
            self._write_cell(number, column, text, validation, is_open=is_open)
        if answer.to_confirm:
            looks.to_confirm(self.sheet.cell(number, Column.ANSWER))

    def _write_practice(self, number: int, row: PracticeRow) -> None:
        question, practice = row.question, row.practice
        in_place = practice.id in self.content.stored.answers[question.code].content.practices
        self._write_tick(
            number, row, practice.code, _("In place? %(practice)s") % {"practice": practice.text}, in_place
        )

    def _write_barrier(self, number: int, row: BarrierRow) -> None:
        barrier = row.barrier
        ticked = barrier.id in self.content.stored.barriers.get(row.area.code, frozenset())
        text = _("In the way here? %(barrier)s") % {"barrier": f"{barrier.name}. {barrier.definition}"}
        self._write_tick(number, row, row.area.code, text, ticked)

    def _write_tick(self, number: int, row: Row, code: str, text: str, ticked: bool) -> None:  # noqa: FBT001
        for column in (Column.CODE, Column.QUESTION, Column.LEVELS):
            looks.locked(self.sheet.cell(number, column))
        put(self.sheet.cell(number, Column.CODE), code)
        put(self.sheet.cell(number, Column.QUESTION), text)
        self._merge(number, Column.QUESTION, Column.LEVELS)
        yes = words.yes_words(yes=ticked)
        is_open = row.area.code in self.content.editable
        self._write_cell(number, Column.ANSWER, yes, self.lists["yes_no"], is_open=is_open)
        width = looks.WIDTHS[Column.QUESTION] + looks.WIDTHS[Column.LEVELS]
        self.sheet.row_dimensions[number].height = looks.height([(text, width)])

    def _write_cell(self, number: int, column: Column, text: str, validation: DataValidation, *, is_open: bool) -> None:
        cell = self.sheet.cell(number, column)
        (looks.answer if is_open else looks.locked)(cell)
        put(cell, text)
        if is_open:
            validation.add(cell.coordinate)

    def _merge(self, row: int, first: Column, last: Column) -> None:
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _list(self, name: str) -> DataValidation:
        letter = "ABCDEFGH"[LISTS.index(name)]
        values = lists()[name]
        cells = absolute_coordinate(f"{letter}1:{letter}{len(values)}")
        validation = DataValidation("list", formula1=f"'{layout.LISTS_SHEET}'!{cells}", allow_blank=True)
        validation.errorTitle = _("Not on the list")
        validation.error = _("Choose from the list, or leave the cell empty.")
        validation.showErrorMessage = True
        return validation

    def _length(self, limit: int) -> DataValidation:
        validation = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(limit), allow_blank=True)
        validation.errorTitle = _("Too long")
        validation.error = _("Up to %(limit)d characters fit here.") % {"limit": limit}
        validation.showErrorMessage = True
        return validation

    def _set_up(self, *, last: int) -> None:
        sheet = self.sheet
        for column, width in looks.WIDTHS.items():
            sheet.column_dimensions[column.letter].width = width
        sheet.column_dimensions[Column.KEY.letter].hidden = True
        sheet.freeze_panes = f"{Column.QUESTION.letter}{layout.FIRST_ROW}"
        sheet.protection.enable()
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"
        sheet.print_area = f"{Column.CODE.letter}1:{Column.STILL_TRUE.letter}{last}"
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.7, 0.3
        footer: Any = sheet.oddFooter
        footer.left.text = f"{self.content.council}, {self.content.round}".replace("&", "&&")
        footer.right.text = _("Page &P of &N")

"""How a workbook looks: fonts, fills, widths and heights."""

import math
from collections.abc import Iterable

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from assessments.workbooks.layout import Column

OWN, INK, PALE, GREY, HAIRLINE, ATTENTION = "00585C", "0B0C0C", "C5DEDF", "F3F5F6", "B1B8C0", "B54708"
FONT = "Arial"
POINTS_A_LINE = 13
MAX_HEIGHT = 400
"""Excel's rows end at 409 points."""

WIDTHS: dict[Column, int] = {
    Column.KEY: 4,
    Column.CODE: 9,
    Column.QUESTION: 27,
    Column.LEVELS: 50,
    Column.ANSWER: 15,
    Column.EVIDENCE: 42,
    Column.REASON: 18,
    Column.CONFIDENCE: 15,
    Column.TARGET: 14,
    Column.LAST_ROUND: 20,
    Column.STILL_TRUE: 9,
}
LETTERS_A_WIDTH = 1.25
"""A column's width counts zeros; of running text a little more fits in."""

_SIDE = Side(style="thin", color=HAIRLINE)
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_ANSWER_SIDE = Side(style="medium", color=OWN)
_ANSWER_BORDER = Border(left=_ANSWER_SIDE, right=_ANSWER_SIDE, top=_ANSWER_SIDE, bottom=_ANSWER_SIDE)
_TOP = Alignment(vertical="top", wrap_text=True)
_ONE_LINE = Alignment(vertical="top")
_MIDDLE = Alignment(vertical="center", wrap_text=True)
_OPEN, _LOCKED = Protection(locked=False), Protection(locked=True)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


_GREY, _WHITE, _OWN, _PALE = _fill(GREY), _fill("FFFFFF"), _fill(OWN), _fill(PALE)


def plain(cell: Cell | MergedCell, *, bold: bool = False, colour: str = INK, size: int = 10, wrap: bool = True) -> None:
    cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
    cell.alignment = _TOP if wrap else _ONE_LINE
    cell.protection = _LOCKED


def locked(cell: Cell | MergedCell) -> None:
    plain(cell)
    cell.fill, cell.border = _GREY, _BORDER


def answer(cell: Cell | MergedCell) -> None:
    """A cell to fill in. As text, so that Excel makes neither a date nor a formula of what is typed."""
    plain(cell)
    cell.fill, cell.border, cell.protection = _WHITE, _ANSWER_BORDER, _OPEN
    cell.number_format = "@"


def heading(cell: Cell | MergedCell) -> None:
    cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    cell.fill, cell.alignment, cell.border = _OWN, _MIDDLE, _BORDER


def area(cell: Cell | MergedCell) -> None:
    cell.font = Font(name=FONT, size=10, bold=True, color=INK)
    cell.fill, cell.alignment = _PALE, _MIDDLE


def to_confirm(cell: Cell | MergedCell) -> None:
    """An answer that was carried forward and that nobody has looked at yet."""
    cell.font = Font(name=FONT, size=10, bold=True, color=ATTENTION)


def height(texts: Iterable[tuple[str, int]]) -> float:
    """Of a row, from its texts and the widths that they have, in characters of the standard font."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(MAX_HEIGHT, 6 + POINTS_A_LINE * lines)


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(line) / (width * LETTERS_A_WIDTH))) for line in text.split("\n"))

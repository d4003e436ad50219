"""Put texts into cells as texts."""

from collections.abc import Iterable
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from assessments.workbooks import looks, texts


def put(cell: Any, text: str) -> None:
    """Text and nothing but text, whatever it begins with, into an openpyxl cell."""
    if not text:
        return
    # The cell's own setter would make a formula of a text that begins with “=”, cut off what is long once it is
    # escaped, and refuse what isn't.
    cell._value = texts.to_cell(text)
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@", "'")):
        cell.quotePrefix = True


def rich(parts: Iterable[tuple[str, str]]) -> CellRichText:
    """Texts with a bold beginning each."""
    bold = InlineFont(rFont=looks.FONT, sz=10, b=True)
    usual = InlineFont(rFont=looks.FONT, sz=10)
    blocks: list[TextBlock] = []
    for strong, rest in parts:
        blocks += [TextBlock(bold, texts.to_cell(strong)), TextBlock(usual, texts.to_cell(rest))]
    return CellRichText(blocks)

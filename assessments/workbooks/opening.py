"""From bytes to sheets of plain texts, with openpyxl, after everything has been checked."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from defusedxml.ElementTree import iterparse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from assessments.workbooks import safety, texts
from assessments.workbooks.refusals import Refused

MAX_ROW = 3_000
MAX_COLUMN = 40


@dataclass(frozen=True)
class Cell:
    """`fault` says why the text can't be used, for a sentence that begins with what was found."""

    text: str
    fault: str = ""


Grid = Mapping[tuple[int, int], Cell]
"""By row and column, both from 1; empty cells are left out."""

NO_CELL = Cell("")


def open_workbook(data: bytes) -> dict[str, Grid]:
    """All sheets by name. Raises Refused for anything that isn't a sound and modest workbook."""
    parts = safety.checked_parts(data)
    try:
        # Warnings speak to programmers about features that openpyxl doesn't keep, and nothing is kept here.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {sheet.title: dict(_cells(sheet)) for sheet in _load(parts).worksheets}
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        OSError,
        RecursionError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        # openpyxl has no error of its own for parts that are well-formed but not as they should be.
        raise Refused(safety.damaged()) from error


def _load(parts: Mapping[str, bytes]) -> Any:
    reader = _Reader(_packed(parts), read_only=True, keep_links=False)
    reader.read()
    return reader.wb


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The checked parts alone, so that openpyxl never meets anything else of the file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        """The shared texts as they stand: openpyxl would take every “x005F_” out, wherever it is."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _event, element in iterparse(source):
                if element.tag == f"{{{SHEET_MAIN_NS}}}si":
                    text: Any = Text.from_tree(element)
                    self.shared_strings.append(text.content)
                    element.clear()


def _cells(sheet: Any) -> Iterator[tuple[tuple[int, int], Cell]]:
    rows: Iterable[Any] = sheet.iter_rows(min_row=1, max_row=MAX_ROW, min_col=1, max_col=MAX_COLUMN)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell.value is not None:
                yield (number, column), _cell(cell.value, cell.data_type)


def _cell(value: object, data_type: str) -> Cell:
    if data_type == "f":
        return Cell("", _("a formula"))
    if data_type == "e":
        return Cell("", _("an error (%(value)s)") % {"value": str(value)[:20]})
    text = texts.normal(_text(value))
    return Cell(text) if texts.is_storable(text) else Cell("", _("a character that can’t be kept"))


def _text(value: object) -> str:
    if isinstance(value, str):
        return texts.from_cell(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return date_format(value, "j F Y")
    return str(value)

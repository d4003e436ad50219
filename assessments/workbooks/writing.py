"""Make the workbook."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from assessments.workbooks import layout, stamping
from assessments.workbooks.cells import put
from assessments.workbooks.content import WorkbookContent
from assessments.workbooks.instructions import write_instructions
from assessments.workbooks.lens_sheets import LensSheet, lists


def write(content: WorkbookContent) -> bytes:
    """An .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = f"{content.council}, {content.round}"
    book.properties.creator = content.made_by
    book.properties.created = book.properties.modified = content.made_at.replace(tzinfo=None)
    write_instructions(book.create_sheet(_("Instructions")), content)
    for sheet in layout.sheets(content.framework):
        LensSheet(book.create_sheet(sheet.name), content).write(sheet)
    _write_lists(book.create_sheet(layout.LISTS_SHEET))
    _write_stamp(book.create_sheet(layout.STAMP_SHEET), content)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_lists(sheet: Worksheet) -> None:
    for column, values in enumerate(lists().values(), start=1):
        for row, value in enumerate(values, start=1):
            put(sheet.cell(row, column), value)
    _hide(sheet)


def _write_stamp(sheet: Worksheet, content: WorkbookContent) -> None:
    put(sheet.cell(1, 1), stamping.sign(content.stamp))
    _hide(sheet)


def _hide(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"
    sheet.protection.enable()

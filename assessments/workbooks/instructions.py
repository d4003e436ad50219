"""The first sheet: what this workbook is and how to fill it in."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assessments.workbooks import looks
from assessments.workbooks.cells import put
from assessments.workbooks.content import WorkbookContent

WIDTH = 84


def write_instructions(sheet: Worksheet, content: WorkbookContent) -> None:
    for number, (text, style) in enumerate(_lines(content), start=1):
        cell = sheet.cell(number, 1)
        put(cell, text)
        looks.plain(
            cell,
            bold=style in ("title", "heading", "notice"),
            size={"title": 16, "heading": 12}.get(style, 10),
            colour=looks.ATTENTION if style == "notice" else looks.INK,
        )
        sheet.row_dimensions[number].height = looks.height([(text, WIDTH)]) * (1.6 if style == "title" else 1.1)
    sheet.column_dimensions["A"].width = WIDTH + 3
    sheet.sheet_view.showGridLines = False
    sheet.protection.enable()
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lines(content: WorkbookContent) -> Iterator[tuple[str, str]]:
    yield _("%(council)s: %(round)s") % {"council": content.council, "round": content.round}, "title"
    if content.invented:
        yield _("This is a demonstration: all results in this round are invented."), "notice"
    yield _about(content), ""
    yield _whose(content), ""
    yield "", ""
    yield _("How to fill it in"), "heading"
    for line in _how():
        yield f"•  {line}", ""
    yield "", ""
    yield _("How to bring it back"), "heading"
    for line in _back():
        yield f"•  {line}", ""
    yield "", ""
    yield _("Where these answers belong"), "heading"
    yield (
        _(
            "The workbook holds your council’s notes and evidence. Keep it where you would keep an internal paper, and "
            "delete copies that you no longer need."
        ),
        "",
    )


def _about(content: WorkbookContent) -> str:
    made = localtime(content.made_at)
    return _(
        "Made for %(name)s on %(made)s from framework %(framework)s, version %(version)s, with all answers saved until "
        "then. The round closes on %(closes)s."
    ) % {
        "name": content.made_by,
        "made": date_format(made, "j F Y, H:i"),
        "framework": content.framework.title,
        "version": content.framework.version,
        "closes": date_format(localtime(content.closes_at), "j F Y, H:i"),
    }


def _whose(content: WorkbookContent) -> str:
    mine = [area.name for area in content.framework.areas if area.code in content.editable]
    if len(mine) == len(content.framework.areas):
        return _("You can fill in all sections.")
    if not mine:
        return _("You can read all sections and fill in none.")
    return _("You can fill in: %(sections)s. The other sections are locked.") % {"sections": ", ".join(mine)}


def _how() -> tuple[str, ...]:
    return (
        _("There is a sheet for each of the two ways of looking at a council. Questions stand below their section."),
        _("Fill in the cells with a dark border. Answers, sureness and targets are chosen from a list."),
        _("Choose the highest level that is true as a whole, together with the levels below it."),
        _("“Don’t know” is a good answer. It counts as not scored, never as level 1."),
        _("“Not applicable” is only on the list where it can be true. Say why in its own column."),
        _("Below some questions stand practices. Choose “Yes” for those that are in place."),
        _("At the end of a section stands what may be in the way. Choose “Yes” for what holds you back there."),
        _(
            "An answer in orange was carried forward from the last round. Change it, or choose “Yes” in the last "
            "column if it is still true."
        ),
        _("Evidence has room for 5,000 characters, a reason for 1,000. A long text may not show in full in its cell."),
        _("To empty an answer, delete what is in its cell."),
    )


def _back() -> tuple[str, ...]:
    return (
        _("Save the file as an Excel workbook (.xlsx). LibreOffice can do that too."),
        _("Go to the assessment online, then “Work offline in Excel”, and upload the file."),
        _(
            "You then see each cell that would change, before anything is saved. Where a colleague has saved another "
            "answer since, you choose which one stays."
        ),
        _("What you leave as it is in the workbook never overwrites what a colleague saves online."),
        _("Don’t move, delete or rename rows and sheets: the file could not be read any more."),
    )

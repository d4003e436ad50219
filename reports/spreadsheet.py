"""Workbooks: a council's own scores and answers, and the Digital Office's analysis."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.content import AnswerContent, AreaContent, ScorecardContent
from reports.dashboards.analysis.reading import Panel
from reports.dashboards.analysis.tables import Cell, ExportTable, dictionary
from reports.exports import safe

LONGEST_CELL = 32_000
"""Letters; Excel refuses more than 32,767."""
LEVEL_FORMAT = "0.0"
WIDTHS = {"narrow": 12, "usual": 26, "wide": 60}


def results_workbook(content: ScorecardContent) -> bytes:
    """Sheets of scores, of answers, and of where they come from. The caller leaves out what may not be read."""
    title = _("%(council)s: results, %(round)s") % {
        "council": plain(content.council.name),
        "round": plain(content.round.name),
    }
    return workbook_of(
        title,
        [
            (_("Scores"), _score_rows(content.areas)),
            (_("Answers"), _answer_rows(content.areas)),
            (_("About"), _about_rows(content)),
        ],
    )


def analysis_workbook(panel: Panel, tables: Sequence[ExportTable]) -> bytes:
    """A sheet for each table, the data dictionary behind the first, and where all of it comes from."""
    sheets = [(table.title, [table.heads, *table.rows]) for table in tables]
    meanings = (_("Data dictionary"), dictionary())
    about = (_("About"), list(_about_analysis(panel)))
    title = _("Analysis, %(round)s") % {"round": plain(panel.round.name)}
    return workbook_of(title, [sheets[0], meanings, *sheets[1:], about])


def _about_analysis(panel: Panel) -> Iterator[Sequence[Cell]]:
    yield [_("What"), _("Which")]
    yield [_("Round"), panel.round.name]
    yield [_("Framework"), str(panel.round.framework)]
    yield [_("Councils shown"), str(panel.chosen)]
    yield [_("Who is left out"), " ".join(panel.notes)]
    if panel.round.invented:
        yield [_("Beware"), _("All results in this workbook are invented for a demonstration.")]
    yield [
        _("For whom"),
        _("Named results of submitted assessments, for the Digital Office alone. No council may be shown them."),
    ]


def workbook_of(title: str, sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]]) -> bytes:
    """A sheet for each name and its rows, of which the first are the heads."""
    book = Workbook()
    book.properties.creator = ""
    book.properties.title = title
    if book.active is not None:
        book.remove(book.active)
    for name, rows in sheets:
        _fill(book.create_sheet(), name, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plain(text: str) -> str:
    """Text that a cell can hold and that no program takes for a formula."""
    return safe(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST_CELL]


def _fill(sheet: Worksheet, title: str, rows: Iterable[Sequence[Cell]]) -> None:
    sheet.title = title
    for row in rows:
        sheet.append([plain(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.iter_cols(), start=1):
        letters = max(len(str(cell.value or "")) for cell in column)
        width = "wide" if letters > WIDTHS["usual"] * 2 else "usual" if letters > WIDTHS["narrow"] else "narrow"
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[width]
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, Decimal):
                cell.number_format = LEVEL_FORMAT
    sheet.freeze_panes = "A2"


def _score_rows(areas: Sequence[AreaContent]) -> Iterator[Sequence[Cell]]:
    yield [
        _("Code"),
        _("Area"),
        _("Score"),
        _("Coverage, %"),
        _("Position"),
        _("Others’ median"),
        _("Others’ lower quartile"),
        _("Others’ upper quartile"),
        _("Other councils"),
        _("Compared with"),
        _("Last round"),
        _("Change"),
    ]
    for area in areas:
        peers = area.peers.chosen
        yield [
            area.code,
            area.name,
            area.score.level,
            area.score.coverage,
            area.peers.position_words,
            peers.median if peers else None,
            peers.lower if peers else None,
            peers.upper if peers else None,
            peers.n if peers else None,
            peers.group if peers else None,
            area.previous.level if area.previous else None,
            area.previous.words if area.previous else None,
        ]


def _answer_rows(areas: Sequence[AreaContent]) -> Iterator[Sequence[Cell]]:
    yield [
        _("Code"),
        _("Area"),
        _("Question"),
        _("Answer"),
        _("Level"),
        _("Target"),
        _("Confidence"),
        _("Practices in place"),
        _("Practices not in place"),
        _("Reason"),
        _("Evidence"),
    ]
    for area in areas:
        for answer in area.answers:
            yield _answer_row(area, answer)


def _answer_row(area: AreaContent, answer: AnswerContent) -> Sequence[Cell]:
    return [
        answer.code,
        area.name,
        answer.text,
        answer.state_words,
        answer.level,
        answer.target,
        answer.confidence,
        " ".join(practice.text for practice in answer.practices if practice.in_place),
        " ".join(practice.text for practice in answer.practices if not practice.in_place),
        answer.reason,
        answer.evidence,
    ]


def _about_rows(content: ScorecardContent) -> Iterator[Sequence[Cell]]:
    yield [_("What"), _("Which")]
    yield [_("Council"), content.council.official_name]
    yield [_("Round"), content.round.name]
    yield [_("Framework"), f"{content.framework.title} {content.framework.version}"]
    yield [_("Submission"), content.submission.number]
    yield [_("Digest"), content.submission.digest]
    yield [_("Release"), content.release.code if content.release else _("none yet")]
    if content.invented:
        yield [_("Beware"), _("All results in this workbook are invented for a demonstration.")]
    for note in content.method:
        yield [note.heading, note.text]

"""Results as files for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from reports.dashboards.analysis.tables import Cell
from reports.dashboards.councils import HeatTable

FORMULA_STARTS = frozenset("=+-@＝＋－＠")
BREAKS = ("\t", "\r", "\n")


def safe(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula, whatever invisible characters stand before it."""
    first_visible = next((character for character in cell if character.isprintable() and character != " "), "")
    if cell.startswith(BREAKS) or first_visible in FORMULA_STARTS:
        return f"'{cell}"
    return cell


def councils_csv(table: HeatTable) -> str:
    """One row a council in the table's order, one column an area. No figure is an empty cell, never 0."""
    return rows_csv(_lines(table))


def rows_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """What is missing is an empty cell."""
    file = StringIO()
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue()


def _lines(table: HeatTable) -> Iterator[list[str]]:
    areas = [f"{area.code} {area.name}" for area in table.areas]
    yield [_("Council"), _("GSS code"), _("Nation"), *areas]
    for row in table.rows:
        yield [row.name, row.gss_code, row.nation, *(cell.level for cell in row.cells)]

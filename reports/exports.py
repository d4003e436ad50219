"""Results as files for a spreadsheet."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

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
    file = StringIO()
    writer = csv.writer(file)
    for line in _lines(table):
        writer.writerow([safe(cell) for cell in line])
    return file.getvalue()


def _lines(table: HeatTable) -> Iterator[list[str]]:
    areas = [f"{area.code} {area.name}" for area in table.areas]
    yield [_("Council"), _("GSS code"), _("Nation"), *areas]
    for row in table.rows:
        yield [row.name, row.gss_code, row.nation, *(cell.level for cell in row.cells)]

"""All councils of a round by area, as a heat table: figures side by side, and neither ranks nor totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment, Round
from assessments.scoring import as_level
from assessments.states import AssessmentState
from characteristics.models import Area, Lens
from reports.benchmarking import MIDDLE, quantile
from reports.dashboards.filters import CouncilFilter, who_is_shown
from reports.dashboards.handed_in import Cell, Scores, areas_of, cell_in, figure_of, marks_in, scores_of

BOTH = "both"
HIGH, LOW = "high", "low"


@dataclass(frozen=True)
class View:
    """What of the table is shown, and in which order. Without an area to sort by: alphabetically."""

    filter: CouncilFilter = field(default_factory=CouncilFilter)
    lens: str = ""
    """A lens, or both; empty means the framework's first."""
    sort: str = ""
    """The code of an area."""
    order: str = HIGH

    def __str__(self) -> str:
        """For the audit log."""
        order = f"sorted by {self.sort}, {self.order} first" if self.sort else "alphabetical"
        return f"{self.lens or 'first lens'}; {self.filter}; {order}"


@dataclass(frozen=True)
class LensHead:
    name: str
    span: int


@dataclass(frozen=True)
class AreaHead:
    code: str
    name: str
    short_name: str
    sorted: str
    """'descending', 'ascending', or empty where the table isn't sorted by it."""
    next_order: str
    """The order that a click on the head leads to."""


@dataclass(frozen=True)
class CouncilRow:
    name: str
    slug: str
    gss_code: str
    nation: str
    signed_off: bool
    """Whether there is a results page for the Digital Office."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HeatTable:
    tabs: tuple[tuple[str, str], ...]
    """The lenses that can be chosen and their names; none where the framework has only one."""
    lens: str
    lenses: tuple[LensHead, ...]
    areas: tuple[AreaHead, ...]
    median_name: str
    medians: tuple[Cell, ...]
    rows: tuple[CouncilRow, ...]
    notes: tuple[str, ...]
    """How many are shown, how many are left out and why, and the order, as sentences."""
    marks: tuple[tuple[str, str], ...]
    """The marks that occur in the table, with what they mean."""
    filter_hides: bool
    """Whether nothing is shown although some councils have handed in."""


def build(round_: Round, view: View) -> HeatTable:
    """Four queries, whatever the number of councils."""
    all_areas = areas_of(round_)
    lens = view.lens or next((area.lens for area in all_areas), BOTH)
    areas = [area for area in all_areas if lens in (BOTH, area.lens)]
    chosen = list(view.filter.assessments(round_))
    handed_in = [assessment for assessment in chosen if assessment.state != AssessmentState.IN_PROGRESS]
    scores = scores_of(round_, areas, only=handed_in if view.filter.is_on else None)
    sort_area = next((area for area in areas if area.code == view.sort), None)
    ordered = _sorted(handed_in, scores, sort_area, view.order)
    rows = _rows(ordered, scores, areas)
    medians = tuple(_median(scores, ordered, area) for area in areas)
    shown = who_is_shown(round_, inside=len(chosen), shown=len(rows))
    return HeatTable(
        tabs=_tabs(all_areas),
        lens=lens,
        lenses=_lens_heads(areas),
        areas=tuple(_area_head(area, sort_area, view.order) for area in areas),
        median_name=ngettext("Median of %(n)d shown", "Median of %(n)d shown", len(rows)) % {"n": len(rows)},
        medians=medians,
        rows=rows,
        notes=(*shown.notes, _order_note(sort_area, view.order)),
        marks=marks_in({cell.figure for row in rows for cell in row.cells}),
        filter_hides=not rows and shown.submitted > 0,
    )


def _rows(assessments: Iterable[Assessment], scores: Scores, areas: list[Area]) -> tuple[CouncilRow, ...]:
    return tuple(
        CouncilRow(
            name=assessment.council.name,
            slug=assessment.council.slug,
            gss_code=assessment.council.gss_code,
            nation=assessment.council.nation,
            signed_off=assessment.state == AssessmentState.SIGNED_OFF,
            cells=tuple(cell_in(scores, assessment.council_id, area.pk) for area in areas),
        )
        for assessment in assessments
    )


def _values(scores: Scores, assessments: Iterable[Assessment], area: Area) -> dict[int, Decimal]:
    """The area's scores by council, without those that have none."""
    found = ((a.council_id, scores.get(a.council_id, {}).get(area.pk)) for a in assessments)
    return {council: score.value for council, score in found if score and score.value is not None}


def _sorted(assessments: list[Assessment], scores: Scores, area: Area | None, order: str) -> list[Assessment]:
    """By the area's figure, then by name; those without a figure come last, whatever the order."""
    if area is None:
        return assessments
    levels = {council: as_level(value) for council, value in _values(scores, assessments, area).items()}
    with_figure = [assessment for assessment in assessments if assessment.council_id in levels]
    without = [assessment for assessment in assessments if assessment.council_id not in levels]
    # Sorting keeps the order of equals, and they come in alphabetical order.
    return [*sorted(with_figure, key=lambda a: levels[a.council_id], reverse=order == HIGH), *without]


def _median(scores: Scores, assessments: Sequence[Assessment], area: Area) -> Cell:
    values = sorted(_values(scores, assessments, area).values())
    if not values:
        return Cell(figure="", shade=0)
    return figure_of(quantile(values, MIDDLE))


def _tabs(areas: list[Area]) -> tuple[tuple[str, str], ...]:
    lenses = [(str(lens), str(lens.label)) for lens in Lens if any(area.lens == lens for area in areas)]
    return (*lenses, (BOTH, _("Both"))) if len(lenses) > 1 else ()


def _lens_heads(areas: list[Area]) -> tuple[LensHead, ...]:
    spans = [(lens, sum(area.lens == lens for area in areas)) for lens in Lens]
    return tuple(LensHead(str(lens.label), span) for lens, span in spans if span)


def _area_head(area: Area, sort_area: Area | None, order: str) -> AreaHead:
    is_sorted = area == sort_area
    return AreaHead(
        code=area.code,
        name=area.name,
        short_name=area.short_name,
        sorted=("descending" if order == HIGH else "ascending") if is_sorted else "",
        next_order=LOW if is_sorted and order == HIGH else HIGH,
    )


def _order_note(area: Area | None, order: str) -> str:
    if area is None:
        return _("In alphabetical order.")
    sentence = _("Sorted by %(area)s, highest first.") if order == HIGH else _("Sorted by %(area)s, lowest first.")
    return sentence % {"area": area.name}

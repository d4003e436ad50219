"""All councils of a round by area, as a heat table: figures side by side, and neither ranks nor totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment, Round
from assessments.scoring import as_level
from assessments.states import AssessmentState
from characteristics.models import Area, Lens
from reports.benchmarking import MIDDLE, quantile
from reports.dashboards.filters import CouncilFilter, who_is_shown
from reports.dashboards.handed_in import Cell, Scores, areas_of, cell_in, figure_of, marks_in, scores_of

ON_A_PAGE = 400
"""Every council of the United Kingdom stands on one page."""
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
    """Of all councils that are shown; none where they fill more than one page."""
    rows: tuple[CouncilRow, ...]
    notes: tuple[str, ...]
    """How many are shown, how many are left out and why, and the order, as sentences."""
    marks: tuple[tuple[str, str], ...]
    """The marks that occur in the table, with what they mean."""
    filter_hides: bool
    """Whether nothing is shown although some councils have handed in."""
    page: int
    pages: int

    @property
    def earlier(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def later(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def build(round_: Round, view: View, *, page: str = "", on_a_page: int = ON_A_PAGE) -> HeatTable:
    """At most seven queries, whatever the number of councils. A page that isn't there is the first, or the last."""
    all_areas = areas_of(round_)
    lens = view.lens or next((area.lens for area in all_areas), BOTH)
    areas = [area for area in all_areas if lens in (BOTH, area.lens)]
    sort_area = next((area for area in areas if area.code == view.sort), None)
    inside = _inside(round_, view.filter)
    pages = Paginator(range(inside.handed_in), on_a_page)
    place = pages.get_page(page)
    part = slice(place.start_index() - 1 if inside.handed_in else 0, place.end_index())
    assessments = _on_page(round_, view, sort_area, part)
    scores = scores_of(round_, areas, only=assessments)
    rows = _rows(assessments, scores, areas)
    shown = who_is_shown(round_, inside=inside.all, shown=inside.handed_in)
    return HeatTable(
        tabs=_tabs(all_areas),
        lens=lens,
        lenses=_lens_heads(areas),
        areas=tuple(_area_head(area, sort_area, view.order) for area in areas),
        median_name=ngettext("Median of %(n)d shown", "Median of %(n)d shown", len(rows)) % {"n": len(rows)},
        medians=() if pages.num_pages > 1 else tuple(_median(scores, assessments, area) for area in areas),
        rows=rows,
        notes=(*shown.notes, *_page_notes(pages.num_pages), _order_note(sort_area, view.order)),
        marks=marks_in({cell.figure for row in rows for cell in row.cells}),
        filter_hides=not rows and shown.submitted > 0,
        page=place.number,
        pages=pages.num_pages,
    )


def build_whole(round_: Round, view: View) -> HeatTable:
    """All councils on one page, for a file."""
    return build(round_, view, on_a_page=max(round_.assessments.count(), 1))


@dataclass(frozen=True)
class _Inside:
    """How many of the filter's councils are invited, and how many have handed in."""

    all: int
    handed_in: int


def _inside(round_: Round, chosen: CouncilFilter) -> _Inside:
    assessments = chosen.assessments(round_).order_by()
    draft = Q(state=AssessmentState.IN_PROGRESS)
    return _Inside(**assessments.aggregate(all=Count("pk"), handed_in=Count("pk", filter=~draft)))


def _on_page(round_: Round, view: View, area: Area | None, part: slice) -> list[Assessment]:
    """The assessments of one page, in the order of the table."""
    handed_in = view.filter.assessments(round_).submitted()
    if area is None:
        return list(handed_in[part])
    councils = _sorted(handed_in.values_list("council_id", flat=True), scores_of(round_, [area]), area, view.order)
    found = {assessment.council_id: assessment for assessment in handed_in.filter(council__in=councils[part])}
    return [found[council] for council in councils[part]]


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


def _values(scores: Scores, councils: Iterable[int], area: Area) -> dict[int, Decimal]:
    """The area's scores by council, without those that have none."""
    found = ((council, scores.get(council, {}).get(area.pk)) for council in councils)
    return {council: score.value for council, score in found if score and score.value is not None}


def _sorted(councils: Iterable[int], scores: Scores, area: Area, order: str) -> list[int]:
    """By the area's figure, then by name; those without a figure come last, whatever the order."""
    alphabetical = list(councils)
    levels = {council: as_level(value) for council, value in _values(scores, alphabetical, area).items()}
    without = [council for council in alphabetical if council not in levels]
    # Sorting keeps the order of equals. The values come in the order of the councils, so alphabetically.
    return [*sorted(levels, key=levels.__getitem__, reverse=order == HIGH), *without]


def _median(scores: Scores, assessments: Sequence[Assessment], area: Area) -> Cell:
    values = sorted(_values(scores, (assessment.council_id for assessment in assessments), area).values())
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


def _page_notes(pages: int) -> list[str]:
    if pages == 1:
        return []
    return [_("The median stands here where all fit on one page; choose a nation or a peer group.")]


def _order_note(area: Area | None, order: str) -> str:
    if area is None:
        return _("In alphabetical order.")
    sentence = _("Sorted by %(area)s, highest first.") if order == HIGH else _("Sorted by %(area)s, lowest first.")
    return sentence % {"area": area.name}

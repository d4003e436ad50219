"""What several pages of the analysis show: named councils, small bars, and the spread of one area."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.states import AssessmentState
from characteristics.models import Area, Level
from reports.analysis.answers import Share
from reports.analysis.spread import QUARTILES_FROM, Spread, levels_of, spread_of
from reports.dashboards.analysis.reading import Panel, values_of
from reports.dashboards.handed_in import NOTHING_APPLIES, Cell, Scores, cell_in

TALLEST = 32
"""Height of the highest bar of a table, in pixels."""


@dataclass(frozen=True)
class Named:
    name: str
    slug: str
    """Empty where the Digital Office has no results page: submitted, and not signed off yet."""
    words: str = ""
    """A level, or a level before and after."""

    def __str__(self) -> str:
        return f"{self.name} {self.words}".strip()


@dataclass(frozen=True)
class Bar:
    level: int
    name: str
    count: int
    height: int
    """In pixels; nothing of nobody."""


@dataclass(frozen=True)
class Unscored:
    why: str
    short: str
    """The same in a few words."""
    councils: tuple[Named, ...]


@dataclass(frozen=True)
class AreaSpread:
    """One area, with figures as they are shown; an empty one is a figure that there is none of."""

    code: str
    name: str
    n: int
    bars: tuple[Bar, ...]
    median: str
    lower: str
    upper: str
    width: str
    outside: tuple[Named, ...]
    unscored: tuple[Unscored, ...]

    @property
    def without_score(self) -> int:
        return sum(len(reason.councils) for reason in self.unscored)


def named(panel: Panel, councils: Iterable[int], words: Mapping[int, str] | None = None) -> tuple[Named, ...]:
    found = ((panel.assessments[council], (words or {}).get(council, "")) for council in councils)
    return tuple(
        Named(one.council.name, one.council.slug if one.state == AssessmentState.SIGNED_OFF else "", said)
        for one, said in found
    )


def level_words(values: Mapping[int, Decimal]) -> dict[int, str]:
    return {council: str(level) for council, level in levels_of(values).items()}


def bars(counts: Sequence[int], highest: int) -> tuple[Bar, ...]:
    """On a scale that ends at `highest`, so that the rows of one table can be compared."""
    return tuple(
        Bar(level.value, str(level.label), count, max(2, round(TALLEST * count / highest)) if count else 0)
        for level, count in zip(Level, counts, strict=True)
    )


def area_spreads(
    panel: Panel, scores: Scores, areas: Sequence[Area], questions: Mapping[int, int]
) -> tuple[AreaSpread, ...]:
    """`questions` says how many each area has, by its id."""
    values = {area.pk: values_of(scores, panel, area.pk) for area in areas}
    spreads = {area.pk: spread_of(values[area.pk], max(1, questions[area.pk])) for area in areas}
    highest = max((count for spread in spreads.values() for count in spread.counts), default=0)
    return tuple(
        AreaSpread(
            code=area.code,
            name=area.name,
            n=spreads[area.pk].n,
            bars=bars(spreads[area.pk].counts, highest),
            **_figures(spreads[area.pk]),
            outside=named(panel, spreads[area.pk].outside, level_words(values[area.pk])),
            unscored=_unscored(panel, scores, area),
        )
        for area in areas
    )


def _figures(spread: Spread) -> dict[str, str]:
    figures = {"median": spread.median, "lower": spread.lower, "upper": spread.upper, "width": spread.width}
    return {name: "" if figure is None else str(figure) for name, figure in figures.items()}


def _unscored(panel: Panel, scores: Scores, area: Area) -> tuple[Unscored, ...]:
    """The councils without a figure, together with those of the same reason."""
    by_mark: dict[Cell, list[int]] = {}
    for council in panel.assessments:
        cell = cell_in(scores, council, area.pk)
        if not cell.shade:
            by_mark.setdefault(cell, []).append(council)
    return tuple(Unscored(cell.reason, _short(cell), named(panel, councils)) for cell, councils in by_mark.items())


def _short(cell: Cell) -> str:
    return _("nothing applies") if cell.figure == NOTHING_APPLIES else _("under 75% answered")


def share_words(share: Share) -> str:
    """Per cent, and of few councils the count alone: one of two is no half of anything."""
    if share.of < QUARTILES_FROM:
        return _("%(count)d of %(of)d") % {"count": share.count, "of": share.of}
    return f"{share.percent}%"


def few_words(panel: Panel, *, with_quartiles: bool = False) -> str:
    """A warning where a panel is so small that each council shows through; `with_quartiles` where the page has them."""
    if not 0 < panel.n < QUARTILES_FROM:
        return ""
    warning = ngettext(
        "This is one council: what is shown is its own result and says nothing about others.",
        "These are only %(n)d councils, so one council’s answer moves every figure.",
        panel.n,
    ) % {"n": panel.n}
    if not with_quartiles:
        return warning
    needed = _("Quartiles, and who lies far outside, need %(needed)d councils.") % {"needed": QUARTILES_FROM}
    return f"{warning} {needed}"

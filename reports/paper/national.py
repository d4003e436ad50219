"""The national report: what took part, each nation on a page, council types, barriers, trend and method."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.drawing import draw_group, draw_group_trend
from reports.national.content import Aggregate, Group, GroupLens, NationalContent
from reports.paper.naming import Naming, of_release


@dataclass(frozen=True)
class DrawnLens:
    lens: GroupLens
    chart: SafeString


@dataclass(frozen=True)
class NationPart:
    nation: Group
    lenses: tuple[DrawnLens, ...]


@dataclass(frozen=True)
class TrendPart:
    """One nation over the rounds."""

    nation: Group
    rounds: tuple[str, ...]
    """All that are shown, the present one last."""
    lenses: tuple[DrawnLens, ...]


@dataclass(frozen=True)
class SideBySide:
    """Groups or rounds beside each other, area by area."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Name of the area, and in each column '2.7 of 14' or a dash."""


@dataclass(frozen=True)
class NationalPaper:
    naming: Naming
    content: NationalContent
    nations: tuple[NationPart, ...]
    types: SideBySide | None
    trend: TrendPart | None
    """Of the nation with most councils; None without an earlier round."""
    other_trends: SideBySide | None
    """Of the other nations, round by round."""


def national(content: NationalContent) -> NationalPaper:
    moved = [nation for nation in content.nations if _has_trend(nation)]
    return NationalPaper(
        naming=of_release(content),
        content=content,
        nations=tuple(_nation(nation) for nation in content.nations),
        types=_types(content.types) if content.types else None,
        trend=_trend(moved[0], content.round.name) if moved else None,
        other_trends=_other_trends(moved[1:], content.round.name) if moved[1:] else None,
    )


def _nation(nation: Group) -> NationPart:
    return NationPart(nation, tuple(DrawnLens(lens, draw_group(lens)) for lens in nation.lenses))


def _has_trend(nation: Group) -> bool:
    return any(lens.trend_finding for lens in nation.lenses)


def _trend(nation: Group, present: str) -> TrendPart:
    rounds = (*nation.earlier_rounds, present)
    drawn = (DrawnLens(lens, draw_group_trend(nation, lens, rounds)) for lens in nation.lenses if lens.trend_finding)
    return TrendPart(nation, rounds, tuple(drawn))


def _types(types: Sequence[Group]) -> SideBySide:
    return _side_by_side([(type_.name, [_cell(area.now) for area in type_.areas]) for type_ in types], types[0])


def _other_trends(nations: Sequence[Group], present: str) -> SideBySide:
    """The last round and this one, for each nation."""
    columns = []
    for nation in nations:
        before = [_cell(area.earlier[-1].aggregate) for area in nation.areas]
        columns.append((f"{nation.name}, {nation.earlier_rounds[-1]}", before))
        columns.append((f"{nation.name}, {present}", [_cell(area.now) for area in nation.areas]))
    return _side_by_side(columns, nations[0])


def _side_by_side(columns: Sequence[tuple[str, Sequence[str]]], of: Group) -> SideBySide:
    cells = zip(*(column for _name, column in columns), strict=True)
    return SideBySide(
        names=tuple(name for name, _column in columns),
        rows=tuple((area.name, row) for area, row in zip(of.areas, cells, strict=True)),
    )


def _cell(aggregate: Aggregate | None) -> str:
    if aggregate is None or aggregate.median is None:
        return "–"
    return _("%(median)s of %(n)s") % {"median": aggregate.median, "n": aggregate.n}

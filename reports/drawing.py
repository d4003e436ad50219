"""Draws the charts of a scorecard's content as SVG: the same for the page and for the PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from characteristics.models import Lens, Level
from councils.models import PeerGroupKind
from reports.aggregates import AggregateArea, AggregateGroup, AggregateLens
from reports.benchmarking import Position
from reports.charts import radar, range_plot, strip, trend
from reports.charts.frames import GROUP, NARROW, WIDE, Frame
from reports.charts.range_plot import RangeRow, RangeWords
from reports.charts.strip import StripArea
from reports.content import AreaContent, LensContent, ScorecardContent
from reports.national.content import Aggregate, Group, GroupArea, GroupLens

NO_DRAWING = SafeString("")


@dataclass(frozen=True)
class DrawnLens:
    lens: LensContent
    wide: SafeString
    """The range plot for 100 mm or 600 pixels and more."""
    narrow: SafeString
    """The same for half a page or a phone."""
    radar: SafeString = NO_DRAWING
    """Empty where a radar does not suit the lens."""
    trend_wide: SafeString = NO_DRAWING
    """Empty before the second round, as the next."""
    trend_narrow: SafeString = NO_DRAWING


def draw(content: ScorecardContent) -> tuple[DrawnLens, ...]:
    return tuple(draw_lens(lens) for lens in content.lenses)


def draw_lens(lens: LensContent) -> DrawnLens:
    return replace(
        draw_ranges(lens),
        radar=draw_radar(lens),
        trend_wide=draw_trend(lens, trend.WIDE),
        trend_narrow=draw_trend(lens, trend.NARROW),
    )


def draw_ranges(lens: LensContent) -> DrawnLens:
    """The range plots alone."""
    return DrawnLens(lens=lens, wide=draw_range_plot(lens, WIDE), narrow=draw_range_plot(lens, NARROW))


def draw_radar(lens: LensContent) -> SafeString:
    """Of the characteristics alone, as long as there are not too many; empty otherwise."""
    if lens.code != Lens.CHARACTERISTIC or not radar.suits(len(lens.areas)):
        return NO_DRAWING
    words = radar.RadarWords(
        own=_("This council"),
        median=_("Median of other councils"),
        band=_("Middle half of other councils"),
        unscored=_("not scored"),
    )
    drawn = radar.lay_out([_axis(area) for area in lens.areas], words=words)
    return render_to_string("charts/radar.svg", {"radar": drawn, "title": lens.finding})


def draw_range_plot(lens: LensContent, frame: Frame) -> SafeString:
    words = RangeWords(
        levels=[str(level.label) for level in Level],
        own=_("This council"),
        previous=_previous_words(lens.areas),
        median=_("Median of others"),
        band=_("Middle half of others"),
        unscored=_("Not scored"),
    )
    drawn = range_plot.lay_out([_row(area) for area in lens.areas], words=words, frame=frame)
    return render_to_string("charts/range_plot.svg", {"plot": drawn, "title": lens.finding})


@dataclass(frozen=True)
class DrawnAggregates:
    """One lens of a group. The drawings are empty where there is no figure, and of groups that have tables alone."""

    lens: AggregateLens
    wide: SafeString = NO_DRAWING
    narrow: SafeString = NO_DRAWING


@dataclass(frozen=True)
class DrawnGroup:
    group: AggregateGroup
    lenses: tuple[DrawnAggregates, ...]


def draw_groups(groups: Sequence[AggregateGroup]) -> tuple[DrawnGroup, ...]:
    """Charts of nations. Types of council have tables alone: charts of all would be too heavy for a phone."""
    return tuple(
        DrawnGroup(group, tuple(_drawn(lens, has_chart=group.kind == PeerGroupKind.NATION) for lens in group.lenses))
        for group in groups
    )


def _drawn(lens: AggregateLens, *, has_chart: bool) -> DrawnAggregates:
    if not (has_chart and lens.is_shown):
        return DrawnAggregates(lens)
    return DrawnAggregates(lens, draw_aggregates(lens, WIDE), draw_aggregates(lens, NARROW))


def draw_aggregates(lens: AggregateLens, frame: Frame) -> SafeString:
    """What is typical of a group, with nobody's own mark."""
    names = {"median": _("Median"), "band": _("Middle half of the councils")}
    rows = [
        _typical_row(area, area, _("median %(level)s") % {"level": area.median} if area.median else _("no figure"))
        for area in lens.areas
    ]
    return _draw_typical(rows, names, frame, title=lens.finding)


def _typical_row(area: AggregateArea | GroupArea, figures: AggregateArea | Aggregate, words: str) -> RangeRow:
    return RangeRow(
        name=area.name,
        short_name=area.short_name,
        own=None,
        previous=None,
        median=figures.median,
        lower=figures.lower,
        upper=figures.upper,
        words=words,
        has_own=False,
    )


def _draw_typical(rows: Sequence[RangeRow], names: Mapping[str, str], frame: Frame, *, title: str) -> SafeString:
    """A range plot without a council; `names` are those of the median and the band."""
    words = RangeWords(levels=[str(level.label) for level in Level], own="", previous="", unscored="", **names)
    drawn = range_plot.lay_out(rows, words=words, frame=frame)
    return render_to_string("charts/range_plot.svg", {"plot": drawn, "title": title})


def draw_strip(area: AreaContent) -> SafeString:
    """One area in one line, with its last round where it has one."""
    chosen = area.peers.chosen
    drawn = strip.lay_out(
        StripArea(
            own=area.score.level,
            median=chosen.median if chosen else None,
            lower=chosen.lower if chosen else None,
            upper=chosen.upper if chosen else None,
            previous=area.previous.level if area.previous else None,
        ),
        others=_("others"),
    )
    return render_to_string("charts/strip.svg", {"strip": drawn, "title": area.finding})


def draw_trend(lens: LensContent, frame: trend.Frame) -> SafeString:
    """Small multiples of a lens; empty before the second round."""
    areas = [
        trend.TrendArea(
            name=area.name,
            short_name=area.short_name,
            marks=[
                trend.TrendMark(point.own, point.median, point.is_released, point.same_others)
                for point in area.trend.points
            ],
        )
        for area in lens.areas
        if area.trend
    ]
    if not areas:
        return NO_DRAWING
    rounds = lens.trend_rounds
    words = trend.TrendWords(
        own=_("This council"),
        median=_("Median of others"),
        released=_("Benchmarks released"),
        first=rounds[0],
        last=rounds[-1],
    )
    drawn = trend.lay_out(areas, words=words, frame=frame)
    return render_to_string("charts/trend.svg", {"trend": drawn, "title": lens.trend_finding})


def draw_group(lens: GroupLens) -> SafeString:
    """A range plot of a nation: its band and its median, and no council."""
    names = {"median": _("Median of the councils"), "band": _("Middle half of them")}
    rows = [_typical_row(area, area.now, _councils(area.now)) for area in lens.areas]
    return _draw_typical(rows, names, GROUP, title=lens.finding)


def _councils(now: Aggregate) -> str:
    if now.median is None:
        return _("not shown")
    return ngettext("%(n)s council", "%(n)s councils", now.n or 0) % {"n": now.n}


def draw_group_trend(group: Group, lens: GroupLens, rounds: Sequence[str]) -> SafeString:
    """Small multiples of a nation's medians."""
    areas = [
        trend.TrendArea(
            name=area.name,
            short_name=area.short_name,
            marks=[
                *(_group_mark(one.aggregate.median if one.aggregate else None) for one in area.earlier),
                _group_mark(area.now.median, same_councils=area.same_councils),
            ],
        )
        for area in lens.areas
    ]
    words = trend.TrendWords(
        own="",
        median=_("Median of %(group)s") % {"group": group.name},
        released=_("Benchmarks released"),
        first=rounds[0],
        last=rounds[-1],
    )
    drawn = trend.lay_out(areas, words=words, frame=trend.WIDE)
    return render_to_string("charts/trend.svg", {"trend": drawn, "title": lens.trend_finding})


def _group_mark(median: Decimal | None, *, same_councils: bool = False) -> trend.TrendMark:
    return trend.TrendMark(own=None, median=median, is_released=True, same_others=same_councils)


def _previous_words(areas: Sequence[AreaContent]) -> str:
    rounds = [area.previous.round_name for area in areas if area.previous]
    return rounds[0] if rounds else ""


def _axis(area: AreaContent) -> radar.RadarAxis:
    chosen = area.peers.chosen
    return radar.RadarAxis(
        short_name=area.short_name,
        own=area.score.level,
        median=chosen.median if chosen else None,
        lower=chosen.lower if chosen else None,
        upper=chosen.upper if chosen else None,
    )


def _row(area: AreaContent) -> RangeRow:
    chosen = area.peers.chosen
    return RangeRow(
        name=area.name,
        short_name=area.short_name,
        own=area.score.level,
        previous=area.previous.level if area.previous else None,
        median=chosen.median if chosen else None,
        lower=chosen.lower if chosen else None,
        upper=chosen.upper if chosen else None,
        words=_row_words(area),
        attention=area.peers.position == Position.BELOW,
    )


def _row_words(area: AreaContent) -> str:
    """The position, without the words that all rows would repeat."""
    if area.score.level is None:
        return _("not scored")
    if area.peers.position is None:
        return _("no comparison")
    return {
        Position.ABOVE: _("above typical"),
        Position.CLOSE: _("close to typical"),
        Position.BELOW: _("below typical"),
    }[area.peers.position]

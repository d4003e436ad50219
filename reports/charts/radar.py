"""The shape of a few areas at once: the council's own line, and its peers as a pale ring or a dashed line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, pi, sin

from reports.charts.parts import (
    LEVELS,
    Anchor,
    LegendItem,
    Line,
    Point,
    Text,
    diamond,
    legend,
    point,
    text_width,
    unit,
    wrap,
)

FEWEST, MOST = 3, 8
"""With fewer axes there is no shape, with more no labels that can be read."""

WIDTH, CENTRE_X, CENTRE_Y = 400, 200, 156
INNER, OUTER = 14, 104
"""The radii of level 1 and level 5. Level 1 is a small ring, so that a council there still has a shape."""
LABEL_GAP, SIZE, LEADING = 12, 13, 16
LOWEST_LABEL = CENTRE_Y + OUTER + LABEL_GAP + 3 * LEADING
SIDEWAYS = 0.3
"""From this share of the radius, a label stands beside its axis instead of above or below it."""


@dataclass(frozen=True)
class RadarAxis:
    """Levels, or None where there is no figure."""

    short_name: str
    own: Decimal | None
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True)
class RadarWords:
    own: str
    median: str
    band: str
    unscored: str
    """Stands in a label instead of the figure."""


@dataclass(frozen=True)
class RadarLabel:
    name: tuple[Text, ...]
    figure: Text
    unscored: str
    """The diamond's points; empty where there is a score."""


@dataclass(frozen=True)
class Radar:
    """Shapes are the `d` of paths."""

    width: float
    height: float
    size: float
    rings: tuple[str, ...]
    spokes: tuple[Line, ...]
    numbers: tuple[Text, ...]
    band: str
    """To be filled by the even-odd rule; empty where not all axes have a band."""
    median: str
    """Empty where there is a band."""
    own: str
    dots: tuple[Point, ...]
    labels: tuple[RadarLabel, ...]
    legend: tuple[LegendItem, ...]


def suits(axes: int) -> bool:
    return FEWEST <= axes <= MOST


def lay_out(axes: Sequence[RadarAxis], *, words: RadarWords) -> Radar:
    count = len(axes)
    own = [_place(axis.own, place, count) for place, axis in enumerate(axes)]
    band = _ring(axes)
    median = "" if band else _shape([_place(axis.median, place, count) for place, axis in enumerate(axes)])
    signs = [("line", words.own, True), ("ring", words.band, bool(band)), ("dashes", words.median, bool(median))]
    entries = [(kind, text) for kind, text, occurs in signs if occurs]
    items = legend(entries, left=0, top=LOWEST_LABEL + SIZE, width=WIDTH, size=SIZE)
    return Radar(
        width=WIDTH,
        height=unit(items[-1].label.y + SIZE * 0.8),
        size=SIZE,
        rings=tuple(_shape([_at(_radius(level), place, count) for place in range(count)]) for level in LEVELS),
        spokes=tuple(_spoke(place, count) for place in range(count)),
        numbers=tuple(Text(CENTRE_X + 4, unit(CENTRE_Y - _radius(level) + 4), str(level)) for level in LEVELS),
        band=band,
        median=median,
        own=_shape(own),
        dots=tuple(dot for dot in own if dot is not None),
        labels=tuple(_label(axis, place, count, words) for place, axis in enumerate(axes)),
        legend=items,
    )


def _radius(level: Decimal | int) -> float:
    return INNER + (float(level) - LEVELS[0]) / (LEVELS[-1] - LEVELS[0]) * (OUTER - INNER)


def _at(radius: float, place: int, count: int) -> Point:
    """The first axis points up, the others follow clockwise."""
    angle = 2 * pi * place / count
    return point(CENTRE_X + radius * sin(angle), CENTRE_Y - radius * cos(angle))


def _place(level: Decimal | None, place: int, count: int) -> Point | None:
    return None if level is None else _at(_radius(level), place, count)


def _spoke(place: int, count: int) -> Line:
    start, end = _at(INNER, place, count), _at(OUTER, place, count)
    return Line(start.x, start.y, end.x, end.y)


def _shape(points: Sequence[Point | None]) -> str:
    """A closed line through all points; where some are missing, the pieces between neighbours that are there."""
    there = [p for p in points if p is not None]
    if len(there) == len(points):
        return "M" + " L".join(f"{p.x} {p.y}" for p in there) + " Z"
    neighbours = zip(points, [*points[1:], points[0]], strict=True)
    return " ".join(f"M{a.x} {a.y} L{b.x} {b.y}" for a, b in neighbours if a is not None and b is not None)


def _ring(axes: Sequence[RadarAxis]) -> str:
    if any(axis.lower is None or axis.upper is None for axis in axes):
        return ""
    edges = [[axis.upper for axis in axes], [axis.lower for axis in axes]]
    return " ".join(_shape([_place(level, place, len(axes)) for place, level in enumerate(edge)]) for edge in edges)


def _label(axis: RadarAxis, place: int, count: int, words: RadarWords) -> RadarLabel:
    end = _at(OUTER + LABEL_GAP, place, count)
    aside = (end.x - CENTRE_X) / OUTER
    anchor: Anchor = "middle" if abs(aside) < SIDEWAYS else "start" if aside > 0 else "end"
    room = WIDTH if anchor == "middle" else WIDTH - end.x if anchor == "start" else end.x
    names = wrap(axis.short_name, size=SIZE, width=room)
    baseline = _first_baseline(end.y, anchor, len(names) + 1)
    texts = tuple(Text(end.x, unit(baseline + LEADING * line), name, anchor) for line, name in enumerate(names))
    figure = Text(end.x, unit(baseline + LEADING * len(names)), _figure(axis, words), anchor)
    return RadarLabel(texts, figure, _unscored_sign(figure) if axis.own is None else "")


def _figure(axis: RadarAxis, words: RadarWords) -> str:
    return words.unscored if axis.own is None else str(axis.own)


def _first_baseline(y: float, anchor: Anchor, lines: int) -> float:
    if anchor != "middle":
        return y + SIZE * 0.36 - LEADING * (lines - 1) / 2
    above = y < CENTRE_Y
    return y - LEADING * (lines - 1) if above else y + SIZE * 0.8


def _unscored_sign(figure: Text) -> str:
    """Beside the words, where it is in nobody's way and on no scale."""
    width = text_width(figure.text, SIZE)
    shift = {"start": width + 8, "middle": -width / 2 - 8, "end": -width - 8}[figure.anchor]
    return diamond(point(figure.x + shift, figure.y - SIZE * 0.36), 4)

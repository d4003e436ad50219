"""Small multiples: one panel an area, the own line over the peers' median round by round, all on the same scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports.charts.parts import LEVELS, LegendItem, Point, Text, cut, legend, point, text_width, unit

NAME_SIZE, SIZE = 12.0, 10.5
NAME_HEIGHT, TICKS_HEIGHT, ROUNDS_HEIGHT, GAP = 20.0, 8.0, 10.0, 20.0
LEFT, RIGHT = 14.0, 34.0
"""Room beside the lines: for the ends of the scale, and for the latest figures."""
TICK, BAR = 4.0, 5.0
APART = 11.0
"""How far from each other the two figures at the end stand, so that both can be read."""


@dataclass(frozen=True)
class Frame:
    width: float
    columns: int
    plot: float
    """Height of the scale from 1 to 5."""

    @property
    def row(self) -> float:
        return NAME_HEIGHT + self.plot + TICKS_HEIGHT


WIDE = Frame(width=680, columns=3, plot=40)
NARROW = Frame(width=360, columns=2, plot=52)


@dataclass(frozen=True)
class TrendMark:
    """One round of one area. Levels, or None where there is no figure."""

    own: Decimal | None
    median: Decimal | None
    is_released: bool
    same_others: bool = False
    """Whether the median is of the same councils as that of the round before."""


@dataclass(frozen=True)
class TrendArea:
    name: str
    short_name: str
    """Stands where there is no room for the name."""
    marks: Sequence[TrendMark]


@dataclass(frozen=True)
class TrendWords:
    own: str
    median: str
    released: str
    first: str
    """The earliest round."""
    last: str


@dataclass(frozen=True)
class Panel:
    name: Text
    scale: str
    """The `d` of the lines at levels 1 to 5."""
    ends: tuple[Text, ...]
    """Of the first panel in a row: the others beside it share its scale."""
    ticks: str
    """The `d` of the marks of releases; empty without one."""
    median: str
    """The `d` of the lines between medians that follow each other; empty where none do."""
    bars: str
    """The `d` of a short bar for each median."""
    own: str
    """The `d` of the council's line: broken where a round has no score."""
    dots: tuple[Point, ...]
    figure: Text | None
    """The council's latest level, where its present round is scored."""
    others: Text | None
    rounds: tuple[Text, ...]
    """Names of the first and the last round; of the panels under which no other stands alone."""


@dataclass(frozen=True)
class Trend:
    width: float
    height: float
    name_size: float
    size: float
    panels: tuple[Panel, ...]
    legend: tuple[LegendItem, ...]

    # Drawn in one stroke each: a drawing's cost grows with its parts.

    @property
    def scale(self) -> str:
        return _joined(panel.scale for panel in self.panels)

    @property
    def ticks(self) -> str:
        return _joined(panel.ticks for panel in self.panels)

    @property
    def median(self) -> str:
        return _joined(panel.median for panel in self.panels)

    @property
    def bars(self) -> str:
        return _joined(panel.bars for panel in self.panels)

    @property
    def own(self) -> str:
        return _joined(panel.own for panel in self.panels)

    @property
    def dots(self) -> str:
        """Lines without length, which round ends make dots of."""
        return _joined(f"M{dot.x} {dot.y} h0" for panel in self.panels for dot in panel.dots)


@dataclass(frozen=True)
class _Place:
    """Where a panel's plot is."""

    left: float
    right: float
    top: float
    bottom: float

    def x(self, number: int, count: int) -> float:
        return unit(self.left + (self.right - self.left) * number / max(count - 1, 1))

    def y(self, level: Decimal | int) -> float:
        share = (float(level) - LEVELS[0]) / (LEVELS[-1] - LEVELS[0])
        return unit(self.bottom - share * (self.bottom - self.top))


def lay_out(areas: Sequence[TrendArea], *, words: TrendWords, frame: Frame) -> Trend:
    """The panels in the order of the areas, row by row. All areas have the same rounds."""
    bottom = frame.row * -(-len(areas) // frame.columns) + ROUNDS_HEIGHT
    items = legend(_entries(areas, words), left=0, top=bottom + SIZE * 1.4, width=frame.width, size=SIZE)
    return Trend(
        width=frame.width,
        height=unit((items[-1].label.y if items else bottom) + SIZE * 0.6),
        name_size=NAME_SIZE,
        size=SIZE,
        panels=tuple(
            _panel(area, words, frame, number, is_lowest=number + frame.columns >= len(areas))
            for number, area in enumerate(areas)
        ),
        legend=items,
    )


def _panel(area: TrendArea, words: TrendWords, frame: Frame, number: int, *, is_lowest: bool) -> Panel:
    column, row = number % frame.columns, number // frame.columns
    width = (frame.width - GAP * (frame.columns - 1)) / frame.columns
    x, y = column * (width + GAP), row * frame.row
    place = _Place(x + LEFT, x + width - RIGHT, y + NAME_HEIGHT, y + NAME_HEIGHT + frame.plot)
    own = [(place.x(n, len(area.marks)), mark.own) for n, mark in enumerate(area.marks)]
    medians = [(place.x(n, len(area.marks)), mark.median) for n, mark in enumerate(area.marks)]
    figure, others = _figures(area.marks[-1], place)
    return Panel(
        name=Text(unit(x), unit(y + NAME_SIZE), _name(area, width)),
        scale=" ".join(f"M{unit(place.left)} {place.y(level)} H{unit(place.right)}" for level in LEVELS),
        ends=tuple(
            Text(unit(place.left - 4), unit(place.y(level) + SIZE * 0.36), str(level), "end")
            for level in (LEVELS[0], LEVELS[-1])
            if column == 0
        ),
        ticks=" ".join(
            f"M{place.x(n, len(area.marks))} {unit(place.bottom)} V{unit(place.bottom + TICK)}"
            for n, mark in enumerate(area.marks)
            if mark.is_released
        ),
        median=_line(medians, place, [mark.same_others for mark in area.marks]),
        bars=" ".join(f"M{unit(at - BAR)} {place.y(level)} h{2 * BAR}" for at, level in medians if level is not None),
        own=_line(own, place, [True] * len(own)),
        dots=tuple(point(at, place.y(level)) for at, level in own if level is not None),
        figure=figure,
        others=others,
        rounds=_rounds(words, place) if is_lowest else (),
    )


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))


def _name(area: TrendArea, width: float) -> str:
    name = area.name if text_width(area.name, NAME_SIZE) <= width else area.short_name
    return cut(name, size=NAME_SIZE, width=width)


def _line(marks: Sequence[tuple[float, Decimal | None]], place: _Place, joins: Sequence[bool]) -> str:
    """Lines between figures that follow each other: where one is missing, nothing is joined across.

    `joins` says of each mark whether it may be joined to the one before.
    """
    parts = []
    for ((x1, one), (x2, other)), join in zip(pairwise(marks), joins[1:], strict=True):
        if join and one is not None and other is not None:
            parts.append(f"M{x1} {place.y(one)} L{x2} {place.y(other)}")
    return " ".join(parts)


def _figures(mark: TrendMark, place: _Place) -> tuple[Text | None, Text | None]:
    """The latest figures beside the last point, moved apart where they would touch."""
    x = unit(place.right + 9)
    own, median = mark.own, mark.median
    up, down = (place.y(own) if own is not None else 0), (place.y(median) if median is not None else 0)
    if own is not None and median is not None and abs(up - down) < APART:
        middle, side = (up + down) / 2, 1 if own >= median else -1
        up, down = middle - side * APART / 2, middle + side * APART / 2
    base = SIZE * 0.36
    return (
        Text(x, unit(up + base), str(own)) if own is not None else None,
        Text(x, unit(down + base), str(median)) if median is not None else None,
    )


def _rounds(words: TrendWords, place: _Place) -> tuple[Text, ...]:
    """The first from the left, the last to the right, each in half the width."""
    y, half = unit(place.bottom + TICK + SIZE), (place.right + RIGHT - place.left) / 2
    first, last = (cut(name, size=SIZE, width=half - 4) for name in (words.first, words.last))
    return (Text(unit(place.left - LEFT), y, first), Text(unit(place.right + RIGHT - 4), y, last, "end"))


def _entries(areas: Sequence[TrendArea], words: TrendWords) -> list[tuple[str, str]]:
    marks = [mark for area in areas for mark in area.marks]
    signs = [
        ("line", words.own, any(mark.own is not None for mark in marks)),
        ("bars", words.median, any(mark.median is not None for mark in marks)),
        ("tick", words.released, any(mark.is_released for mark in marks)),
    ]
    return [(kind, text) for kind, text, occurs in signs if occurs]

"""One row an area: where the council is on the scale, with the middle half of its peers and their median."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.charts.frames import Frame
from reports.charts.parts import (
    LEVELS,
    Anchor,
    Bar,
    LegendItem,
    Line,
    Point,
    Text,
    cut,
    diamond,
    legend,
    point,
    stacked,
    text_width,
    unit,
    wrap,
)

DIAMOND = 5
FIGURE_ABOVE = 12
"""Between the middle of a dot and the baseline of its figure. Above, because marks on both sides can be close."""

FIGURE_BESIDE, FIGURE_ROOM, FIGURE_BEYOND = 20, 36, 15
"""Of a figure beside its dot: how far away it stands, how far marks may not be there, and how far beyond these."""


@dataclass(frozen=True)
class RangeRow:
    """What is drawn of one area. Levels, or None where there is no figure."""

    name: str
    short_name: str
    own: Decimal | None
    previous: Decimal | None
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    words: str
    attention: bool = False
    has_own: bool = True
    """False in a chart of a group alone, where no own mark is missing."""


@dataclass(frozen=True)
class RangeWords:
    """The words that a chart itself needs, in the reader's language."""

    levels: Sequence[str]
    own: str
    previous: str
    median: str
    band: str
    unscored: str


@dataclass(frozen=True)
class DrawnLevel:
    """`line` is the `d` of a path. With labels above, it leaves out where the words of the rows are."""

    line: str
    number: Text
    name: Text


@dataclass(frozen=True)
class DrawnRow:
    rule: Line
    label: tuple[Text, ...]
    words: tuple[Text, ...]
    attention: bool
    band: Bar | None
    median: Line | None
    link: Line | None
    previous: Point | None
    own: Point | None
    figure: Text | None
    backing: Bar | None
    """Behind the figure, so that no line of the scale runs through it."""
    unscored: str
    """The diamond's points; empty where there is a score."""


@dataclass(frozen=True)
class RangePlot:
    width: float
    height: float
    size: float
    levels: tuple[DrawnLevel, ...]
    rows: tuple[DrawnRow, ...]
    legend: tuple[LegendItem, ...]


def lay_out(rows: Sequence[RangeRow], *, words: RangeWords, frame: Frame) -> RangePlot:
    bottom = frame.head + frame.row * len(rows)
    entries = _legend_entries(rows, words)
    items = legend(entries, left=0, top=bottom + frame.size * 2.2, width=frame.width, size=frame.size)
    return RangePlot(
        width=frame.width,
        height=unit((items[-1].label.y if items else bottom) + frame.size * 0.8),
        size=frame.size,
        levels=tuple(_level(level, name, frame, len(rows)) for level, name in zip(LEVELS, words.levels, strict=True)),
        rows=tuple(_row(row, frame, frame.head + frame.row * place) for place, row in enumerate(rows)),
        legend=items,
    )


def x_of(level: Decimal | int, frame: Frame) -> float:
    share = (float(level) - LEVELS[0]) / (LEVELS[-1] - LEVELS[0])
    return unit(frame.left + share * (frame.right - frame.left))


def _level(level: int, name: str, frame: Frame, rows: int) -> DrawnLevel:
    x = x_of(level, frame)
    at, anchor = _name_place(level, x, frame)
    return DrawnLevel(
        line=_level_line(x, frame, rows),
        number=Text(x, frame.head - 25, str(level), "middle"),
        name=Text(at, frame.head - 10, name, anchor),
    )


def _level_line(x: float, frame: Frame, rows: int) -> str:
    if not frame.labels_above:
        return f"M{x} {frame.head - 4} V{unit(frame.head + frame.row * rows)}"
    tops = (frame.head + frame.row * place for place in range(rows))
    return " ".join(f"M{x} {unit(top + frame.size * 1.8)} V{unit(top + frame.row)}" for top in tops)


def _name_place(level: int, x: float, frame: Frame) -> tuple[float, Anchor]:
    """In the narrow layout the outer names would run over the edge, so they start and end there."""
    if frame.labels_above and level == LEVELS[0]:
        return 0, "start"
    if frame.labels_above and level == LEVELS[-1]:
        return frame.width, "end"
    return x, "middle"


def _row(row: RangeRow, frame: Frame, top: float) -> DrawnRow:
    y = unit(top + frame.track)
    own = point(x_of(row.own, frame), y) if row.own is not None else None
    previous = point(x_of(row.previous, frame), y) if row.previous is not None else None
    return DrawnRow(
        rule=Line(0, unit(top), frame.width, unit(top)),
        label=_label(row, frame, top),
        words=_words(row, frame, top),
        attention=row.attention,
        band=_band(row, frame, y),
        median=_tick(row.median, frame, y),
        link=Line(previous.x, y, own.x, y) if own and previous else None,
        previous=previous,
        own=own,
        figure=_figure(row, own, frame) if own else _group_figure(row, frame, y),
        backing=_backing(row, own, frame) if own else None,
        unscored="" if own or not row.has_own else diamond(point(frame.left - 14, y), DIAMOND),
    )


def _group_figure(row: RangeRow, frame: Frame, y: float) -> Text | None:
    """Of the median, beyond the band, so that no mark runs through it."""
    if row.has_own or row.median is None or not frame.beside:
        return None
    end = row.upper if row.upper is not None else row.median
    return Text(unit(x_of(end, frame) + FIGURE_BESIDE), unit(y + frame.size * 0.36), str(row.median), "middle")


def _figure(row: RangeRow, own: Point, frame: Frame) -> Text:
    if not frame.beside:
        return Text(own.x, unit(own.y - FIGURE_ABOVE), str(row.own), "middle")
    return Text(_beside(row, own, frame), unit(own.y + frame.size * 0.36), str(row.own), "middle")


def _beside(row: RangeRow, own: Point, frame: Frame) -> float:
    """Where the figure stands: right of the dot, or left of it or beyond the marks on the right that are in the way."""
    marks = [x_of(level, frame) - own.x for level in (row.median, row.previous) if level is not None]
    right, left = ([mark for mark in marks if 3 < side * mark < FIGURE_ROOM] for side in (1, -1))
    if not right:
        return unit(own.x + FIGURE_BESIDE)
    return unit(own.x - FIGURE_BESIDE) if not left else unit(own.x + max(right) + FIGURE_BEYOND)


def _backing(row: RangeRow, own: Point, frame: Frame) -> Bar | None:
    if not frame.beside:
        return Bar(unit(own.x - 11), unit(own.y - FIGURE_ABOVE - 10), 22, 12)
    if row.lower is not None:
        return None
    return Bar(unit(_beside(row, own, frame) - 11), unit(own.y - 7), 22, 14)


def _label(row: RangeRow, frame: Frame, top: float) -> tuple[Text, ...]:
    fits = text_width(row.name, frame.size) <= frame.label_width
    one_line = cut(row.name if fits else row.short_name, size=frame.size, width=frame.label_width)
    if frame.labels_above:
        return (Text(0, unit(top + frame.size * 1.3), one_line),)
    lines = (one_line,) if frame.beside else wrap(row.name, size=frame.size, width=frame.label_width)
    return stacked(lines, x=0, middle=_middle(frame, top), size=frame.size, leading=frame.size * 1.2)


def _words(row: RangeRow, frame: Frame, top: float) -> tuple[Text, ...]:
    if frame.labels_above:
        words = cut(row.words, size=frame.size, width=frame.width - frame.label_width)
        return (Text(frame.words_x, unit(top + frame.size * 1.3), words, "end"),)
    lines = wrap(row.words, size=frame.size, width=frame.width - frame.words_x)
    return stacked(lines, x=frame.words_x, middle=_middle(frame, top), size=frame.size, leading=frame.size * 1.2)


def _middle(frame: Frame, top: float) -> float:
    """Of the words beside a scale: between the middle of the row and that of its marks."""
    return top + (frame.row / 2 + frame.track) / 2


def _band(row: RangeRow, frame: Frame, y: float) -> Bar | None:
    if row.lower is None or row.upper is None:
        return None
    left, right = x_of(row.lower, frame), x_of(row.upper, frame)
    return Bar(left, unit(y - frame.band / 2), unit(right - left), frame.band)


def _tick(median: Decimal | None, frame: Frame, y: float) -> Line | None:
    if median is None:
        return None
    x = x_of(median, frame)
    return Line(x, unit(y - frame.tick / 2), x, unit(y + frame.tick / 2))


def _legend_entries(rows: Sequence[RangeRow], words: RangeWords) -> list[tuple[str, str]]:
    """The signs that occur, and no others."""
    signs = [
        ("own", words.own, any(row.own is not None for row in rows)),
        ("previous", words.previous, any(row.previous is not None for row in rows)),
        ("median", words.median, any(row.median is not None for row in rows)),
        ("band", words.band, any(row.lower is not None and row.upper is not None for row in rows)),
        ("unscored", words.unscored, any(row.own is None and row.has_own for row in rows)),
    ]
    return [(kind, text) for kind, text, occurs in signs if occurs]

"""One area in one line: where the council is on the scale, with its peers, and beside it where it was before.

Small enough to stand on every half page: few texts, for a drawing's cost lies in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.charts.parts import LEVELS, Bar, Line, Point, Text, diamond, point, unit

WIDTH, HEIGHT, SIZE = 680, 41, 12
LEFT, RIGHT, TRACK = 16, 440, 27
SIGN, LABEL = 480, 488
BAND_HEIGHT, TICK_HEIGHT = 12, 20
PAST_LEFT, PAST_RIGHT, PAST_TOP, PAST_BOTTOM = 590, 670, 2, 27


@dataclass(frozen=True)
class StripArea:
    """Levels, or None where there is no figure. `past` is the oldest first."""

    own: Decimal | None
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    past: Sequence[Decimal | None] = ()


@dataclass(frozen=True)
class StripWords:
    others: str
    """Stands before the others' median."""
    first: str
    """The earliest round that is shown."""
    now: str


@dataclass(frozen=True)
class Strip:
    width: float
    height: float
    size: float
    scale: str
    """The `d` of the scale's path."""
    ends: tuple[Text, ...]
    band: Bar | None
    median: Line | None
    others: Text | None
    """What the median's mark stands for, beside the scale."""
    sign: Line | None
    own: Point | None
    figure: Text | None
    unscored: str
    """The diamond's points; empty where there is a score."""
    frame: str
    """The `d` of the lines that mark levels 1 and 5 of the trend; empty without one."""
    trend: str
    trend_dots: tuple[Point, ...]
    trend_ends: tuple[Text, ...]
    """The first and the present round."""


def lay_out(area: StripArea, *, words: StripWords) -> Strip:
    """`words` names the others' median, and the first and the last point of the trend."""
    own = point(_x(area.own), TRACK) if area.own is not None else None
    dots = _trend_dots(area)
    return Strip(
        width=WIDTH,
        height=HEIGHT,
        size=SIZE,
        scale=f"M{LEFT} {TRACK} H{RIGHT} " + " ".join(f"M{_x(level)} {TRACK - 8} V{TRACK + 8}" for level in LEVELS),
        ends=(Text(0, TRACK + 4, str(LEVELS[0])), Text(RIGHT + 16, TRACK + 4, str(LEVELS[-1]), "end")),
        band=_band(area),
        median=Line(_x(area.median), TRACK - TICK_HEIGHT / 2, _x(area.median), TRACK + TICK_HEIGHT / 2)
        if area.median is not None
        else None,
        others=Text(LABEL, TRACK + 4, f"{words.others} {area.median}") if area.median is not None else None,
        sign=Line(SIGN, TRACK - 6, SIGN, TRACK + 6) if area.median is not None else None,
        own=own,
        figure=Text(own.x, TRACK - 14, str(area.own), "middle") if own else None,
        unscored="" if own else diamond(point((LEFT + RIGHT) / 2, TRACK), 5),
        frame=f"M{PAST_LEFT} {PAST_TOP} H{PAST_RIGHT} M{PAST_LEFT} {PAST_BOTTOM} H{PAST_RIGHT}" if dots else "",
        trend="M" + " L".join(f"{dot.x} {dot.y}" for dot in dots) if dots else "",
        trend_dots=dots,
        trend_ends=(Text(PAST_LEFT, HEIGHT - 2, words.first), Text(PAST_RIGHT, HEIGHT - 2, words.now, "end"))
        if dots
        else (),
    )


def _x(level: Decimal | int) -> float:
    share = (float(level) - LEVELS[0]) / (LEVELS[-1] - LEVELS[0])
    return unit(LEFT + share * (RIGHT - LEFT))


def _band(area: StripArea) -> Bar | None:
    if area.lower is None or area.upper is None:
        return None
    left = _x(area.lower)
    return Bar(left, TRACK - BAND_HEIGHT / 2, unit(_x(area.upper) - left), BAND_HEIGHT)


def _trend_dots(area: StripArea) -> tuple[Point, ...]:
    """Evenly spaced, the present last; none where there is no past to set beside it."""
    levels = [*area.past, area.own]
    if area.own is None or not any(level is not None for level in area.past):
        return ()
    step = (PAST_RIGHT - PAST_LEFT) / (len(levels) - 1)
    return tuple(
        point(PAST_LEFT + step * place, _height(level)) for place, level in enumerate(levels) if level is not None
    )


def _height(level: Decimal) -> float:
    share = (float(level) - LEVELS[0]) / (LEVELS[-1] - LEVELS[0])
    return PAST_BOTTOM - share * (PAST_BOTTOM - PAST_TOP)

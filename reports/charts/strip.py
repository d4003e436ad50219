"""One area in one line: where the council is on the scale and where it was last round, with its peers.

Small enough to stand on every half page: few texts, for a drawing's cost lies in them.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.charts.parts import LEVELS, Bar, Line, Point, Text, diamond, point, unit

WIDTH, HEIGHT, SIZE = 680, 41, 12
LEFT, RIGHT, TRACK = 16, 440, 27
SIGN, LABEL = 480, 488
BAND_HEIGHT, TICK_HEIGHT = 12, 20


@dataclass(frozen=True)
class StripArea:
    """Levels, or None where there is no figure."""

    own: Decimal | None
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    previous: Decimal | None = None


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
    previous: Point | None
    link: Line | None
    """From the last round to this one."""


def lay_out(area: StripArea, *, others: str) -> Strip:
    """`others` stands before the others' median."""
    own = point(_x(area.own), TRACK) if area.own is not None else None
    previous = point(_x(area.previous), TRACK) if area.previous is not None else None
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
        others=Text(LABEL, TRACK + 4, f"{others} {area.median}") if area.median is not None else None,
        sign=Line(SIGN, TRACK - 6, SIGN, TRACK + 6) if area.median is not None else None,
        own=own,
        figure=Text(own.x, TRACK - 14, str(area.own), "middle") if own else None,
        unscored="" if own else diamond(point((LEFT + RIGHT) / 2, TRACK), 5),
        previous=previous,
        link=Line(previous.x, TRACK, own.x, TRACK) if own and previous else None,
    )


def _x(level: Decimal | int) -> float:
    share = (float(level) - LEVELS[0]) / (LEVELS[-1] - LEVELS[0])
    return unit(LEFT + share * (RIGHT - LEFT))


def _band(area: StripArea) -> Bar | None:
    if area.lower is None or area.upper is None:
        return None
    left = _x(area.lower)
    return Bar(left, TRACK - BAND_HEIGHT / 2, unit(_x(area.upper) - left), BAND_HEIGHT)

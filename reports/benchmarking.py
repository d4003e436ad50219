"""What is typical of a set of councils, and where one council stands to it: plain, exact arithmetic.

Scores come in normalised (0-1), figures go out as levels (1-5). Nothing is rounded before the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

from assessments.scoring import BENCHMARKED_FROM, HIGHEST, LOWEST, answer_step, as_level

BAND_FROM = 8
"""How many others a quartile band needs: a quartile of fewer lies too near to a single council."""

WIDE = Decimal("1.5")
"""A band of this many levels or more says little about what is typical: 'close' then reaches over half the scale."""
TENTH = Fraction(1, 10)
LOWER_QUARTILE, MIDDLE, UPPER_QUARTILE = Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)
BAND_STEP = Decimal("0.5")
EDGE_FROM_MEDIAN = Decimal("0.3")
"""How far an edge of the band stays from the median: half a step of the one and half a tenth, so that no score rounds
to both. Where a quartile and the median are one level, a quarter of the councils are at it, and another group tells
which.
"""
EDGE_AT_END = Decimal("0.5")
"""How near an end of the scale an edge counts as the end, so that there is room for two different scores beyond it."""

Score = TypeVar("Score", Decimal, Fraction)


class Position(StrEnum):
    BELOW = "below"
    CLOSE = "close"
    ABOVE = "above"


class Doubt(StrEnum):
    """Why a position is less sure than others."""

    FEW = "few"
    SPREAD = "spread"
    COVERAGE = "coverage"


@dataclass(frozen=True)
class Typical:
    """The published figures of one set of councils in one area, as levels. No band below BAND_FROM councils."""

    n: int
    median: Decimal
    lower: Decimal | None = None
    upper: Decimal | None = None


def typical(scores: Iterable[Score]) -> Typical:
    """The median to 0.1 level and the quartile band to 0.5, halves up. Raises ValueError where there is no score.

    Rounding keeps a figure from being a fingerprint: an exact median of an odd number of councils is one council's
    score to the last decimal. The band is rounded more, since a quartile lies nearer to the councils at the edge.
    """
    return typical_of_ordered(sorted(scores))


def typical_of_ordered(ordered: Sequence[Score]) -> Typical:
    """The same of scores that come from the lowest to the highest. It looks at six of them, however many there are."""
    median = as_level(quantile(ordered, MIDDLE))
    if len(ordered) < BAND_FROM:
        return Typical(n=len(ordered), median=median)
    return Typical(
        n=len(ordered),
        median=median,
        lower=_lower_edge(quantile(ordered, LOWER_QUARTILE), median),
        upper=_upper_edge(quantile(ordered, UPPER_QUARTILE), median),
    )


def quantile(ordered: Sequence[Score], share: Fraction) -> Fraction:
    """The value below which this share lies, on a straight line between neighbours (PostgreSQL's percentile_cont)."""
    if not ordered:
        raise ValueError("nothing is typical of no councils")
    place = share * (len(ordered) - 1)
    below, above = Fraction(ordered[floor(place)]), Fraction(ordered[ceil(place)])
    return below + (above - below) * (place - floor(place))


def position(own: Decimal, peers: Typical, questions: int) -> Position:
    """Where a council's level stands to its peers, in an area of so many questions.

    Worked out from figures as they are shown, to one decimal: a word that rested on an unrounded median would
    tell on which side of the rounding that median lies.
    """
    distance = own - peers.median
    if abs(distance) <= tolerance(peers, questions):
        return Position.CLOSE
    return Position.BELOW if distance < 0 else Position.ABOVE


def tolerance(peers: Typical, questions: int) -> Fraction:
    """How far from the median still counts as close: the larger of one answer step and half the quartile band.

    The step goes up to the next tenth. Two levels that lie exactly one step apart are each rounded to a tenth before
    they are compared, and a third of a level shows as 0.3 or as 0.4: both are one step.
    """
    step = Fraction(ceil(answer_step(questions) / TENTH)) * TENTH
    if peers.lower is None or peers.upper is None:
        return step
    return max(step, Fraction(peers.upper - peers.lower) / 2)


def doubts(peers: Typical, coverage: int | None) -> tuple[Doubt, ...]:
    """What makes a position less sure; `coverage` is the viewer's own, in per cent.

    Like the position, it is told from figures as they are shown, so it tells nothing that they don't.
    """
    wide = peers.lower is not None and peers.upper is not None and peers.upper - peers.lower >= WIDE
    found = {
        Doubt.FEW: peers.n < BAND_FROM,
        Doubt.SPREAD: wide,
        Doubt.COVERAGE: coverage is not None and coverage < BENCHMARKED_FROM * 100,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _lower_edge(quartile: Fraction, median: Decimal) -> Decimal:
    """Rounded, one step further out where that is too near the median, and the end where it is near the end."""
    edge = _to_half(quartile)
    if edge > median - EDGE_FROM_MEDIAN:
        edge -= BAND_STEP
    return edge if edge > LOWEST + EDGE_AT_END else Decimal(LOWEST).quantize(BAND_STEP)


def _upper_edge(quartile: Fraction, median: Decimal) -> Decimal:
    edge = _to_half(quartile)
    if edge < median + EDGE_FROM_MEDIAN:
        edge += BAND_STEP
    return edge if edge < HIGHEST - EDGE_AT_END else Decimal(HIGHEST).quantize(BAND_STEP)


def _to_half(score: Fraction) -> Decimal:
    """A normalised score as a level to the nearest half, halves of a half rounded up."""
    level = LOWEST + score * (HIGHEST - LOWEST)
    return floor(level / Fraction(BAND_STEP) + Fraction(1, 2)) * BAND_STEP

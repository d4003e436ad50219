"""The arithmetic of the pulse: plain Python that knows no Django. Nothing here enters a score."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median

FEWEST = 5
"""A group with fewer answers than this is not shown, and neither is a question that fewer of it answered."""

APART = Decimal(1)
"""From this many levels between a group and the council, the two differ."""


class Side(StrEnum):
    """Where a group stands, seen from the council's own answer."""

    LOWER = "lower"
    CLOSE = "close"
    HIGHER = "higher"


def is_enough(number: int) -> bool:
    return number >= FEWEST


def middle(levels: Sequence[int]) -> Decimal | None:
    """The median, a whole or a half level; None where too few answered."""
    if not is_enough(len(levels)):
        return None
    return Decimal(median(levels)).quantize(Decimal("0.1"))


def side(of_group: Decimal, own: int) -> Side:
    apart = of_group - own
    if abs(apart) < APART:
        return Side.CLOSE
    return Side.HIGHER if apart > 0 else Side.LOWER


def shade(level: Decimal) -> int:
    """The level whose colour stands behind a figure, halves rounded up."""
    return int(level.quantize(Decimal(1), rounding=ROUND_HALF_UP))

"""How the levels of many councils in one area are spread.

Scores come in normalised (0-1), figures go out as levels (1-5) with one decimal. Nothing is rounded before the end.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from assessments.scoring import HIGHEST, LOWEST, answer_step, as_level
from reports.benchmarking import LOWER_QUARTILE, MIDDLE, UPPER_QUARTILE, quantile

LEVELS = tuple(range(LOWEST, HIGHEST + 1))
QUARTILES_FROM = 5
"""Of fewer councils, a quartile is little else than one council's level."""
REACH = Fraction(3, 2)
"""How many interquartile ranges beyond a quartile count as far (Tukey's fences)."""
HAIR = Fraction(1, 10**6)
"""Stored scores are rounded, so a level may lie this much beyond a fence that it really stands on."""


@dataclass(frozen=True)
class Spread:
    """No median without councils; no quartiles, and nobody far outside, below QUARTILES_FROM of them."""

    counts: tuple[int, ...]
    """How many councils are nearest to each level, the lowest level first."""
    median: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    width: Decimal | None = None
    """The interquartile range, from the quartiles before they are rounded."""
    outside: tuple[int, ...] = ()
    """The councils far outside, in the order in which the scores were given."""

    @property
    def n(self) -> int:
        return sum(self.counts)


def spread_of(scores: Mapping[int, Decimal], questions: int) -> Spread:
    """Of normalised scores by council, in an area of so many questions."""
    counts = level_counts(scores.values())
    if not scores:
        return Spread(counts)
    ordered = sorted(scores.values())
    median = as_level(quantile(ordered, MIDDLE))
    if len(ordered) < QUARTILES_FROM:
        return Spread(counts, median)
    lower, upper = quantile(ordered, LOWER_QUARTILE), quantile(ordered, UPPER_QUARTILE)
    low, high = fences(lower, upper, questions)
    beyond = {score for score in set(ordered) if score < low - HAIR or score > high + HAIR}
    return Spread(
        counts=counts,
        median=median,
        lower=as_level(lower),
        upper=as_level(upper),
        width=as_level(upper - lower) - LOWEST,
        outside=tuple(council for council, score in scores.items() if score in beyond),
    )


def fences(lower: Fraction, upper: Fraction, questions: int) -> tuple[Fraction, Fraction]:
    """The normalised scores beyond which a council lies far outside.

    They keep at least one answer step away from the quartiles: where most councils agree, a smaller difference than
    one answer makes is no difference.
    """
    reach = max(REACH * (upper - lower), answer_step(questions) / (HIGHEST - LOWEST))
    return lower - reach, upper + reach


def level_counts(scores: Iterable[Decimal]) -> tuple[int, ...]:
    """How many scores are nearest to each level, by the figure as it is shown."""
    counts = dict.fromkeys(LEVELS, 0)
    for score, councils in Counter(scores).items():
        counts[nearest_level(as_level(score))] += councils
    return tuple(counts.values())


def levels_of(scores: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """As shown, by council. Few scores differ, however many councils there are, so each is worked out once."""
    shown = {score: as_level(score) for score in set(scores.values())}
    return {council: shown[score] for council, score in scores.items()}


def nearest_level(level: Decimal) -> int:
    """The level whose name and colour a figure has; halves go up."""
    return int(level.quantize(Decimal(1), rounding=ROUND_HALF_UP))

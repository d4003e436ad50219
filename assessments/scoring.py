"""Scores and coverage, as plain arithmetic: no database, no clock, no rounding before the end.

Levels run from 1 to 5 and are normalised to 0-1. All sums are exact fractions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

LOWEST, HIGHEST = 1, 5
SCORED_FROM = Fraction(75, 100)
"""Coverage from which an area is scored."""
BENCHMARKED_FROM = Fraction(80, 100)
"""Coverage from which an area enters a benchmark."""


class Kind(StrEnum):
    UNANSWERED = "unanswered"
    LEVEL = "level"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"


@dataclass(frozen=True)
class ScoredAnswer:
    """What scoring needs of one answer. `level` is set for Kind.LEVEL alone."""

    kind: Kind
    weight: int = 1
    level: int | None = None

    def __post_init__(self) -> None:
        if (self.kind == Kind.LEVEL) != (self.level is not None):
            raise ValueError("a level belongs to an answer of the kind level, and to no other")
        if self.level is not None and not LOWEST <= self.level <= HIGHEST:
            raise ValueError(f"level {self.level} is not between {LOWEST} and {HIGHEST}")
        if self.weight < 1:
            raise ValueError(f"weight {self.weight} is not positive")


@dataclass(frozen=True)
class AreaScore:
    """`value` 0-1, None where coverage is too low; `coverage` 0-1, None where no question applies."""

    value: Fraction | None
    coverage: Fraction | None

    @property
    def enters_benchmark(self) -> bool:
        return self.value is not None and self.coverage is not None and self.coverage >= BENCHMARKED_FROM


def normalise(level: int) -> Fraction:
    return Fraction(level - LOWEST, HIGHEST - LOWEST)


def score(answers: Iterable[ScoredAnswer]) -> AreaScore:
    """The weighted mean of the levels, over the questions that apply to the council.

    Not applicable leaves numerator and denominator. Don't know and unanswered are unscored and lower coverage.
    """
    applicable = [answer for answer in answers if answer.kind != Kind.NOT_APPLICABLE]
    weight = sum(answer.weight for answer in applicable)
    if weight == 0:
        return AreaScore(value=None, coverage=None)
    levels = [(answer.weight, answer.level) for answer in applicable if answer.level is not None]
    answered = sum(w for w, _ in levels)
    coverage = Fraction(answered, weight)
    if coverage < SCORED_FROM:
        return AreaScore(value=None, coverage=coverage)
    return AreaScore(
        value=sum((w * normalise(level) for w, level in levels), Fraction(0)) / answered, coverage=coverage
    )


def as_level(value: Fraction | Decimal) -> Decimal:
    """A normalised score as a level with one decimal, halves rounded up."""
    exact = LOWEST + Fraction(value) * (HIGHEST - LOWEST)
    tenths = (Decimal(exact.numerator) * 10 / Decimal(exact.denominator)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return (tenths / 10).quantize(Decimal("0.1"))


def answer_step(questions: int) -> Fraction:
    """By how many levels an area's score moves when one question of average weight moves by one level."""
    return Fraction(1, questions)


def far_from_practices(level: int, in_place: int, of: int) -> bool:
    """Whether a level lies two or more levels from where the practices in place would put it."""
    if of == 0:
        return False
    suggested = LOWEST + Fraction(in_place, of) * (HIGHEST - LOWEST)
    return abs(level - suggested) >= 2


def stored(area_score: AreaScore) -> dict[str, Decimal | None]:
    """The score as the database keeps it: decimals, rounded beyond anything that is ever shown."""

    def decimal(value: Fraction | None, places: str) -> Decimal | None:
        if value is None:
            return None
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(places))

    return {
        "value": decimal(area_score.value, "0.00000001"),
        "coverage": decimal(area_score.coverage, "0.0001"),
    }

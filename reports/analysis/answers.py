"""How many councils gave which answer, and what share of them does or meets something."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from assessments.scoring import Kind, ScoredAnswer
from reports.analysis.spread import LEVELS

PER_CENT = 100


@dataclass(frozen=True)
class Tally:
    """The answers to one question."""

    counts: tuple[int, ...]
    """At each level, the lowest first."""
    not_applicable: int
    dont_know: int

    @property
    def applies_to(self) -> int:
        """Councils that gave a level or don't know."""
        return sum(self.counts) + self.dont_know


@dataclass(frozen=True)
class Share:
    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, halves up; None of nobody."""
        return floor(Fraction(PER_CENT * self.count, self.of) + Fraction(1, 2)) if self.of else None


def tally(answers: Iterable[ScoredAnswer]) -> Tally:
    given = Counter((answer.kind, answer.level) for answer in answers)
    return Tally(
        counts=tuple(given[Kind.LEVEL, level] for level in LEVELS),
        not_applicable=given[Kind.NOT_APPLICABLE, None],
        dont_know=given[Kind.DONT_KNOW, None],
    )

"""What changed in one area between two rounds: the same councils, and the questions that did not change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessments.scoring import HIGHEST, LOWEST, ScoredAnswer, answer_step, as_level, score
from reports.benchmarking import MIDDLE, quantile

Said = Mapping[int, Mapping[str, ScoredAnswer]]
"""Answers by council, then by code of question."""


class Direction(StrEnum):
    UP = "up"
    SAME = "same"
    DOWN = "down"


@dataclass(frozen=True)
class Move:
    council: int
    before: Fraction
    """Normalised, like `after`."""
    after: Fraction
    direction: Direction


@dataclass(frozen=True)
class Change:
    questions: int
    """How many questions are compared."""
    councils: int
    """How many councils answered in both rounds, scored or not."""
    moves: tuple[Move, ...]
    """Of those that are scored in both, in the order of the later answers."""

    def of(self, direction: Direction) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.direction == direction)

    @property
    def median_before(self) -> Decimal | None:
        return _median(move.before for move in self.moves)

    @property
    def median_after(self) -> Decimal | None:
        return _median(move.after for move in self.moves)


def change_of(before: Said, after: Said, questions: Collection[str]) -> Change:
    """On the matched panel and on these questions alone; the coverage that a score needs is that of these, too."""
    matched = [council for council in after if council in before]
    if not questions:
        return Change(0, len(matched), ())
    moves = (_move(council, before[council], after[council], questions) for council in matched)
    return Change(len(questions), len(matched), tuple(move for move in moves if move))


def _move(
    council: int, before: Mapping[str, ScoredAnswer], after: Mapping[str, ScoredAnswer], questions: Collection[str]
) -> Move | None:
    first, second = (
        score([answers[code] for code in sorted(questions) if code in answers]).value for answers in (before, after)
    )
    if first is None or second is None:
        return None
    return Move(council, first, second, direction(second - first, len(questions)))


def direction(difference: Fraction, questions: int) -> Direction:
    """Of two normalised scores. Less than one answer step is no change."""
    if abs(difference) * (HIGHEST - LOWEST) < answer_step(questions):
        return Direction.SAME
    return Direction.UP if difference > 0 else Direction.DOWN


def _median(scores: Iterable[Fraction]) -> Decimal | None:
    ordered = sorted(scores)
    return as_level(quantile(ordered, MIDDLE)) if ordered else None

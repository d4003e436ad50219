"""The attacker: all that a member of one council may see, and everything that counting can make of it.

What is unknown is a score for each council and each version of its work. Councils that are in the same figures can't
be told apart, so they form a cell. For every level, how many of a cell lie below it is a whole number between two
bounds. Each figure bounds the sum over its cells: a median of 2.6 says that so many of the group lie below 2.65 and so
many do not lie below 2.55. Every sum and difference of up to three figures is taken (exhaustive differencing), and
bounds are drawn from cell to cell and from level to level until nothing moves any more (interval reasoning). A cell of
which all lie below one level and none below another is derived.

The attacker is given more than a member sees: who took part, who handed in again, that scores are whole steps, and the
scores of a council that made its scorecard public.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import ceil, floor

import numpy as np

from reports import benchmarking, disclosure
from reports.benchmarking import LOWER_QUARTILE, MIDDLE, UPPER_QUARTILE, Typical

LOWEST, HIGHEST = Fraction(1), Fraction(5)
HALF_A_TENTH = Fraction(1, 20)
MOST_FIGURES = 3
"""How many figures are added to and taken from each other at once."""
MOST_HIDDEN = 2
HAIR = Fraction(1, 10**6)
"""'More than this level' is 'this level and a hair or more'."""

Version = tuple[int, int]
"""A council, and which of its works."""


@dataclass(frozen=True)
class Sight:
    """One figure as it is published: of whom, and what; or that its scores are alike or at an end."""

    of: frozenset[Version]
    shown: Typical | None


@dataclass(frozen=True)
class Claim:
    """Of the members of a figure, at least (or at most) so many lie below a level."""

    figure: int
    below: Fraction
    least: int
    most: int


class Contradiction(Exception):
    """What was assumed can't be true."""


def derived(sights: Sequence[Sight], step: Fraction) -> Iterator[tuple[Version, Fraction, Fraction]]:
    """Every version whose score is known to lie in less than one answer step, with the lowest and highest it can be."""
    if not sights:
        return
    cells = _cells(sights)
    differences = Differences(
        np.array([[place in signature for signature in cells] for place in range(len(sights))]),
        np.array([len(members) for members in cells.values()]),
    )
    levels = [LOWEST + step * steps for steps in range(int((HIGHEST - LOWEST) / step) + 2)]
    lowest = np.full(len(cells), len(levels))
    highest = np.full(len(cells), -1)
    shown = [claim for place, sight in enumerate(sights) if sight.shown for claim in _claims(place, sight)]
    start = _bounds_of_figures([len(sight.of) for sight in sights], levels)
    _narrow(*start, shown, levels)
    for claims in _hypotheses(sights, step):
        try:
            low, high = _ranges(differences, start, claims, levels)
        except Contradiction:
            continue
        lowest, highest = np.minimum(lowest, low), np.maximum(highest, high)
        if (highest > lowest).all():
            return
    for place, members in enumerate(cells.values()):
        if highest[place] == lowest[place]:
            yield from ((version, levels[lowest[place]], levels[highest[place]]) for version in members)


def _hypotheses(sights: Sequence[Sight], step: Fraction) -> Iterator[list[Claim]]:
    """What the figures that are withheld for what they would say could be, beside those that are shown."""
    hidden = [place for place, sight in enumerate(sights) if not sight.shown]
    meanings = [_from_both_ends(_what_alike_means(place, len(sights[place].of), step)) for place in hidden]
    # Of several that are hidden, as many are thought through together as a reader of figures has patience for.
    for assumed in product(*meanings[:MOST_HIDDEN]):
        yield [claim for claims in assumed for claim in claims]


def _from_both_ends(meanings: Iterator[list[Claim]]) -> list[list[Claim]]:
    """The furthest apart first: they show soonest that nothing follows."""
    ordered = list(meanings)
    return [one for pair in zip(ordered, reversed(ordered), strict=True) for one in pair][: len(ordered)]


def _what_alike_means(place: int, n: int, step: Fraction) -> Iterator[list[Claim]]:
    """All within one step, wherever, or the middle at one of the ends."""
    within = disclosure.ALIKE_WITHIN
    for steps in range(int((HIGHEST - LOWEST) / step) + 1 - within):
        level = LOWEST + steps * step
        yield [Claim(place, level, 0, 0), Claim(place, level + within * step + HAIR, n, n)]
    reach = disclosure.END_WITHIN * step
    yield [Claim(place, LOWEST + reach, (n - 1) // 2 + 1, n)]
    yield [Claim(place, HIGHEST - reach + HAIR, 0, n // 2)]


def _claims(place: int, sight: Sight) -> Iterator[Claim]:
    n, shown = len(sight.of), sight.shown
    if shown is None:
        return
    median = Fraction(shown.median)
    yield from _quantile_claims(place, n, MIDDLE, median - HALF_A_TENTH, median + HALF_A_TENTH)
    if shown.lower is None or shown.upper is None:
        return
    yield from _quantile_claims(place, n, LOWER_QUARTILE, *_lower_quartile(Fraction(shown.lower), median))
    # Upside down the upper edge is a lower one, but for which of two halves is rounded up: a hair.
    low, high = _lower_quartile(LOWEST + HIGHEST - Fraction(shown.upper), LOWEST + HIGHEST - median)
    yield from _quantile_claims(place, n, UPPER_QUARTILE, LOWEST + HIGHEST - high, LOWEST + HIGHEST - low)


def _lower_quartile(edge: Fraction, median: Fraction) -> tuple[Fraction, Fraction]:
    """From where to where the quartile may lie: what rounds to an edge that would be shown as this one."""
    step, end = Fraction(benchmarking.BAND_STEP), LOWEST + Fraction(benchmarking.EDGE_AT_END)
    latest = median - Fraction(benchmarking.EDGE_FROM_MEDIAN)
    first, last = (LOWEST, max(end, LOWEST)) if edge == LOWEST else (edge, edge)
    if first > latest and edge != LOWEST:
        first += step
    if last + step > latest:
        last += step
    return first - step / 2, min(last + step / 2, median + HALF_A_TENTH)


def _quantile_claims(place: int, n: int, share: Fraction, low: Fraction, high: Fraction) -> Iterator[Claim]:
    """The quantile is at least `low` and below `high`; it lies on a straight line between two neighbours."""
    where = share * (n - 1)
    one, next_one, weight = floor(where), ceil(where), where - floor(where)
    yield Claim(place, high, one + 1, n)
    yield Claim(place, low, 0, next_one)
    if weight:
        # The scale ends, so a neighbour can't make up for the other without limit.
        yield Claim(place, (high - (1 - weight) * LOWEST) / weight, next_one + 1, n)
        yield Claim(place, (low - weight * HIGHEST) / (1 - weight), 0, one)


def _ranges(differences: "Differences", start, claims: Sequence[Claim], levels: Sequence[Fraction]):
    """For each cell the lowest and the highest level that one of it may have, as places among the levels."""
    least, most = (bounds.copy() for bounds in start)
    _narrow(least, most, claims, levels)
    least, most = np.maximum.accumulate(least, axis=0), np.minimum.accumulate(most[::-1], axis=0)[::-1]
    if (least > most).any():
        raise Contradiction
    # Levels between which no figure says anything are one to the attacker.
    telling = np.r_[True, (np.diff(least, axis=0) != 0).any(axis=1) | (np.diff(most, axis=0) != 0).any(axis=1)]
    telling[-1] = True
    lower, upper = differences.settle(least[telling], most[telling])
    back = np.cumsum(telling) - 1
    lower, upper = lower[back], upper[back]
    first_possible = (upper > 0).argmax(axis=0)
    first_certain = (lower == differences.sizes).argmax(axis=0)
    return first_possible - 1, first_certain - 1


def _cells(sights: Sequence[Sight]) -> Mapping[frozenset[int], list[Version]]:
    seen_in: dict[Version, set[int]] = defaultdict(set)
    for place, sight in enumerate(sights):
        for version in sight.of:
            seen_in[version].add(place)
    cells: dict[frozenset[int], list[Version]] = defaultdict(list)
    for version, places in sorted(seen_in.items()):
        cells[frozenset(places)].append(version)
    return cells


def _bounds_of_figures(sizes: Sequence[int], levels: Sequence[Fraction]):
    """For each level and figure, how many of its members lie below the level at least and at most."""
    least = np.zeros((len(levels), len(sizes)), dtype=np.float32)
    most = np.tile(np.array(sizes, dtype=np.float32), (len(levels), 1))
    least[-1], most[0] = sizes, 0
    return least, most


def _narrow(least, most, claims: Sequence[Claim], levels: Sequence[Fraction]) -> None:
    for claim in claims:
        # Nobody lies between two levels, so to lie below something is to lie below the next level from there.
        row = min(bisect_left(levels, claim.below), len(levels) - 1)
        least[row, claim.figure] = max(least[row, claim.figure], claim.least)
        most[row, claim.figure] = min(most[row, claim.figure], claim.most)


@cache
def _signs(figures: int):
    """Every way to add and take away up to three figures. Only sums of more than one need a figure to take away."""
    rows = []
    for number in range(1, min(MOST_FIGURES, figures) + 1):
        for places in combinations(range(figures), number):
            for signs in product((1, -1), repeat=number):
                if number == 1 or len(set(signs)) > 1:
                    row = [0] * figures
                    for place, sign in zip(places, signs, strict=True):
                        row[place] = sign
                    rows.append(row)
    return np.array(rows, dtype=np.float32)


class Differences:
    """All sums and differences of figures over cells, laid out so that one pass over them is a few array operations."""

    def __init__(self, belongs, sizes):
        signs = _signs(len(belongs))
        self.sizes = sizes.astype(np.float32)
        weights = signs @ belongs.astype(np.float32)
        self.plus, self.minus = np.maximum(signs, 0), np.minimum(signs, 0)
        self.adding, self.taking = np.maximum(weights, 0), np.minimum(weights, 0)
        row, column = np.nonzero(weights)
        order = np.lexsort((weights[row, column], column))
        self.row, column, weight = row[order], column[order], weights[row, column][order]
        self.starts = np.flatnonzero(np.r_[True, (np.diff(column) != 0) | (np.diff(weight) != 0)])
        self.column, self.weight = column[self.starts], weight[self.starts]

    def settle(self, least, most):
        """Bounds of each cell at each level, tightened until nothing moves."""
        need = self.plus @ least.T + self.minus @ most.T
        lower = np.zeros((len(least), len(self.sizes)), dtype=np.float32)
        upper = np.tile(self.sizes, (len(least), 1))
        lower[-1], upper[0] = self.sizes, 0
        while True:
            slack = (self.adding @ upper.T + self.taking @ lower.T) - need
            if (slack < 0).any():
                raise Contradiction
            new_lower, new_upper = self._tightened(lower, upper, slack)
            if (new_lower > new_upper).any():
                raise Contradiction
            if (new_lower == lower).all() and (new_upper == upper).all():
                return lower, upper
            lower, upper = new_lower, new_upper

    def _tightened(self, lower, upper, slack):
        room = np.minimum.reduceat(slack[self.row], self.starts, axis=0) // np.abs(self.weight)[:, None]
        new_lower, new_upper = lower.copy(), upper.copy()
        for place, (column, weight) in enumerate(zip(self.column, self.weight, strict=True)):
            if weight > 0:
                np.maximum(new_lower[:, column], upper[:, column] - room[place], out=new_lower[:, column])
            else:
                np.minimum(new_upper[:, column], lower[:, column] + room[place], out=new_upper[:, column])
        # Who lies below a level lies below every higher one.
        return np.maximum.accumulate(new_lower, axis=0), np.minimum.accumulate(new_upper[::-1], axis=0)[::-1]

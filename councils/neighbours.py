"""Which councils are most like a council: the method of nearest neighbours. Plain Python, codes in and codes out.

docs/scoring.md explains the method with an example. It is fixed and published: nobody chooses what it looks at, how far
it reaches or for whom.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import dist, log
from statistics import fmean, pstdev

NEAREST = 8
"""How many neighbours a council has: as many others as a band needs."""
DIGITS = 9
"""Distances are compared to so many digits, so that what is equally far on paper is equally far here."""

Point = tuple[float, ...]
"""Population, density and area, each in standard deviations from the mean of the nation."""


@dataclass(frozen=True)
class Facts:
    """The open facts about one council. Both numbers are whole and at least 1."""

    code: str
    """Its GSS code."""
    population: int
    area_km2: int


def nearest_neighbours(councils: Sequence[Facts]) -> dict[str, tuple[str, ...]]:
    """The neighbours of each of these councils of one nation, by code, the nearest first.

    In a nation of fewer than nine councils they are all others. Of two that are equally far, the one whose code comes
    first is nearer.
    """
    positions = dict(zip((one.code for one in councils), standardised(councils), strict=True))
    return {
        code: tuple(
            other
            for _far, other in sorted(
                (round(dist(position, elsewhere), DIGITS), other)
                for other, elsewhere in positions.items()
                if other != code
            )[:NEAREST]
        )
        for code, position in positions.items()
    }


def standardised(councils: Sequence[Facts]) -> Iterator[Point]:
    """The position of each council among these.

    Logarithms, because all three facts are very skewed: a few cities and a few wide regions would set the scale, and
    everybody else would lie in one heap. With them, twice as many people is the same step anywhere.
    """
    populations = [log(one.population) for one in councils]
    densities = [log(one.population / one.area_km2) for one in councils]
    areas = [log(one.area_km2) for one in councils]
    return zip(*(_standardised(values) for values in (populations, densities, areas)), strict=True)


def _standardised(values: Sequence[float]) -> list[float]:
    """Where all are alike, all are at 0."""
    mean, deviation = (fmean(values), pstdev(values)) if values else (0.0, 0.0)
    return [(value - mean) / deviation if deviation else 0.0 for value in values]

"""Councils that share a gap and a barrier, and those that could help them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.analysis.spread import levels_of, nearest_level

GAP_UP_TO = 2
"""An area is a gap where the nearest level is this or lower: a level below 2.5, as shown."""
HELPS_FROM = 4
"""A council could help where the nearest level is this or higher: a level from 3.5, as shown."""
FEWEST = 3
"""Two councils are a conversation; from three on, a programme can be worth its trouble."""


@dataclass(frozen=True)
class Cluster:
    barrier: int
    councils: tuple[int, ...]


@dataclass(frozen=True)
class AreaClusters:
    """Councils stand in the order in which their scores were given."""

    gap: tuple[int, ...]
    """All councils with a gap here, whatever their barriers."""
    helpers: tuple[int, ...]
    clusters: tuple[Cluster, ...]


def clusters_of(scores: Mapping[int, Decimal], barriers: Mapping[int, Collection[int]]) -> AreaClusters:
    """Of one area: normalised scores by council, and who meets each barrier there. In the order of the barriers."""
    nearest = {council: nearest_level(level) for council, level in levels_of(scores).items()}
    gap = tuple(council for council, level in nearest.items() if level <= GAP_UP_TO)
    found = (Cluster(barrier, tuple(c for c in gap if c in met)) for barrier, met in barriers.items())
    return AreaClusters(
        gap=gap,
        helpers=tuple(council for council, level in nearest.items() if level >= HELPS_FROM),
        clusters=tuple(cluster for cluster in found if len(cluster.councils) >= FEWEST),
    )

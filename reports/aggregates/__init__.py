"""What everybody may see of a release that a manager has made public."""

from reports.aggregates.building import build, listed, public_releases
from reports.aggregates.content import AggregateArea, AggregateGroup, AggregateLens, Aggregates, PublicRelease

__all__ = [
    "AggregateArea",
    "AggregateGroup",
    "AggregateLens",
    "Aggregates",
    "PublicRelease",
    "build",
    "listed",
    "public_releases",
]

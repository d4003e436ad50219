"""How an area has moved over the rounds, as frozen data: part of a scorecard's content."""

from dataclasses import dataclass
from decimal import Decimal

from reports.looking import Change


@dataclass(frozen=True)
class TrendPoint:
    """One round: the council's own level beside the others' frozen median. None where there is no figure."""

    round_name: str
    own: Decimal | None
    median: Decimal | None
    n: int | None
    """Other councils behind the median."""
    is_released: bool
    """Whether the round has a release with figures for this council, shown or withheld."""
    moved: Change | None = None
    """How the median moved of those others who were in the round before as well."""
    same_others: bool = False
    """Whether the others are exactly those of the round before, so that the two medians can be joined."""


@dataclass(frozen=True)
class AreaTrend:
    group: str
    """The group that the area is compared with now, in every round; empty where it is compared with none."""
    points: tuple[TrendPoint, ...]
    """The oldest round first, the present one last."""
    words: str
    """Own change and the others' medians, as sentences."""

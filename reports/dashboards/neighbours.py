"""Who is whose nearest neighbour in a round, for those who run it. Open facts alone: nothing that anybody answered."""

from collections import defaultdict
from dataclasses import dataclass

from assessments.models import Round
from councils.models import PeerGroup, PeerGroupKind


@dataclass(frozen=True)
class Neighbourhood:
    council: str
    neighbours: tuple[str, ...]
    """Their names in alphabetical order."""


@dataclass(frozen=True)
class Neighbours:
    is_on_ladder: bool
    """Whether any ladder of the round names nearest neighbours."""
    of: tuple[Neighbourhood, ...]
    """Of each invited council; empty where they were not computed before the round opened."""


def build(round_: Round) -> Neighbours:
    """Two queries."""
    through = PeerGroup.councils.through
    rows = (
        through.objects.filter(peergroup__in=PeerGroup.objects.neighbours_for(round_.slug))
        .filter(peergroup__owner__assessments__round=round_)
        .order_by("peergroup__owner__name", "council__name")
        .values_list("peergroup__owner__name", "council__name")
    )
    others: dict[str, list[str]] = defaultdict(list)
    for owner, council in rows:
        if council != owner:
            others[owner].append(council)
    return Neighbours(
        is_on_ladder=round_.rungs.filter(kind=PeerGroupKind.NEAREST).exists(),
        of=tuple(Neighbourhood(owner, tuple(names)) for owner, names in others.items()),
    )

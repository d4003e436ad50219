"""The usual peer ladder: which kind of group is tried first for the councils of each nation."""

from assessments.models import LadderRung, Round
from councils.models import Nation, PeerGroupKind

DEFAULT_LADDER: dict[Nation, tuple[PeerGroupKind, ...]] = {
    Nation.SCOTLAND: (PeerGroupKind.LGBF_PLACE, PeerGroupKind.LGBF_PEOPLE, PeerGroupKind.NATION, PeerGroupKind.NEAREST),
    Nation.ENGLAND: (
        PeerGroupKind.TYPE_REGION,
        PeerGroupKind.COUNCIL_TYPE,
        PeerGroupKind.NATION,
        PeerGroupKind.NEAREST,
    ),
    Nation.WALES: (PeerGroupKind.NATION, PeerGroupKind.NEAREST),
    Nation.NORTHERN_IRELAND: (PeerGroupKind.NATION, PeerGroupKind.NEAREST),
}


def default_rungs(round_: Round) -> list[LadderRung]:
    """Unsaved rungs of the usual ladder."""
    return [
        LadderRung(round=round_, nation=nation, position=position, kind=kind)
        for nation, kinds in DEFAULT_LADDER.items()
        for position, kind in enumerate(kinds, start=1)
    ]

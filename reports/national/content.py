"""The content of a national report, as frozen data. It names no council and holds no council's result.

Figures of scores are levels from 1 to 5 and come from a release's public figures alone.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.content import MethodNote
from reports.facts import FrameworkFacts, ReleaseFacts, RoundFacts
from reports.looking import Change


@dataclass(frozen=True)
class TakingPart:
    """How many councils of a nation are in the release."""

    nation: str
    n: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.n / self.of) if self.of else 0


@dataclass(frozen=True)
class Aggregate:
    """What may be shown of a group in one area. Figures are None where withheld; no band of few councils."""

    n: int | None
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    reason: str
    """Why there are no figures, in words; empty where there are some."""
    moved: Change | None = None
    """How the median moved of those councils that were in the round before as well."""


@dataclass(frozen=True)
class Earlier:
    round_name: str
    aggregate: Aggregate | None
    """None where the round's release has none of this group."""


@dataclass(frozen=True)
class GroupArea:
    name: str
    short_name: str
    now: Aggregate
    earlier: tuple[Earlier, ...]
    """The oldest round first."""
    words: str
    """What the figures say, or why there are none, as a sentence."""
    moved_words: str
    """What has moved since the round before, of the same councils alone."""
    same_councils: bool
    """Whether the councils are exactly those of the round before, so that the two medians can be joined."""


@dataclass(frozen=True)
class GroupLens:
    code: str
    name: str
    finding: str
    """The title of its chart."""
    trend_finding: str
    """The title of its trend; empty without an earlier round."""
    areas: tuple[GroupArea, ...]


@dataclass(frozen=True)
class Group:
    """A nation or a council type."""

    name: str
    lenses: tuple[GroupLens, ...]

    @property
    def areas(self) -> tuple[GroupArea, ...]:
        return tuple(area for lens in self.lenses for area in lens.areas)

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure for any of its areas."""
        return any(area.now.median is not None for area in self.areas)

    @property
    def earlier_rounds(self) -> tuple[str, ...]:
        return tuple(earlier.round_name for earlier in self.areas[0].earlier) if self.areas else ()


@dataclass(frozen=True)
class BarrierShare:
    name: str
    definition: str
    """The first sentence of it."""
    count: int | None
    """Councils that ticked it in at least one area; None where that is not shown."""
    percent: int | None
    words: str
    """'20 of 32', or why there is no figure."""


@dataclass(frozen=True)
class SharedGap:
    """One of the areas where a nation is lowest."""

    group: str
    area: str
    words: str
    barriers: tuple[str, ...]
    """What most councils of the release named there, with how many."""


@dataclass(frozen=True)
class NotShown:
    """Why figures are missing, with where that holds."""

    words: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class NationalContent:
    round: RoundFacts
    framework: FrameworkFacts
    release: ReleaseFacts
    digest: str
    """Of what went into the release."""
    invented: bool
    is_public: bool
    """Whether the release's aggregates are public. Until then the report is the Digital Office's own."""
    summary: str
    taking_part: tuple[TakingPart, ...]
    """By nation, those of most councils first."""
    also_before: str
    """How many took part in the round before as well, as a sentence; empty without one."""
    nations: tuple[Group, ...]
    """Those with figures, in the same order."""
    types: tuple[Group, ...]
    barriers: tuple[BarrierShare, ...]
    """Those met by most councils first."""
    barriers_note: str
    gaps: tuple[SharedGap, ...]
    not_shown: tuple[NotShown, ...]
    method: tuple[MethodNote, ...]

    @property
    def short_digest(self) -> str:
        return self.digest[:12]

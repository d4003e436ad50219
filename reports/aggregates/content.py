"""A public release as finished content: the same for the page and for the files."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.content import MethodNote


@dataclass(frozen=True)
class AggregateArea:
    """What everybody may see of one group in one area. Levels from 1 to 5, None where they are withheld."""

    code: str
    name: str
    short_name: str
    lens: str
    """Its code."""
    n: int | None
    """Councils in the figures."""
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    withheld: str
    """Why, by the name of the rule; empty where the figures are shown."""
    why: str
    """The same in words."""


@dataclass(frozen=True)
class AggregateLens:
    code: str
    name: str
    finding: str
    """What its chart shows."""
    areas: tuple[AggregateArea, ...]

    @property
    def is_shown(self) -> bool:
        return any(area.median is not None for area in self.areas)

    @property
    def common_reason(self) -> str:
        """In words, where all areas are withheld for one reason."""
        reasons = {area.why for area in self.areas}
        return "" if self.is_shown or len(reasons) > 1 else next(iter(reasons), "")


@dataclass(frozen=True)
class AggregateGroup:
    code: str
    name: str
    kind: str
    kind_words: str
    councils: int
    """How many there are."""
    taking_part: int
    """How many of them are in the release."""
    lenses: tuple[AggregateLens, ...]

    @property
    def areas(self) -> tuple[AggregateArea, ...]:
        return tuple(area for lens in self.lenses for area in lens.areas)

    @property
    def shown(self) -> int:
        """In how many areas there is a figure."""
        return sum(area.median is not None for area in self.areas)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why figures are withheld in it, in words, each once."""
        return tuple(dict.fromkeys(area.why for area in self.areas if area.withheld))


@dataclass(frozen=True)
class PublicRelease:
    """A release in the list of those that are public."""

    code: str
    number: int
    round: str
    framework: str
    framework_code: str
    framework_version: str
    closed_at: datetime
    released_at: datetime
    public_at: datetime | None
    """None in what a manager reads before it is public."""
    digest: str
    councils: int
    """How many took part."""
    invented: bool
    minimum: int
    """How many councils a group needs before anything of it is shown."""
    later: str
    """Code of the latest public release of the round, where it is another one."""


@dataclass(frozen=True)
class Aggregates:
    release: PublicRelease
    groups: tuple[AggregateGroup, ...]
    """Nations, then council types, each by name."""
    method: tuple[MethodNote, ...]

"""What a document is about: the council, the round, the framework, what was handed in and the release."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class CouncilFacts:
    name: str
    official_name: str
    gss_code: str
    nation: str


@dataclass(frozen=True)
class RoundFacts:
    name: str
    slug: str
    closes_at: datetime


@dataclass(frozen=True)
class FrameworkFacts:
    title: str
    version: str


@dataclass(frozen=True)
class SubmissionFacts:
    """The lead who submits stays unnamed; whoever signs off does so by name."""

    id: UUID
    number: int
    digest: str
    submitted_at: datetime
    signed_off_at: datetime | None
    signed_off_by: str
    """Empty until it is signed off."""

    @property
    def is_signed_off(self) -> bool:
        return self.signed_off_at is not None

    @property
    def short_digest(self) -> str:
        return self.digest[:12]


@dataclass(frozen=True)
class ReleaseFacts:
    code: str
    released_at: datetime
    round_name: str
    round_closed_at: datetime
    is_earlier: bool
    """Whether the release is of an earlier round than the assessment."""

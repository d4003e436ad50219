"""All rounds, with how far they are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Prefetch, Q

from assessments import policies
from assessments.models import Round
from assessments.states import AssessmentState
from reports.models import BenchmarkRelease


class Stage(StrEnum):
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"


@dataclass(frozen=True)
class RoundLine:
    """One round. `started` counts all who have begun, `submitted` all who have handed in, signed off or not."""

    slug: str
    name: str
    framework: str
    opens_at: datetime
    closes_at: datetime
    stage: Stage
    release: str
    """The id of the latest release; empty without one."""
    released_at: datetime | None
    invited: int
    started: int
    submitted: int
    signed_off: int


def build(at: datetime) -> tuple[RoundLine, ...]:
    """The latest round first. Two queries."""
    draft = Q(assessments__state=AssessmentState.IN_PROGRESS)
    rounds = (
        Round.objects.select_related("framework")
        .prefetch_related(Prefetch("releases", BenchmarkRelease.objects.order_by("number")))
        .annotate(
            invited=Count("assessments"),
            started=Count("assessments", filter=~draft | Q(assessments__started_at__isnull=False)),
            submitted=Count("assessments", filter=~draft),
            signed_off=Count("assessments", filter=Q(assessments__state=AssessmentState.SIGNED_OFF)),
        )
        .order_by("-closes_at", "name")
    )
    return tuple(
        _line(round_, at, (round_.invited, round_.started, round_.submitted, round_.signed_off)) for round_ in rounds
    )


def _line(round_: Round, at: datetime, counts: tuple[int, int, int, int]) -> RoundLine:
    releases = list(round_.releases.all())
    latest = releases[-1] if releases else None
    invited, started, submitted, signed_off = counts
    return RoundLine(
        slug=round_.slug,
        name=round_.name,
        framework=str(round_.framework),
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        stage=_stage(round_, latest, at),
        release=latest.code if latest else "",
        released_at=latest.released_at if latest else None,
        invited=invited,
        started=started,
        submitted=submitted,
        signed_off=signed_off,
    )


def _stage(round_: Round, release: BenchmarkRelease | None, at: datetime) -> Stage:
    if release:
        return Stage.RELEASED
    if not policies.has_opened(round_, at):
        return Stage.COMING
    return Stage.CLOSED if at >= round_.closes_at else Stage.OPEN

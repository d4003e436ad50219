"""Worlds of councils in their groups, with a round that has closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assessments.models import Assessment, Round, Submission
from characteristics.models import Area, Framework
from councils.models import Council, OfficeRole, PeerGroup, PeerGroupKind, User
from reports.models import BenchmarkFigure, BenchmarkRelease
from reports.services import release_benchmarks
from tests.factories import (
    LevelOrNone,
    make_assessment,
    make_council,
    make_group,
    make_round,
    make_submission,
    make_user,
)

CLOSES = datetime(2025, 11, 28, 17, tzinfo=UTC)
AFTERWARDS = CLOSES + timedelta(days=3)


@dataclass(frozen=True)
class World:
    round: Round
    councils: list[Council]
    nation: PeerGroup
    families: list[PeerGroup]
    manager: User

    def area(self, code: str = "LEAD") -> Area:
        return self.round.framework.areas.get(code=code)

    def release(self, at: datetime = AFTERWARDS) -> BenchmarkRelease:
        return release_benchmarks(round_=self.round, by=self.manager, at=at)

    def figure(
        self, release: BenchmarkRelease, viewer: Council, group: PeerGroup, code: str = "LEAD"
    ) -> BenchmarkFigure:
        return release.figures.get(viewer=viewer, group=group, area__code=code)

    def assessment_of(self, council: Council) -> Assessment:
        return self.round.assessments.get(council=council)

    def submit(self, council: Council, levels: Mapping[str, LevelOrNone] | LevelOrNone = 3, **more) -> Submission:
        """Hand in, for the first time or again."""
        assessment = self.round.assessments.filter(council=council).first()
        return make_submission(assessment or make_assessment(council, self.round), levels, by=self.manager, **more)

    def submit_all(self, councils: Iterable[Council]) -> None:
        """Levels from 2.0 upwards, 0.1 apart."""
        for place, council in enumerate(councils):
            self.submit(council, f"{2 + (place % 30) / 10}")


def make_closed_round(framework: Framework | None = None, *, slug: str = "2025", closes_at: datetime = CLOSES) -> Round:
    return make_round(framework, slug=slug, opens_at=closes_at - timedelta(days=60), closes_at=closes_at)


def make_world(councils: int = 16, *, family: int = 8, slug: str = "2025") -> World:
    """Scottish councils in area-type families of so many; there is no population family, so that rung is empty."""
    made = [make_council(f"Council {slug} {number:03}") for number in range(councils)]
    families = [
        make_group(f"Family {start}", councils=made[start : start + family]) for start in range(0, councils, family)
    ]
    return World(
        round=make_closed_round(slug=slug),
        councils=made,
        nation=make_group("Scotland", kind=PeerGroupKind.NATION, councils=made),
        families=families,
        manager=make_user("Manager", office_role=OfficeRole.MANAGER),
    )

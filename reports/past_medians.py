"""What earlier releases showed one council of the groups that it is compared with now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessments.models import Round
from councils.models import Council
from reports.looking import Change
from reports.models import BenchmarkFigure, BenchmarkRelease


@dataclass(frozen=True)
class RoundSeen:
    """A round as a trend names and orders it."""

    id: int
    name: str
    closes_at: datetime


@dataclass(frozen=True)
class GroupMedian:
    """None where withheld."""

    n: int | None
    median: Decimal | None
    moved: Change | None
    """Of those who were in the round before as well."""


GroupMedians = Mapping[tuple[str, str], GroupMedian]
"""By name of the group and code of the area."""


def round_seen(round_: Round) -> RoundSeen:
    return RoundSeen(round_.pk, round_.name, round_.closes_at)


def medians_over_rounds(
    *, release: BenchmarkRelease, council: Council, groups: Collection[str]
) -> dict[RoundSeen, GroupMedians]:
    """What the council may see of these groups in the latest release of each round, up to the given release.

    No release after the given one counts, so that it says the same for ever. Nor does a group of the same name that is
    another one, as the nearest neighbours of another round are. One query.
    """
    now = BenchmarkFigure.objects.filter(release=release, viewer=council, group__name__in=groups)
    figures = BenchmarkFigure.objects.filter(
        viewer=council,
        group__in=now.values("group"),
        release__round__framework=release.round.framework_id,
        release__round__closes_at__lte=release.round.closes_at,
        release__released_at__lte=release.released_at,
    )
    found: dict[RoundSeen, dict[tuple[str, str], GroupMedian]] = {}
    numbers: dict[RoundSeen, int] = {}
    for figure in figures.select_related("release__round", "group", "area").order_by("-release__number"):
        seen = round_seen(figure.release.round)
        if figure.release.number == numbers.setdefault(seen, figure.release.number):
            found.setdefault(seen, {})[figure.group.name, figure.area.code] = GroupMedian(
                figure.n, figure.median, _moved(figure)
            )
    return dict(found)


def _moved(figure: BenchmarkFigure) -> Change | None:
    n, before, now = figure.panel_n, figure.panel_before, figure.panel_now
    return None if n is None or before is None or now is None else Change(n, before, now)

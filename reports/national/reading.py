"""What a national report is made from, read in a constant number of queries. All of it is frozen with the release."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from councils.models import PeerGroup, PeerGroupKind
from reports.looking import Change
from reports.models import BenchmarkRelease, PublicFigure, Withheld
from reports.national.content import Aggregate, TakingPart
from reports.queries import peers_of, thawed

MOST_EARLIER = 2
"""Rounds before this one that the report shows."""

Aggregates = Mapping[tuple[int, str], Aggregate]
"""By id of the group and code of the area."""


@dataclass(frozen=True)
class PublicGroup:
    id: int
    name: str
    is_nation: bool
    members: frozenset[int]


@dataclass(frozen=True)
class Barriers:
    """How many councils of the release ticked what."""

    councils: int
    by_code: Counter[str]
    """Councils that ticked it in at least one area."""
    by_area: Counter[tuple[str, str]]
    """By codes of area and barrier."""


@dataclass(frozen=True)
class Given:
    release: BenchmarkRelease
    councils: frozenset[int]
    """Those in the release."""
    groups: tuple[PublicGroup, ...]
    """Nations and types of which there are figures, those of most councils in the release first."""
    nations: tuple[TakingPart, ...]
    now: Aggregates
    earlier: tuple[tuple[BenchmarkRelease, Aggregates], ...]
    """The latest release of each earlier round, the oldest first."""
    before: frozenset[int]
    """Councils in the latest of these."""
    barriers: Barriers


def given_by(release: BenchmarkRelease) -> Given:
    councils = _councils(release)
    earlier = _earlier(release)
    figures = _figures([release, *earlier])
    groups = _groups(release, councils, {group for group, _area in figures[release.pk]})
    return Given(
        release=release,
        councils=councils,
        groups=groups,
        nations=_taking_part(groups, councils),
        now=figures[release.pk],
        earlier=tuple((one, figures[one.pk]) for one in earlier),
        before=_councils(earlier[-1]) if earlier else frozenset(),
        barriers=_barriers(release),
    )


def _councils(release: BenchmarkRelease) -> frozenset[int]:
    return frozenset(release.submissions.values_list("assessment__council_id", flat=True))


def _earlier(release: BenchmarkRelease) -> list[BenchmarkRelease]:
    """Only what was there when this one was released, so that the report says the same for ever."""
    found = BenchmarkRelease.objects.filter(
        round__framework=release.round.framework_id,
        round__closes_at__lt=release.round.closes_at,
        released_at__lte=release.released_at,
    )
    latest = {one.round_id: one for one in found.select_related("round").order_by("round__closes_at", "number")}
    return list(latest.values())[-MOST_EARLIER:]


def _figures(releases: list[BenchmarkRelease]) -> dict[int, dict[tuple[int, str], Aggregate]]:
    rows: QuerySet[PublicFigure] = PublicFigure.objects.filter(release__in=releases).select_related("area")
    figures: dict[int, dict[tuple[int, str], Aggregate]] = {release.pk: {} for release in releases}
    for row in rows:
        reason = _why(Withheld(row.withheld)) if row.withheld else ""
        aggregate = Aggregate(row.n, row.median, row.lower, row.upper, reason, _moved(row))
        figures[row.release_id][row.group_id, row.area.code] = aggregate
    return figures


def _moved(row: PublicFigure) -> Change | None:
    n, before, now = row.panel_n, row.panel_before, row.panel_now
    return None if n is None or before is None or now is None else Change(n, before, now)


def _why(withheld: Withheld) -> str:
    return {
        Withheld.TOO_FEW: _("too few councils took part"),
        Withheld.DIFFERENCE: _("it could be set against another group to work out a single council"),
        Withheld.CORRECTION: _("too few councils changed since an earlier release of this round"),
        Withheld.ALIKE: _("the results are so alike, or so near an end of the scale, that it would give councils away"),
    }[withheld]


def _groups(release: BenchmarkRelease, councils: frozenset[int], shown: set[int]) -> tuple[PublicGroup, ...]:
    peers = thawed(release.peers) if release.peers else peers_of(release.round)
    nations = PeerGroup.objects.filter(pk__in=peers.members, kind=PeerGroupKind.NATION)
    found = [
        PublicGroup(row.pk, row.name, row.kind == PeerGroupKind.NATION, frozenset(peers.members.get(row.pk, ())))
        for row in PeerGroup.objects.filter(pk__in=shown) | nations
    ]
    return tuple(sorted(found, key=lambda group: (-len(group.members & councils), group.name)))


def _taking_part(groups: tuple[PublicGroup, ...], councils: frozenset[int]) -> tuple[TakingPart, ...]:
    nations = (group for group in groups if group.is_nation and group.members & councils)
    return tuple(TakingPart(one.name, len(one.members & councils), len(one.members)) for one in nations)


def _barriers(release: BenchmarkRelease) -> Barriers:
    """From what was handed in, as it was then."""
    by_code: Counter[str] = Counter()
    by_area: Counter[tuple[str, str]] = Counter()
    councils = 0
    for content in release.submissions.values_list("content", flat=True).iterator(chunk_size=50):
        ticked = {
            (section["area"], code) for section in json.loads(content)["sections"] for code in section["barriers"]
        }
        by_area.update(ticked)
        by_code.update({code for _area, code in ticked})
        councils += 1
    return Barriers(councils, by_code, by_area)

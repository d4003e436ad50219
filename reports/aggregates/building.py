"""Reads what is stored of a release, and nothing that can change after it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from django.db.models import Count, QuerySet

from characteristics.models import Lens
from councils.models import PeerGroup, PeerGroupKind
from reports.aggregates import words
from reports.aggregates.content import AggregateArea, AggregateGroup, AggregateLens, Aggregates, PublicRelease
from reports.models import BenchmarkRelease, PublicFigure
from reports.queries import PUBLIC_KINDS


def public_releases() -> QuerySet[BenchmarkRelease]:
    """The latest in front."""
    releases = BenchmarkRelease.objects.filter(public_at__isnull=False).select_related("round__framework")
    return releases.order_by("-released_at", "-number")


def listed(releases: QuerySet[BenchmarkRelease]) -> tuple[PublicRelease, ...]:
    """One query."""
    counted = list(releases.defer("peers").annotate(councils=Count("submissions")))
    latest = {release.round_id: release.code for release in sorted(counted, key=lambda release: release.number)}
    later = {release.pk: latest[release.round_id] for release in counted if latest[release.round_id] != release.code}
    return tuple(_facts(release, release.councils, later=later.get(release.pk, "")) for release in counted)


def build(release: BenchmarkRelease) -> Aggregates:
    """Five queries. What it reads was written with the release and never changes: no scores, no groups of today."""
    entering = frozenset(release.submissions.values_list("assessment__council__gss_code", flat=True))
    minimum = release.minimum_others + 1
    figures = release.public_figures.select_related("group", "area").order_by("area__position")
    of_group: dict[PeerGroup, list[AggregateArea]] = defaultdict(list)
    for figure in figures:
        of_group[figure.group].append(_area(figure, minimum))
    members = _members(release)
    groups = [_group(group, areas, members, entering) for group, areas in of_group.items()]
    return Aggregates(
        release=_facts(release, len(entering), later=_later(release)),
        groups=tuple(sorted(groups, key=lambda group: (_place(group.kind), group.name))),
        method=words.method(release.round.framework.title, minimum),
    )


def _facts(release: BenchmarkRelease, councils: int, *, later: str) -> PublicRelease:
    framework = release.round.framework
    return PublicRelease(
        code=release.code,
        number=release.number,
        round=release.round.name,
        framework=framework.title,
        framework_code=framework.code,
        framework_version=framework.version,
        closed_at=release.round.closes_at,
        released_at=release.released_at,
        public_at=release.public_at,
        digest=release.digest,
        councils=councils,
        invented=release.round.invented,
        minimum=release.minimum_others + 1,
        later=later,
    )


def _later(release: BenchmarkRelease) -> str:
    later = public_releases().filter(round=release.round_id, number__gt=release.number).order_by("-number")
    return later.values_list("code", flat=True).first() or ""


def _members(release: BenchmarkRelease) -> Mapping[str, Sequence[str]]:
    """The GSS codes of each group's councils as they were then."""
    members: Mapping[str, Sequence[str]] = json.loads(release.peers)["groups"] if release.peers else {}
    return members


def _group(
    group: PeerGroup, areas: Sequence[AggregateArea], members: Mapping[str, Sequence[str]], entering: Set[str]
) -> AggregateGroup:
    councils = members.get(group.code, ())
    return AggregateGroup(
        code=group.code,
        name=group.name,
        kind=group.kind,
        kind_words=str(group.get_kind_display()),
        councils=len(councils),
        taking_part=len(entering & set(councils)),
        lenses=tuple(lens for lens in (_lens(lens, group.name, areas) for lens in Lens) if lens.areas),
    )


def _lens(lens: Lens, group: str, areas: Sequence[AggregateArea]) -> AggregateLens:
    own = tuple(area for area in areas if area.lens == lens)
    return AggregateLens(code=lens.value, name=str(lens.label), finding=words.finding(group, own), areas=own)


def _area(figure: PublicFigure, minimum: int) -> AggregateArea:
    return AggregateArea(
        code=figure.area.code,
        name=figure.area.name,
        short_name=figure.area.short_name,
        lens=figure.area.lens,
        n=figure.n,
        median=figure.median,
        lower=figure.lower,
        upper=figure.upper,
        withheld=figure.withheld,
        why=words.why(figure.withheld, minimum),
    )


def _place(kind: str) -> int:
    return PUBLIC_KINDS.index(PeerGroupKind(kind))

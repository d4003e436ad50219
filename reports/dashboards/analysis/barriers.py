"""Which share of the councils meets each barrier: by area, and by peer group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.models import Round
from characteristics.models import Area, Barrier
from councils.models import PeerGroup, PeerGroupKind
from reports.analysis.answers import Share
from reports.analysis.spread import QUARTILES_FROM
from reports.dashboards.analysis.reading import Met, Panel, barriers_of, met_by, panel_of
from reports.dashboards.analysis.shown import few_words, share_words
from reports.dashboards.filters import CouncilFilter
from reports.dashboards.handed_in import areas_of

QUARTER = 25


@dataclass(frozen=True)
class ShareCell:
    words: str
    """Empty where the barrier isn't asked about."""
    shade: int
    """0 for nobody, then 1 to 4 for each quarter begun."""
    share: Share | None


@dataclass(frozen=True)
class BarrierLine:
    name: str
    cells: tuple[ShareCell, ...]


@dataclass(frozen=True)
class Column:
    name: str
    n: int
    """Councils that the shares are of."""


@dataclass(frozen=True)
class ShareTable:
    columns: tuple[Column, ...]
    rows: tuple[BarrierLine, ...]


@dataclass(frozen=True)
class BarriersView:
    """What is chosen: the councils, the kind of groups to set side by side, and one area or all of them."""

    filter: CouncilFilter
    kind: str
    area: str = ""

    def __str__(self) -> str:
        """For the audit log."""
        return f"{self.filter}; by {self.kind or 'no kind of group'}; {self.area or 'all areas'}"


@dataclass(frozen=True)
class Barriers:
    panel: Panel
    few: str
    by_area: ShareTable
    by_group: ShareTable
    kind: str
    """What its groups are."""
    empty_groups: int
    """Groups of this kind in which nobody of the panel is, left out."""
    within: str
    """The area that the groups are compared in; empty for any area."""
    some_groups_are_small: bool


def build(round_: Round, view: BarriersView) -> Barriers:
    """Seven queries, whatever the number of councils."""
    panel, areas = panel_of(round_, view.filter), areas_of(round_)
    asked, met = barriers_of(areas), met_by(panel, areas)
    within = [area for area in areas if view.area in ("", area.code)]
    groups = groups_of(panel, view.kind)
    taking_part = {group: councils for group, councils in groups.items() if councils}
    return Barriers(
        panel=panel,
        few=few_words(panel),
        by_area=_by_area(panel, areas, asked, met),
        by_group=_by_group(taking_part, within, asked, met),
        kind=str(PeerGroupKind(view.kind).label),
        empty_groups=len(groups) - len(taking_part),
        within=within[0].name if view.area and within else "",
        some_groups_are_small=any(len(councils) < QUARTILES_FROM for councils in taking_part.values()),
    )


def groups_of(panel: Panel, kind: str) -> dict[PeerGroup, frozenset[int]]:
    """Those of this kind with an invited council inside the filter, and who of the panel is in each. Two queries."""
    inside = panel.chosen.assessments(panel.round).order_by().values("council")
    groups = PeerGroup.objects.filter(kind=kind, councils__in=inside).order_by("name").distinct()
    rows = PeerGroup.councils.through.objects.filter(peergroup__kind=kind).values_list("peergroup_id", "council_id")
    members: dict[int, set[int]] = {}
    for group, council in rows:
        if council in panel.assessments:
            members.setdefault(group, set()).add(council)
    return {group: frozenset(members.get(group.pk, ())) for group in groups}


def all_barriers(asked: Mapping[int, Sequence[Barrier]]) -> list[Barrier]:
    """Each once, in the framework's order."""
    return sorted(
        {barrier for barriers in asked.values() for barrier in barriers}, key=lambda barrier: barrier.position
    )


def anywhere(areas: Sequence[Area], barrier: Barrier, met: Met) -> frozenset[int]:
    """The councils that meet the barrier in at least one of these areas."""
    return frozenset().union(*(met.get(area.pk, {}).get(barrier.pk, frozenset()) for area in areas))


def _by_area(panel: Panel, areas: Sequence[Area], asked: Mapping[int, Sequence[Barrier]], met: Met) -> ShareTable:
    return ShareTable(
        columns=tuple(Column(area.short_name, panel.n) for area in areas),
        rows=tuple(
            BarrierLine(
                barrier.name,
                tuple(
                    cell(Share(len(met.get(area.pk, {}).get(barrier.pk, ())), panel.n))
                    if barrier in asked[area.pk]
                    else cell(None)
                    for area in areas
                ),
            )
            for barrier in all_barriers(asked)
        ),
    )


def _by_group(
    groups: Mapping[PeerGroup, frozenset[int]],
    areas: Sequence[Area],
    asked: Mapping[int, Sequence[Barrier]],
    met: Met,
) -> ShareTable:
    rows = []
    for barrier in all_barriers({area.pk: asked[area.pk] for area in areas}):
        meets = anywhere(areas, barrier, met)
        shares = (Share(len(meets & councils), len(councils)) for councils in groups.values())
        rows.append(BarrierLine(barrier.name, tuple(cell(share) for share in shares)))
    columns = tuple(Column(group.name, len(councils)) for group, councils in groups.items())
    return ShareTable(columns, tuple(rows))


def cell(share: Share | None) -> ShareCell:
    if share is None or share.percent is None:
        return ShareCell("", 0, None)
    return ShareCell(share_words(share), -(-share.percent // QUARTER), share)

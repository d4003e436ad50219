"""Councils that share a gap and a barrier in one area, and who could help: the start of a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import ngettext

from assessments.models import Round
from characteristics.models import Area, Barrier
from reports.analysis.clusters import AreaClusters, clusters_of
from reports.dashboards.analysis.reading import Panel, barriers_of, met_by, panel_of, values_of
from reports.dashboards.analysis.shown import Named, level_words, named
from reports.dashboards.filters import CouncilFilter
from reports.dashboards.handed_in import areas_of, scores_of


@dataclass(frozen=True)
class ClusterShown:
    barrier: str
    barrier_code: str
    councils: tuple[Named, ...]


@dataclass(frozen=True)
class ClusterArea:
    code: str
    name: str
    gap: str
    """How many councils have a gap here, as a sentence."""
    clusters: tuple[ClusterShown, ...]
    helpers: tuple[Named, ...]


@dataclass(frozen=True)
class Clusters:
    panel: Panel
    areas: tuple[ClusterArea, ...]
    """Those with a cluster, in the framework's order."""
    without: tuple[str, ...]
    """The names of the other areas."""
    count: int


def build(round_: Round, chosen: CouncilFilter) -> Clusters:
    """Six queries, whatever the number of councils."""
    panel = panel_of(round_, chosen)
    areas = areas_of(round_)
    scores = scores_of(round_, areas, only=list(panel.assessments.values()))
    asked, met = barriers_of(areas), met_by(panel, areas)
    found = []
    for area in areas:
        values = values_of(scores, panel, area.pk)
        meets = {barrier.pk: met.get(area.pk, {}).get(barrier.pk, frozenset()) for barrier in asked[area.pk]}
        barriers = {barrier.pk: barrier for barrier in asked[area.pk]}
        found.append(_area(panel, area, values, barriers, clusters_of(values, meets)))
    return Clusters(
        panel=panel,
        areas=tuple(area for area in found if area.clusters),
        without=tuple(area.name for area in found if not area.clusters),
        count=sum(len(area.clusters) for area in found),
    )


def _area(
    panel: Panel, area: Area, values: Mapping[int, Decimal], barriers: Mapping[int, Barrier], found: AreaClusters
) -> ClusterArea:
    levels = level_words(values)
    return ClusterArea(
        code=area.code,
        name=area.name,
        gap=_gap_words(len(found.gap), len(values)),
        clusters=tuple(
            ClusterShown(
                barrier=barriers[cluster.barrier].name,
                barrier_code=barriers[cluster.barrier].code,
                councils=named(panel, cluster.councils, levels),
            )
            for cluster in found.clusters
        ),
        helpers=named(panel, found.helpers, levels),
    )


def _gap_words(gap: int, scored: int) -> str:
    return ngettext(
        "%(gap)d of %(scored)d scored councils is below 2.5 here.",
        "%(gap)d of %(scored)d scored councils are below 2.5 here.",
        gap,
    ) % {"gap": gap, "scored": scored}

"""The groups that one council may be compared with: what each is, who is in it, and what may be seen of it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.models import Round
from councils.models import Council, PeerGroup, PeerGroupKind
from reports.content import AreaContent, LensContent, RungContent, ScorecardContent
from reports.models import BenchmarkRelease
from reports.queries import AreaBenchmark, frozen, peers_of
from reports.scorecards import sentences
from reports.scorecards.areas import peers_content

NAMES_AT_A_GLANCE = 12
"""The names of more councils than these are folded away."""


@dataclass(frozen=True)
class GroupFacts:
    """A group on the council's ladder, whatever was answered. Who is in it is public; who took part is not."""

    code: str
    name: str
    kind: PeerGroupKind
    others: tuple[str, ...]
    """The names of its councils without the one that looks, in alphabetical order."""


@dataclass(frozen=True)
class GroupFigure:
    """One area beside one group."""

    area_name: str
    own: Decimal | None
    """The council's own level."""
    rung: RungContent


@dataclass(frozen=True)
class LadderGroup:
    """A group as its page part shows it; all texts are sentences."""

    facts: GroupFacts
    what: str
    why: str
    in_figures: str
    """How many are in its figures; empty where there are none."""
    use: str
    no_figures: str
    """Why there are none in any area, where the reason is the same for all; empty otherwise."""
    figures: tuple[GroupFigure, ...]
    uses: int
    """In how many areas it is the one that is used."""

    @property
    def has_figures(self) -> bool:
        return any(not figure.rung.reason for figure in self.figures)

    @property
    def is_long(self) -> bool:
        return len(self.facts.others) > NAMES_AT_A_GLANCE


def read_groups(*, council: Council, round_: Round, release: BenchmarkRelease | None) -> tuple[GroupFacts, ...]:
    """The council's ladder, the first rung in front: as the release froze it, or without one as it is now."""
    text = release.peers if release and release.peers else frozen(peers_of(release.round if release else round_))
    peers = json.loads(text)
    codes: Sequence[str] = next((ladder for ladder, of in peers["ladders"] if council.gss_code in of), ())
    members: Mapping[str, Collection[str]] = {code: peers["groups"][code] for code in codes}
    groups = {group.code: group for group in PeerGroup.objects.filter(code__in=codes)}
    others = Council.objects.filter(gss_code__in={one for of in members.values() for one in of})
    names = list(others.exclude(pk=council.pk).alphabetical().values_list("gss_code", "name"))
    return tuple(
        GroupFacts(
            code=code,
            name=groups[code].name,
            kind=PeerGroupKind(groups[code].kind),
            others=tuple(name for gss_code, name in names if gss_code in members[code]),
        )
        for code in codes
    )


def ladder(content: ScorecardContent, groups: Sequence[GroupFacts]) -> tuple[LadderGroup, ...]:
    """Each group with what may be seen of it. No query."""
    return tuple(_group(content, place, facts) for place, facts in enumerate(groups))


def compared_with(lens: LensContent, code: str) -> LensContent:
    """The lens as it looks beside this one group, in all areas where it may be shown."""
    areas = tuple(_beside(area, code) for area in lens.areas)
    return replace(lens, areas=areas, finding=sentences.lens_finding(areas))


def _beside(area: AreaContent, code: str) -> AreaContent:
    rung = _rung_of(area, code)
    rungs = () if rung is None else (rung,)
    benchmark = AreaBenchmark(rungs=rungs, chosen=rung if rung and not rung.reason else None, why="")
    peers = peers_content(benchmark, area.score, len(area.answers))
    return replace(area, peers=peers, finding=sentences.area_finding(area.name, area.score, peers))


def _rungs(area: AreaContent) -> tuple[RungContent, ...]:
    return (*((area.peers.chosen,) if area.peers.chosen else ()), *area.peers.others)


def _rung_of(area: AreaContent, code: str) -> RungContent | None:
    return next((rung for rung in _rungs(area) if rung.code == code), None)


def _group(content: ScorecardContent, place: int, facts: GroupFacts) -> LadderGroup:
    found = [(area, _rung_of(area, facts.code)) for area in content.areas]
    figures = tuple(GroupFigure(area.name, area.score.level, rung) for area, rung in found if rung is not None)
    uses = sum(rung is not None and rung is area.peers.chosen for area, rung in found)
    reasons = {figure.rung.reason for figure in figures}
    return LadderGroup(
        facts=facts,
        what=_what(facts, content.council.nation, content.council.name),
        why=_why(facts, place, content.council.nation),
        in_figures=_in_figures(facts, figures),
        use=_use(figures, uses),
        no_figures=reasons.pop() if len(reasons) == 1 else "",
        figures=figures,
        uses=uses,
    )


def _what(facts: GroupFacts, nation: str, council: str) -> str:
    count = len(facts.others)
    return {
        PeerGroupKind.LGBF_PLACE: _(
            "One of the four groups of Scottish councils that the Local Government Benchmarking Framework makes by the "
            "kind of area that a council covers."
        ),
        PeerGroupKind.LGBF_PEOPLE: _(
            "One of the four groups of Scottish councils that the Local Government Benchmarking Framework makes by the "
            "people who live in a council’s area."
        ),
        PeerGroupKind.NATION: _("All principal councils of %(nation)s."),
        PeerGroupKind.TYPE_REGION: _("The councils of the same type in the same region."),
        PeerGroupKind.COUNCIL_TYPE: _("The councils of the same type in %(nation)s."),
        PeerGroupKind.NEAREST: _(
            "The %(count)s councils of %(nation)s that are nearest to %(council)s in population, people for each "
            "square kilometre and area, all three on a logarithmic scale and in standard deviations of the nation’s "
            "councils. "
            "They were computed once by this fixed method before the round opened, and nobody chose them."
        ),
    }[facts.kind] % {"nation": nation, "council": council, "count": count}


def _why(facts: GroupFacts, place: int, nation: str) -> str:
    if facts.kind == PeerGroupKind.NEAREST:
        return _("It is tried last, and judged after the others, so that it never takes a figure away from them.")
    if place == 0:
        return _("It is tried first for every council of %(nation)s.") % {"nation": nation}
    return _("It is tried next, in areas where no group before it may be shown.")


def _in_figures(facts: GroupFacts, figures: Sequence[GroupFigure]) -> str:
    """'5 to 7 of its 7 other councils answered enough to be in its figures, depending on the area.'"""
    counts = sorted({figure.rung.n for figure in figures if figure.rung.n is not None})
    if not counts:
        return ""
    values = {"least": counts[0], "most": counts[-1], "all": len(facts.others)}
    if len(counts) == 1:
        return _("%(least)s of its %(all)s other councils answered enough to be in its figures.") % values
    return (
        _(
            "%(least)s to %(most)s of its %(all)s other councils answered enough to be in its figures, depending on "
            "the area."
        )
        % values
    )


def _use(figures: Sequence[GroupFigure], uses: int) -> str:
    if not figures:
        return _("There are no figures of it yet.")
    values = {"uses": uses, "all": len(figures)}
    if uses == len(figures):
        return _("Used in all areas: it is the first that may be shown.")
    if uses:
        return _("Used in %(uses)s of %(all)s areas, where it is the first that may be shown.") % values
    if all(figure.rung.reason for figure in figures):
        return _("Not used, since no figure of it may be shown.")
    return _("Not used: wherever it may be shown, a group before it may be shown as well.")

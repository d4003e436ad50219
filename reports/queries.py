"""What is read of benchmarks: what goes into a release, which release counts, and what it shows to one council."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.models import Assessment, Round, Score, Submission
from assessments.scoring import BENCHMARKED_FROM
from characteristics.models import Area
from councils.models import Council, PeerGroup, PeerGroupKind
from reports.benchmarking import BAND_FROM, Doubt, Position, Typical, doubts, position
from reports.content import RungContent
from reports.looking import Inputs, Ladder
from reports.models import BenchmarkFigure, BenchmarkRelease

PUBLIC_KINDS = (PeerGroupKind.NATION, PeerGroupKind.COUNCIL_TYPE)
"""Groups that are large, and the same for all their councils. A family is small and overlaps with others."""
ENTERS_BENCHMARK = Q(
    value__isnull=False, coverage__gte=Decimal(BENCHMARKED_FROM.numerator) / BENCHMARKED_FROM.denominator
)
"""An area's score that is sure enough to stand for its council among others."""


@dataclass(frozen=True)
class AreaBenchmark:
    """What a council may see of the others in one area."""

    rungs: tuple[RungContent, ...]
    """All groups of the council's ladder, in its order."""
    chosen: RungContent | None
    """The first that may be shown."""
    why: str
    """Why this group, or why none, as sentences."""

    @property
    def others(self) -> tuple[RungContent, ...]:
        return tuple(rung for rung in self.rungs if rung is not self.chosen)

    def position_of(self, own: Decimal, questions: int) -> Position | None:
        """Where the council's level (as shown, one decimal) stands, in an area of so many questions."""
        return None if self._peers is None else position(own, self._peers, questions)

    def certainty(self, coverage: int | None) -> str:
        """How sure a position to the chosen group is, for a council of so many per cent coverage; a sentence."""
        if self._peers is None:
            return ""
        found = [_doubt_words(doubt, self._peers, coverage) for doubt in doubts(self._peers, coverage)]
        return _("Less sure, because %(doubts)s.") % {"doubts": "; ".join(found)} if found else _("Well supported.")

    @property
    def _peers(self) -> Typical | None:
        if self.chosen is None or self.chosen.n is None or self.chosen.median is None:
            return None
        return Typical(self.chosen.n, self.chosen.median, self.chosen.lower, self.chosen.upper)


@dataclass(frozen=True)
class Peers:
    """Who is compared with whom: the ladder of each council and the members of each group, by id."""

    ladders: Mapping[int, Ladder]
    members: Mapping[int, Collection[int]]
    public: Ladder = ()
    """The groups of which aggregates may be shown to everybody."""


def frozen(peers: Peers) -> str:
    """Canonical JSON, by the codes that councils and groups keep. Councils of one ladder are listed together."""
    councils = dict(Council.objects.values_list("pk", "gss_code"))
    groups = dict(PeerGroup.objects.values_list("pk", "code"))
    ladders: dict[Ladder, list[str]] = defaultdict(list)
    for council, ladder in peers.ladders.items():
        ladders[ladder].append(councils[council])
    content = {
        "groups": {groups[group]: sorted(councils[one] for one in of) for group, of in peers.members.items()},
        "ladders": sorted([[groups[group] for group in ladder], sorted(of)] for ladder, of in ladders.items()),
        "public": [groups[group] for group in peers.public],
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class KnownCodes:
    """Ids by the codes that stand in frozen peers."""

    councils: Mapping[str, int]
    groups: Mapping[str, int]


def known_codes() -> KnownCodes:
    return KnownCodes(
        councils=dict(Council.objects.values_list("gss_code", "pk")),
        groups=dict(PeerGroup.objects.values_list("code", "pk")),
    )


def thawed(text: str, codes: KnownCodes | None = None) -> Peers:
    content = json.loads(text)
    codes = codes or known_codes()
    councils, groups = codes.councils, codes.groups
    return Peers(
        ladders={
            councils[one]: tuple(groups[code] for code in ladder) for ladder, of in content["ladders"] for one in of
        },
        members={groups[code]: {councils[one] for one in of} for code, of in content["groups"].items()},
        public=tuple(groups[code] for code in content.get("public", ())),
    )


@dataclass(frozen=True)
class Benchmark:
    """What one council may see of one release."""

    release: str
    areas: Mapping[str, AreaBenchmark]
    """By code of area, in the order that was asked for."""


def release_for(assessment: Assessment) -> BenchmarkRelease | None:
    """The latest release of the assessment's round; until there is one, the latest earlier of the same framework."""
    own = Q(round=assessment.round)
    earlier = Q(round__framework=assessment.round.framework_id, round__closes_at__lt=assessment.round.closes_at)
    releases = BenchmarkRelease.objects.filter(own | earlier).select_related("round")
    return releases.order_by("-round__closes_at", "-round", "-number").first()


def benchmark_for(*, release: BenchmarkRelease, council: Council, areas: Collection[Area]) -> Benchmark:
    """One query, whatever the number of councils in the release."""
    figures = BenchmarkFigure.objects.filter(release=release, viewer=council, area__in=areas)
    by_area: dict[int, list[RungContent]] = defaultdict(list)
    for figure in figures.select_related("group").order_by("rung"):
        by_area[figure.area_id].append(_rung(figure))
    return Benchmark(
        release=release.code, areas={area.code: _area_benchmark(tuple(by_area[area.pk])) for area in areas}
    )


def latest_submissions(round_: Round) -> QuerySet[Submission]:
    """What stands as handed in: one submission for each assessment that is submitted or signed off."""
    later = Submission.objects.filter(assessment=OuterRef("assessment"), number__gt=OuterRef("number"))
    handed_in = Assessment.objects.filter(round=round_).submitted()
    return Submission.objects.filter(~Exists(later), assessment__in=handed_in)


def area_scores(submissions: QuerySet[Submission]) -> QuerySet[Score]:
    return Score.objects.filter(submission__in=submissions, theme=None)


def release_inputs(*, round_: Round, submissions: QuerySet[Submission], peers: Peers, minimum: int) -> Inputs:
    """Everything that a release is computed from, in a constant number of queries.

    Councils without a submission of their own are there too, as long as somebody in their groups has one: their
    later assessments may be compared with this release.
    """
    entering = set(submissions.values_list("assessment__council_id", flat=True))
    rows = area_scores(submissions).filter(ENTERS_BENCHMARK)
    return inputs_from(
        entering=entering,
        scores=rows.values_list("area_id", "submission__assessment__council_id", "value"),
        questions=questions_of(round_),
        peers=peers,
        minimum=minimum,
        nearest=nearest_groups(),
    )


def inputs_from(
    *,
    entering: Set[int],
    scores: Iterable[tuple[int, int, Decimal | None]],
    questions: Mapping[int, int],
    peers: Peers,
    minimum: int,
    nearest: Set[int],
) -> Inputs:
    """What was read, in the shape that figures are computed from. Scores are of an area and a council each."""
    by_area: dict[int, dict[int, Decimal]] = {area: {} for area in questions}
    for area, council, value in scores:
        by_area[area][council] = cast(Decimal, value)
    reached = {group for group, members in peers.members.items() if not entering.isdisjoint(members)}
    return Inputs(
        ladders={council: ladder for council, ladder in peers.ladders.items() if not reached.isdisjoint(ladder)},
        members=peers.members,
        scores=by_area,
        questions=questions,
        minimum=minimum,
        last=frozenset(nearest & reached),
        public=peers.public,
    )


def questions_of(round_: Round) -> dict[int, int]:
    """How many questions each area has, in the framework's order; areas without any are left out."""
    areas = round_.framework.areas.order_by("position").annotate(asked=Count("questions")).filter(asked__gt=0)
    return dict(areas.values_list("pk", "asked"))


def nearest_groups() -> frozenset[int]:
    return frozenset(PeerGroup.objects.filter(kind=PeerGroupKind.NEAREST).values_list("pk", flat=True))


def peers_of(round_: Round) -> Peers:
    """The ladder of each council of the round's nations, and the members of all groups on the ladders, as of now.

    Nearest neighbours are those of this round, and on the ladder of their owner alone.
    """
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for nation, kind, place in round_.rungs.values_list("nation", "kind", "position"):
        places[nation][kind] = place
    kinds = {kind for of_nation in places.values() for kind in of_nation}
    rows = (
        PeerGroup.councils.through.objects.filter(peergroup__kind__in=kinds, council__nation__in=places)
        .filter(Q(peergroup__owner=None) | Q(peergroup__computed_for=round_.slug))
        .order_by("council_id", "peergroup__code")
        .values_list("council_id", "council__nation", "peergroup_id", "peergroup__kind", "peergroup__owner_id")
    )
    members: dict[int, set[int]] = defaultdict(set)
    steps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for council, nation, group, kind, owner in rows:
        members[group].add(council)
        if kind in places[nation] and owner in (None, council):
            steps[council].append((places[nation][kind], group))
    ladders = {
        council: tuple(group for _place, group in sorted(found, key=itemgetter(0))) for council, found in steps.items()
    }
    public = PeerGroup.objects.filter(kind__in=PUBLIC_KINDS).order_by("kind", "code").values_list("pk", flat=True)
    return Peers(ladders, members, public=tuple(group for group in public if group in members))


def _rung(figure: BenchmarkFigure) -> RungContent:
    return RungContent(
        group=figure.group.name,
        n=figure.n,
        median=figure.median,
        lower=figure.lower,
        upper=figure.upper,
        reason=figure.get_withheld_display() if figure.withheld else "",
        code=figure.group.code,
    )


def _doubt_words(doubt: Doubt, peers: Typical, coverage: int | None) -> str:
    values = {"n": peers.n, "needed": BAND_FROM, "lower": peers.lower, "upper": peers.upper, "coverage": coverage}
    return {
        Doubt.FEW: _("only %(n)s other councils are in the figures, and a band needs %(needed)s"),
        Doubt.SPREAD: _("the others lie far apart, their middle half from %(lower)s to %(upper)s"),
        Doubt.COVERAGE: _("the council answered only %(coverage)s%% of the area"),
    }[doubt] % values


def _area_benchmark(rungs: tuple[RungContent, ...]) -> AreaBenchmark:
    chosen = next((rung for rung in rungs if not rung.reason), None)
    return AreaBenchmark(rungs=rungs, chosen=chosen, why=_why(rungs, chosen))


def _why(rungs: tuple[RungContent, ...], chosen: RungContent | None) -> str:
    if not rungs:
        return _("The release has no group that this council is in.")
    if chosen is rungs[0]:
        return _("%(group)s is the first choice for this council.") % {"group": chosen.group}
    passed = rungs[: rungs.index(chosen)] if chosen else rungs
    result = (
        _("So %(group)s is used.") % {"group": chosen.group} if chosen else _("So there is nothing to compare with.")
    )
    return " ".join([*(_("%(group)s: %(reason)s.") % {"group": r.group, "reason": r.reason} for r in passed), result])

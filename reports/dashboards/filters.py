"""Which councils of a round a page shows, and what can be chosen."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import AssessmentQuerySet, Round
from assessments.states import AssessmentState
from councils.models import Nation, PeerGroup, PeerGroupKind

Choices = tuple[tuple[str, str], ...]

MOST_OF_A_KIND = 100
"""More groups of one kind are no list to choose from."""


@dataclass(frozen=True)
class FilterChoices:
    """What is worth choosing in one round: only what holds at least one invited council."""

    nations: Choices
    groups: tuple[tuple[str, Choices], ...]
    """By kind of group; nations are chosen on their own."""
    kinds: Choices
    """The kinds of these groups, and nations."""


@dataclass(frozen=True)
class CouncilFilter:
    """Empty means all."""

    nation: str = ""
    group: str = ""
    """The code of a peer group."""

    @property
    def is_on(self) -> bool:
        return bool(self.nation or self.group)

    def assessments(self, round_: Round) -> AssessmentQuerySet:
        """The round's assessments of these councils, with their councils, in alphabetical order."""
        found = round_.assessments.select_related("council").order_by("council__name")
        if self.nation:
            found = found.filter(council__nation=self.nation)
        if self.group:
            found = found.filter(council__peer_groups__code=self.group)
        return found

    def __str__(self) -> str:
        """For the audit log."""
        parts = {"nation": self.nation, "peer group": self.group}
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value) or "no filter"


def choices(round_: Round) -> FilterChoices:
    """Five queries, none of which looks at every council."""
    few = PeerGroup.objects.shared().values("kind").annotate(groups=Count("pk")).filter(groups__lte=MOST_OF_A_KIND)
    invited = PeerGroup.councils.through.objects.filter(peergroup=OuterRef("pk"), council__assessments__round=round_)
    groups = PeerGroup.objects.filter(Exists(invited), owner=None, kind__in=few.values("kind"))
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for group in groups.exclude(kind=PeerGroupKind.NATION).order_by("name"):
        by_kind.setdefault(group.kind, []).append((group.code, group.name))
    return FilterChoices(
        nations=tuple(
            (str(nation), str(nation.label))
            for nation in Nation
            if round_.assessments.filter(council__nation=nation).exists()
        ),
        groups=tuple((str(kind.label), tuple(by_kind[kind])) for kind in PeerGroupKind if kind in by_kind),
        kinds=tuple(
            (str(kind), str(kind.label)) for kind in PeerGroupKind if kind in by_kind or kind == PeerGroupKind.NATION
        ),
    )


@dataclass(frozen=True)
class Shown:
    submitted: int
    """In the whole round."""
    notes: tuple[str, ...]
    """How many are shown, how many are left out and why, as sentences."""


def who_is_shown(round_: Round, *, inside: int, shown: int) -> Shown:
    """Of so many councils inside the filter so many are shown: those that have handed in. One query."""
    draft = Q(state=AssessmentState.IN_PROGRESS)
    of = round_.assessments.aggregate(invited=Count("pk"), submitted=Count("pk", filter=~draft))
    notes = [_("%(shown)d of %(invited)d invited councils are shown.") % {"shown": shown, "invited": of["invited"]}]
    outside, drafts = of["submitted"] - shown, inside - shown
    if outside:
        notes.append(
            ngettext(
                "%(n)d has submitted and is outside the filter.",
                "%(n)d have submitted and are outside the filter.",
                outside,
            )
            % {"n": outside}
        )
    if drafts:
        notes.append(
            ngettext(
                "%(n)d has not submitted and is not shown: drafts stay with their council.",
                "%(n)d have not submitted and are not shown: drafts stay with their councils.",
                drafts,
            )
            % {"n": drafts}
        )
    return Shown(of["submitted"], tuple(notes))

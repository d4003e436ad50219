"""What a release made now would hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.models import Assessment, Round, Submission
from councils.models import PeerGroup, PeerGroupKind
from reports.corrections import Correction, correction
from reports.figures import Figure, PublicLook, compute_all
from reports.frozen_inputs import earlier_inputs, past_inputs
from reports.models import BenchmarkRelease, Withheld
from reports.queries import ENTERS_BENCHMARK, area_scores, latest_submissions
from reports.services.inputs import by_name, inputs_now, latest_release, next_code

Counts = dict[int, Counter[str]]
"""By group, how many figures are shown, withheld by each rule, and public."""


@dataclass(frozen=True)
class AreaLeftOut:
    """Councils that take part but did not answer enough of one area to be in its figures."""

    area: str
    councils: tuple[str, ...]


@dataclass(frozen=True)
class GroupPreview:
    """What the councils of a group would see of it: figures shown and withheld, over all its members and areas."""

    group: str
    shown: int
    too_few: int
    difference: int
    correction: int
    alike: int
    public: int | None
    """Areas of which everybody might see a figure of the whole group; None for groups that are never public."""


@dataclass(frozen=True)
class ReleasePreview:
    code: str
    correction_of: str
    """Code of the release that this one would follow in its round; empty for the first."""
    correction: Correction
    """What changed since; for the first, all councils are late."""
    entering: tuple[str, ...]
    not_submitted: tuple[str, ...]
    low_coverage: tuple[AreaLeftOut, ...]
    groups: tuple[GroupPreview, ...]
    areas: int
    """How many there are."""

    @property
    def changed(self) -> int:
        """How many councils were added, removed or corrected since; all of them for the first."""
        return self.correction.changed

    @property
    def shown(self) -> int:
        return sum(group.shown for group in self.groups)

    @property
    def withheld(self) -> dict[Withheld, int]:
        """How many figures each rule would hold back."""
        return {rule: sum(getattr(group, rule.value) for group in self.groups) for rule in Withheld}


def preview_release(*, round_: Round) -> ReleasePreview:
    """What a release made now would hold. Writes nothing."""
    submissions = latest_submissions(round_)
    previous = latest_release(round_)
    inputs = inputs_now(round_, submissions)
    since = correction(by_name(previous.submissions.all()) if previous else {}, by_name(submissions))
    if previous and not since.changed:
        counts = _stored(previous)
    else:
        counts = _counted(compute_all(inputs, earlier=earlier_inputs(round_), past=past_inputs(round_)))
    return ReleasePreview(
        code=next_code(round_, previous),
        correction_of=previous.code if previous else "",
        correction=since,
        entering=tuple(
            submissions.order_by("assessment__council__name").values_list("assessment__council__name", flat=True)
        ),
        not_submitted=tuple(
            Assessment.objects.filter(round=round_)
            .exclude(pk__in=submissions.values("assessment"))
            .order_by("council__name")
            .values_list("council__name", flat=True)
        ),
        low_coverage=_low_coverage(submissions),
        groups=_group_previews(counts),
        areas=len(inputs.scores),
    )


def _low_coverage(submissions: QuerySet[Submission]) -> tuple[AreaLeftOut, ...]:
    left_out: dict[str, list[str]] = defaultdict(list)
    rows = area_scores(submissions).exclude(ENTERS_BENCHMARK)
    council = "submission__assessment__council__name"
    for area, name in rows.order_by("area__position", council).values_list("area__name", council):
        left_out[area].append(name)
    return tuple(AreaLeftOut(area=area, councils=tuple(names)) for area, names in left_out.items())


def _counted(figures: Iterable[Figure | PublicLook]) -> Counts:
    counts: Counts = defaultdict(Counter)
    for figure in figures:
        if isinstance(figure, PublicLook):
            counts[figure.group]["public"] += figure.look.shown is not None
        else:
            counts[figure.group][figure.look.withheld or "shown"] += 1
    return counts


def _stored(release: BenchmarkRelease) -> Counts:
    """What is in the release already: where nobody has changed since, another would hold the same."""
    counts: Counts = defaultdict(Counter)
    rows = release.figures.order_by().values_list("group", "withheld").annotate(figures=Count("pk"))
    for group, withheld, figures in rows:
        counts[group][withheld or "shown"] += figures
    public = release.public_figures.order_by().values_list("group")
    for group, shown in public.annotate(shown=Count("pk", filter=Q(withheld=""))):
        counts[group]["public"] = shown
    return counts


def _group_previews(of_group: Counts) -> tuple[GroupPreview, ...]:
    """In the order of the kinds. The groups that belong to one council each are counted together, under their kind.

    Groups that nobody is compared with, because none of their councils nor of their nation's takes part, are left out.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen = {group for group, count in of_group.items() if sum(count.values()) > count["public"]}
    places = {kind: place for place, kind in enumerate(PeerGroupKind.values)}
    for group in sorted(PeerGroup.objects.order_by("name"), key=lambda group: places[group.kind]):
        if group.pk in seen:
            counts[str(group.get_kind_display()) if group.owner_id else group.name].update(of_group[group.pk])
    return tuple(
        GroupPreview(
            group=name,
            shown=count["shown"],
            too_few=count[Withheld.TOO_FEW],
            difference=count[Withheld.DIFFERENCE],
            correction=count[Withheld.CORRECTION],
            alike=count[Withheld.ALIKE],
            public=count.get("public"),
        )
        for name, count in counts.items()
    )

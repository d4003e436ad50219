"""Releasing benchmarks: what a release would hold, and the release itself."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment, Round, Submission
from assessments.policies import GRACE, NotNow, has_closed
from councils.models import AuditEvent, PeerGroup, User
from reports.bulk import queue_scorecards
from reports.disclosure import CHANGED_FOR_CORRECTION, minimum_of_others
from reports.figures import Figure, Inputs, compute
from reports.models import BenchmarkFigure, BenchmarkRelease, Withheld
from reports.queries import (
    ENTERS_BENCHMARK,
    area_scores,
    earlier_inputs,
    frozen,
    inputs_of,
    latest_submissions,
    peers_of,
    release_inputs,
)

Row = TypeVar("Row")

COMPARED = ("rung", "n", "median", "lower", "upper", "withheld")
"""What two computations of a figure have to agree in."""
BATCH = 2000
"""How many figures are written at a time."""


class ReleaseRefused(NotNow):
    """Benchmarks can't be released. The message says why and what to do; nothing has changed."""


class AlreadyReleased(ReleaseRefused):
    """The release that was asked for is there: a second click, or somebody else was first."""


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


@dataclass(frozen=True)
class ReleaseCheck:
    """What came of computing a release again."""

    figures: int
    different: int
    """Figures that are not what the inputs give, or that only one of the two has."""
    broken: int
    """Submissions that are no longer what their digest says."""
    is_same_digest: bool

    @property
    def holds(self) -> bool:
        return not self.different and not self.broken and self.is_same_digest


@dataclass(frozen=True)
class ReleasePreview:
    code: str
    correction_of: str
    """Code of the release that this one would follow in its round; empty for the first."""
    changed: int
    """How many councils were added, removed or corrected since; all of them for the first."""
    entering: tuple[str, ...]
    not_submitted: tuple[str, ...]
    low_coverage: tuple[AreaLeftOut, ...]
    groups: tuple[GroupPreview, ...]

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
    inputs = _digests(submissions)
    previous = _latest_release(round_)
    return ReleasePreview(
        code=_code(round_, previous),
        correction_of=previous.code if previous else "",
        changed=_changed(previous, inputs),
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
        groups=_group_previews(compute(_inputs_now(round_, submissions), earlier=earlier_inputs(round_))),
    )


@transaction.atomic
def release_benchmarks(*, round_: Round, by: User, at: datetime, code: str = "") -> BenchmarkRelease:
    """Freeze what stands as submitted into a release with its figures. Raises ReleaseRefused.

    The round is locked, so that of two clicks the second finds that nothing has changed since the first. `code` is the
    release that was offered: where it is there already, AlreadyReleased is raised and no other is made in its place.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("framework").get(pk=round_.pk)
    _check_not_released(round_, code)
    if not has_closed(round_, at):
        raise ReleaseRefused(
            _("Councils can submit in this round until %(when)s. Release its benchmarks after that.")
            % {"when": date_format(localtime(round_.closes_at + GRACE), "j F Y, H:i")}
        )
    entering = list(latest_submissions(round_).defer("content").select_related("assessment__council"))
    inputs = {submission.assessment.council.gss_code: submission.digest for submission in entering}
    previous = _latest_release(round_)
    _check_worth_releasing(previous, inputs)
    release = BenchmarkRelease(
        code=_code(round_, previous),
        round=round_,
        number=previous.number + 1 if previous else 1,
        peers=frozen(peers_of(round_)),
        minimum_others=minimum_of_others(settings.BENCHMARK_MINIMUM_OTHERS),
        released_at=at,
        released_by=by,
    )
    release.digest = digest_of_inputs(inputs, _beside_submissions(release, previous))
    release.save()
    release.submissions.add(*entering)
    count = _write_figures(release)
    AuditEvent.objects.create(
        at=at,
        by=by,
        action="release published",
        detail=f"{release.code}: {len(entering)} councils, {count} figures"
        + (f", after {previous}" if previous else ""),
    )
    queue_scorecards(release=release, by=by, at=at)
    return release


def digest_of_inputs(submissions: dict[str, str], beside: dict[str, str | int]) -> str:
    """SHA-256 over what a release is computed from: the submissions' digests by GSS code, and what goes in beside."""
    content = {**beside, "submissions": sorted(submissions.items())}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_release(release: BenchmarkRelease) -> ReleaseCheck:
    """Compute the release again from its inputs, and compare every figure. Writes nothing."""
    previous = _release_before(release)
    submissions = release.submissions.select_related("assessment__council")
    broken = sum(sha256(one.content) != one.digest for one in submissions)
    digest = digest_of_inputs(_digests(submissions), _beside_submissions(release, previous))
    stored = {
        (row[0], row[1], row[2]): row[3:] for row in release.figures.values_list("viewer", "group", "area", *COMPARED)
    }
    count, different = len(stored), 0
    for figure in compute(inputs_of(release), earlier=earlier_inputs(release.round, release.number)):
        row = _row(release, figure)
        found = stored.pop((row.viewer_id, row.group_id, row.area_id), None)
        different += found != tuple(getattr(row, name) for name in COMPARED)
    return ReleaseCheck(count, different + len(stored), broken, is_same_digest=digest == release.digest)


def _beside_submissions(release: BenchmarkRelease, previous: BenchmarkRelease | None) -> dict[str, str | int]:
    return {
        "framework": release.round.framework.digest,
        "peers": sha256(release.peers),
        "minimum": release.minimum_others,
        "after": previous.digest if previous else "",
    }


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _inputs_now(round_: Round, submissions: QuerySet[Submission]) -> Inputs:
    return release_inputs(
        round_=round_,
        submissions=submissions,
        peers=peers_of(round_),
        minimum=minimum_of_others(settings.BENCHMARK_MINIMUM_OTHERS),
    )


def _check_not_released(round_: Round, code: str) -> None:
    made = round_.releases.select_related("released_by").filter(code=code).first() if code else None
    if made:
        raise AlreadyReleased(
            _("%(code)s has already been released, on %(when)s by %(who)s. Nothing more was done.")
            % {
                "code": made.code,
                "when": date_format(localtime(made.released_at), "j F Y, H:i"),
                "who": made.released_by.name,
            }
        )


def _check_worth_releasing(previous: BenchmarkRelease | None, inputs: dict[str, str]) -> None:
    if not inputs:
        raise ReleaseRefused(_("No council has submitted an assessment in this round, so there is nothing to release."))
    if previous is None:
        return
    changed = _changed(previous, inputs)
    if changed == 0:
        raise ReleaseRefused(
            _("Nothing has changed since release %(code)s, so no other is needed.") % {"code": previous.code}
        )
    if changed < CHANGED_FOR_CORRECTION:
        # Two releases that differ by one or two councils show what those one or two scored.
        raise ReleaseRefused(
            ngettext(
                "Only %(n)s council has changed since release %(code)s. A correction needs at least %(minimum)s, "
                "so that nobody can work out a single council’s scores from the two. Wait until more have changed.",
                "Only %(n)s councils have changed since release %(code)s. A correction needs at least %(minimum)s, "
                "so that nobody can work out a single council’s scores from the two. Wait until more have changed.",
                changed,
            )
            % {"n": changed, "code": previous.code, "minimum": CHANGED_FOR_CORRECTION}
        )


def _release_before(release: BenchmarkRelease) -> BenchmarkRelease | None:
    return release.round.releases.filter(number__lt=release.number).order_by("-number").first()


def _latest_release(round_: Round) -> BenchmarkRelease | None:
    return round_.releases.order_by("-number").first()


def _code(round_: Round, previous: BenchmarkRelease | None) -> str:
    return f"{round_.slug}-R{previous.number + 1 if previous else 1}"


def _digests(submissions: QuerySet[Submission]) -> dict[str, str]:
    return dict(submissions.values_list("assessment__council__gss_code", "digest"))


def _changed(previous: BenchmarkRelease | None, inputs: dict[str, str]) -> int:
    """How many councils were added, removed or handed in something else."""
    before = _digests(previous.submissions.all()) if previous else {}
    return sum(before.get(gss_code) != inputs.get(gss_code) for gss_code in before.keys() | inputs.keys())


def _write_figures(release: BenchmarkRelease) -> int:
    """Computed from the release's own submissions, which never change again."""
    figures = compute(inputs_of(release), earlier=earlier_inputs(release.round, release.number))
    written = 0
    for batch in _batches(_row(release, figure) for figure in figures):
        written += len(BenchmarkFigure.objects.bulk_create(batch))
    return written


def _row(release: BenchmarkRelease, figure: Figure) -> BenchmarkFigure:
    shown = figure.look.shown
    return BenchmarkFigure(
        release=release,
        viewer_id=figure.viewer,
        group_id=figure.group,
        rung=figure.rung,
        area_id=figure.area,
        n=shown.n if shown else None,
        median=shown.median if shown else None,
        lower=shown.lower if shown else None,
        upper=shown.upper if shown else None,
        withheld=figure.look.withheld or "",
    )


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _low_coverage(submissions: QuerySet[Submission]) -> tuple[AreaLeftOut, ...]:
    left_out: dict[str, list[str]] = defaultdict(list)
    rows = area_scores(submissions).exclude(ENTERS_BENCHMARK)
    council = "submission__assessment__council__name"
    for area, name in rows.order_by("area__position", council).values_list("area__name", council):
        left_out[area].append(name)
    return tuple(AreaLeftOut(area=area, councils=tuple(names)) for area, names in left_out.items())


def _group_previews(figures: Iterator[Figure]) -> tuple[GroupPreview, ...]:
    """The groups that belong to one council each are counted together, under the name of their kind."""
    of_group: dict[int, Counter[str]] = defaultdict(Counter)
    for figure in figures:
        of_group[figure.group][figure.look.withheld or "shown"] += 1
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for group in PeerGroup.objects.filter(pk__in=of_group).order_by("kind", "name"):
        counts[str(group.get_kind_display()) if group.owner_id else group.name] += of_group[group.pk]
    return tuple(
        GroupPreview(
            group=name,
            shown=count["shown"],
            too_few=count[Withheld.TOO_FEW],
            difference=count[Withheld.DIFFERENCE],
            correction=count[Withheld.CORRECTION],
            alike=count[Withheld.ALIKE],
        )
        for name, count in counts.items()
    )

"""Releasing benchmarks."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Round
from assessments.policies import GRACE, NotNow, has_closed
from councils.models import AuditEvent, User
from reports.bulk import queue_scorecards
from reports.disclosure import CHANGED_FOR_CORRECTION, minimum_of_others
from reports.figures import RULES
from reports.models import BenchmarkRelease
from reports.queries import frozen, latest_submissions, peers_of
from reports.services.inputs import (
    beside_submissions,
    changed_since,
    digest_of_inputs,
    digests,
    latest_release,
    next_code,
)
from reports.services.rows import write_figures


class ReleaseRefused(NotNow):
    """Benchmarks can't be released. The message says why and what to do; nothing has changed."""


class AlreadyReleased(ReleaseRefused):
    """The release that was asked for is there: a second click, or somebody else was first."""


@transaction.atomic
def release_benchmarks(*, round_: Round, by: User, at: datetime, code: str = "") -> BenchmarkRelease:
    """Freeze what stands as submitted into a release with its figures. Raises ReleaseRefused.

    The framework's rounds are locked, so that of two clicks the second finds that nothing has changed since the first,
    and a round is not corrected while another is being compared with it. `code` is the release that was offered: where
    it is there already, AlreadyReleased is raised and no other is made in its place.
    """
    round_ = _locked(round_)
    _check_not_released(round_, code)
    _check_closed(round_, at)
    _check_not_followed(round_)
    entering = list(latest_submissions(round_).defer("content").select_related("assessment__council"))
    inputs = {submission.assessment.council.gss_code: submission.digest for submission in entering}
    previous = latest_release(round_)
    _check_worth_releasing(previous, inputs)
    release = BenchmarkRelease(
        code=next_code(round_, previous),
        round=round_,
        number=previous.number + 1 if previous else 1,
        peers=frozen(peers_of(round_)),
        minimum_others=minimum_of_others(settings.BENCHMARK_MINIMUM_OTHERS),
        rules=RULES,
        released_at=at,
        released_by=by,
    )
    release.digest = digest_of_inputs(inputs, beside_submissions(release, previous))
    release.save()
    release.submissions.add(*entering)
    count = write_figures(release)
    AuditEvent.objects.create(
        at=at,
        by=by,
        action="release published",
        detail=f"{release.code}: {len(entering)} councils, {count} figures"
        + (f", after {previous}" if previous else ""),
    )
    queue_scorecards(release=release, by=by, at=at)
    return release


def _locked(round_: Round) -> Round:
    """With its framework; all rounds of that are locked, always in the same order."""
    rounds = Round.objects.select_for_update(of=("self",)).filter(framework=round_.framework_id).order_by("pk")
    return {one.pk: one for one in rounds.select_related("framework")}[round_.pk]


def why_not_now(*, round_: Round, at: datetime) -> str:
    """Why a release would be refused, as a sentence that says what to do; empty where one can be made."""
    try:
        _check_closed(round_, at)
        _check_not_followed(round_)
        _check_worth_releasing(latest_release(round_), digests(latest_submissions(round_)))
    except ReleaseRefused as refused:
        return str(refused)
    return ""


def _check_closed(round_: Round, at: datetime) -> None:
    if not has_closed(round_, at):
        raise ReleaseRefused(
            _("Councils can submit in this round until %(when)s. Release its benchmarks after that.")
            % {"when": date_format(localtime(round_.closes_at + GRACE), "j F Y, H:i")}
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


def _check_not_followed(round_: Round) -> None:
    later = BenchmarkRelease.objects.filter(round__framework=round_.framework_id, round__closes_at__gt=round_.closes_at)
    follower = later.order_by("round__closes_at", "number").first()
    if follower:
        # The later one says how councils moved since this round. Correcting this one would show which of them.
        raise ReleaseRefused(
            _(
                "Release %(code)s of a later round already shows how councils have moved since this one. "
                "So nothing more can be released in this round."
            )
            % {"code": follower.code}
        )


def _check_worth_releasing(previous: BenchmarkRelease | None, inputs: dict[str, str]) -> None:
    if not inputs:
        raise ReleaseRefused(_("No council has submitted an assessment in this round, so there is nothing to release."))
    if previous is None:
        return
    changed = changed_since(previous, inputs)
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

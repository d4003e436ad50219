"""What a release is made from, and its digest."""

import hashlib
import json

from django.conf import settings
from django.db.models import QuerySet

from assessments.models import Round, Submission
from reports.disclosure import minimum_of_others
from reports.looking import Inputs
from reports.models import BenchmarkRelease
from reports.queries import peers_of, release_inputs


def digest_of_inputs(submissions: dict[str, str], beside: dict[str, str | int]) -> str:
    """SHA-256 over what a release is computed from: the submissions' digests by GSS code, and what goes in beside."""
    content = {**beside, "submissions": sorted(submissions.items())}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def beside_submissions(release: BenchmarkRelease, previous: BenchmarkRelease | None) -> dict[str, str | int]:
    since = release_of_round_before(release.round)
    beside: dict[str, str | int] = {
        "framework": release.round.framework.digest,
        "peers": sha256(release.peers),
        "minimum": release.minimum_others,
        "rules": release.rules,
        "after": previous.digest if previous else "",
    }
    return beside | {"since": since.digest} if since else beside


def release_of_round_before(round_: Round) -> BenchmarkRelease | None:
    """The one whose councils the matched panel is followed from."""
    releases = BenchmarkRelease.objects.filter(
        round__framework=round_.framework_id, round__closes_at__lt=round_.closes_at
    )
    return releases.order_by("-round__closes_at", "-round", "-number").first()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_now(round_: Round, submissions: QuerySet[Submission]) -> Inputs:
    return release_inputs(
        round_=round_,
        submissions=submissions,
        peers=peers_of(round_),
        minimum=minimum_of_others(settings.BENCHMARK_MINIMUM_OTHERS),
    )


def release_before(release: BenchmarkRelease) -> BenchmarkRelease | None:
    return release.round.releases.filter(number__lt=release.number).order_by("-number").first()


def latest_release(round_: Round) -> BenchmarkRelease | None:
    return round_.releases.order_by("-number").first()


def next_code(round_: Round, previous: BenchmarkRelease | None) -> str:
    return f"{round_.slug}-R{previous.number + 1 if previous else 1}"


def digests(submissions: QuerySet[Submission]) -> dict[str, str]:
    return dict(submissions.values_list("assessment__council__gss_code", "digest"))


def by_name(submissions: QuerySet[Submission]) -> dict[str, str]:
    """The submissions' digests, for staff to read."""
    return dict(submissions.values_list("assessment__council__name", "digest"))


def changed_since(previous: BenchmarkRelease | None, inputs: dict[str, str]) -> int:
    """How many councils were added, removed or handed in something else."""
    before = digests(previous.submissions.all()) if previous else {}
    return sum(before.get(gss_code) != inputs.get(gss_code) for gss_code in before.keys() | inputs.keys())

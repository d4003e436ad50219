"""What releases were computed from, as it was then: their own submissions, and the groups of that time."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from assessments.models import Round, Score, Submission
from reports.looking import Inputs
from reports.models import BenchmarkRelease
from reports.queries import (
    ENTERS_BENCHMARK,
    inputs_from,
    known_codes,
    nearest_groups,
    peers_of,
    questions_of,
    thawed,
)


def inputs_of(release: BenchmarkRelease) -> Inputs:
    return inputs_of_all(release.round, [release])[0]


def earlier_inputs(round_: Round, before: int | None = None) -> list[Inputs]:
    """Of the round's releases with a lower number, the first in front; of all without one."""
    releases = round_.releases.order_by("number")
    return inputs_of_all(round_, list(releases.filter(number__lt=before) if before else releases))


def past_inputs(round_: Round) -> list[list[Inputs]]:
    """Of each round of the same framework that closed before and was released, the first in front.

    Another version of the framework asks something else, so its scores are no earlier ones of these. Read in as many
    queries for each round, whatever the number of its releases.
    """
    rounds = Round.objects.filter(
        framework=round_.framework_id, closes_at__lt=round_.closes_at, releases__isnull=False
    ).distinct()
    return [earlier_inputs(one) for one in rounds.order_by("closes_at", "pk")]


def inputs_of_all(round_: Round, releases: Sequence[BenchmarkRelease]) -> list[Inputs]:
    """A constant number of queries, whatever the number of releases; they are all of this round."""
    if not releases:
        return []
    scores, entering = _scores(releases), _entering(releases)
    questions, nearest, codes = questions_of(round_), nearest_groups(), known_codes()
    # Releases from before peers were kept with them go by the groups of now.
    as_now = None if all(release.peers for release in releases) else peers_of(round_)
    return [
        inputs_from(
            entering=entering[release.pk],
            scores=scores[release.pk],
            questions=questions,
            peers=as_now if as_now and not release.peers else thawed(release.peers, codes),
            minimum=release.minimum_others,
            nearest=nearest,
        )
        for release in releases
    ]


def _entering(releases: Sequence[BenchmarkRelease]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for release, council in Submission.objects.filter(releases__in=releases).values_list(
        "releases", "assessment__council_id"
    ):
        found[release].add(council)
    return found


def _scores(releases: Sequence[BenchmarkRelease]) -> dict[int, list[tuple[int, int, Decimal | None]]]:
    found: dict[int, list[tuple[int, int, Decimal | None]]] = defaultdict(list)
    rows = Score.objects.filter(ENTERS_BENCHMARK, theme=None, submission__releases__in=releases)
    council = "submission__assessment__council_id"
    for release, area, of, value in rows.values_list("submission__releases", "area_id", council, "value"):
        found[release].append((area, of, value))
    return found

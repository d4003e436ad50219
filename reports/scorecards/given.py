"""What one council handed in and what it may see of others, read in a constant number of queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from assessments.models import Assessment, Score, Submission
from reports.models import BenchmarkRelease
from reports.past_medians import GroupMedians, RoundSeen, medians_over_rounds, round_seen
from reports.queries import AreaBenchmark, benchmark_for

MOST_EARLIER = 4
"""Rounds before this one that a document shows."""


@dataclass(frozen=True)
class Earlier:
    round: RoundSeen
    values: Mapping[str, Decimal]
    """Normalised scores by area."""


@dataclass(frozen=True)
class Given:
    """What the council handed in, by the codes of the framework."""

    answers: Mapping[str, Mapping[str, Any]]
    barriers: Mapping[str, frozenset[str]]
    scores: Mapping[str, Score]
    themes: Mapping[int, Score]
    benchmarks: Mapping[str, AreaBenchmark]
    past: tuple[Earlier, ...]
    """What the council handed in to the same framework before, the oldest first."""
    round: RoundSeen
    """The present one."""
    medians: Mapping[RoundSeen, GroupMedians]
    """Of the rounds that have a release, as their latest one froze them, as far as the present release goes."""
    council: str
    """Its GSS code."""


def given_by(submission: Submission, release: BenchmarkRelease | None) -> Given:
    sections = json.loads(submission.content)["sections"]
    scores = list(submission.scores.select_related("area"))
    areas = [score.area for score in scores if score.theme_id is None]
    council = submission.assessment.council
    benchmarks = benchmark_for(release=release, council=council, areas=areas).areas if release else {}
    past = _past(submission.assessment)
    groups = {benchmark.chosen.group for benchmark in benchmarks.values() if benchmark.chosen}
    return Given(
        answers={answer["question"]: answer for section in sections for answer in section["answers"]},
        barriers={section["area"]: frozenset(section["barriers"]) for section in sections},
        scores={score.area.code: score for score in scores if score.theme_id is None},
        themes={score.theme_id: score for score in scores if score.theme_id is not None},
        benchmarks=benchmarks,
        past=past,
        round=round_seen(submission.assessment.round),
        medians=medians_over_rounds(release=release, council=council, groups=groups) if release and past else {},
        council=council.gss_code,
    )


def _past(assessment: Assessment) -> tuple[Earlier, ...]:
    """The last submission of each round before this one, of the same framework. Two queries."""
    earlier = Assessment.objects.submitted().filter(
        council=assessment.council,
        round__framework=assessment.round.framework,
        round__closes_at__lt=assessment.round.closes_at,
    )
    rows = Submission.objects.filter(assessment__in=earlier).select_related("assessment__round")
    latest = {row.assessment_id: row for row in rows.order_by("assessment__round__closes_at", "number")}
    shown = list(latest.values())[-MOST_EARLIER:]
    values: dict[UUID, dict[str, Decimal]] = {submission.pk: {} for submission in shown}
    scores = Score.objects.filter(submission__in=shown, theme=None, value__isnull=False)
    for submission, code, value in scores.values_list("submission", "area__code", "value"):
        values[submission][code] = cast(Decimal, value)
    return tuple(Earlier(round_seen(row.assessment.round), values[row.pk]) for row in shown)

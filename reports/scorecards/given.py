"""What one council handed in and what it may see of others, read in a constant number of queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.models import Assessment, Score, Submission
from reports.models import BenchmarkRelease
from reports.queries import AreaBenchmark, benchmark_for


@dataclass(frozen=True)
class Given:
    """What the council handed in, by the codes of the framework."""

    answers: Mapping[str, Mapping[str, Any]]
    barriers: Mapping[str, frozenset[str]]
    scores: Mapping[str, Score]
    themes: Mapping[int, Score]
    benchmarks: Mapping[str, AreaBenchmark]
    earlier_round: str
    earlier: Mapping[str, Decimal]
    """Normalised scores of the latest earlier assessment."""
    council: str
    """Its GSS code."""


def given_by(submission: Submission, release: BenchmarkRelease | None) -> Given:
    sections = json.loads(submission.content)["sections"]
    scores = list(submission.scores.select_related("area"))
    areas = [score.area for score in scores if score.theme_id is None]
    council = submission.assessment.council
    benchmarks = benchmark_for(release=release, council=council, areas=areas).areas if release else {}
    earlier = _earlier(submission.assessment)
    return Given(
        answers={answer["question"]: answer for section in sections for answer in section["answers"]},
        barriers={section["area"]: frozenset(section["barriers"]) for section in sections},
        scores={score.area.code: score for score in scores if score.theme_id is None},
        themes={score.theme_id: score for score in scores if score.theme_id is not None},
        benchmarks=benchmarks,
        earlier_round=earlier.assessment.round.name if earlier else "",
        earlier=_values(earlier) if earlier else {},
        council=council.gss_code,
    )


def _earlier(assessment: Assessment) -> Submission | None:
    """What the council handed in last before this round, to the same framework."""
    earlier = Assessment.objects.submitted().filter(
        council=assessment.council,
        round__framework=assessment.round.framework,
        round__closes_at__lt=assessment.round.closes_at,
    )
    submissions = Submission.objects.filter(assessment__in=earlier).select_related("assessment__round")
    return submissions.order_by("-assessment__round__closes_at", "-number").first()


def _values(submission: Submission) -> dict[str, Decimal]:
    rows = submission.scores.filter(theme=None, value__isnull=False)
    return {code: value for code, value in rows.values_list("area__code", "value") if value is not None}

"""The immutable copy of an assessment that is made when it is submitted, as canonical JSON."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from assessments.models import Assessment, Section
from assessments.scoring import Kind, ScoredAnswer


@dataclass(frozen=True)
class Snapshot:
    content: str
    digest: str


def take(assessment: Assessment) -> Snapshot:
    """Everything that was answered, in the framework's order. Four queries, whatever the number of questions."""
    framework = assessment.round.framework
    sections = (
        assessment.sections.select_related("area")
        .order_by("area__position")
        .prefetch_related("barriers", "answers__question", "answers__practices")
    )
    content = json.dumps(
        {
            "framework": {
                "code": framework.code,
                "version": framework.version,
                "digest": framework.digest,
            },
            "council": assessment.council.gss_code,
            "round": assessment.round.slug,
            "sections": [_section(section) for section in sections],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return Snapshot(content=content, digest=hashlib.sha256(content.encode()).hexdigest())


def _section(section: Section) -> dict[str, Any]:
    answers = sorted(section.answers.all(), key=lambda answer: answer.question.position)
    return {
        "area": section.area.code,
        "barriers": sorted(barrier.code for barrier in section.barriers.all()),
        "answers": [
            {
                "question": answer.question.code,
                "state": answer.state,
                "level": answer.level,
                "reason": answer.reason,
                "evidence": answer.evidence,
                "confidence": answer.confidence,
                "target": answer.target,
                "practices": sorted(practice.code for practice in answer.practices.all()),
            }
            for answer in answers
        ],
    }


def scored_answers(content: str, weights: dict[str, int]) -> dict[str, ScoredAnswer]:
    """What scoring needs, by question code, from a snapshot and the questions' weights."""
    return {
        answer["question"]: ScoredAnswer(Kind(answer["state"]), weights[answer["question"]], answer["level"])
        for section in json.loads(content)["sections"]
        for answer in section["answers"]
    }

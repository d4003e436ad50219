"""The short picture that an approver reads before signing off: each area's score and what is missing."""

import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import AnswerState, Submission
from assessments.scoring import as_level
from characteristics.models import Lens


@dataclass(frozen=True)
class AreaSummary:
    code: str
    name: str
    level: Decimal | None
    """One decimal; None where too little was answered."""
    coverage: int | None
    """Per cent of the weight answered; None where nothing applies."""


@dataclass(frozen=True)
class LensSummary:
    name: str
    areas: tuple[AreaSummary, ...]

    @property
    def lowest(self) -> AreaSummary | None:
        scored = [area for area in self.areas if area.level is not None]
        return min(scored, key=lambda area: area.level or 0, default=None)


@dataclass(frozen=True)
class Summary:
    lenses: tuple[LensSummary, ...]
    levels: int
    dont_know: int
    not_applicable: int
    unanswered: int
    without_evidence: int
    """Answers at level 4 or 5 with nothing written as evidence."""


def summarise(submission: Submission) -> Summary:
    scores = submission.scores.filter(theme=None).select_related("area").order_by("area__position")
    rows = [
        (
            score.area.lens,
            AreaSummary(
                code=score.area.code,
                name=score.area.name,
                level=None if score.value is None else as_level(score.value),
                coverage=None if score.coverage is None else int(score.coverage * 100),
            ),
        )
        for score in scores
    ]
    answers = [answer for section in json.loads(submission.content)["sections"] for answer in section["answers"]]
    states = Counter(answer["state"] for answer in answers)
    high = [answer for answer in answers if (answer["level"] or 0) >= 4]
    return Summary(
        lenses=tuple(
            LensSummary(str(lens.label), tuple(area for of, area in rows if of == lens))
            for lens in Lens
            if any(of == lens for of, _ in rows)
        ),
        levels=states[AnswerState.LEVEL],
        dont_know=states[AnswerState.DONT_KNOW],
        not_applicable=states[AnswerState.NOT_APPLICABLE],
        unanswered=states[AnswerState.UNANSWERED],
        without_evidence=sum(not answer["evidence"].strip() for answer in high),
    )

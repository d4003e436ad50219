"""What is online now, gathered for a workbook. A constant number of queries."""

from datetime import datetime

from django.utils.translation import get_language

from assessments import last_round
from assessments.last_round import LastAnswer
from assessments.models import Answer, Assessment, SectionBarrier
from assessments.services import content_of
from assessments.workbooks import words
from assessments.workbooks.content import Stored, StoredAnswer, WorkbookContent, seen_barriers, seen_marks
from assessments.workbooks.stamping import Stamp
from characteristics.content import FrameworkContent
from characteristics.queries import read_framework
from councils.models import User

LAST_ROUND_LENGTH = 400
"""So much of last round's answer is repeated."""


def read_stored(assessment: Assessment) -> Stored:
    answers = (
        Answer.objects.filter(section__assessment=assessment)
        .select_related("question", "changed_by")
        .prefetch_related("ticks")
    )
    barriers: dict[str, set[int]] = {}
    ticked = SectionBarrier.objects.filter(section__assessment=assessment)
    for area, barrier in ticked.values_list("section__area__code", "barrier_id"):
        barriers.setdefault(area, set()).add(barrier)
    return Stored(
        answers={answer.question.code: _stored(answer) for answer in answers},
        barriers={area: frozenset(ids) for area, ids in barriers.items()},
    )


def _stored(answer: Answer) -> StoredAnswer:
    return StoredAnswer(
        content=content_of(answer),
        version=answer.version,
        to_confirm=answer.to_confirm,
        changed_by=answer.changed_by.name if answer.changed_by else "",
        changed_at=answer.changed_at,
    )


def read_content(assessment: Assessment, *, by: User, at: datetime, editable: frozenset[str]) -> WorkbookContent:
    """Everything that the person's workbook shows; they may fill in the areas in `editable`."""
    framework = read_framework(assessment.round.framework)
    stored = read_stored(assessment)
    last = last_round.read(assessment)
    return WorkbookContent(
        framework=framework,
        council=assessment.council.official_name,
        round=assessment.round.name,
        closes_at=assessment.round.closes_at,
        invented=assessment.round.invented,
        made_at=at,
        made_by=by.name,
        stored=stored,
        editable=editable,
        stamp=_stamp(assessment, framework, stored, by=by, at=at),
        last_round={code: _last_words(answer) for code, answer in last.answers.items()} if last else {},
    )


def _stamp(assessment: Assessment, framework: FrameworkContent, stored: Stored, *, by: User, at: datetime) -> Stamp:
    return Stamp(
        framework=framework.code,
        framework_version=framework.version,
        framework_digest=framework.digest,
        council=assessment.council.gss_code,
        council_name=assessment.council.name,
        round=assessment.round.slug,
        round_name=assessment.round.name,
        language=get_language() or "en-gb",
        made_at=at.isoformat(),
        made_by=by.name,
        seen=seen_marks(framework, stored),
        barriers=seen_barriers(framework, stored),
    )


def _last_words(answer: LastAnswer) -> str:
    content = answer.content({})
    text = ". ".join(part for part in (words.answer_words(content), content.reason, content.evidence) if part)
    return text if len(text) <= LAST_ROUND_LENGTH else f"{text[:LAST_ROUND_LENGTH].rstrip()}…"

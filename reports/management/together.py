"""What the demonstration shows of working together: answers carried forward, and one that two people wrote at once."""

from dataclasses import replace
from datetime import datetime, timedelta

from assessments import services
from assessments.inputs import AnswerContent, AnswerInput, SectionInput
from assessments.models import Answer, Assessment, Section
from assessments.services.carrying import carry_forward
from councils.models import User

SAVED = "Invented for the demonstration: The leadership team looked at it again in September"
TYPED = "Invented for the demonstration: The audit report of August sees it differently"


def work_together(*, assessment: Assessment, lead: User, contributor: User, at: datetime) -> None:
    """What is answered stays; the rest is carried forward, and the first answer has two texts."""
    carry_forward(assessment=assessment, by=lead, at=at)
    section = assessment.sections.order_by("area__position")[0]
    answer = section.answers.prefetch_related("ticks").order_by("question__position")[0]
    shown = services.content_of(answer)
    for person, text, minutes in ((lead, SAVED, 20), (contributor, TYPED, 24)):
        _save(section, answer, replace(shown, evidence=text), by=person, at=at + timedelta(minutes=minutes))


def _save(section: Section, answer: Answer, content: AnswerContent, *, by: User, at: datetime) -> None:
    """From a page that was opened before anybody saved."""
    sent = AnswerInput(
        question_id=answer.question_id,
        content=content,
        seen_version=answer.version,
        seen_fingerprint=services.content_of(answer).fingerprint,
    )
    inputs = SectionInput(answers=(sent,), barriers=frozenset(), barriers_seen=frozenset())
    services.record_answers(section=section, inputs=inputs, by=by, at=at)

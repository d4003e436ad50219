"""Pulses for tests: the questions of a small framework, and what people answered."""

from collections.abc import Iterable
from uuid import uuid4

from django.utils import timezone

from assessments.models import Assessment
from characteristics.models import Framework, Level, Question
from pulse.models import Group, Pulse, PulseAnswer, PulseOption, PulseQuestion, PulseResponse

ABOUT = ("LEAD01", "DATA02")


def make_pulse_questions(framework: Framework, about: Iterable[str] = ABOUT) -> list[PulseQuestion]:
    asked = {question.code: question for question in Question.objects.filter(area__framework=framework)}
    questions = PulseQuestion.objects.bulk_create(
        PulseQuestion(framework=framework, position=position, about=asked[code], text=f"How is {code}?")
        for position, code in enumerate(about, start=1)
    )
    PulseOption.objects.bulk_create(
        PulseOption(question=question, level=level, text=f"{question.about.code} in words {level.value}")
        for question in questions
        for level in Level
    )
    return questions


def make_pulse(assessment: Assessment, *, token: str = "") -> Pulse:
    """An open pulse; its framework gets the questions."""
    framework = assessment.round.framework
    if not PulseQuestion.objects.filter(framework=framework).exists():
        make_pulse_questions(framework)
    lead = assessment.council.memberships.get(role="lead").user
    return Pulse.objects.create(
        assessment=assessment, token=token or uuid4().hex, opened_at=timezone.now(), opened_by=lead
    )


def respond(pulse: Pulse, group: Group, *levels: int | None) -> None:
    """One person, one level a question, in the order of the questions."""
    response = PulseResponse.objects.create(pulse=pulse, group=group)
    questions = PulseQuestion.objects.filter(framework=pulse.assessment.round.framework).order_by("position")
    PulseAnswer.objects.bulk_create(
        PulseAnswer(response=response, question=question, level=level)
        for question, level in zip(questions, levels, strict=False)
    )

"""A round with answers, practices and barriers, as the staff analysis reads it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone

from assessments.models import Answer, AnswerState, Assessment, PracticeTick, Round, SectionBarrier
from assessments.states import AssessmentState
from characteristics.models import Barrier, Framework, Practice
from councils.models import Council
from reports.tests.handing_in import hand_in
from tests.factories import answer_all, make_assessment, make_council, make_round

DONT_KNOW, NOT_APPLICABLE = AnswerState.DONT_KNOW, AnswerState.NOT_APPLICABLE


def make_rounds(framework: Framework) -> tuple[Round, Round]:
    """Of last year and of this, both closed."""
    now = timezone.now()
    return (
        make_round(framework, slug="last", opens_at=now - timedelta(days=500), closes_at=now - timedelta(days=400)),
        make_round(framework, slug="past", opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=60)),
    )


def council(name: str) -> Council:
    return Council.objects.filter(name=name).first() or make_council(name)


def draft(round_: Round, name: str, level: int = 3, levels: Mapping[str, int] | None = None, **also) -> Assessment:
    """Answered and not handed in. `also` are `barriers` and `unknown`, by code; `practices` are in place everywhere."""
    assessment = make_assessment(council(name), round_)
    answer_all(assessment, level, levels=levels)
    answers = Answer.objects.filter(section__assessment=assessment)
    for state, code in also.get("said", {}).items():
        fields = {"state": state, "level": None, "reason": "None here." if state == NOT_APPLICABLE else ""}
        answers.filter(question__code__in=[code] if isinstance(code, str) else code).update(**fields)
    meets(assessment, also.get("barriers", ()))
    tick(assessment, also.get("practices", ()))
    return assessment


def meets(assessment: Assessment, barriers: Iterable[tuple[str, str]]) -> None:
    """Pairs of area and barrier, by code."""
    for area, code in barriers:
        barrier = Barrier.objects.get(framework=assessment.round.framework, code=code)
        SectionBarrier.objects.create(section=assessment.sections.get(area__code=area), barrier=barrier)


def tick(assessment: Assessment, codes: Iterable[str]) -> None:
    for practice in Practice.objects.filter(code__in=codes, question__area__framework=assessment.round.framework):
        answer = Answer.objects.get(section__assessment=assessment, question=practice.question)
        PracticeTick.objects.create(answer=answer, practice=practice)


def answered(round_: Round, name: str, level: int = 3, levels: Mapping[str, int] | None = None, **also) -> Assessment:
    """Handed in through the service, so that scores and snapshot are what they would be."""
    signed_off = also.pop("signed_off", False)
    assessment = draft(round_, name, level, levels, **also)
    hand_in(assessment)
    if signed_off:
        Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.SIGNED_OFF)
    return assessment

"""Start a round from what the council said in the last one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import last_round, policies
from assessments.inputs import AnswerContent
from assessments.last_round import LastRound
from assessments.models import Answer, Assessment, Section
from assessments.policies import NotNow
from assessments.services.locking import lock, log
from assessments.services.recording import CONTENT_FIELDS, write_rows
from assessments.states import SectionAction, SectionState, section_after
from councils.models import User


@transaction.atomic
def carry_forward(*, assessment: Assessment, by: User, at: datetime) -> int:
    """Fill in last round's answers where nobody has answered yet, each to be confirmed; says how many.

    Questions that read differently now, “don’t know” and barriers are left out. Doing it again does no harm. A
    constant number of queries. Raises NotNow where the assessment can't be edited or no earlier round was handed in.
    """
    assessment = lock(assessment)
    policies.check_editable(assessment, at)
    last = last_round.read(assessment)
    if last is None:
        raise NotNow(_("Your council has not handed in an earlier round, so there is nothing to carry forward."))
    carried = _carried(assessment, last)
    if carried:
        for answer, content in carried.items():
            for name in CONTENT_FIELDS:
                setattr(answer, name, getattr(content, name))
            answer.version += 1
            answer.to_confirm, answer.changed_by, answer.changed_at = True, by, at
        write_rows(carried, by=by, at=at)
        _start(assessment, carried, at)
        log(assessment, "answers carried forward", by, at, f"{last.round_name}: {len(carried)}")
    return len(carried)


def _carried(assessment: Assessment, last: LastRound) -> dict[Answer, AnswerContent]:
    answers = (
        Answer.objects.filter(section__assessment=assessment)
        .select_related("question")
        .prefetch_related("question__practices")
    )
    carried: dict[Answer, AnswerContent] = {}
    for answer in answers:
        given = last.answers.get(answer.question.code)
        if given and given.can_be_carried and last_round.is_untouched(answer):
            carried[answer] = given.content(
                {practice.code: practice.pk for practice in answer.question.practices.all()}
            )
    return carried


def _start(assessment: Assessment, carried: dict[Answer, AnswerContent], at: datetime) -> None:
    if assessment.started_at is None:
        Assessment.objects.filter(pk=assessment.pk).update(started_at=at)
    sections = {answer.section_id for answer in carried}
    Section.objects.filter(pk__in=sections, state=SectionState.NOT_STARTED).update(
        state=section_after(SectionState.NOT_STARTED, SectionAction.START)
    )

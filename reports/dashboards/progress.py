"""How far each council is in one round. Says how much is answered, never what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Answer, AnswerState, Assessment, Round, Submission
from assessments.states import AssessmentState
from reports.dashboards.filters import CouncilFilter


class Stage(StrEnum):
    """The states of an assessment, and before them the one in which nobody has begun."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    SIGNED_OFF = "signed_off"


@dataclass(frozen=True)
class CouncilProgress:
    council: str
    slug: str
    stage: Stage
    reopened: bool
    """Whether it was handed in before and is being worked on again."""
    sections: str
    """'7 of 18'"""
    share: str
    """'52%' of the questions"""
    last_activity: datetime | None
    may_be_reopened: bool
    """Handed in, or never handed in and the round has closed."""
    asked: str
    """Who asks to reopen, and why; empty where nobody does."""


@dataclass(frozen=True)
class RoundProgress:
    summary: str
    councils: tuple[CouncilProgress, ...]
    invited: int
    """With and without the filter."""


@dataclass(frozen=True)
class _Counts:
    sections: int
    open_sections: int
    questions: int
    answered: int
    last_activity: datetime | None


def build(round_: Round, chosen: CouncilFilter, at: datetime) -> RoundProgress:
    """Four queries."""
    counts, handed_in = _counts(round_), _handed_in(round_)
    councils = tuple(
        _line(assessment, counts.get(assessment.pk, _Counts(0, 0, 0, 0, None)), handed_in.get(assessment.pk), at)
        for assessment in chosen.assessments(round_).select_related("reopen_asked_by")
    )
    return RoundProgress(
        summary=_summary(council.stage for council in councils),
        councils=councils,
        invited=round_.assessments.count(),
    )


def _counts(round_: Round) -> dict[int, _Counts]:
    # As on the council’s own pages: what was carried forward counts once somebody has confirmed it.
    unanswered = Q(state=AnswerState.UNANSWERED) | Q(to_confirm=True)
    rows = (
        Answer.objects.filter(section__assessment__round=round_)
        .values("section__assessment_id")
        .annotate(
            sections=Count("section", distinct=True),
            open_sections=Count("section", distinct=True, filter=unanswered),
            questions=Count("pk"),
            answered=Count("pk", filter=~unanswered),
            last_activity=Max("changed_at"),
        )
        .values_list("section__assessment_id", "sections", "open_sections", "questions", "answered", "last_activity")
    )
    return {assessment: _Counts(*counts) for assessment, *counts in rows}


def _handed_in(round_: Round) -> dict[int, datetime]:
    """When each assessment was last submitted or signed off."""
    rows = (
        Submission.objects.filter(assessment__round=round_)
        .values_list("assessment_id")
        .annotate(Max("submitted_at"), Max("signed_off_at"))
    )
    return {assessment: max(filter(None, dates)) for assessment, *dates in rows}


def _line(assessment: Assessment, counts: _Counts, handed_in: datetime | None, at: datetime) -> CouncilProgress:
    dates = [date for date in (assessment.started_at, counts.last_activity, handed_in) if date]
    complete = counts.sections - counts.open_sections
    return CouncilProgress(
        council=assessment.council.name,
        slug=assessment.council.slug,
        stage=_stage(assessment),
        reopened=assessment.state == AssessmentState.IN_PROGRESS and handed_in is not None,
        sections=_("%(complete)d of %(all)d") % {"complete": complete, "all": counts.sections},
        share=f"{100 * counts.answered // counts.questions if counts.questions else 0}%",
        last_activity=max(dates, default=None),
        may_be_reopened=policies.may_be_reopened(assessment, at),
        asked=_asked(assessment),
    )


def _asked(assessment: Assessment) -> str:
    if assessment.reopen_asked_by is None:
        return ""
    said = {"name": assessment.reopen_asked_by.name, "why": assessment.reopen_asked_because}
    return _("%(name)s: %(why)s") % said


def _stage(assessment: Assessment) -> Stage:
    if assessment.state == AssessmentState.IN_PROGRESS and assessment.started_at is None:
        return Stage.NOT_STARTED
    return Stage(assessment.state)


def _summary(stages: Iterable[Stage]) -> str:
    of = Counter(stages)
    return _(
        "%(not_started)d not started, %(in_progress)d in progress, "
        "%(submitted)d submitted and waiting for sign-off, %(signed_off)d signed off."
    ) % {str(stage): of[stage] for stage in Stage}

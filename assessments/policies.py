"""When something may be done, whoever asks. Who may do it is in permissions.py."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from assessments.models import Assessment, Round
from assessments.states import Action, AssessmentState, after

GRACE = timedelta(minutes=10)
"""After the close, for those who have the page open."""


class NotNow(Exception):
    """What was asked for isn't possible in this state. The message says what to do; nothing has changed."""


def has_opened(round_: Round, at: datetime) -> bool:
    return at >= round_.opens_at


def has_closed(round_: Round, at: datetime) -> bool:
    return at >= round_.closes_at + GRACE


def may_be_edited(assessment: Assessment, at: datetime) -> bool:
    """Saving stays possible after the close: it changes no result, and nobody loses words to the clock."""
    return assessment.state == AssessmentState.IN_PROGRESS and has_opened(assessment.round, at)


def check_editable(assessment: Assessment, at: datetime) -> None:
    if assessment.state != AssessmentState.IN_PROGRESS:
        raise NotNow(_("This assessment has been submitted, so its answers can’t change."))
    if not has_opened(assessment.round, at):
        raise NotNow(_("This round has not opened yet."))


def check_submittable(assessment: Assessment, at: datetime) -> None:
    check_editable(assessment, at)
    reopened = assessment.reopened_at is not None and assessment.reopened_at >= assessment.round.closes_at
    if has_closed(assessment.round, at) and not reopened:
        raise NotNow(_("The round has closed. Ask the Digital Office to reopen your assessment."))


def may_be_submitted(assessment: Assessment, at: datetime) -> bool:
    try:
        check_submittable(assessment, at)
    except NotNow:
        return False
    return True


def next_state(assessment: Assessment, action: Action) -> AssessmentState:
    """Where the action leads; raises NotNow where it doesn't lead anywhere from here."""
    state = after(assessment.state, action)
    if state is None:
        raise NotNow(
            _("This can’t be done while the assessment is “%(state)s”. Somebody may have been faster than you.")
            % {"state": assessment.get_state_display()}
        )
    return state

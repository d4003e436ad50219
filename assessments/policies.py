"""When something may be done, whoever asks. Who may do it is in permissions.py."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Answer, Assessment, HeldAnswer, Round, Section
from assessments.states import SETTLED, Action, AssessmentState, SectionAction, SectionState, after, section_after
from councils.models import Role, User

GRACE = timedelta(minutes=10)
"""After the close, for those who have the page open."""


class NotNow(Exception):
    """What was asked for isn't possible in this state. The message says what to do; nothing has changed."""


def has_opened(round_: Round, at: datetime) -> bool:
    return at >= round_.opens_at


def has_closed(round_: Round, at: datetime) -> bool:
    return at >= round_.closes_at + GRACE


def was_reopened_after_close(assessment: Assessment) -> bool:
    return assessment.reopened_at is not None and assessment.reopened_at >= assessment.round.closes_at


def may_be_edited(assessment: Assessment, at: datetime) -> bool:
    try:
        check_editable(assessment, at)
    except NotNow:
        return False
    return True


def check_editable(assessment: Assessment, at: datetime) -> None:
    """After the close nothing changes but through reopening."""
    if assessment.state != AssessmentState.IN_PROGRESS:
        raise NotNow(_("This assessment has been submitted, so its answers can’t change."))
    if not has_opened(assessment.round, at):
        raise NotNow(_("This round has not opened yet."))
    if has_closed(assessment.round, at) and not was_reopened_after_close(assessment):
        raise NotNow(_("The round has closed. Ask the Digital Office to reopen your assessment."))


def check_assignable(assessment: Assessment, at: datetime) -> None:
    """Sections can be given out before the round opens, and as long as their answers can change."""
    if has_opened(assessment.round, at):
        check_editable(assessment, at)


def check_submittable(assessment: Assessment, at: datetime) -> None:
    check_editable(assessment, at)


def check_nothing_open(assessment: Assessment) -> None:
    """Two texts for one answer, or an answer carried forward that nobody has confirmed, can't be handed in."""
    held = HeldAnswer.objects.filter(answer__section__assessment=assessment).values("answer").distinct().count()
    if held:
        raise NotNow(
            ngettext(
                "%(count)d answer was written by two people at once. Choose between the two texts, then submit.",
                "%(count)d answers were written by two people at once. Choose between the two texts, then submit.",
                held,
            )
            % {"count": held}
        )
    waiting = Answer.objects.filter(section__assessment=assessment, to_confirm=True).count()
    if waiting:
        raise NotNow(
            ngettext(
                "%(count)d answer from the last round is still to be confirmed. Confirm or change it, then submit.",
                "%(count)d answers from the last round are still to be confirmed. Confirm or change them, then submit.",
                waiting,
            )
            % {"count": waiting}
        )


def check_may_be_reopened(assessment: Assessment, at: datetime) -> None:
    """What can still be edited needs no reopening."""
    if may_be_edited(assessment, at):
        raise NotNow(_("This assessment is open already: its answers can be changed."))
    if not has_opened(assessment.round, at):
        raise NotNow(_("This round has not opened yet."))


def section_is_settled_for(section: Section, user: User) -> bool:
    """Once handed in, a section is the lead's to change; others take it back first, or ask for it."""
    is_lead = user.roles.get(section.assessment.council_id) == Role.LEAD
    return section.state in SETTLED and not is_lead


def check_section_editable(section: Section, user: User) -> None:
    if section_is_settled_for(section, user):
        raise NotNow(_("This section has been handed to the lead. Take it back, or ask the lead to send it back."))


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


def may_be_reopened(assessment: Assessment, at: datetime) -> bool:
    try:
        check_may_be_reopened(assessment, at)
    except NotNow:
        return False
    return True


def next_section_state(section: Section, action: SectionAction) -> SectionState:
    """The same for a section."""
    state = section_after(section.state, action)
    if state is None:
        raise NotNow(
            _("This can’t be done while the section is “%(state)s”. Somebody may have been faster than you.")
            % {"state": section.get_state_display()}
        )
    return state

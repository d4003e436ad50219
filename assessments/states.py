"""The states of an assessment and of its sections, and the tables that say what leads from where to where."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    SIGNED_OFF = "signed_off", _("Signed off")


class Action(models.TextChoices):
    SUBMIT = "submit", _("Submit")
    SEND_BACK = "send_back", _("Send back")
    SIGN_OFF = "sign_off", _("Sign off")
    REOPEN = "reopen", _("Reopen")


class SectionState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    READY = "ready", _("Ready for the lead")
    AGREED = "agreed", _("Agreed")
    SENT_BACK = "sent_back", _("Sent back")


class SectionAction(models.TextChoices):
    START = "start", _("Save a first answer")
    HAND_IN = "hand_in", _("Say that it is ready")
    TAKE_BACK = "take_back", _("Take it back")
    AGREE = "agree", _("Agree")
    RETURN = "return", _("Send back")


State = TypeVar("State", AssessmentState, SectionState)


@dataclass(frozen=True)
class Transition(Generic[State]):
    before: State
    after: State
    who: str
    """For the picture in the docs; the rule itself is in permissions.py."""


TRANSITIONS: dict[Action, tuple[Transition[AssessmentState], ...]] = {
    Action.SUBMIT: (Transition(AssessmentState.IN_PROGRESS, AssessmentState.SUBMITTED, "lead"),),
    Action.SEND_BACK: (Transition(AssessmentState.SUBMITTED, AssessmentState.IN_PROGRESS, "approver"),),
    Action.SIGN_OFF: (Transition(AssessmentState.SUBMITTED, AssessmentState.SIGNED_OFF, "approver"),),
    Action.REOPEN: (
        Transition(AssessmentState.SUBMITTED, AssessmentState.IN_PROGRESS, "manager"),
        Transition(AssessmentState.SIGNED_OFF, AssessmentState.IN_PROGRESS, "manager"),
        # More time after the close, for a council that did not hand in.
        Transition(AssessmentState.IN_PROGRESS, AssessmentState.IN_PROGRESS, "manager"),
    ),
}

SECTION_TRANSITIONS: dict[SectionAction, tuple[Transition[SectionState], ...]] = {
    SectionAction.START: (
        Transition(SectionState.NOT_STARTED, SectionState.IN_PROGRESS, "contributor or lead, by saving"),
    ),
    SectionAction.HAND_IN: (
        Transition(SectionState.IN_PROGRESS, SectionState.READY, "contributor or lead"),
        Transition(SectionState.SENT_BACK, SectionState.READY, "contributor or lead"),
    ),
    SectionAction.TAKE_BACK: (Transition(SectionState.READY, SectionState.IN_PROGRESS, "contributor or lead"),),
    SectionAction.AGREE: (
        Transition(SectionState.READY, SectionState.AGREED, "lead"),
        Transition(SectionState.IN_PROGRESS, SectionState.AGREED, "lead"),
        Transition(SectionState.SENT_BACK, SectionState.AGREED, "lead"),
    ),
    SectionAction.RETURN: (
        Transition(SectionState.READY, SectionState.SENT_BACK, "lead"),
        Transition(SectionState.AGREED, SectionState.SENT_BACK, "lead"),
    ),
}
"""Sections move only while their assessment is in progress."""

SETTLED = frozenset({SectionState.READY, SectionState.AGREED})
"""Whoever was given the section has handed it in: only the lead changes its answers now."""


def after(state: str, action: Action) -> AssessmentState | None:
    """The state that the action leads to, or None where it is not possible."""
    return next((step.after for step in TRANSITIONS[action] if step.before == state), None)


def section_after(state: str, action: SectionAction) -> SectionState | None:
    """The same for a section."""
    return next((step.after for step in SECTION_TRANSITIONS[action] if step.before == state), None)

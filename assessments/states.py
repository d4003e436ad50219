"""The states of an assessment, and the one table that says what leads from where to where."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Transition:
    before: AssessmentState
    after: AssessmentState
    who: str
    """For the picture in the docs; the rule itself is in permissions.py."""


TRANSITIONS: dict[Action, tuple[Transition, ...]] = {
    Action.SUBMIT: (Transition(AssessmentState.IN_PROGRESS, AssessmentState.SUBMITTED, "lead"),),
    Action.SEND_BACK: (Transition(AssessmentState.SUBMITTED, AssessmentState.IN_PROGRESS, "approver"),),
    Action.SIGN_OFF: (Transition(AssessmentState.SUBMITTED, AssessmentState.SIGNED_OFF, "approver"),),
    Action.REOPEN: (
        Transition(AssessmentState.SUBMITTED, AssessmentState.IN_PROGRESS, "manager"),
        Transition(AssessmentState.SIGNED_OFF, AssessmentState.IN_PROGRESS, "manager"),
    ),
}


def after(state: str, action: Action) -> AssessmentState | None:
    """The state that the action leads to, or None where it is not possible."""
    return next((step.after for step in TRANSITIONS[action] if step.before == state), None)

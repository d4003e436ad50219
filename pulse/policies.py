"""When something may be done with a pulse, whoever asks. Who may do it is in permissions.py."""

from datetime import datetime

from django.utils.translation import gettext as _

from assessments.models import Round
from assessments.policies import NotNow, has_closed, has_opened
from pulse.models import Pulse


def round_is_on(round_: Round, at: datetime) -> bool:
    return has_opened(round_, at) and not has_closed(round_, at)


def check_openable(round_: Round, at: datetime) -> None:
    if not has_opened(round_, at):
        raise NotNow(_("This round has not opened yet, so there is no pulse."))
    if has_closed(round_, at):
        raise NotNow(_("The round has closed, so a pulse can’t be opened any more."))


def is_open(pulse: Pulse, at: datetime) -> bool:
    """Whether people can answer. It ends with the round, too."""
    return pulse.closed_at is None and not has_closed(pulse.assessment.round, at)


def check_open(pulse: Pulse, at: datetime) -> None:
    if not is_open(pulse, at):
        raise NotNow(_("This pulse has closed."))


def has_results(pulse: Pulse) -> bool:
    """Only what can't change any more is shown: who looks before and after one more answer would learn that answer.

    So the end of the round is not enough, since a round can be given more time.
    """
    return pulse.closed_at is not None

"""What is done with a pulse: load its questions, open it, answer it, close it."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.policies import NotNow
from characteristics.framework_entries import Mistake
from characteristics.models import Framework, Question
from councils.models import AuditEvent, User
from pulse import policies
from pulse.content import OptionContent, ResponseInput
from pulse.models import Pulse, PulseAnswer, PulseOption, PulseQuestion, PulseResponse
from pulse.pulse_files import PulseFile, unknown_questions
from pulse.queries import questions_of

TOKEN_BYTES = 24


class PulseIsFixed(Exception):
    """The pulse of this framework has been put to people and can't change any more."""


@transaction.atomic
def load_pulse(*, file: PulseFile, framework: Framework) -> list[Mistake]:
    """Give a framework the pulse of the file; twice is the same as once. Gives back what keeps it from being loaded.

    Raises PulseIsFixed, with nothing changed, where a council has opened a pulse with other questions.
    """
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    about = {question.code: question for question in Question.objects.filter(area__framework=framework)}
    mistakes = unknown_questions(file, about)
    if mistakes or _is_loaded(file, framework):
        return mistakes
    if Pulse.objects.filter(assessment__round__framework=framework).exists():
        raise PulseIsFixed(
            f"councils already use the pulse of {framework.code} {framework.version}; give the framework a new version"
        )
    PulseQuestion.objects.filter(framework=framework).delete()
    questions = PulseQuestion.objects.bulk_create(
        PulseQuestion(framework=framework, position=position, about=about[entry.about], text=entry.text)
        for position, entry in enumerate(file.questions, start=1)
    )
    PulseOption.objects.bulk_create(
        PulseOption(question=question, level=level, text=text)
        for question, entry in zip(questions, file.questions, strict=True)
        for level, text in enumerate(entry.answers, start=1)
    )
    return []


def _is_loaded(file: PulseFile, framework: Framework) -> bool:
    wanted = [
        (entry.about, entry.text, tuple(OptionContent(level, text) for level, text in enumerate(entry.answers, 1)))
        for entry in file.questions
    ]
    return [(here.about, here.text, here.options) for here in questions_of(framework)] == wanted


@transaction.atomic
def open_pulse(*, assessment: Assessment, by: User, at: datetime) -> Pulse:
    """Open the assessment's pulse, once. A pulse that has closed is begun again by `restart_pulse`."""
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("round").get(pk=assessment.pk)
    policies.check_openable(locked.round, at)
    if not PulseQuestion.objects.filter(framework=locked.round.framework_id).exists():
        raise NotNow(_("There is no pulse for what this round asks."))
    if Pulse.objects.filter(assessment=locked).exists():
        raise NotNow(_("The pulse was opened already. Somebody may have been faster than you."))
    pulse = Pulse.objects.create(assessment=locked, token=_new_token(), opened_at=at, opened_by=by)
    _log(pulse, "pulse opened", by, at)
    return pulse


@transaction.atomic
def renew_link(*, pulse: Pulse, by: User, at: datetime) -> Pulse:
    """Give an open pulse another link. The old one leads nowhere; what was answered stays."""
    locked = _lock(pulse)
    policies.check_open(locked, at)
    locked.token = _new_token()
    locked.save(update_fields=["token"])
    _log(locked, "pulse link replaced", by, at)
    return locked


@transaction.atomic
def close_pulse(*, pulse: Pulse, by: User, at: datetime) -> Pulse:
    """End a pulse for good: results from now on, and no answers. Possible after the round has closed, too."""
    locked = _lock(pulse)
    if locked.closed_at is not None:
        raise NotNow(_("This pulse has closed."))
    locked.closed_at = at
    locked.save(update_fields=["closed_at"])
    _log(locked, "pulse closed", by, at)
    return locked


@transaction.atomic
def restart_pulse(*, pulse: Pulse, by: User, at: datetime) -> Pulse:
    """Begin a closed pulse again with a new link. All that was answered is deleted, so that nothing can be compared."""
    locked = _lock(pulse)
    policies.check_openable(locked.assessment.round, at)
    if locked.closed_at is None:
        raise NotNow(_("This pulse is still open."))
    locked.responses.all().delete()
    locked.token, locked.opened_at, locked.opened_by, locked.closed_at = _new_token(), at, by, None
    locked.save(update_fields=["token", "opened_at", "opened_by", "closed_at"])
    _log(locked, "pulse begun again", by, at)
    return locked


@transaction.atomic
def record_response(*, pulse: Pulse, sent: ResponseInput, at: datetime) -> None:
    """Keep what somebody answered, once however often the same form is sent. Nothing is kept of who or when."""
    locked = _lock(pulse)
    policies.check_open(locked, at)
    if locked.token != pulse.token:
        raise NotNow(_("This link was replaced by another one."))
    response, is_new = PulseResponse.objects.get_or_create(
        id=_key(locked, sent.mark), defaults={"pulse": locked, "group": sent.group}
    )
    if is_new:
        PulseAnswer.objects.bulk_create(
            PulseAnswer(response=response, question_id=question, level=level) for question, level in sent.levels.items()
        )


def _lock(pulse: Pulse) -> Pulse:
    """The pulse as it is now, held until the transaction ends, so that no answer comes in while it closes."""
    pulses = Pulse.objects.select_for_update(of=("self",)).select_related("assessment__round")
    return pulses.get(pk=pulse.pk)


def _new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _key(pulse: Pulse, mark: str) -> UUID:
    """The same for the same form, but nobody who sees the form can tell which row it became."""
    digest = salted_hmac("pulse.response", f"{pulse.pk} {pulse.token} {mark}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16])


def _log(pulse: Pulse, action: str, by: User, at: datetime) -> None:
    AuditEvent.objects.create(at=at, by=by, council_id=pulse.assessment.council_id, action=action)

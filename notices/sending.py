"""The life of a mail in the queue: claimed under a lease, sent, tried again later or given up.

Every change of state is one conditional update whose row count says whether it happened, as for documents.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from notices.models import MutedKind, Notice, NoticeKind, NoticeState

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than CELERY_TASK_TIME_LIMIT, after which a worker ends a task."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""How long a mail waits after each attempt that failed. After the one beyond these it is given up."""
MAX_ATTEMPTS = len(PAUSES) + 1
BATCH = 200
BUDGET = 60
"""Seconds after which a task leaves the rest to the next; far below its time limit, should the mail server hang."""
HELD_LINKS = frozenset({NoticeKind.INVITATION})
"""Mail with a link that lets somebody in: its text is dropped once it isn't needed."""


@dataclass(frozen=True)
class Claim:
    """The right to send one mail; a higher attempt on the row means that somebody else has it now."""

    notice: Notice
    attempt: int


def send_waiting() -> None:
    """Send what is due, oldest first."""
    started = monotonic()
    give_up_on_lost(at=timezone.now())
    for notice_id in waiting(at=timezone.now()):
        if monotonic() - started > BUDGET:
            return
        send(notice_id=notice_id)


def waiting(*, at: datetime) -> list[UUID]:
    """Mail that is due: new, to be tried again, or left by a worker that went away."""
    return list(_due(at).order_by("due_at").values_list("pk", flat=True)[:BATCH])


def send(*, notice_id: UUID) -> None:
    """Send one mail, if it still waits. What goes wrong is kept in its row."""
    held = claim(notice_id=notice_id, at=timezone.now())
    if held is None:
        return
    if not is_wanted(held.notice):
        _end(held, NoticeState.SKIPPED)
        return
    try:
        message(held.notice).send()
    except Exception as error:  # noqa: BLE001 - whatever it is, the row must say that it failed
        logger.warning("Mail %s: %s at attempt %s", notice_id, type(error).__name__, held.attempt)
        fail(held, error, at=timezone.now())
    else:
        finish(held, at=timezone.now())


def claim(*, notice_id: UUID, at: datetime) -> Claim | None:
    """Take a mail that is due; None where there is nothing to take."""
    with transaction.atomic():
        taken = (
            _due(at)
            .filter(pk=notice_id)
            .update(state=NoticeState.SENDING, due_at=at + LEASE, attempts=F("attempts") + 1)
        )
        if taken != 1:
            return None
        notice = Notice.objects.select_related("person").get(pk=notice_id)
    return Claim(notice=notice, attempt=notice.attempts)


def _due(at: datetime) -> QuerySet[Notice]:
    waits = [NoticeState.QUEUED, NoticeState.SENDING]
    return Notice.objects.filter(state__in=waits, due_at__lte=at, attempts__lt=MAX_ATTEMPTS)


def give_up_on_lost(*, at: datetime) -> None:
    """Fail a mail that took its worker down at its last attempt."""
    lost = Notice.objects.filter(state=NoticeState.SENDING, due_at__lte=at, attempts__gte=MAX_ATTEMPTS)
    lost.filter(kind__in=HELD_LINKS).update(body="")
    lost.update(state=NoticeState.FAILED, error="the worker was lost")


def is_wanted(notice: Notice) -> bool:
    """Somebody may have left, or turned this kind off, while the mail waited."""
    if notice.person is None:
        return True
    return notice.person.is_active and not MutedKind.objects.filter(person=notice.person, kind=notice.kind).exists()


def message(notice: Notice) -> EmailMessage:
    """The mail as it goes out. Its id is the row's, so that receivers can tell a second copy after a crash."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{notice.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject=notice.subject, body=notice.body, to=[notice.email], headers=headers)


def finish(claim: Claim, *, at: datetime) -> bool:
    return _end(claim, NoticeState.SENT, sent_at=at, error="")


def fail(claim: Claim, error: Exception, *, at: datetime) -> bool:
    """Back into the queue for later, or failed for good. What is kept names the kind of error and the server's code."""
    code = getattr(error, "smtp_code", "")
    said = f"{type(error).__name__} {code}".strip()[:300]
    if claim.attempt >= MAX_ATTEMPTS:
        return _end(claim, NoticeState.FAILED, error=said)
    later = at + PAUSES[claim.attempt - 1]
    return _held(claim).update(state=NoticeState.QUEUED, due_at=later, error=said) == 1


def _end(claim: Claim, state: NoticeState, **fields: object) -> bool:
    if claim.notice.kind in HELD_LINKS:
        fields["body"] = ""
    return _held(claim).update(state=state, **fields) == 1


def _held(claim: Claim) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=claim.notice.pk, attempts=claim.attempt, state=NoticeState.SENDING)

"""Looks of the Digital Office at named results: what is logged of them, and what their files are called."""

from django.utils import timezone

from assessments.models import Round
from councils.models import AuditEvent, User


def log_look(by: User, action: str, detail: str) -> None:
    """At many councils at once; what concerns a single one is logged with its council."""
    AuditEvent.objects.create(at=timezone.now(), by=by, action=action, detail=detail[:300])


def file_name(round_: Round, what: str) -> str:
    """A file that has left the service still says what is invented."""
    name = f"{round_.slug}-{what}"
    return f"invented-{name}" if round_.invented else name

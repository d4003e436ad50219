"""Who of the Digital Office looked at named results, and how."""

from django.utils import timezone

from councils.models import AuditEvent, User


def log_look(by: User, action: str, detail: str) -> None:
    """At many councils at once; what concerns a single one is logged with its council."""
    AuditEvent.objects.create(at=timezone.now(), by=by, action=action, detail=detail[:300])

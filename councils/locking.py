"""Hold one council while its people change, and put on record who changed them."""

from datetime import datetime

from councils.models import AuditEvent, Council, User


def lock(council: Council) -> Council:
    """The council, held until the transaction ends. What refers to it, such as an assessment, need not wait."""
    return Council.objects.select_for_update(no_key=True).get(pk=council.pk)


def log(council: Council, action: str, by: User, at: datetime, detail: str = "") -> AuditEvent:
    return AuditEvent.objects.create(at=at, by=by, council=council, action=action, detail=detail[:300])

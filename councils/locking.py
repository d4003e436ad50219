"""Hold one council while its people change, and put on record who changed them."""

from datetime import datetime

from django.utils.translation import gettext as _

from councils.models import AuditEvent, Council, User
from councils.permissions import CHANGE_PEOPLE, may
from councils.policies import Refused


def lock(council: Council) -> Council:
    """The council, held until the transaction ends. What refers to it, such as an assessment, need not wait."""
    return Council.objects.select_for_update(no_key=True).get(pk=council.pk)


def lock_for(by: User, council: Council) -> Council:
    """The same for somebody who changes its people.

    What they may do is asked again once the council is held: a colleague may have been quicker.
    """
    held = lock(council)
    if not may(User.objects.get(pk=by.pk), CHANGE_PEOPLE, held):
        raise Refused(_("Your own role has changed in the meantime, so nothing was done."))
    return held


def log(council: Council, action: str, by: User, at: datetime, detail: str = "") -> AuditEvent:
    return AuditEvent.objects.create(at=at, by=by, council=council, action=action, detail=detail[:300])

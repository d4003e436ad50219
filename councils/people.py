"""What is done to the people of a council: roles change, people are taken out, people leave."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from councils import policies
from councils.locking import lock, lock_for, log
from councils.models import AuditEvent, Council, Membership, Role, User
from councils.policies import Refused
from notices.models import NoticeKind
from notices.services import post


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User, at: datetime) -> None:
    """Give somebody else another role. Their sessions end with it. Raises Refused where no lead would be left."""
    membership = _hold(membership, by)
    if membership.role == role:
        return
    if role != Role.LEAD:
        policies.check_keeps_lead(membership)
    before = membership.get_role_display()
    membership.role = role
    membership.save(update_fields=["role"])
    detail = f"{membership.user}: {before} → {membership.get_role_display()}"
    event = log(membership.council, "role changed", by, at, detail)
    _tell(membership, event, role=membership.get_role_display())


@transaction.atomic
def remove(*, membership: Membership, by: User, at: datetime) -> None:
    """Take somebody else out of the council. What they wrote stays."""
    membership = _hold(membership, by)
    policies.check_keeps_lead(membership)
    event = _end(membership, "person removed", by, at)
    _tell(membership, event, role="")


@transaction.atomic
def leave(*, user: User, council: Council, at: datetime) -> None:
    """A person goes on their own."""
    membership = lock(council).memberships.select_related("user", "council").filter(user=user).first()
    if membership is None:
        return
    policies.check_keeps_lead(membership)
    _end(membership, "person left", user, at)


def _hold(membership: Membership, by: User) -> Membership:
    """The membership as it is now, with its council held. Nobody changes the own one."""
    council = lock_for(by, membership.council)
    if membership.user_id == by.pk:
        raise Refused(_("Nobody changes their own role. Ask another lead or the Digital Office."))
    now = council.memberships.select_related("user", "council").filter(pk=membership.pk).first()
    if now is None:
        raise Refused(_("This person is not in the council any more."))
    return now


def _end(membership: Membership, action: str, by: User, at: datetime) -> AuditEvent:
    event = log(membership.council, action, by, at, f"{membership.user}: {membership.get_role_display()}")
    Membership.objects.filter(pk=membership.pk).delete()
    return event


def _tell(membership: Membership, event: AuditEvent, *, role: str) -> None:
    """Write to the person; `role` is empty where they have none any more."""
    context: dict[str, object] = {
        "name": membership.user.name,
        "council": membership.council.official_name,
        "role": role,
        "by": event.by.name if event.by else "",
    }
    post(kind=NoticeKind.ROLE_CHANGED, people=[membership.user], key=f"role:{event.pk}", context=context, at=event.at)

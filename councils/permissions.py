"""Who may do what, as far as it hangs on the person alone. When something may be done is in policies.py.

Objects are anything with a `council_id`. Querysets scoped by person come first and give 404; these give 403.
"""

from collections.abc import Callable
from typing import Any, Protocol

import rules
from django.core.exceptions import PermissionDenied

from councils.models import OfficeRole, Role, User


class OfCouncil(Protocol):
    @property
    def council_id(self) -> int: ...


def has_role(*roles: Role) -> Callable[[User, OfCouncil], bool]:
    """A predicate: the person holds one of these roles in the council that the object belongs to."""

    def predicate(user: User, thing: OfCouncil) -> bool:
        return user.roles.get(thing.council_id) in roles

    named: Callable[[User, OfCouncil], bool] = rules.predicate(predicate, name=f"has_role:{'|'.join(roles)}")
    return named


def has_office_role(*roles: OfficeRole) -> Callable[[User], bool]:
    """A predicate: the person works for the Digital Office in one of these roles."""

    def predicate(user: User) -> bool:
        return user.office_role in roles

    named: Callable[[User], bool] = rules.predicate(predicate, name=f"has_office_role:{'|'.join(roles)}")
    return named


SEE_COUNCILS = "councils.see_all"
MANAGE_PEOPLE = "councils.manage_people"
READ_PEOPLE = "councils.read_people"
CHANGE_PEOPLE = "councils.change_people"
MANAGE_ROUNDS = "assessments.manage_rounds"
READ_AUDIT_LOG = "councils.read_audit_log"

rules.add_perm(SEE_COUNCILS, has_office_role(OfficeRole.ANALYST, OfficeRole.MANAGER))
manages_people: Any = has_office_role(OfficeRole.MANAGER, OfficeRole.ADMINISTRATOR)
rules.add_perm(MANAGE_PEOPLE, manages_people)
rules.add_perm(READ_PEOPLE, manages_people | has_role(Role.LEAD, Role.APPROVER))
rules.add_perm(CHANGE_PEOPLE, manages_people | has_role(Role.LEAD))
rules.add_perm(MANAGE_ROUNDS, has_office_role(OfficeRole.MANAGER, OfficeRole.ADMINISTRATOR))
rules.add_perm(READ_AUDIT_LOG, has_office_role(OfficeRole.ANALYST, OfficeRole.MANAGER, OfficeRole.ADMINISTRATOR))


def roles_to_offer(user: User, council: OfCouncil) -> tuple[Role, ...]:
    """The roles that this person may invite somebody to. A lead finds a successor among colleagues, not by mail."""
    if may(user, MANAGE_PEOPLE):
        return tuple(Role)
    return (Role.CONTRIBUTOR, Role.APPROVER, Role.VIEWER) if may(user, CHANGE_PEOPLE, council) else ()


def may(user: User, permission: str, thing: object | None = None) -> bool:
    return user.is_active and rules.has_perm(permission, user, thing)


def check(user: User, permission: str, thing: object | None = None) -> None:
    """Raise PermissionDenied where the person may not."""
    if not may(user, permission, thing):
        raise PermissionDenied(permission)

"""The councils that one person serves, and for which of them they work now."""

from dataclasses import dataclass

from councils.models import User
from councils.permissions import READ_PEOPLE, may


@dataclass(frozen=True)
class Served:
    """A council that a person belongs to."""

    pk: int
    name: str
    slug: str
    role: str
    may_read_people: bool
    is_current: bool


def current_council(user: User, *, shown: str | None, chosen: str | None) -> str:
    """The name of the council that somebody who serves several works for now; empty for everybody else.

    The one that the page shows, or else the one that they chose last.
    """
    if len(user.roles) < 2:
        return ""
    served = served_by(user, current=chosen)
    of_page = [council.name for council in served if council.slug == shown]
    return of_page[0] if of_page else next(council.name for council in served if council.is_current)


def served_by(user: User, *, current: str | None) -> tuple[Served, ...]:
    """The councils that a person belongs to, by name; `current` is the name in addresses of the one chosen last."""
    memberships = list(user.memberships.select_related("council").order_by("council__name"))
    slugs = [membership.council.slug for membership in memberships]
    current = current if current in slugs else next(iter(slugs), None)
    return tuple(
        Served(
            pk=membership.council_id,
            name=membership.council.name,
            slug=membership.council.slug,
            role=membership.get_role_display(),
            may_read_people=may(user, READ_PEOPLE, membership),
            is_current=membership.council.slug == current,
        )
        for membership in memberships
    )

"""What pages need to know about the people of councils, as finished dataclasses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from councils.models import Council, Invitation, Membership, Role, User


@dataclass(frozen=True)
class Member:
    pk: int
    name: str
    email: str
    role: str
    is_self: bool
    is_active: bool
    has_signed_in: bool


@dataclass(frozen=True)
class OpenInvitation:
    pk: int
    name: str
    email: str
    role: str
    invited_by: str
    expires_at: datetime
    has_expired: bool


@dataclass(frozen=True)
class People:
    members: tuple[Member, ...]
    invitations: tuple[OpenInvitation, ...]
    has_lead: bool
    """Whether somebody who can sign in leads the council."""


@dataclass(frozen=True)
class CouncilLine:
    """A council in the list of those who manage people."""

    name: str
    slug: str
    people: int
    leads: int
    invitations: int


def get_council(user: User, slug: str) -> Council:
    """A council that this person may know the people of; any other is not found."""
    return get_object_or_404(Council.objects.with_people_for(user), slug=slug)


def people_of(council: Council, *, viewer: User, at: datetime) -> People:
    memberships = list(council.memberships.select_related("user"))
    order = {role.value: place for place, role in enumerate(Role)}
    memberships.sort(key=lambda membership: (order[membership.role], membership.user.name.casefold()))
    invitations = council.invitations.unanswered().select_related("invited_by").order_by("created_at")
    return People(
        members=tuple(_member(membership, viewer) for membership in memberships),
        invitations=tuple(_invitation(invitation, at) for invitation in invitations),
        has_lead=any(m.role == Role.LEAD and m.user.is_active for m in memberships),
    )


def _member(membership: Membership, viewer: User) -> Member:
    user = membership.user
    return Member(
        pk=membership.pk,
        name=user.name,
        email=user.email,
        role=membership.get_role_display(),
        is_self=user == viewer,
        is_active=user.is_active,
        has_signed_in=user.last_login is not None,
    )


def _invitation(invitation: Invitation, at: datetime) -> OpenInvitation:
    return OpenInvitation(
        pk=invitation.pk,
        name=invitation.name,
        email=invitation.email,
        role=invitation.get_role_display(),
        invited_by=invitation.invited_by.name,
        expires_at=invitation.expires_at,
        has_expired=invitation.expires_at <= at,
    )


def council_lines(councils: Iterable[Council]) -> tuple[CouncilLine, ...]:
    """Lines for councils that `with_people_counts` gave."""
    return tuple(
        CouncilLine(council.name, council.slug, council.people, council.leads, council.open_invitations)  # type: ignore[attr-defined]
        for council in councils
    )


def with_people_counts(at: datetime) -> QuerySet[Council]:
    """All councils by name, with how many people, leads who can sign in and open invitations each has."""
    leads = Q(memberships__role=Role.LEAD, memberships__user__is_active=True)
    waiting = Q(
        invitations__accepted_at__isnull=True, invitations__withdrawn_at__isnull=True, invitations__expires_at__gt=at
    )
    return Council.objects.alphabetical().annotate(
        people=Count("memberships", distinct=True),
        leads=Count("memberships", filter=leads, distinct=True),
        open_invitations=Count("invitations", filter=waiting, distinct=True),
    )


def matching(councils: QuerySet[Council], *, name: str, nation: str) -> QuerySet[Council]:
    """Those whose name holds these letters, in this nation; empty means all."""
    councils = councils.filter(name__icontains=name) if name else councils
    return councils.filter(nation=nation) if nation else councils

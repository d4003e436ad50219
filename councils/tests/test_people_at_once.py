"""Two people change the same council at once, on PostgreSQL; SQLite has one writer at a time by construction."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from councils import invitations, locking, people
from councils.models import Council, Invitation, Membership, Role, User
from councils.policies import Refused
from tests.factories import make_council, make_member

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]

TRIES = 20
THREADS = 8


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run all jobs in threads that start together; a refusal is a result."""
    ready = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        ready.wait(timeout=30)
        try:
            return job()
        except (Refused, IntegrityError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, job) for job in jobs]]


def demote(council: Council, user: User, by: User) -> Callable[[], object]:
    membership = Membership.objects.select_related("council").get(user=user, council=council)

    def work() -> object:
        return people.change_role(membership=membership, role=Role.VIEWER, by=by, at=timezone.now())

    return work


def councils_without_a_lead() -> int:
    """Two leads demote each other, again and again in a new council."""
    without = 0
    for _ in range(TRIES):
        council = make_council()
        one, two = make_member(council, Role.LEAD), make_member(council, Role.LEAD)
        at_once([demote(council, one, two), demote(council, two, one)])
        without += not council.memberships.filter(role=Role.LEAD).exists()
    return without


def test_of_two_leads_who_demote_each_other_one_stays():
    assert councils_without_a_lead() == 0


def test_without_the_lock_councils_lose_both_so_the_test_above_can_fail(monkeypatch):
    monkeypatch.setattr(locking, "lock", lambda council: council)
    assert councils_without_a_lead() > 0


def test_a_lead_who_leaves_while_the_other_is_removed_stays():
    for _ in range(TRIES):
        council = make_council()
        one, two = make_member(council, Role.LEAD), make_member(council, Role.LEAD)

        def go(user: User = one, of: Council = council) -> object:
            return people.leave(user=user, council=of, at=timezone.now())

        at_once([go, demote(council, two, one)])
        assert council.memberships.filter(role=Role.LEAD).exists()


def test_a_link_used_by_many_at_once_makes_one_account():
    council = make_council()
    invitation = invitations.invite(
        council=council,
        email="new@example.org",
        name="New",
        role=Role.VIEWER,
        by=make_member(council, Role.LEAD),
        at=timezone.now(),
    )

    def use() -> object:
        fields = {"name": "New", "password": "three-words-together"}
        return invitations.join_as_new(invitation=invitation, **fields, at=timezone.now())

    results = at_once([use] * THREADS)
    assert sum(isinstance(result, User) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == THREADS - 1
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_an_address_invited_by_many_at_once_is_invited_once():
    council = make_council()
    lead = make_member(council, Role.LEAD)

    def invite() -> object:
        fields = {"email": "new@example.org", "name": "New", "role": Role.VIEWER}
        return invitations.invite(council=council, **fields, by=lead, at=timezone.now())

    results = at_once([invite] * THREADS)
    assert sum(isinstance(result, Invitation) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == THREADS - 1


def test_an_invitation_withdrawn_while_it_is_used_has_one_outcome():
    for number in range(TRIES):
        council = make_council()
        lead = make_member(council, Role.LEAD)
        fields = {"email": f"new-{number}@example.org", "name": "New", "role": Role.VIEWER}
        invitation = invitations.invite(council=council, **fields, by=lead, at=timezone.now())

        def use(used: Invitation = invitation) -> object:
            given = {"name": "New", "password": "three-words-together"}
            return invitations.join_as_new(invitation=used, **given, at=timezone.now())

        def withdraw(used: Invitation = invitation, by: User = lead) -> object:
            return invitations.withdraw(invitation=used, by=by, at=timezone.now())

        at_once([use, withdraw])
        invitation.refresh_from_db()
        joined = council.memberships.filter(role=Role.VIEWER).exists()
        assert joined == bool(invitation.accepted_at) != bool(invitation.withdrawn_at)

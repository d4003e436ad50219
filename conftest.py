"""What every test may use: a council with its people, and the Digital Office."""

from dataclasses import dataclass

import pytest
from django.core.cache import cache

from assessments.models import Assessment
from councils.models import Council, OfficeRole, Role, User
from tests.factories import make_assessment, make_council, make_member, make_round, make_user


@dataclass(frozen=True)
class Cast:
    """Ada leads, Bob contributes, Cat approves and Dan views for Alder; Eve leads for Birch; the office sees both."""

    alder: Council
    birch: Council
    assessment: Assessment
    other: Assessment
    ada: User
    bob: User
    cat: User
    dan: User
    eve: User
    analyst: User
    manager: User
    administrator: User
    stranger: User


@pytest.fixture
def cast(db) -> Cast:
    alder, birch = make_council("Alder"), make_council("Birch")
    round_ = make_round(slug="now")
    return Cast(
        alder=alder,
        birch=birch,
        assessment=make_assessment(alder, round_),
        other=make_assessment(birch, round_),
        ada=make_member(alder, Role.LEAD, "Ada"),
        bob=make_member(alder, Role.CONTRIBUTOR, "Bob"),
        cat=make_member(alder, Role.APPROVER, "Cat"),
        dan=make_member(alder, Role.VIEWER, "Dan"),
        eve=make_member(birch, Role.LEAD, "Eve"),
        analyst=make_user("Ann", office_role=OfficeRole.ANALYST),
        manager=make_user("Max", office_role=OfficeRole.MANAGER),
        administrator=make_user("Pat", office_role=OfficeRole.ADMINISTRATOR),
        stranger=make_user("Sam"),
    )


@pytest.fixture(autouse=True)
def _no_memory_between_tests():
    """Sign-in limits are counted in the cache."""
    cache.clear()

"""What every test may use: a council with its people, and the Digital Office; and which tests one run is enough for."""

from dataclasses import dataclass
from typing import Never

import pytest
from django.core.cache import CacheHandler, cache

from assessments.models import Assessment
from councilmaturity.celery import app
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


# Tests that one run is enough for

SERVED_BY_MARK = ("django_db", "postgresql", "redis", "browser")
SERVED_BY_FIXTURE = {"db", "transactional_db", "live_server", "content", "documents", "service"}
"""The fixtures that bring a database along; the last three are our own."""
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark as `once` what uses neither database nor Redis: it can't come out differently on others of them."""
    for item in items:
        by_mark = any(item.get_closest_marker(name) for name in SERVED_BY_MARK)
        if not (by_mark or SERVED_BY_FIXTURE & set(item.fixturenames)):
            item.add_marker("once")


@pytest.fixture(autouse=True)
def _no_memory_between_tests(request, monkeypatch):
    """Sign-in limits are counted in the cache. What runs once gets none; pytest-django keeps it from the database."""
    if request.node.get_closest_marker("once") and not request.node.get_closest_marker("django_db"):
        _without_servers(monkeypatch)
    else:
        cache.clear()


def _without_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither cache nor broker, nor a way to them for processes that the test starts."""
    monkeypatch.setattr(CacheHandler, "__getitem__", _refuse)
    for name in ("send_task", "connection_for_read", "connection_for_write"):
        monkeypatch.setattr(app, name, _refuse)
    for name, url in NOWHERE.items():
        monkeypatch.setenv(name, url)


def _refuse(*_: object, **__: object) -> Never:
    raise RuntimeError("this test asks for the cache or the broker: mark it with pytest.mark.redis")

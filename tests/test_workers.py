"""Real Celery workers on PostgreSQL and Redis: they make what a release wants, whatever becomes of one of them."""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from characteristics.models import Framework, LevelDescriptor
from reports.models import Document, DocumentState
from reports.pressing import TookTooLong, TookTooMuch
from reports.tasks import sweep_scorecards
from reports.tests.factories import make_world
from reports.tests.handing_in import hand_in, start
from reports.tests.wanted import stored
from reports.wanting import want_workshop_pack
from tests.frameworks import make_framework
from tests.workers import until, working

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not settings.REDIS_URL, reason="workers need PostgreSQL and Redis"
    ),
]

COUNCILS = 4
ALL = COUNCILS * 2
LIMITS = {"RENDER_CONCURRENCY": "2", "RENDER_SECONDS": "10", "RENDER_MEGABYTES": "450"}
# Drawing the first takes a minute on any machine and 350 megabytes; the second is past its megabytes once it is read.
HANGING, SWELLING = "word " * 1_500_000, "word " * 12_000_000


@pytest.fixture
def workers(tmp_path):
    """Two processes that draw, each replaced after three tasks."""
    with working(tmp_path, "--max-tasks-per-child", "3", **LIMITS) as workers:
        yield workers


def pack_with(text: str) -> Document:
    """A workshop pack in which one answer reads like this."""
    framework: Framework = make_framework()
    row = LevelDescriptor.objects.filter(question__area__framework=framework).first()
    LevelDescriptor.objects.filter(pk=row.pk).update(text=text)
    return want_workshop_pack(framework=framework, by=None, at=timezone.now())


def release() -> None:
    world = make_world(COUNCILS)
    for council in world.councils:
        hand_in(start(council, world.round))
    world.release()


def of_release(*states: DocumentState):
    rows = Document.objects.filter(release__isnull=False)
    return rows.filter(state__in=states) if states else rows


def all_are_made() -> bool:
    return of_release(DocumentState.MADE).count() == ALL


def send(pids: Iterable[int], what: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)


def caught(workers) -> Document:
    """One that is being made, with everything that works on it held still."""
    while True:
        until(of_release(DocumentState.RUNNING).exists, pause=0.02)
        held = workers.at_work
        send(held, signal.SIGSTOP)
        running = of_release(DocumentState.RUNNING).first()
        if running:
            return running
        send(held, signal.SIGCONT)


def let_leases_run_out() -> None:
    """As five minutes would; the sweeper looks then."""
    running = of_release(DocumentState.RUNNING)
    running.update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep_scorecards()


def check_files() -> None:
    for document in of_release():
        assert stored(document).startswith(b"%PDF-")
    assert len(set(of_release().values_list("file", flat=True))) == ALL


def test_one_that_hangs_and_one_that_swells_are_ended_and_the_others_are_made_by_children_that_are_replaced(workers):
    children: set[int] = set()
    bad = {pack_with(HANGING): TookTooLong.CODE, pack_with(SWELLING): TookTooMuch.CODE}
    release()

    def all_have_ended() -> bool:
        children.update(workers.children)
        return not Document.objects.filter(state__in=[DocumentState.QUEUED, DocumentState.RUNNING]).exists()

    until(all_have_ended)

    for document, error in bad.items():
        document.refresh_from_db()
        assert (document.state, document.error, document.attempts) == (DocumentState.FAILED, error, 1)
    assert all_are_made()
    assert set(of_release().values_list("attempts", "lost_leases")) == {(1, 0)}
    check_files()
    assert len(children) > 2


def test_nothing_is_lost_with_a_child_or_with_all_of_the_worker(workers, tmp_path):
    release()
    first = caught(workers)
    send(workers.children, signal.SIGKILL)
    send(workers.at_work, signal.SIGCONT)
    until(lambda: of_release(DocumentState.MADE).count() + of_release(DocumentState.RUNNING).count() > 3)
    second = caught(workers)
    workers.kill()
    let_leases_run_out()
    with working(tmp_path, **LIMITS):
        until(all_are_made)

    assert {first.pk, second.pk} <= set(of_release().filter(lost_leases__gt=0).values_list("pk", flat=True))
    assert not Document.objects.filter(error__gt="").exists()
    check_files()

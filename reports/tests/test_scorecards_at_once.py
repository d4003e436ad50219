"""Many workers and many clicks at once, on PostgreSQL: threads with connections of their own, set off together."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from reports.models import Document, DocumentState
from reports.rendering import LEASE, claim
from reports.tests.wanted import NOW, someone_of, submitted, want
from reports.wanting import want_scorecard

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

WORKERS = 8
ROUNDS = 10


def at_once(job) -> list[object]:
    """The results of as many threads as there are workers, with connections of their own, started together."""
    ready = threading.Barrier(WORKERS)

    def run() -> object:
        ready.wait(timeout=30)
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run) for _ in range(WORKERS)]]


def claim_without_guard(*, scorecard_id, at) -> object | None:
    """What a claim would be that first looks and then writes."""
    scorecard = Document.objects.get(pk=scorecard_id)
    if scorecard.state != DocumentState.QUEUED:
        return None
    scorecard.state, scorecard.lease_until = DocumentState.RUNNING, at + LEASE
    scorecard.save()
    return scorecard


def times_claimed(claiming) -> list[int]:
    """How many workers got each of some scorecards that all of them wanted."""
    scorecards = [want() for _ in range(ROUNDS)]
    return [
        sum(result is not None for result in at_once(lambda pk=scorecard.pk: claiming(scorecard_id=pk, at=NOW)))
        for scorecard in scorecards
    ]


def test_of_many_workers_at_once_one_gets_the_scorecard():
    assert times_claimed(claim) == [1] * ROUNDS


def test_without_the_guard_several_get_it_so_the_test_above_can_fail():
    assert max(times_claimed(claim_without_guard)) > 1


def test_many_clicks_at_once_want_one_scorecard():
    submission = submitted()
    by = someone_of(submission)

    def click() -> object:
        return want_scorecard(submission=submission, release=None, by=by, at=NOW).pk

    assert len(set(at_once(click))) == 1
    assert Document.objects.count() == 1

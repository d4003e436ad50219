"""Many workers at once, on PostgreSQL: threads with connections of their own, set off together."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from notices import sending
from notices.models import Notice, NoticeKind, NoticeState
from notices.sending import Claim
from notices.services import post
from notices.tests.queue import ABOUT, NOW, queued
from tests.factories import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

WORKERS = 8
MAILS = 10


def at_once(job) -> None:
    ready = threading.Barrier(WORKERS)

    def run() -> None:
        ready.wait(timeout=30)
        try:
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        for future in [pool.submit(run) for _ in range(WORKERS)]:
            future.result(timeout=60)


def claim_without_guard(*, notice_id, at) -> Claim | None:
    """What a claim would be that first looks and then writes."""
    notice = Notice.objects.select_related("person").get(pk=notice_id)
    if notice.state != NoticeState.QUEUED:
        return None
    notice.state, notice.due_at = NoticeState.SENDING, at + sending.LEASE
    notice.attempts += 1
    notice.save()
    return Claim(notice=notice, attempt=notice.attempts)


def ids_sent() -> list[str]:
    for number in range(MAILS):
        queued(key=str(number))
    assert len(sending.waiting(at=timezone.now())) == MAILS
    at_once(sending.send_waiting)
    return [message.message()["Message-ID"] for message in mail.outbox]


def test_many_workers_at_once_send_each_mail_once():
    sent = ids_sent()

    assert len(sent) == len(set(sent)) == MAILS
    assert set(Notice.objects.values_list("state", "attempts")) == {(NoticeState.SENT, 1)}


def test_without_the_claim_some_are_sent_twice_so_the_test_above_can_fail(monkeypatch):
    monkeypatch.setattr(sending, "claim", claim_without_guard)

    sent = ids_sent()

    assert len(sent) > len(set(sent)) == MAILS


def test_many_deeds_at_once_with_one_key_tell_each_person_once():
    people = [make_user() for _ in range(5)]

    at_once(lambda: post(kind=NoticeKind.SIGNED_OFF, people=people, key="once", context=ABOUT, at=NOW))

    assert Notice.objects.count() == len(people)

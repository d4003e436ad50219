"""A mail is sent once, by one worker at a time, whatever happens to the workers and to the mail server."""

import logging
import smtplib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from notices import sending, tasks
from notices.models import MutedKind, Notice, NoticeKind, NoticeState
from notices.sending import BATCH, LEASE, MAX_ATTEMPTS, PAUSES, claim, fail, finish, give_up_on_lost, waiting
from notices.tests.queue import INVITED, NOW, invited, now, queued

pytestmark = pytest.mark.django_db

AFTER_LEASE = NOW + LEASE + timedelta(seconds=1)


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing and tells what it was sent."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPDataError(451, f"no room for {email_messages[0].body}".encode())


def in_state(state: NoticeState, **fields) -> Notice:
    notice = queued()
    Notice.objects.filter(pk=notice.pk).update(
        state=state, **{"sent_at": NOW if state == NoticeState.SENT else None} | fields
    )
    return now(notice)


# Sent once


def test_a_task_that_runs_twice_sends_one_mail(mailoutbox):
    notice = queued()

    tasks.send_waiting_notices()
    tasks.send_waiting_notices()

    assert len(mailoutbox) == 1
    assert (now(notice).state, notice.attempts) == (NoticeState.SENT, 1)
    assert notice.sent_at is not None


def test_the_mail_is_plain_text_from_the_service_to_one_person(mailoutbox):
    notice = queued()
    tasks.send_waiting_notices()
    sent = mailoutbox[0].message()

    assert sent.get_content_type() == "text/plain"
    assert (sent["To"], sent["From"]) == (notice.email, settings.DEFAULT_FROM_EMAIL)
    assert (sent["Cc"], sent["Bcc"], sent["Auto-Submitted"]) == (None, None, "auto-generated")


def test_a_mail_sent_again_after_a_crash_has_the_same_id(mailoutbox):
    """The worker was killed after the server took the mail and before the row said so."""
    notice = queued()
    tasks.send_waiting_notices()
    Notice.objects.update(state=NoticeState.SENDING, sent_at=None, due_at=NOW)
    tasks.send_waiting_notices()

    first, second = (message.message()["Message-ID"] for message in mailoutbox)
    assert first == second == f"<{notice.pk}@example.org>"


def test_a_subject_that_got_a_line_break_somehow_is_never_sent(mailoutbox):
    notice = queued()
    Notice.objects.update(subject="Hello\nBcc: everybody@example.org")

    tasks.send_waiting_notices()

    assert mailoutbox == []
    assert now(notice).error == "BadHeaderError"


def test_mail_is_sent_in_the_order_in_which_it_was_wanted(mailoutbox):
    later = queued(key="later", at=NOW)
    earlier = queued(key="earlier", at=NOW - timedelta(hours=1))

    tasks.send_waiting_notices()

    assert [message.to[0] for message in mailoutbox] == [earlier.email, later.email]


# Claiming


@pytest.mark.parametrize(
    ("state", "due_at", "taken"),
    [
        pytest.param(NoticeState.QUEUED, NOW, True, id="it waits"),
        pytest.param(NoticeState.QUEUED, AFTER_LEASE, False, id="it is to be tried later"),
        pytest.param(NoticeState.SENDING, AFTER_LEASE, False, id="somebody else has it"),
        pytest.param(NoticeState.SENDING, NOW, True, id="its worker went away"),
        pytest.param(NoticeState.SENT, NOW, False, id="it is sent"),
        pytest.param(NoticeState.FAILED, NOW, False, id="it failed for good"),
        pytest.param(NoticeState.SKIPPED, NOW, False, id="nobody wants it any more"),
    ],
)
def test_only_what_is_due_is_listed_and_claimed(state, due_at, taken):
    notice = in_state(state, due_at=due_at)

    assert waiting(at=NOW) == ([notice.pk] if taken else [])
    assert (claim(notice_id=notice.pk, at=NOW) is not None) == taken


def test_a_late_worker_changes_nothing():
    notice = queued()
    late = claim(notice_id=notice.pk, at=NOW)
    second = claim(notice_id=notice.pk, at=AFTER_LEASE)

    assert not finish(late, at=AFTER_LEASE)
    assert not fail(late, OSError(), at=AFTER_LEASE)
    assert finish(second, at=AFTER_LEASE)


def test_a_mail_that_takes_down_every_worker_fails():
    notice = in_state(NoticeState.SENDING, attempts=MAX_ATTEMPTS, due_at=NOW)

    assert claim(notice_id=notice.pk, at=NOW) is None
    give_up_on_lost(at=NOW)

    assert now(notice).state == NoticeState.FAILED


# Failing


def test_a_mail_server_that_refuses_is_asked_again_later(settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    notice = queued()
    tasks.send_waiting_notices()
    tasks.send_waiting_notices()

    assert (now(notice).state, notice.attempts) == (NoticeState.QUEUED, 1)
    assert notice.due_at > NOW + PAUSES[0]

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Notice.objects.update(due_at=NOW)
    tasks.send_waiting_notices()

    assert (now(notice).state, notice.error) == (NoticeState.SENT, "")
    assert len(mailoutbox) == 1


def test_a_mail_is_tried_less_and_less_often_and_then_given_up():
    notice, at, waits = queued(), NOW, []
    for _ in range(MAX_ATTEMPTS):
        fail(claim(notice_id=notice.pk, at=at), OSError(), at=at)
        waits.append(now(notice).due_at - at)
        at = notice.due_at

    assert tuple(waits[:-1]) == PAUSES
    assert (notice.state, notice.error) == (NoticeState.FAILED, "OSError")


def test_what_went_wrong_is_kept_without_the_text_of_the_mail(settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    notice = queued()
    with caplog.at_level(logging.WARNING):
        tasks.send_waiting_notices()

    assert now(notice).error == "SMTPDataError 451"
    assert "SMTPDataError" in caplog.text
    assert "Alder" not in caplog.text
    assert notice.email not in caplog.text


def test_one_mail_that_fails_holds_up_no_other(mailoutbox):
    bad, good = queued(key="a", at=NOW - timedelta(hours=1)), queued(key="b")
    Notice.objects.filter(pk=bad.pk).update(subject="two\nlines")

    tasks.send_waiting_notices()

    assert [message.to for message in mailoutbox] == [[good.email]]
    assert now(bad).state == NoticeState.QUEUED


def test_a_mail_server_that_hangs_leaves_the_rest_to_the_next_task(monkeypatch, mailoutbox):
    clock = iter([0, 0, sending.BUDGET + 1])
    monkeypatch.setattr(sending, "monotonic", lambda: next(clock))
    for number in range(3):
        queued(key=str(number))

    sending.send_waiting()

    assert len(mailoutbox) == 1


def test_a_task_takes_no_more_than_a_batch():
    Notice.objects.bulk_create(
        Notice(kind=NoticeKind.COMMENT, email="a@example.org", key=str(n), due_at=NOW, created_at=NOW)
        for n in range(BATCH + 1)
    )

    assert len(waiting(at=NOW)) == BATCH


# Wanted no more


def test_who_turned_a_kind_off_or_left_while_the_mail_waited_gets_none(mailoutbox):
    muted, gone = queued(key="a"), queued(key="b")
    MutedKind.objects.create(person=muted.person, kind=muted.kind)
    gone.person.is_active = False
    gone.person.save()

    tasks.send_waiting_notices()

    assert mailoutbox == []
    assert (now(muted).state, now(gone).state) == (NoticeState.SKIPPED, NoticeState.SKIPPED)


# The text of an invitation lets somebody in


def test_an_invitation_is_sent_whole_and_then_emptied(mailoutbox):
    notice = invited()
    assert "secret-token" in notice.body

    tasks.send_waiting_notices()

    assert "secret-token" in mailoutbox[0].body
    assert mailoutbox[0].to == [INVITED]
    assert now(notice).body == ""


def test_an_invitation_that_can_not_be_sent_is_emptied_when_it_is_given_up():
    notice = invited()
    Notice.objects.update(attempts=MAX_ATTEMPTS - 1)
    fail(claim(notice_id=notice.pk, at=NOW), OSError(), at=NOW)

    assert (now(notice).state, notice.body) == (NoticeState.FAILED, "")


def test_an_invitation_whose_worker_was_lost_for_good_is_emptied():
    notice = invited()
    Notice.objects.update(state=NoticeState.SENDING, attempts=MAX_ATTEMPTS)
    give_up_on_lost(at=NOW)

    assert (now(notice).state, notice.body) == (NoticeState.FAILED, "")


def test_other_mail_keeps_its_text():
    notice = queued()
    body = notice.body
    tasks.send_waiting_notices()

    assert now(notice).body == body
    assert len(mail.outbox) == 1

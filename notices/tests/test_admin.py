"""Those who run the service see what became of each mail, and never what it said."""

import pytest
from django.test import Client
from django.urls import reverse

from notices import tasks
from notices.models import Notice, NoticeState
from notices.sending import MAX_ATTEMPTS
from notices.tests.queue import invited, now, queued

pytestmark = pytest.mark.django_db

LIST = "/admin/notices/notice/"


@pytest.fixture
def failed(cast) -> Notice:
    notice = queued(cast.ada)
    Notice.objects.update(state=NoticeState.FAILED, attempts=MAX_ATTEMPTS, error="SMTPDataError 451")
    return now(notice)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("person", ["manager", "administrator"])
def test_the_state_is_shown_and_the_text_is_not(cast, failed, person):
    client = as_(getattr(cast, person))
    pages = [LIST, reverse("admin:notices_notice_change", args=[failed.pk])]
    html = "".join(client.get(page).content.decode() for page in pages)

    assert "SMTPDataError 451" in html
    assert cast.ada.email in html
    assert "Round 2026" not in html


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nobody_writes_or_deletes_mail(cast, failed, page):
    assert as_(cast.administrator).post(LIST + page.format(pk=failed.pk), {"post": "yes"}).status_code == 403
    assert Notice.objects.count() == 1


def test_a_change_posted_to_a_mail_is_refused(cast, failed):
    url = reverse("admin:notices_notice_change", args=[failed.pk])

    assert as_(cast.administrator).post(url, {"email": "x@example.org"}).status_code == 403
    assert now(failed).email == cast.ada.email


def test_what_failed_can_be_tried_again(cast, failed, mailoutbox):
    as_(cast.administrator).post(LIST, {"action": "send_again", "_selected_action": [str(failed.pk)]})
    tasks.send_waiting_notices()

    assert now(failed).state == NoticeState.SENT
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("state", [NoticeState.SKIPPED, NoticeState.QUEUED, NoticeState.SENDING])
def test_only_what_failed_is_tried_again(cast, failed, state):
    Notice.objects.update(state=state)
    as_(cast.administrator).post(LIST, {"action": "send_again", "_selected_action": [str(failed.pk)]})

    assert (now(failed).state, failed.attempts) == (state, MAX_ATTEMPTS)


def test_an_invitation_whose_text_is_gone_is_not_tried_again(cast):
    notice = invited()
    Notice.objects.update(state=NoticeState.FAILED, body="")
    as_(cast.administrator).post(LIST, {"action": "send_again", "_selected_action": [str(notice.pk)]})

    assert now(notice).state == NoticeState.FAILED

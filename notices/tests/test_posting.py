"""Mail is put into the queue once, for those who want it, and leaves it only when the deed stands."""

import pytest
from django.db import transaction

from notices import tasks
from notices.models import OPTIONAL, MutedKind, Notice, NoticeKind
from notices.services import Mail, choose, muted, post, post_each, post_to_address
from notices.tests.queue import ABOUT, INVITED, NOW, queued
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def post_to(*people, key="signed_off:1"):
    post(kind=NoticeKind.SIGNED_OFF, people=people, key=key, context=ABOUT, at=NOW)


def recipients() -> list[str]:
    return sorted(Notice.objects.values_list("email", flat=True))


def test_each_person_gets_one_row_with_a_finished_text():
    ann, bea = make_user("Ann"), make_user("Bea")

    post_to(ann, bea)

    assert recipients() == sorted([ann.email, bea.email])
    notice = Notice.objects.get(person=ann)
    assert notice.subject == "Alder, Round 2026: signed off"
    assert "http://127.0.0.1:8000/assessments/alder/now/" in notice.body


@pytest.mark.parametrize("times", [2, 5])
def test_the_same_key_is_posted_once(times):
    ann = make_user()
    for _ in range(times):
        post_to(ann)
        post_each(kind=NoticeKind.SIGNED_OFF, mails=[Mail(ann, "signed_off:1", ABOUT)], at=NOW)

    assert recipients() == [ann.email]


def test_a_second_person_is_told_under_the_same_key():
    ann, bea = make_user(), make_user()
    post_to(ann)
    post_to(ann, bea)

    assert recipients() == sorted([ann.email, bea.email])


def test_who_was_named_twice_is_told_once():
    ann = make_user()
    post_to(ann, ann)

    assert recipients() == [ann.email]


def test_nobody_is_told_what_they_turned_off_or_after_they_left():
    ann, bea, cas = make_user(), make_user(), make_user()
    MutedKind.objects.create(person=bea, kind=NoticeKind.SIGNED_OFF)
    cas.is_active = False
    cas.save()

    post_to(ann, bea, cas)
    post_each(kind=NoticeKind.SIGNED_OFF, mails=[Mail(p, "again", ABOUT) for p in (bea, cas)], at=NOW)

    assert recipients() == [ann.email]


def test_turning_one_kind_off_leaves_the_others_on():
    ann = make_user()
    choose(person=ann, wanted=[kind for kind in OPTIONAL if kind != NoticeKind.COMMENT])

    assert muted(ann) == {NoticeKind.COMMENT}
    post_to(ann)
    assert recipients() == [ann.email]


def test_choosing_twice_is_the_same_as_choosing_once():
    ann = make_user()
    choose(person=ann, wanted=[])
    choose(person=ann, wanted=[])
    assert muted(ann) == set(OPTIONAL)

    choose(person=ann, wanted=OPTIONAL)
    assert muted(ann) == set()


def test_an_invitation_goes_to_an_address_once():
    for _ in range(2):
        post_to_address(kind=NoticeKind.ROLE_CHANGED, email=INVITED, key="invitation:7", context=ABOUT, at=NOW)

    assert recipients() == [INVITED]
    assert Notice.objects.get().person is None


def test_a_deed_that_is_undone_tells_nobody():
    def deed_that_fails():
        with transaction.atomic():
            queued()
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError, match="undone"):
        deed_that_fails()

    assert recipients() == []


@pytest.mark.parametrize("people", [1, 30])
def test_posting_takes_two_queries_however_many_are_told(django_assert_num_queries, people):
    told = [make_user() for _ in range(people)]

    with django_assert_num_queries(2):
        post_to(*told)


@pytest.mark.parametrize("people", [1, 30])
def test_posting_to_each_takes_three(django_assert_num_queries, people):
    mails = [Mail(make_user(), "key", ABOUT | {"who": str(number)}) for number in range(people)]

    with django_assert_num_queries(3):
        post_each(kind=NoticeKind.SIGNED_OFF, mails=mails, at=NOW)
    assert Notice.objects.count() == people


def test_a_broker_that_is_away_stops_neither_the_page_nor_the_mail(
    monkeypatch, mailoutbox, django_capture_on_commit_callbacks
):
    def away():
        raise ConnectionError

    monkeypatch.setattr(tasks.send_waiting_notices, "delay", away)
    with django_capture_on_commit_callbacks(execute=False) as nudges:
        queued()
    with pytest.raises(ConnectionError):
        nudges[0]()
    monkeypatch.undo()

    tasks.send_waiting_notices()  # what the beat does

    assert len(mailoutbox) == 1

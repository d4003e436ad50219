"""Whoever has the link answers, without an account; what is sent is kept once, and nothing of who sent it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.policies import NotNow
from pulse import services
from pulse.content import ResponseInput
from pulse.models import Group, Pulse, PulseAnswer, PulseResponse
from pulse.tests.factories import make_pulse
from tests.abuse import REFUSED, TEXTS

LINK = "the-link"
FORM = {"group": "staff", "q1": "4", "q2": "cant-say", "mark": "one-form"}


@pytest.fixture
def pulse(cast) -> Pulse:
    return make_pulse(cast.assessment, token=LINK)


def url() -> str:
    return reverse("answer_pulse", args=[LINK])


def test_the_page_says_who_asks_and_what_is_not_kept(pulse):
    html = Client().get(url()).content.decode()
    for words in ("Alder Council asks", "You need no account. No name, address or time is stored", "at least 5 people"):
        assert words in html
    assert "LEAD01 in words 5" in html


def test_answers_are_kept_with_the_group_and_lead_to_thanks(pulse):
    response = Client().post(url(), FORM, follow=True)
    assert "Your answers have been sent" in response.content.decode()
    kept = PulseAnswer.objects.order_by("question__position").values_list("response__group", "level")
    assert list(kept) == [("staff", 4), ("staff", None)]


def test_nothing_is_kept_of_who_answered_or_when():
    assert {field.name for field in PulseResponse._meta.fields} == {"id", "pulse", "group"}
    assert {field.name for field in PulseAnswer._meta.fields} == {"id", "response", "question", "level"}


def test_keys_say_nothing_about_the_order(pulse):
    for number in range(20):
        Client().post(url(), FORM | {"mark": f"form {number}"})
    keys = [response.pk for response in PulseResponse.objects.order_by("pk")]
    marks = [services._key(pulse, f"form {number}") for number in range(20)]
    assert sorted(marks) == keys
    assert marks != keys
    assert all(answer.pk.version == 4 for answer in PulseAnswer.objects.all())


def test_a_form_that_is_sent_twice_counts_once(pulse):
    for _ in range(2):
        assert Client().post(url(), FORM).status_code == 302
    assert pulse.responses.count() == 1


def test_two_forms_count_twice_even_without_their_mark(pulse):
    for mark in ("a", "b", "", ""):
        Client().post(url(), FORM | {"mark": mark})
    assert pulse.responses.count() == 4


def test_a_browser_that_has_answered_is_asked_to_stop_but_may_go_on(pulse):
    client = Client()
    client.post(url(), FORM)
    assert "Somebody has answered in this browser" in client.get(url()).content.decode()
    assert "Send my answers" in client.get(url(), {"again": ""}).content.decode()
    cookie = client.cookies["pulse_answered"]
    assert (cookie["path"], cookie["httponly"], cookie.value) == (url(), True, "yes")


def test_somebody_signed_in_is_told_that_it_is_not_tied_to_them(cast, pulse):
    client = Client()
    client.force_login(cast.bob)
    assert "not tied to your account" in client.get(url()).content.decode()
    assert client.post(url(), FORM).status_code == 302


def test_a_form_that_could_not_be_taken_is_not_kept_with_the_person(cast, pulse):
    """Other forms of somebody who was signed in are, until they sign in again."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob)
    assert client.post(url(), FORM, headers={"origin": "http://testserver"}).status_code == 403
    assert "kept_form" not in client.session
    client.post(reverse("submit", args=["alder", "now"]), {"a": "b"}, headers={"origin": "http://testserver"})
    assert "kept_form" in client.session


def test_each_question_needs_an_answer_and_what_was_chosen_stays(pulse):
    html = Client().post(url(), {"q1": "2"}).content.decode()
    assert '<a href="#id_group">Choose who you are in the council</a>' in html
    assert '<a href="#id_q2">Question 2: choose an answer, or “I can’t say”</a>' in html
    assert "Question 1:" not in html
    assert html.count(" checked") == 1
    assert "<title>Error:" in html
    assert not PulseResponse.objects.exists()


@pytest.mark.parametrize(
    "junk",
    [
        {"group": "councillors"},
        {"group": ""},
        {"q1": "0"},
        {"q1": "6"},
        {"q1": "-1"},
        {"q1": "4.0"},
        {"q1": "４"},
        {"q1": "None"},
        {"q1": "9" * 400},
        {"mark": "x" * 65},
        {"mark": "a\x00b"},
        *({"group": text} for text in TEXTS.values()),
        *({"q1": text} for text in [*TEXTS.values(), *REFUSED.values()]),
    ],
    ids=lambda junk: ascii(junk)[:60],
)
def test_junk_is_an_error_in_words_and_nothing_is_kept(pulse, junk):
    response = Client().post(url(), FORM | junk)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert not PulseResponse.objects.exists()


def test_fields_that_the_form_does_not_have_change_nothing(pulse):
    before = Pulse.objects.values().get()
    Client().post(url(), FORM | {"pulse": "7", "id": "1", "token": "x", "closed_at": "2026-01-01", "level": "9"})
    assert Pulse.objects.values().get() == before
    assert set(PulseAnswer.objects.values_list("level", flat=True)) == {4, None}


@pytest.mark.parametrize("token", ["wrong", LINK.upper(), LINK + "x"])
def test_a_wrong_link_leads_nowhere(pulse, token):
    for name in ("answer_pulse", "pulse_thanks"):
        assert Client().get(reverse(name, args=[token])).status_code == 404


def test_answers_that_come_too_late_are_not_kept_and_the_page_says_so(cast, pulse):
    services.close_pulse(pulse=pulse, by=cast.ada, at=timezone.now())
    response = Client().post(url(), FORM)
    assert "they were too late and were not kept" in response.content.decode()
    assert not PulseResponse.objects.exists()


def test_a_form_of_the_old_pulse_does_not_count_in_the_one_begun_again(cast, pulse):
    services.close_pulse(pulse=pulse, by=cast.ada, at=timezone.now())
    services.restart_pulse(pulse=pulse, by=cast.ada, at=timezone.now())
    with pytest.raises(NotNow):
        services.record_response(pulse=pulse, sent=ResponseInput(Group.STAFF, {}, "late"), at=timezone.now())
    assert not PulseResponse.objects.exists()


def test_one_network_is_slowed_down_in_words_and_keeps_its_form(settings, pulse):
    settings.ACCOUNT_RATE_LIMITS = {"pulse": "2/m/ip"}
    responses = [Client().post(url(), FORM | {"mark": str(number)}) for number in range(3)]
    assert [response.status_code for response in responses] == [302, 302, 429]
    html = responses[-1].content.decode()
    assert "Wait a minute, then send yours again" in html
    assert html.count(" checked") == 3
    assert pulse.responses.count() == 2


def test_answers_are_kept_where_the_counters_are_away(settings, pulse):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/1",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }
    assert Client().post(url(), FORM).status_code == 302
    assert pulse.responses.count() == 1

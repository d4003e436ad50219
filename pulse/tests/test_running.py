"""The lead opens a pulse, passes on its link, closes it; the council reads what came of it."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.policies import NotNow
from councils.models import AuditEvent
from pulse import services
from pulse.models import Group, Pulse
from pulse.tests.factories import make_pulse, make_pulse_questions, respond

PLACE = ["alder", "now"]


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user) -> str:
    return as_(user).get(reverse("pulse", args=PLACE)).content.decode()


def send(user, name: str) -> str:
    """Does it, and gives back the page that it leads to."""
    return as_(user).post(reverse(name, args=PLACE), follow=True).content.decode()


def close_round(cast) -> None:
    cast.assessment.round.closes_at = timezone.now() - timedelta(days=1)
    cast.assessment.round.save()


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("at").values_list("action", flat=True))


@pytest.fixture
def questions(cast):
    return make_pulse_questions(cast.assessment.round.framework)


@pytest.fixture
def pulse(cast, questions) -> Pulse:
    return make_pulse(cast.assessment, token="first-link")


def test_a_lead_opens_the_pulse_and_finds_its_link(cast, questions):
    html = send(cast.ada, "open_pulse")
    pulse = Pulse.objects.get()
    assert reverse("answer_pulse", args=[pulse.token]) in html
    assert (pulse.opened_by, pulse.closed_at) == (cast.ada, None)
    assert actions() == ["pulse opened"]


def test_no_heading_skips_a_level(cast, questions):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(cast.ada))]
    assert levels.count(2) >= len(questions)
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_token_has_at_least_128_random_bits(cast, questions):
    pulse = services.open_pulse(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    assert services.TOKEN_BYTES * 8 >= 128
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,}", pulse.token)


def test_the_log_never_holds_the_link(cast, questions):
    pulse = services.open_pulse(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    pulse = services.renew_link(pulse=pulse, by=cast.ada, at=timezone.now())
    assert not AuditEvent.objects.filter(detail__contains=pulse.token).exists()
    assert actions() == ["pulse opened", "pulse link replaced"]


def test_only_the_lead_sees_the_link(cast, pulse):
    assert "first-link" in page(cast.ada)
    for other in (cast.bob, cast.cat):
        assert "first-link" not in page(other)


def test_a_second_click_opens_nothing_new(cast, pulse):
    assert "opened already" in send(cast.ada, "open_pulse")
    assert Pulse.objects.get().token == "first-link"


@pytest.mark.parametrize(
    ("opens", "closes", "why"),
    [(1, 9, "has not opened yet"), (-9, -1, "has closed")],
    ids=["before the round", "after the round"],
)
def test_a_pulse_opens_within_the_round_alone(cast, questions, opens, closes, why):
    round_, now = cast.assessment.round, timezone.now()
    round_.opens_at, round_.closes_at = now + timedelta(days=opens), now + timedelta(days=closes)
    round_.save()
    assert "Open the pulse" not in page(cast.ada)
    assert why in send(cast.ada, "open_pulse")
    assert not Pulse.objects.exists()


def test_a_framework_without_a_pulse_says_so(cast):
    assert "There is no pulse for what this round asks" in page(cast.ada)
    assert "There is no pulse for what this round asks" in send(cast.ada, "open_pulse")


def test_a_new_link_replaces_the_old_one_and_keeps_the_answers(cast, pulse):
    respond(pulse, Group.STAFF, 3, 3)
    send(cast.ada, "renew_pulse_link")
    assert Client().get(reverse("answer_pulse", args=["first-link"])).status_code == 404
    assert Client().get(reverse("answer_pulse", args=[Pulse.objects.get().token])).status_code == 200
    assert pulse.responses.count() == 1


def test_an_open_pulse_says_whether_a_group_has_enough_and_never_how_many(cast, pulse):
    for _ in range(6):
        respond(pulse, Group.STAFF, 5, 5)
    for _ in range(4):
        respond(pulse, Group.MANAGERS, 5, 5)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(cast.ada)))
    assert "Staff 5 or more: will be shown Managers fewer than 5: would not be shown" in text
    assert "5.0" not in text


def test_a_closed_pulse_takes_no_answers_and_has_results(cast, pulse):
    for _ in range(5):
        respond(pulse, Group.STAFF, 2, 2)
    html = send(cast.ada, "close_pulse")
    assert "Your own answers beside those of your people" in html
    assert "These questions are closed" in Client().get(reverse("answer_pulse", args=["first-link"])).content.decode()
    assert actions() == ["pulse closed"]
    assert "has closed" in send(cast.ada, "close_pulse")


def test_the_end_of_the_round_ends_the_answering_but_results_wait_for_the_lead(cast, pulse):
    """A round can be given more time; results that were shown before could be compared with those after."""
    for _ in range(5):
        respond(pulse, Group.STAFF, 2, 2)
    close_round(cast)
    assert "These questions are closed" in Client().get(reverse("answer_pulse", args=["first-link"])).content.decode()
    html = page(cast.ada)
    assert "Your own answers beside" not in html
    assert "first-link" not in html
    assert "Your own answers beside" in send(cast.ada, "close_pulse")


def test_beginning_again_deletes_what_was_answered_and_changes_the_link(cast, pulse):
    for _ in range(5):
        respond(pulse, Group.STAFF, 2, 2)
    send(cast.ada, "close_pulse")
    html = send(cast.ada, "restart_pulse")
    pulse.refresh_from_db()
    assert "Staff</dt>" in html
    assert (pulse.responses.count(), pulse.closed_at) == (0, None)
    assert pulse.token != "first-link"
    assert actions() == ["pulse closed", "pulse begun again"]


@pytest.mark.parametrize("deed", [services.renew_link, services.restart_pulse], ids=["new link", "begin again"])
def test_what_the_state_forbids_changes_nothing(cast, pulse, deed):
    if deed == services.renew_link:
        services.close_pulse(pulse=pulse, by=cast.ada, at=timezone.now())
    with pytest.raises(NotNow):
        deed(pulse=pulse, by=cast.ada, at=timezone.now())
    pulse.refresh_from_db()
    assert pulse.token == "first-link"


def test_after_the_round_a_pulse_cannot_begin_again(cast, pulse):
    services.close_pulse(pulse=pulse, by=cast.ada, at=timezone.now())
    close_round(cast)
    assert "Begin the pulse again" not in page(cast.ada)
    assert "can’t be opened any more" in send(cast.ada, "restart_pulse")


@pytest.mark.parametrize("name", ["close_pulse", "renew_pulse_link", "restart_pulse"])
def test_what_cannot_be_taken_back_is_asked_first(cast, pulse, name):
    html = as_(cast.ada).get(reverse(name, args=PLACE)).content.decode()
    assert "<h1" in html
    assert "Cancel" in html
    pulse.refresh_from_db()
    assert (pulse.token, pulse.closed_at) == ("first-link", None)


@pytest.mark.parametrize("name", ["close_pulse", "renew_pulse_link", "restart_pulse"])
def test_where_there_is_no_pulse_there_is_nothing_to_close(cast, name):
    assert as_(cast.ada).post(reverse(name, args=PLACE)).status_code == 404


def test_the_task_list_leads_to_the_pulse_for_those_who_may_read_it(cast):
    address = reverse("pulse", args=PLACE)
    for user, leads in [(cast.ada, True), (cast.bob, True), (cast.cat, True), (cast.dan, False)]:
        assert (address in as_(user).get(cast.assessment.get_absolute_url()).content.decode()) is leads

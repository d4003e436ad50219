"""Harmful texts go in where people write, and come out as text, on every page and in every file."""

import csv
import io
import json
from datetime import timedelta
from html import escape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import services
from assessments.models import Answer, Comment, HeldAnswer
from assessments.services.carrying import carry_forward
from assessments.states import AssessmentState, SectionState
from assessments.tests.earlier import hand_in_earlier
from assessments.tests.pages import SectionPage
from tests.abuse import FORMULAS, MARKUP, REFUSED, TEXTS
from tests.factories import answer_all

CASES = [pytest.param(text, id=name) for name, text in TEXTS.items()]


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def stored(cast, code: str) -> Answer:
    return Answer.objects.get(section__assessment=cast.assessment, question__code=code)


@pytest.mark.parametrize("text", CASES)
def test_evidence_is_kept_as_written_and_shown_as_text(cast, text):
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    page.fill(DATA02_choice="4", DATA02_evidence=text)
    response = page.send(follow=True)
    assert response.status_code == 200
    assert stored(cast, "DATA02").evidence == text.replace("\r\n", "\n").replace("\r", "\n").strip()
    check = as_(cast.ada).get(reverse("check_answers", args=["alder", "now"])).content.decode()
    for html in (response.content.decode(), check):
        assert "<script>alert" not in html
        assert "onerror=alert(1)>" not in html.replace(escape(text), "")


@pytest.mark.parametrize("text", CASES)
def test_results_and_scorecard_content_survive_any_evidence(cast, text):
    answer_all(cast.assessment, 4)
    Answer.objects.filter(section__assessment=cast.assessment).update(evidence=text, reason=text)
    submission = services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    assert json.loads(submission.content)["sections"][0]["answers"][0]["evidence"] == text
    html = as_(cast.ada).get(reverse("results", args=["alder", "now"])).content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize("text", CASES)
def test_a_text_that_is_held_is_kept_as_written_and_shown_as_text(cast, text):
    late = SectionPage(cast.ada, cast.assessment, "DATA")
    late.open()
    first = SectionPage(cast.ada, cast.assessment, "DATA")
    first.open()
    first.fill(DATA01_choice="4", DATA01_evidence="Saved first")
    first.send()
    late.fill(DATA01_choice="not_applicable", DATA01_evidence=text, DATA01_reason=f"Because: {text[:900]}")
    html = late.send().content.decode()
    held = HeldAnswer.objects.get()
    assert held.evidence == text.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert "Typed by Ada" in html
    assert "<script>alert" not in html
    assert "onerror=alert(1)>" not in html.replace(escape(text), "")


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in MARKUP.items()])
def test_last_rounds_words_are_shown_as_text_and_carried_as_written(cast, text):
    earlier = hand_in_earlier(cast)
    services.reopen(assessment=earlier, because="More", by=cast.manager, at=timezone.now())
    Answer.objects.filter(section__assessment=earlier).update(evidence=text)
    services.submit_assessment(assessment=earlier, by=cast.ada, at=timezone.now())
    html = as_(cast.ada).get(reverse("section", args=["alder", "now", "DATA"])).content.decode()
    assert "<script>alert" not in html
    carry_forward(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    assert stored(cast, "DATA02").evidence == text


@pytest.mark.parametrize("text", CASES)
def test_comments_and_reasons_are_kept_as_written_and_shown_as_text(cast, text):
    """Every place where colleagues write to each other, and every page that shows it."""
    ada, words = as_(cast.ada), text[:2000]
    cast.assessment.sections.update(state=SectionState.IN_PROGRESS)
    for name, more in (("comments", ["DATA"]), ("move_section", ["DATA", "hand-in"])):
        ada.post(reverse(name, args=["alder", "now", *more]), {"text": words, "because": words})
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    for user, name in ((cast.ada, "ask_to_reopen"), (cast.cat, "send_back")):
        as_(user).post(reverse(name, args=["alder", "now"]), {"because": words})
    cast.assessment.refresh_from_db()
    kept = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if kept:
        assert set(Comment.objects.values_list("text", flat=True)) == {kept}
        assert cast.assessment.reopen_asked_because == cast.assessment.returned_because == kept
    pages = [reverse(name, args=["alder", "now"]) for name in ("task_list", "picture", "check_answers")]
    for url in [reverse("home"), *pages, reverse("comments", args=["alder", "now", "DATA"])]:
        response = ada.get(url)
        assert response.status_code == 200, url
        html = response.content.decode()
        assert "<script>alert" not in html
        assert "onerror=alert(1)>" not in html.replace(escape(text), "")


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in MARKUP.items()])
def test_names_are_shown_as_text(cast, text):
    cast.ada.name = text[:120]
    cast.ada.save()
    cast.alder.official_name = text[:120]
    cast.alder.save()
    html = as_(cast.ada).get(cast.assessment.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert escape(text[:120]) in html


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in (FORMULAS | MARKUP).items()])
def test_no_exported_cell_starts_a_formula(cast, text):
    cast.alder.name = text[:80]
    cast.alder.save()
    answer_all(cast.assessment, 4)
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    body = as_(cast.analyst).get(reverse("office_councils_csv", args=["now"])).content.decode()
    for row in csv.reader(io.StringIO(body)):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), cell


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in REFUSED.items()])
def test_what_the_database_cannot_hold_is_an_error_in_words(cast, text):
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    page.fill(DATA02_evidence=text)
    response = page.send()
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert stored(cast, "DATA02").version == 0


@pytest.mark.parametrize("text", CASES)
def test_words_to_the_council_are_shown_as_text(cast, text):
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    url = reverse("send_back", args=["alder", "now"])
    response = as_(cast.cat).post(url, {"because": text}, follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in (TEXTS | REFUSED).items()])
def test_a_code_to_check_is_answered_in_words_whatever_it_is(db, text):
    cache.clear()
    response = Client().post(reverse("verify"), {"code": text})
    assert response.status_code == 200
    html = response.content.decode()
    assert "Not known" in html or "There is a problem" in html
    assert "<script>alert" not in html
    assert "onerror=alert(1)>" not in html.replace(escape(text), "")


def test_fields_that_no_form_has_change_nothing(cast):
    """Every field of the models behind the section page, posted to it."""
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    page.fields |= {
        name: ["1"]
        for name in ("state", "council", "round", "version", "changed_by", "assigned_to", "is_staff", "office_role")
    } | {"state": [AssessmentState.SIGNED_OFF]}
    page.send()
    cast.assessment.refresh_from_db()
    cast.ada.refresh_from_db()
    assert cast.assessment.state == AssessmentState.IN_PROGRESS
    assert cast.ada.office_role == ""


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil",
    ],
)
def test_sign_in_never_leads_elsewhere(cast, target):
    cast.ada.set_password("a-long-enough-password")
    cast.ada.save()
    form = {"login": cast.ada.email, "password": "a-long-enough-password", "next": target}
    response = Client().post(reverse("account_login"), form)
    assert response.status_code == 302
    assert response.url == reverse("home")


def test_a_body_too_large_is_refused_in_words(cast):
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    page.fill(DATA02_evidence="x" * 1_200_000)
    assert page.send().status_code in (400, 413)
    assert stored(cast, "DATA02").version == 0


def test_wrong_passwords_are_slowed_down(cast):
    cast.ada.set_password("a-long-enough-password")
    cast.ada.save()
    client = Client()
    form = {"login": cast.ada.email, "password": "wrong"}
    texts = [client.post(reverse("account_login"), form).content.decode() for _ in range(12)]
    assert "Too many failed attempts to sign in" in texts[-1]


def test_pages_are_kept_out_of_caches(cast):
    response = as_(cast.ada).get(cast.assessment.get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"


def test_a_foreign_host_is_refused(cast):
    assert Client().get("/", HTTP_HOST="evil.example").status_code == 400


def test_a_page_after_the_round_closed_is_not_an_error(cast):
    cast.assessment.round.closes_at = timezone.now() - timedelta(days=1)
    cast.assessment.round.save()
    response = as_(cast.ada).post(reverse("submit", args=["alder", "now"]), {"confirm": "on", "incomplete": "on"})
    assert response.status_code == 302

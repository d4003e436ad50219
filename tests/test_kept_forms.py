"""A form that arrives after sign-in has ended, or from an old page, comes back to the person who typed it."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.tests.pages import fields_of
from councils import kept
from tests.factories import make_user

ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
WORDS = "Our plan\nof May, with “quotes” & <b>"
PASSWORD = "a-long-enough-password"


@pytest.fixture
def ada(cast):
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    return cast.ada


@pytest.fixture
def url(cast) -> str:
    return reverse("section", args=["alder", cast.assessment.round.slug, "DATA"])


@pytest.fixture
def officer(ada, url) -> Client:
    """Ada looked at the section; then her sign-in ended."""
    client = Client()
    client.force_login(ada)
    client.get(url)
    end_session(client)
    return client


def end_session(client: Client) -> None:
    client.session.flush()
    client.cookies.pop("sessionid", None)


def sign_in(client: Client, email: str) -> str:
    where = reverse("account_login") + "?next=" + reverse("kept_form")
    response = client.post(where, {"login": email, "password": PASSWORD}, follow=True)
    return response.content.decode()


def typed(**fields: str) -> dict[str, str]:
    return {"DATA01-evidence": WORDS, **fields}


def test_what_was_typed_comes_back_after_sign_in(officer, ada, url):
    response = officer.post(url, typed(), **ORIGIN)
    assert response.url == f"{reverse('account_login')}?next={reverse('kept_form')}"
    page = sign_in(officer, ada.email)
    assert "What you typed is not saved yet" in page
    assert f'action="{url}"' in page
    assert WORDS in unescape(page)
    assert fields_of(page)["DATA01-evidence"] == [WORDS]


def test_every_field_comes_back_also_those_that_are_there_twice(officer, ada, url):
    sent = {"barriers": ["1", "2"], "page": "a" * 32, "stay": ""}
    officer.post(url, sent, **ORIGIN)
    fields = fields_of(sign_in(officer, ada.email))
    assert {name: fields[name] for name in sent} == {"barriers": ["1", "2"], "page": ["a" * 32], "stay": [""]}


def test_sending_it_again_forgets_it(officer, ada, url):
    officer.post(url, typed(), **ORIGIN)
    fields = fields_of(sign_in(officer, ada.email))
    assert officer.post(url, fields).status_code == 200
    assert officer.get(reverse("kept_form")).url == reverse("home")


def test_dropping_it_forgets_it(officer, ada, url):
    officer.post(url, typed(), **ORIGIN)
    sign_in(officer, ada.email)
    assert officer.post(reverse("kept_form")).url == url
    assert officer.get(reverse("kept_form")).url == reverse("home")


def test_every_page_points_to_it_until_then(officer, ada, url):
    officer.post(url, typed(), **ORIGIN)
    sign_in(officer, ada.email)
    assert "Something that you typed is not saved yet" in officer.get(reverse("home")).content.decode()
    officer.post(reverse("kept_form"))
    assert "Something that you typed is not saved yet" not in officer.get(reverse("about")).content.decode()


def test_nobody_else_gets_it_who_signs_in_with_the_same_officer(officer, cast, url):
    cast.eve.set_password(PASSWORD)
    cast.eve.save()
    officer.post(url, typed(), **ORIGIN)
    page = sign_in(officer, cast.eve.email)
    assert "Our plan" not in page
    assert kept.SESSION_KEY not in officer.session


def test_it_is_kept_for_an_hour(officer, ada, url):
    officer.post(url, typed(), **ORIGIN)
    sign_in(officer, ada.email)
    session = officer.session
    session[kept.SESSION_KEY]["at"] = (timezone.now() - timedelta(minutes=61)).isoformat()
    session.save()
    assert officer.get(reverse("kept_form")).url == reverse("home")


def test_a_page_older_than_the_last_sign_in_is_kept_too(ada, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    response = client.post(url, typed(csrfmiddlewaretoken="x" * 64), **ORIGIN)
    assert response.url == reverse("kept_form")
    assert WORDS in unescape(client.get(reverse("kept_form")).content.decode())


@pytest.mark.parametrize(
    "headers", [{"HTTP_ORIGIN": "https://elsewhere.example"}, {}], ids=["from another site", "from nowhere"]
)
def test_another_site_cannot_put_words_into_a_form(ada, url, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    response = client.post(url, typed(), **headers)
    assert response.status_code == 403
    assert "from an old page" in response.content.decode()
    assert kept.SESSION_KEY not in client.session


def test_a_browser_in_which_nobody_has_signed_in_keeps_nothing(cast, url):
    client = Client()
    assert client.post(url, typed(), **ORIGIN).status_code == 302
    assert kept.SESSION_KEY not in client.session


@pytest.mark.parametrize(
    ("name", "fields"),
    [("account_login", {"login": "a", "password": PASSWORD}), ("account_change_password", {"password1": PASSWORD})],
)
def test_passwords_are_never_kept(officer, name, fields):
    officer.post(reverse(name), fields, **ORIGIN)
    assert kept.SESSION_KEY not in officer.session


def test_files_and_floods_are_not_kept(officer, url):
    officer.post(url, {"text": "x" * (kept.LIMIT + 1)}, **ORIGIN)
    assert kept.SESSION_KEY not in officer.session
    officer.post(url, typed(workbook=SimpleUploadedFile("a.xlsx", b"PK")), **ORIGIN)
    assert kept.SESSION_KEY not in officer.session


def test_a_script_is_told_to_sign_in(officer, url):
    response = officer.post(url, typed(), HTTP_ACCEPT="application/json", **ORIGIN)
    assert response.status_code == 401
    assert response.json() == {"sign_in": reverse("account_login")}


def test_the_mark_says_nothing_about_the_person(ada):
    other = make_user()
    assert ada.email not in kept.mark_of(ada)
    assert kept.mark_of(ada) != kept.mark_of(other)


def test_only_what_was_written_is_shown_for_reading(officer, ada, url):
    officer.post(url, typed(**{"DATA01-confidence": "medium", "DATA01-seen": f"3.{'a' * 16}"}), **ORIGIN)
    page = sign_in(officer, ada.email)
    words = page.partition("Your words")[2].partition("</details>")[0]
    assert "<strong>DATA01</strong>" in words
    assert "medium" not in words
    assert "3.aaa" not in words

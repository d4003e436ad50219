"""The pages around passwords speak this service's words."""

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import User
from tests.factories import make_user

PASSWORD = "three-words-together"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def nora(db) -> User:
    return make_user("Nora", email="nora@example.org", password=PASSWORD)


def test_the_way_to_a_new_password_stands_once_on_the_sign_in_page(db):
    page = text(Client().get(reverse("account_login")))
    assert page.count(reverse("account_reset_password")) == 1
    assert "E-mail address" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"login": ""}, "Enter your e-mail address", id="no address"),
        pytest.param({"login": "nora"}, "such as name@example.gov.uk", id="no real address"),
        pytest.param({"password": ""}, "Enter your password", id="no password"),
        pytest.param({"password": "wrong"}, "The e-mail address or the password is not right", id="a wrong password"),
        pytest.param({"login": "x@example.org"}, "The e-mail address or the password is not right", id="nobody"),
    ],
)
def test_a_mistake_at_sign_in_is_said(nora, fields, words):
    page = text(Client().post(reverse("account_login"), {"login": nora.email, "password": PASSWORD} | fields))
    assert words in page


def test_signing_in_needs_no_announcement(nora):
    page = Client().post(reverse("account_login"), {"login": nora.email, "password": PASSWORD}, follow=True)
    assert "govuk-notification-banner" not in text(page)


def test_a_changed_password_keeps_this_session_and_ends_the_others(nora):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(nora)
    fields = {"oldpassword": PASSWORD, "password1": "other-words-together", "password2": "other-words-together"}
    page = here.post(reverse("account_change_password"), fields, follow=True)
    assert "Your password is changed." in text(page)
    assert here.get(reverse("notices")).status_code == 200
    assert elsewhere.get(reverse("notices")).status_code == 302


def test_no_page_shows_markup_as_text(nora):
    client = Client()
    client.force_login(nora)
    for page in (client.get(reverse("account_change_password")), Client().get(reverse("account_login"))):
        assert "&lt;" not in text(page)

"""The way the first manager gets in."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from councils.models import OfficeRole, User


def add(email: str = "Morag@Example.org") -> User:
    call_command("add_person", email, "Morag", "--office-role", "manager", verbosity=0)
    return User.objects.get(email=email.lower())


def test_a_person_is_added_with_the_role_and_no_password(db):
    user = add()
    assert user.office_role == OfficeRole.MANAGER
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    "email", [pytest.param("MORAG@example.org", id="there already"), pytest.param("morag", id="no address")]
)
def test_a_bad_address_is_refused_in_words(db, email):
    add()
    with pytest.raises(CommandError, match=r"already exists|valid email"):
        add(email)
    assert User.objects.count() == 1


def test_they_set_their_password_by_mail_and_get_in(db):
    add()
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "morag@example.org"})
    (letter,) = mail.outbox
    link = re.search(r"http://\S+", letter.body)
    assert link
    page = client.get(link[0], follow=True)
    form = {"password1": "three-words-together", "password2": "three-words-together"}
    client.post(page.request["PATH_INFO"], form)
    response = Client().post(
        reverse("account_login"), {"login": "morag@example.org", "password": "three-words-together"}
    )
    assert response.url == reverse("home")

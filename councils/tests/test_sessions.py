"""A change of role, council or password ends the person's sessions."""

import pytest
from django.test import Client
from django.urls import reverse

from councils.models import Membership, OfficeRole, Role, User


def change_role(cast) -> None:
    Membership.objects.filter(user=cast.bob).update(role=Role.VIEWER)


def leave_council(cast) -> None:
    Membership.objects.filter(user=cast.bob).delete()


def join_another(cast) -> None:
    Membership.objects.create(user=cast.bob, council=cast.birch, role=Role.VIEWER)


def join_the_office(cast) -> None:
    User.objects.filter(pk=cast.bob.pk).update(office_role=OfficeRole.ANALYST)


def change_password(cast) -> None:
    cast.bob.set_password("another-long-password")
    cast.bob.save()


def switch_off(cast) -> None:
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)


@pytest.mark.parametrize(
    "change", [change_role, leave_council, join_another, join_the_office, change_password, switch_off]
)
def test_sessions_end(cast, change):
    client = Client()
    client.force_login(cast.bob)
    page = cast.assessment.get_absolute_url()
    assert client.get(page).status_code == 200
    change(cast)
    response = client.get(page)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_change_of_name_does_not(cast):
    client = Client()
    client.force_login(cast.bob)
    User.objects.filter(pk=cast.bob.pk).update(name="Robert")
    assert client.get(cast.assessment.get_absolute_url()).status_code == 200

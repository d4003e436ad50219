"""Each person chooses which mail to get, and nobody chooses for another."""

import pytest
from django.test import Client

from notices.models import OPTIONAL, MutedKind, NoticeKind
from notices.services import muted

URL = "/accounts/notices/"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_everything_is_on_at_first(cast):
    html = as_(cast.ada).get(URL).content.decode()

    assert html.count('type="checkbox"') == html.count(" checked") == len(OPTIONAL)
    assert cast.ada.email in html


def test_a_box_that_is_cleared_turns_its_kind_off_for_this_person_alone(cast):
    kept = [kind for kind in OPTIONAL if kind != NoticeKind.COMMENT]

    response = as_(cast.ada).post(URL, {"kinds": kept}, follow=True)

    assert "Your choice is saved." in response.content.decode()
    assert response.content.decode().count(" checked") == len(kept)
    assert (muted(cast.ada), muted(cast.bob)) == ({NoticeKind.COMMENT}, frozenset())


def test_all_boxes_can_be_cleared_and_ticked_again(cast):
    as_(cast.ada).post(URL, {})
    assert muted(cast.ada) == set(OPTIONAL)

    as_(cast.ada).post(URL, {"kinds": OPTIONAL})
    assert not MutedKind.objects.exists()


@pytest.mark.parametrize("kind", [NoticeKind.INVITATION, NoticeKind.SENT_BACK, "nonsense", "<script>"])
def test_what_can_not_be_chosen_changes_nothing(cast, kind):
    response = as_(cast.ada).post(URL, {"kinds": [kind]})

    assert "There is a problem" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert muted(cast.ada) == frozenset()


def test_another_person_can_not_be_named(cast):
    as_(cast.ada).post(URL, {"person": cast.bob.pk, "person_id": cast.bob.pk, "email": cast.bob.email})

    assert muted(cast.bob) == frozenset()
    assert muted(cast.ada) == set(OPTIONAL)

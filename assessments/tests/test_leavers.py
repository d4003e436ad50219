"""A section of somebody who has left the council, or answers no more, counts as nobody's."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import queries
from councils.models import Membership, Role, User


@pytest.fixture
def given(cast):
    cast.assessment.sections.update(assigned_to=cast.bob)
    return cast.assessment


def leave(cast) -> None:
    Membership.objects.filter(user=cast.bob).delete()


def become_viewer(cast) -> None:
    Membership.objects.filter(user=cast.bob).update(role=Role.VIEWER)


def join_another(cast) -> None:
    """A contributor of another council is a stranger here."""
    Membership.objects.filter(user=cast.bob).update(council=cast.birch)


def be_switched_off(cast) -> None:
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)


def page(cast, name: str, *arguments: str) -> str:
    client = Client()
    client.force_login(cast.ada)
    return client.get(reverse(name, args=["alder", "now", *arguments])).content.decode()


@pytest.mark.parametrize("change", [leave, become_viewer, join_another, be_switched_off])
def test_it_is_with_nobody(cast, given, change):
    change(cast)
    shown = queries.progress(given, user=cast.ada, today=timezone.localdate())
    assert {row.section.assigned_to for row in shown.sections} == {None}
    assert queries.get_section(given, "DATA").assigned_to is None
    for html in (page(cast, "task_list"), page(cast, "section", "DATA"), page(cast, "assign_sections")):
        assert "Bob" not in html


def test_a_colleague_keeps_theirs(cast, given):
    shown = queries.progress(given, user=cast.ada, today=timezone.localdate())
    assert {row.section.assigned_to for row in shown.sections} == {cast.bob}


def test_showing_it_changes_nothing_so_who_comes_back_has_it_again(cast, given):
    leave(cast)
    page(cast, "task_list")
    Membership.objects.create(user=cast.bob, council=cast.alder, role=Role.CONTRIBUTOR)
    assert queries.get_section(given, "DATA").assigned_to == cast.bob

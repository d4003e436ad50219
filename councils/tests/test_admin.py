"""Django's admin: who gets in, what they may do there, and that every change of a role is logged."""

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from councils.models import AuditEvent, Membership, OfficeRole, Role, User
from tests.factories import make_council, make_user

REGISTERED = {
    "assessments.Assessment",
    "assessments.Round",
    "characteristics.Framework",
    "councils.AuditEvent",
    "councils.Council",
    "councils.Membership",
    "councils.PeerGroup",
    "councils.User",
    "notices.Notice",
    "reports.BenchmarkFigure",
    "reports.BenchmarkRelease",
}
"""All that the admin shows. Answers, submissions, scores and scorecards are what councils wrote: never there."""


@pytest.fixture
def manager(client, cast) -> Client:
    client.force_login(cast.manager)
    return client


def save(client, url, **data):
    response = client.post(url, data)
    errors = response.context["errors"] if response.context and "errors" in response.context else []
    assert response.status_code == 302, errors
    return response


def add_url(model):
    return reverse(f"admin:councils_{model}_add")


def change_url(model, obj):
    return reverse(f"admin:councils_{model}_change", args=[obj.pk])


def details(action):
    return list(AuditEvent.objects.filter(action=action).values_list("detail", flat=True))


def test_it_shows_no_more_than_these():
    assert {model._meta.label for model in admin.site._registry} == REGISTERED


class TestTheWayIn:
    def test_nobody_is_sent_to_the_own_sign_in_and_back(self, client, db):
        url = reverse("admin:councils_user_changelist")
        assert client.get(url).url == f"{reverse('account_login')}?next={url}"

    def test_the_admin_has_no_sign_in_of_its_own(self, client, db):
        response = client.post(reverse("admin:login"), {"username": "a@example.org", "password": "x"})
        assert response.url.startswith(reverse("account_login"))

    @pytest.mark.parametrize("who", ["ada", "dan", "stranger", "analyst"])
    def test_who_is_not_staff_is_refused(self, client, cast, who):
        client.force_login(getattr(cast, who))
        assert client.get(reverse("admin:index"), follow=True).status_code == 403

    @pytest.mark.parametrize("who", ["manager", "administrator"])
    @pytest.mark.parametrize("label", sorted(REGISTERED))
    def test_staff_can_open_every_list(self, client, cast, who, label):
        client.force_login(getattr(cast, who))
        name = label.replace(".", "_").lower()
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200

    @pytest.mark.parametrize("who", ["manager", "administrator"])
    @pytest.mark.parametrize(
        ("model", "actions"),
        [
            pytest.param("user", "add change", id="people"),
            pytest.param("membership", "add change delete", id="memberships"),
            pytest.param("council", "", id="councils"),
            pytest.param("peergroup", "", id="peer groups"),
            pytest.param("auditevent", "", id="audit log"),
        ],
    )
    def test_what_staff_may_do_is_in_one_place(self, rf, cast, who, model, actions):
        request = rf.get("/")
        request.user = getattr(cast, who)
        admin_class = next(value for key, value in admin.site._registry.items() if key._meta.model_name == model)
        assert {name for name, may in admin_class.get_model_perms(request).items() if may} == {"view", *actions.split()}

    def test_it_loads_no_inline_script_or_style(self, manager):
        html = manager.get(add_url("user")).content.decode()
        assert "style=" not in html
        assert "<style" not in html
        assert "<script>" not in html
        assert "onclick" not in html


class TestPeople:
    def test_a_new_person_has_no_password_until_they_set_one(self, manager):
        save(manager, add_url("user"), email="New@Example.org", name="New", office_role="analyst", is_active="on")
        person = User.objects.get(name="New")
        assert (person.email, person.office_role) == ("new@example.org", "analyst")
        assert not person.has_usable_password()

    def test_they_set_it_by_a_link_in_a_mail(self, manager, client):
        person = make_user("New", email="new@example.org")
        save(
            manager,
            reverse("admin:councils_user_changelist"),
            action="send_link",
            _selected_action=[person.pk],
        )
        (message,) = mail.outbox
        assert message.to == ["new@example.org"]
        link = next(word for word in message.body.split() if "/accounts/password/new/" in word)
        form = Client().get(link, follow=True)
        assert form.status_code == 200
        assert "password1" in form.content.decode()
        assert details("person sent a link to set the password") == ["New <new@example.org>"]

    def test_nobody_without_an_active_account_gets_a_link(self, manager):
        gone = make_user("Gone")
        User.objects.filter(pk=gone.pk).update(is_active=False)
        save(manager, reverse("admin:councils_user_changelist"), action="send_link", _selected_action=[gone.pk])
        assert mail.outbox == []

    def test_a_changed_office_role_is_logged_with_both_roles(self, manager, cast):
        data = {"email": cast.analyst.email, "name": "Ann", "is_active": "on"}
        save(manager, change_url("user", cast.analyst), **data, office_role="manager")
        assert details("person changed") == [f"{cast.analyst}: office_role analyst → manager"]
        assert AuditEvent.objects.get(action="person changed").by == cast.manager

    def test_saving_without_a_change_logs_nothing(self, manager, cast):
        data = {"email": cast.analyst.email, "name": "Ann", "is_active": "on", "office_role": "analyst"}
        save(manager, change_url("user", cast.analyst), **data)
        assert details("person changed") == []

    def test_nobody_changes_the_own_role(self, client, cast):
        client.force_login(cast.administrator)
        data = {"email": cast.administrator.email, "name": "Pat P", "office_role": "manager", "is_active": "on"}
        save(client, change_url("user", cast.administrator), **data)
        cast.administrator.refresh_from_db()
        assert (cast.administrator.name, cast.administrator.office_role) == ("Pat P", OfficeRole.ADMINISTRATOR)

    def test_the_address_stays_once_somebody_has_signed_in(self, manager, client, cast):
        Client().force_login(cast.ada)
        save(manager, change_url("user", cast.ada), email="mine@example.org", name="Ada", is_active="on")
        cast.ada.refresh_from_db()
        assert cast.ada.email != "mine@example.org"

    def test_an_address_is_used_once_however_it_is_written(self, manager, cast):
        data = {"email": cast.ada.email.upper(), "name": "Twin", "is_active": "on"}
        assert manager.post(add_url("user"), data).status_code == 200
        assert not User.objects.filter(name="Twin").exists()

    def test_an_inactive_person_is_signed_out(self, manager, cast):
        bob = Client()
        bob.force_login(cast.bob)
        assert bob.get(reverse("account_set_password")).status_code != 302
        save(manager, change_url("user", cast.bob), email=cast.bob.email, name="Bob")
        assert bob.get(reverse("account_set_password")).url.startswith(reverse("account_login"))

    def test_nobody_is_deleted(self, manager, cast):
        assert manager.post(reverse("admin:councils_user_delete", args=[cast.ada.pk])).status_code == 403
        manager.post(
            reverse("admin:councils_user_changelist"), {"action": "delete_selected", "_selected_action": [cast.ada.pk]}
        )
        assert User.objects.filter(pk=cast.ada.pk).exists()

    @pytest.mark.parametrize("field", ["password", "is_staff", "last_login", "date_joined"])
    def test_a_form_takes_no_other_field(self, manager, cast, field):
        before = getattr(User.objects.get(pk=cast.ada.pk), field)
        data = {"email": cast.ada.email, "name": "Ada", "is_active": "on", field: "x", f"{field}_0": "2026-01-01"}
        save(manager, change_url("user", cast.ada), **data)
        assert getattr(User.objects.get(pk=cast.ada.pk), field) == before


class TestMemberships:
    def test_giving_changing_and_taking_away_a_role_are_logged_for_the_council(self, manager, cast):
        council = make_council("Cedar")
        save(manager, add_url("membership"), user=cast.stranger.pk, council=council.pk, role=Role.VIEWER)
        membership = Membership.objects.get(council=council)
        save(manager, change_url("membership", membership), role=Role.APPROVER)
        save(manager, reverse("admin:councils_membership_delete", args=[membership.pk]), post="yes")
        events = AuditEvent.objects.filter(council=council).order_by("at")
        assert [event.action for event in events] == ["membership added", "membership changed", "membership deleted"]
        assert "role viewer → approver" in events[1].detail
        assert "Sam: Approver, Cedar" in events[2].detail

    @pytest.mark.parametrize("deed", ["change", "delete", "delete several", "switch off"])
    def test_a_council_keeps_its_only_lead(self, manager, cast, deed):
        own = Membership.objects.get(user=cast.ada)
        several = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
        url, data = {
            "change": (change_url("membership", own), {"role": Role.VIEWER}),
            "delete": (reverse("admin:councils_membership_delete", args=[own.pk]), {"post": "yes"}),
            "delete several": (reverse("admin:councils_membership_changelist"), several),
            "switch off": (change_url("user", cast.ada), {"email": cast.ada.email, "name": "Ada"}),
        }[deed]
        assert manager.post(url, data).status_code in (200, 403)
        own.refresh_from_db()
        cast.ada.refresh_from_db()
        assert (own.role, cast.ada.is_active) == (Role.LEAD, True)

    def test_taking_away_several_at_once_logs_each(self, manager, cast):
        chosen = list(Membership.objects.filter(user__in=[cast.cat, cast.bob]).values_list("pk", flat=True))
        data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
        save(manager, reverse("admin:councils_membership_changelist"), **data)
        assert len(details("membership deleted")) == 2

    def test_nobody_gives_a_role_to_themselves(self, manager, cast):
        data = {"user": cast.manager.pk, "council": cast.alder.pk, "role": Role.LEAD}
        assert manager.post(add_url("membership"), data).status_code == 200
        assert not Membership.objects.filter(user=cast.manager).exists()

    def test_nobody_changes_or_takes_away_the_own_role(self, manager, cast):
        own = Membership.objects.create(user=cast.manager, council=cast.alder, role=Role.VIEWER)
        manager.force_login(User.objects.get(pk=cast.manager.pk))  # the new membership ended the session
        assert manager.post(change_url("membership", own), {"role": Role.LEAD}).status_code == 403
        assert manager.post(reverse("admin:councils_membership_delete", args=[own.pk])).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
        manager.post(reverse("admin:councils_membership_changelist"), data)
        own.refresh_from_db()
        assert own.role == Role.VIEWER

    def test_a_membership_keeps_its_person_and_council(self, manager, cast):
        membership = cast.bob.memberships.get()
        data = {"user": cast.stranger.pk, "council": cast.birch.pk, "role": Role.VIEWER}
        save(manager, change_url("membership", membership), **data)
        membership.refresh_from_db()
        assert (membership.user, membership.council, membership.role) == (cast.bob, cast.alder, Role.VIEWER)


class TestReadOnly:
    @pytest.mark.parametrize("model", ["council", "peergroup", "auditevent"])
    def test_nothing_can_be_added(self, manager, model):
        assert manager.get(add_url(model)).status_code == 403

    def test_the_log_cannot_be_changed_or_deleted(self, manager, cast):
        event = AuditEvent.objects.create(at=cast.ada.date_joined, by=cast.ada, action="looked")
        assert manager.get(change_url("auditevent", event)).status_code == 200
        assert manager.post(change_url("auditevent", event), {"action": "did not look"}).status_code == 403
        assert manager.post(reverse("admin:councils_auditevent_delete", args=[event.pk])).status_code == 403

    def test_a_council_cannot_be_changed(self, manager, cast):
        assert manager.post(change_url("council", cast.alder), {"name": "Elder"}).status_code == 403

"""Invitations: who may send which, what the link does, and what it never does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils import invitations
from councils.models import AuditEvent, Invitation, Membership, Role, User
from councils.policies import OPEN_INVITATIONS, Refused
from notices.models import Notice
from tests.abuse import REFUSED, TEXTS
from tests.factories import make_member, make_user

EMAIL = "new@example.org"
PASSWORD = "three-words-together"
AT = datetime(2026, 1, 1, tzinfo=UTC)
JOINING = {"name": "Nora New", "password": PASSWORD}


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_invitation(cast, **given) -> Invitation:
    fields = {"email": EMAIL, "name": "Nora", "role": Role.CONTRIBUTOR, "by": cast.ada, "at": timezone.now()} | given
    return invitations.invite(council=cast.alder, **fields)


def link(invitation) -> str:
    return reverse("invitation", args=[invitations.token_of(invitation)])


def send_form(client, council="alder", **given):
    fields = {"name": "Nora", "email": EMAIL, "role": "contributor"} | given
    return client.post(reverse("people_invite", args=[council]), fields)


def move_back(invitation, **delta) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        sent_at=invitation.sent_at - timedelta(**delta), expires_at=invitation.expires_at - timedelta(**delta)
    )


def text(response) -> str:
    return " ".join(response.content.decode().split())


class TestInviting:
    def test_a_lead_invites_and_the_letter_holds_the_link(self, cast):
        response = send_form(as_(cast.ada), email="New@Example.org")
        assert response.url == reverse("people", args=["alder"])
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role, invitation.invited_by) == (EMAIL, Role.CONTRIBUTOR, cast.ada)
        letter = Notice.objects.get(email=EMAIL)
        assert f"http://127.0.0.1:8000{link(invitation)}" in letter.body
        assert "Ada invites you to join Alder Council" in letter.subject
        assert AuditEvent.objects.get(action="person invited").council == cast.alder

    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize(
        ("who", "refused"),
        [
            pytest.param("ada", {Role.LEAD}, id="lead"),
            pytest.param("manager", set(), id="manager"),
            pytest.param("administrator", set(), id="administrator"),
        ],
    )
    def test_the_roles_that_each_may_invite_to(self, cast, who, refused, role):
        response = send_form(as_(getattr(cast, who)), role=role.value)
        assert Invitation.objects.filter(role=role).exists() == (role not in refused)
        assert response.status_code == (200 if role in refused else 302)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            pytest.param({"role": ""}, "Choose a role", id="no role"),
            pytest.param({"role": "owner"}, "Choose one of the roles shown", id="a role that there isn’t"),
            pytest.param({"name": " "}, "Enter the name", id="no name"),
            pytest.param({"name": "x" * 121}, "at most 120 characters", id="a long name"),
            pytest.param({"name": "Go to https://evil.example"}, "Enter the name alone", id="an address for a name"),
            pytest.param({"name": "a\u202eb"}, "can’t be seen", id="a name that turns the line round"),
            pytest.param({"email": "nora"}, "such as name@example.gov.uk", id="no address"),
            pytest.param(
                {"email": "a@example.org\r\nBcc: b@example.org"}, "such as name@example.gov.uk", id="a header"
            ),
            pytest.param({"email": "a@example.org,b@example.org"}, "such as name@example.gov.uk", id="two addresses"),
            pytest.param({"email": "x" * 400 + "@example.org"}, "such as name@example.gov.uk", id="a long address"),
        ],
    )
    def test_a_mistake_is_said_and_nothing_is_sent(self, cast, fields, words):
        response = send_form(as_(cast.ada), **fields)
        assert words in text(response)
        assert not Invitation.objects.exists()
        assert not Notice.objects.exists()

    def test_nobody_invites_themselves(self, cast):
        assert "invite yourself" in text(send_form(as_(cast.manager), email=cast.manager.email.upper()))
        assert not Invitation.objects.exists()

    def test_who_is_in_already_is_not_invited(self, cast):
        assert "in the council already" in text(send_form(as_(cast.ada), email=cast.bob.email))

    def test_one_open_invitation_for_an_address(self, cast):
        make_invitation(cast)
        assert "has an open invitation" in text(send_form(as_(cast.ada)))
        assert Invitation.objects.count() == 1

    def test_the_database_keeps_to_one_open_invitation_for_an_address(self, cast):
        invitation = make_invitation(cast)
        invitation.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            invitation.save()

    @pytest.mark.parametrize(
        ("constraint", "fields"),
        [
            pytest.param("role_known", {"role": "owner"}, id="an unknown role"),
            pytest.param("email_lower_case", {"email": "New@example.org"}, id="capitals"),
            pytest.param("accepted_or_withdrawn", {"accepted_at": AT, "withdrawn_at": AT}, id="both ends"),
            pytest.param("accepted_by_has_date", {"accepted_by": 1}, id="accepted by somebody at no time"),
        ],
    )
    def test_the_database_takes_no_nonsense(self, cast, constraint, fields):
        invitation = make_invitation(cast)
        fields = {key: cast.bob if key == "accepted_by" else value for key, value in fields.items()}
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(**fields)

    def test_an_invitation_that_ran_out_makes_room_for_another(self, cast):
        first = make_invitation(cast)
        move_back(first, days=15)
        second = make_invitation(cast)
        first.refresh_from_db()
        assert first.withdrawn_at
        assert second.pk != first.pk

    def test_a_council_has_only_so_many_open_invitations(self, cast):
        for number in range(OPEN_INVITATIONS):
            make_invitation(cast, email=f"new-{number}@example.org")
        assert "Too many invitations are open" in text(send_form(as_(cast.ada)))

    def test_fields_that_the_form_does_not_have_change_nothing(self, cast):
        send_form(as_(cast.ada), council_id=cast.birch.pk, invited_by=cast.eve.pk, accepted_at="2026-01-01", nonce="x")
        invitation = Invitation.objects.get()
        assert (invitation.council, invitation.invited_by, invitation.accepted_at) == (cast.alder, cast.ada, None)
        assert len(invitation.nonce) == 32

    @pytest.mark.parametrize("name", [pytest.param(text, id=key) for key, text in (TEXTS | REFUSED).items()])
    def test_harmful_names_are_refused_in_words_or_shown_as_text(self, cast, name):
        response = send_form(as_(cast.ada), name=name)
        if response.status_code == 200:
            assert "There is a problem" in text(response)
            assert not Notice.objects.exists()
            return
        page = text(as_(cast.ada).get(response.url))
        assert "<script>alert" not in page
        assert "onerror=alert(1)>" not in page
        letter = Notice.objects.get()
        assert "\n" not in letter.subject
        assert not re.search(r"^Bcc:", letter.body, re.MULTILINE)

    def test_a_body_too_large_is_refused(self, cast):
        assert send_form(as_(cast.ada), name="x" * 1_200_000).status_code in (400, 413)


class TestTheLink:
    def test_opening_it_changes_nothing(self, cast):
        invitation = make_invitation(cast)
        for _ in range(3):
            page = Client().get(link(invitation))
            Client().head(link(invitation))
        assert page.status_code == 200
        assert "Alder Council" in text(page)
        assert "Ada" in text(page)
        assert Invitation.objects.usable(timezone.now()).exists()
        assert not User.objects.filter(email=EMAIL).exists()

    def test_a_new_person_joins_and_is_signed_in(self, cast):
        client = Client()
        invitation = make_invitation(cast)
        page = client.post(link(invitation), JOINING, follow=True)
        assert page.redirect_chain[-1][0] == reverse("home")
        assert "Welcome to Alder" in text(page)
        user = User.objects.get(email=EMAIL)
        assert (user.name, user.roles) == ("Nora New", {cast.alder.pk: Role.CONTRIBUTOR})
        assert EmailAddress.objects.filter(user=user, email=EMAIL, verified=True, primary=True).exists()
        assert client.get(cast.assessment.get_absolute_url()).status_code == 200
        assert AuditEvent.objects.get(action="invitation accepted").by == user

    def test_the_new_person_can_sign_in_again(self, cast):
        Client().post(link(make_invitation(cast)), JOINING)
        response = Client().post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
        assert response.url == reverse("home")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            pytest.param({"password": ""}, "Choose a password", id="no password"),
            pytest.param({"password": "short"}, "at least 12 characters", id="a short password"),
            pytest.param({"password": "new@example.org"}, "too similar", id="the address as password"),
            pytest.param({"name": ""}, "Enter your name", id="no name"),
        ],
    )
    def test_a_mistake_is_said_and_the_link_still_works(self, cast, fields, words):
        invitation = make_invitation(cast)
        assert words in text(Client().post(link(invitation), JOINING | fields))
        assert not User.objects.filter(email=EMAIL).exists()
        assert Client().post(link(invitation), JOINING).status_code == 302

    def test_other_fields_give_no_other_rights(self, cast):
        extra = {"role": "lead", "email": "x@example.org", "office_role": "manager", "council": cast.birch.pk}
        Client().post(link(make_invitation(cast)), JOINING | extra)
        user = User.objects.get(email=EMAIL)
        assert (user.office_role, user.roles) == ("", {cast.alder.pk: Role.CONTRIBUTOR})

    def test_it_works_once(self, cast):
        invitation = make_invitation(cast)
        Client().post(link(invitation), JOINING)
        page = Client().post(link(invitation), JOINING | {"name": "Second"})
        assert page.status_code == 410
        assert User.objects.filter(email=EMAIL).count() == 1

    def test_a_second_click_of_the_same_person_leads_to_their_work(self, cast):
        client = Client()
        invitation = make_invitation(cast)
        client.post(link(invitation), JOINING)
        assert client.get(link(invitation)).url == reverse("home")

    def test_of_two_at_once_one_gets_in(self, cast):
        """Both saw the page; the second comes through the service with what it had read before."""
        invitation = make_invitation(cast)
        stale = invitations.read_token(invitations.token_of(invitation))
        invitations.join_as_new(invitation=invitation, **JOINING, at=timezone.now())
        with pytest.raises(Refused):
            invitations.join_as_new(invitation=stale, **JOINING, at=timezone.now())

    def test_sending_again_ends_the_older_link(self, cast):
        invitation = make_invitation(cast)
        older = link(invitation)
        move_back(invitation, days=13)
        as_(cast.ada).post(reverse("people_again", args=["alder", invitation.pk]))
        invitation.refresh_from_db()
        assert Client().get(older).status_code == 404
        assert Client().get(link(invitation)).status_code == 200
        assert invitation.expires_at > timezone.now() + timedelta(days=13)
        assert Notice.objects.filter(email=EMAIL).count() == 2

    def test_a_second_click_on_send_again_sends_nothing(self, cast):
        invitation = make_invitation(cast)
        page = as_(cast.ada).post(reverse("people_again", args=["alder", invitation.pk]), follow=True)
        assert "less than a minute ago" in text(page)
        assert Notice.objects.filter(email=EMAIL).count() == 1

    @pytest.mark.parametrize("end", ["run out", "withdrawn", "used"])
    def test_an_ended_one_says_what_to_do_and_nothing_else(self, cast, end):
        invitation = make_invitation(cast)
        if end == "run out":
            move_back(invitation, days=14, seconds=1)
        elif end == "withdrawn":
            as_(cast.ada).post(reverse("people_withdraw", args=["alder", invitation.pk]))
        else:
            Client().post(link(invitation), JOINING)
        for method in ("get", "post"):
            page = getattr(Client(), method)(link(invitation), JOINING if method == "post" else {})
            assert page.status_code == 410
            assert "send it again" in text(page)
            for secret in ("Alder", "Ada", "Nora", EMAIL):
                assert secret not in text(page)

    @pytest.mark.parametrize(
        "token",
        [
            pytest.param("wrong", id="nonsense"),
            pytest.param("x" * 3000, id="long"),
            pytest.param(signing.Signer(salt="another").sign_object([1, "x" * 32]), id="signed for something else"),
            pytest.param(signing.Signer(salt=invitations.SALT).sign_object([1, "x" * 32]), id="never sent"),
        ],
    )
    def test_what_we_did_not_send_is_not_found(self, cast, token):
        make_invitation(cast)
        page = Client().get(reverse("invitation", args=[token]))
        assert page.status_code == 404
        assert "Alder" not in text(page)

    def test_a_changed_token_is_not_found(self, cast):
        token = invitations.token_of(make_invitation(cast))
        for changed in (token[:-1], token + "A", "A" + token, token.swapcase()):
            assert Client().get(reverse("invitation", args=[changed])).status_code == 404


class TestWhoHasAnAccount:
    @pytest.fixture
    def nora(self, db) -> User:
        return make_user("Nora", email=EMAIL, password=PASSWORD)

    def test_they_sign_in_and_come_back(self, cast, nora):
        invitation = make_invitation(cast)
        page = Client().get(link(invitation))
        way = f"{reverse('account_login')}?next={link(invitation)}"
        assert way.replace(":", "%3A") in text(page) or way in text(page)
        client = Client()
        response = client.post(
            reverse("account_login"), {"login": EMAIL, "password": PASSWORD, "next": link(invitation)}
        )
        assert response.url == link(invitation)

    def test_nobody_sets_their_password_by_the_link(self, cast, nora):
        Client().post(link(make_invitation(cast)), JOINING | {"password": "another-long-password"})
        nora.refresh_from_db()
        assert nora.check_password(PASSWORD)
        assert not nora.memberships.exists()

    def test_they_join_and_stay_signed_in_here_and_nowhere_else(self, cast, nora):
        here, elsewhere = as_(nora), as_(nora)
        page = here.post(link(make_invitation(cast)), follow=True)
        assert "Welcome to Alder" in text(page)
        assert here.get(cast.assessment.get_absolute_url()).status_code == 200
        assert elsewhere.get(reverse("notices")).status_code == 302

    def test_somebody_else_is_told_so_and_can_sign_out(self, cast):
        invitation = make_invitation(cast)
        client = as_(cast.eve)
        for page in (client.get(link(invitation)), client.post(link(invitation))):
            assert f"You are signed in as {cast.eve.email}" in text(page)
            assert EMAIL not in text(page)
        assert not Membership.objects.filter(user=cast.eve, council=cast.alder).exists()
        response = client.post(reverse("account_logout"), {"next": link(invitation)})
        assert response.url == link(invitation)

    def test_a_member_is_told_so_and_keeps_the_role(self, cast, nora):
        invitation = make_invitation(cast, role=Role.APPROVER)
        Membership.objects.create(user=nora, council=cast.alder, role=Role.VIEWER)
        page = as_(nora).post(link(invitation))
        assert "in this council already" in text(page)
        assert nora.memberships.get().role == Role.VIEWER

    def test_a_switched_off_account_stays_off(self, cast, nora):
        User.objects.filter(pk=nora.pk).update(is_active=False)
        page = Client().post(link(make_invitation(cast)), JOINING)
        assert "switched off" in text(page)
        assert not nora.memberships.exists()

    def test_a_person_of_another_council_serves_both(self, cast):
        invitation = make_invitation(cast, email=cast.eve.email)
        as_(cast.eve).post(link(invitation))
        assert dict(cast.eve.memberships.values_list("council__name", "role")) == {
            "Birch": Role.LEAD,
            "Alder": Role.CONTRIBUTOR,
        }


def test_an_invitation_of_another_council_is_out_of_reach(cast):
    invitation = make_invitation(cast)
    for name in ("people_again", "people_withdraw"):
        assert as_(cast.eve).post(reverse(name, args=["birch", invitation.pk])).status_code == 404
    assert Invitation.objects.usable(timezone.now()).count() == 1


def test_who_lost_the_right_in_the_meantime_sends_nothing(cast):
    """The page was opened as a lead; a colleague was quicker."""
    make_member(cast.alder, Role.LEAD)
    ada = User.objects.get(pk=cast.ada.pk)
    assert ada.roles
    Membership.objects.filter(user=ada).update(role=Role.VIEWER)
    with pytest.raises(Refused):
        invitations.invite(council=cast.alder, email=EMAIL, name="Nora", role=Role.VIEWER, by=ada, at=timezone.now())
    assert not Invitation.objects.exists()

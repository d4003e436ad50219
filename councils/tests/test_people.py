"""The people of a council: who sees them, how roles change, how people go, and that a lead always stays."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils import people
from councils.models import AuditEvent, Membership, OfficeRole, Role, User
from councils.policies import Refused
from councils.queries import people_of
from notices.models import Notice
from tests.abuse import MARKUP
from tests.factories import make_council, make_member, make_user


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def role_of(user, council) -> str | None:
    return Membership.objects.filter(user=user, council=council).values_list("role", flat=True).first()


def of(user, council) -> Membership:
    return Membership.objects.get(user=user, council=council)


def set_role(client, user, council, role):
    url = reverse("people_role", args=[council.slug, of(user, council).pk])
    return client.post(url, {"role": role}, follow=True)


def take_out(client, user, council):
    return client.post(reverse("people_remove", args=[council.slug, of(user, council).pk]), follow=True)


class TestThePage:
    def test_leads_stand_first_then_by_role_and_name(self, cast):
        make_member(cast.alder, Role.LEAD, "Zoe")
        shown = people_of(cast.alder, viewer=cast.ada, at=timezone.now())
        assert [member.name for member in shown.members] == ["Ada", "Zoe", "Bob", "Cat", "Dan"]

    def test_a_lead_is_offered_what_an_approver_is_not(self, cast):
        url = reverse("people", args=["alder"])
        for words in ("Change role", "Remove", "Invite somebody"):
            assert words in text(as_(cast.ada).get(url))
            assert words not in text(as_(cast.cat).get(url))

    def test_a_council_without_a_lead_says_so(self, cast):
        empty = make_council("Cedar")
        page = text(as_(cast.manager).get(reverse("people", args=[empty.slug])))
        assert "Invite a lead" in page
        assert "Nobody is in this council yet" in page

    def test_it_costs_the_same_for_many_people(self, cast, django_assert_max_num_queries):
        for number in range(20):
            make_member(cast.alder, Role.VIEWER, f"Person {number}")
        client = as_(cast.ada)
        with django_assert_max_num_queries(12):
            client.get(reverse("people", args=["alder"]))

    @pytest.mark.parametrize("name", [pytest.param(text[:120], id=key) for key, text in MARKUP.items()])
    def test_names_are_shown_as_text(self, cast, name):
        User.objects.filter(pk=cast.bob.pk).update(name=name)
        for url in (
            reverse("people", args=["alder"]),
            reverse("people_role", args=["alder", of(cast.bob, cast.alder).pk]),
            reverse("people_remove", args=["alder", of(cast.bob, cast.alder).pk]),
        ):
            page = text(as_(cast.ada).get(url))
            assert "<script>alert" not in page
            assert "onerror=alert(1)>" not in page


class TestRoles:
    def test_a_change_is_logged_told_and_ends_the_sessions(self, cast):
        bob = as_(cast.bob)
        page = set_role(as_(cast.ada), cast.bob, cast.alder, "approver")
        assert "Bob has the role: Approver." in text(page)
        assert role_of(cast.bob, cast.alder) == Role.APPROVER
        event = AuditEvent.objects.get(action="role changed")
        assert (event.by, event.council) == (cast.ada, cast.alder)
        assert "Contributor → Approver" in event.detail
        assert "Your role is now: Approver" in Notice.objects.get(person=cast.bob).body
        assert bob.get(reverse("home")).wsgi_request.user.is_anonymous

    def test_the_same_role_again_changes_and_tells_nothing(self, cast):
        bob = as_(cast.bob)
        set_role(as_(cast.ada), cast.bob, cast.alder, "contributor")
        assert not AuditEvent.objects.filter(action="role changed").exists()
        assert not Notice.objects.exists()
        assert bob.get(cast.assessment.get_absolute_url()).status_code == 200

    def test_a_lead_may_name_another_lead(self, cast):
        set_role(as_(cast.ada), cast.bob, cast.alder, "lead")
        assert role_of(cast.bob, cast.alder) == Role.LEAD

    @pytest.mark.parametrize("role", ["", "owner", "LEAD", "manager", "lead,viewer"])
    def test_other_roles_are_refused_in_words(self, cast, role):
        page = set_role(as_(cast.ada), cast.bob, cast.alder, role)
        assert "There is a problem" in text(page)
        assert role_of(cast.bob, cast.alder) == Role.CONTRIBUTOR

    def test_nobody_changes_the_own_role(self, cast):
        make_member(cast.alder, Role.LEAD)
        page = set_role(as_(cast.ada), cast.ada, cast.alder, "viewer")
        assert "Nobody changes their own role" in text(page)
        assert role_of(cast.ada, cast.alder) == Role.LEAD

    def test_a_manager_gives_themselves_no_role(self, cast):
        Membership.objects.create(user=cast.manager, council=cast.alder, role=Role.VIEWER)
        set_role(as_(User.objects.get(pk=cast.manager.pk)), cast.manager, cast.alder, "lead")
        assert role_of(cast.manager, cast.alder) == Role.VIEWER


class TestALeadAlwaysStays:
    @pytest.mark.parametrize("deed", ["change role", "remove"])
    @pytest.mark.parametrize("who", ["manager", "administrator"])
    def test_the_only_lead_is_kept(self, cast, who, deed):
        client = as_(getattr(cast, who))
        if deed == "remove":
            page = take_out(client, cast.ada, cast.alder)
        else:
            page = set_role(client, cast.ada, cast.alder, "viewer")
        assert "Ada is the only lead of Alder" in text(page)
        assert role_of(cast.ada, cast.alder) == Role.LEAD

    def test_the_only_lead_cannot_leave(self, cast):
        page = as_(cast.ada).post(reverse("people_leave", args=["alder"]), follow=True)
        assert "Make somebody else a lead first" in text(page)
        assert role_of(cast.ada, cast.alder) == Role.LEAD

    def test_the_only_lead_is_told_on_opening_and_shown_the_way(self, cast):
        url = reverse("people_leave", args=["alder"])
        page = text(as_(cast.ada).get(url))
        assert "You are the only lead of Alder" in page
        assert reverse("people", args=["alder"]) in page
        assert "Leave the council" not in page
        assert "Leave the council" in text(as_(cast.bob).get(url))

    def test_a_lead_who_is_switched_off_does_not_count(self, cast):
        other = make_member(cast.alder, Role.LEAD)
        User.objects.filter(pk=other.pk).update(is_active=False)
        assert "only lead" in text(take_out(as_(cast.manager), cast.ada, cast.alder))

    def test_with_another_lead_one_can_go(self, cast):
        make_member(cast.alder, Role.LEAD)
        as_(cast.ada).post(reverse("people_leave", args=["alder"]))
        assert role_of(cast.ada, cast.alder) is None


class TestGoing:
    def test_removal_is_logged_told_and_ends_the_sessions(self, cast):
        bob = as_(cast.bob)
        page = take_out(as_(cast.ada), cast.bob, cast.alder)
        assert "Bob is not in Alder any more." in text(page)
        assert role_of(cast.bob, cast.alder) is None
        assert AuditEvent.objects.get(action="person removed").by == cast.ada
        assert "no longer in Alder Council" in Notice.objects.get(person=cast.bob).subject
        assert bob.get(reverse("home")).wsgi_request.user.is_anonymous
        assert User.objects.filter(pk=cast.bob.pk, is_active=True).exists()

    def test_asking_first_changes_nothing(self, cast):
        membership = of(cast.bob, cast.alder)
        page = as_(cast.ada).get(reverse("people_remove", args=["alder", membership.pk]))
        assert "Remove Bob?" in text(page)
        assert role_of(cast.bob, cast.alder)

    def test_a_second_click_on_remove_is_not_found(self, cast):
        url = reverse("people_remove", args=["alder", of(cast.bob, cast.alder).pk])
        client = as_(cast.ada)
        client.post(url)
        assert client.post(url).status_code == 404
        assert AuditEvent.objects.filter(action="person removed").count() == 1

    def test_nobody_removes_themselves(self, cast):
        make_member(cast.alder, Role.LEAD)
        assert "Ask another lead" in text(take_out(as_(cast.ada), cast.ada, cast.alder))

    def test_who_leaves_stays_signed_in_here_and_nowhere_else(self, cast):
        here, elsewhere = as_(cast.bob), as_(cast.bob)
        page = here.post(reverse("people_leave", args=["alder"]), follow=True)
        assert "You have left Alder." in text(page)
        assert "not in a council at the moment" in text(page)
        assert elsewhere.get(reverse("home")).wsgi_request.user.is_anonymous
        assert AuditEvent.objects.get(action="person left").by == cast.bob

    def test_a_lead_whose_role_went_meanwhile_changes_nobody(self, cast):
        make_member(cast.alder, Role.LEAD)
        ada = User.objects.get(pk=cast.ada.pk)
        assert ada.roles
        Membership.objects.filter(user=ada).update(role=Role.VIEWER)
        with pytest.raises(Refused):
            people.remove(membership=of(cast.bob, cast.alder), by=ada, at=timezone.now())
        assert role_of(cast.bob, cast.alder)


class TestSeveralCouncils:
    @pytest.fixture
    def both(self, cast) -> User:
        """Eve leads Birch and views Alder."""
        Membership.objects.create(user=cast.eve, council=cast.alder, role=Role.VIEWER)
        return User.objects.get(pk=cast.eve.pk)

    def header(self, response) -> str:
        return text(response).split("</header>")[0]

    def test_work_is_grouped_by_council(self, both):
        page = text(as_(both).get(reverse("home")))
        assert page.index(">Alder</h2>") < page.index("Alder: Round now") < page.index(">Birch</h2>")

    def test_switching_puts_the_other_council_first_and_in_the_header(self, both):
        client = as_(both)
        assert "Alder" in self.header(client.get(reverse("home")))
        page = client.post(reverse("councils"), {"council": "birch"}, follow=True)
        assert "Birch" in self.header(page)
        assert text(page).index(">Birch</h2>") < text(page).index(">Alder</h2>")

    def test_the_header_names_the_council_of_the_page(self, both, cast):
        page = as_(both).get(cast.other.get_absolute_url())
        assert "Birch" in self.header(page)

    def test_each_council_gives_its_own_role(self, both):
        client = as_(both)
        assert client.get(reverse("people", args=["birch"])).status_code == 200
        assert client.get(reverse("people", args=["alder"])).status_code == 403

    @pytest.mark.parametrize("council", ["", "cedar", "alder' --", "x" * 500])
    def test_nobody_switches_to_a_council_that_is_not_theirs(self, cast, council):
        make_council("Cedar")
        assert as_(cast.eve).post(reverse("councils"), {"council": council}).status_code == 404

    def test_a_choice_of_a_council_that_was_left_is_forgotten(self, both):
        client = as_(both)
        client.post(reverse("councils"), {"council": "alder"})
        page = client.post(reverse("people_leave", args=["alder"]), follow=True)
        assert ">Birch</h2>" in text(page)
        assert "switch council" not in self.header(page)

    def test_who_serves_one_council_is_not_asked(self, cast):
        assert "switch council" not in text(as_(cast.ada).get(reverse("home")))


class TestAllCouncils:
    def test_those_who_manage_people_find_councils_without_a_lead(self, cast):
        make_council("Cedar")
        page = text(as_(cast.manager).get(reverse("councils"), {"q": "ced"}))
        assert "Cedar" in page
        assert "no lead" in page
        assert "Birch" not in page

    def test_nobody_else_sees_them(self, cast):
        for user in (cast.ada, cast.analyst, cast.stranger):
            assert "Birch" not in text(as_(user).get(reverse("councils")))

    @pytest.mark.parametrize("query", [{"q": "zzz"}, {"nation": "Wales"}, {"nation": "Atlantis"}, {"page": "x"}])
    def test_odd_questions_are_no_error(self, cast, query):
        assert as_(cast.manager).get(reverse("councils"), query).status_code == 200

    def test_counts_do_not_multiply(self, cast):
        """Two leads and three others are five people, whatever is joined to them."""
        make_member(cast.alder, Role.LEAD)
        page = text(as_(cast.manager).get(reverse("councils"), {"q": "alder"}))
        assert (
            '<td class="govuk-table__cell">2</td> <td class="govuk-table__cell govuk-table__cell--numeric">5</td>'
            in page
        )


class TestNoCouncil:
    def test_they_learn_why_and_whom_to_ask(self, cast):
        page = text(as_(cast.stranger).get(reverse("home")))
        assert "not in a council at the moment" in page
        assert cast.stranger.email in page
        assert "Whom to ask" in page

    @pytest.mark.parametrize(
        ("role", "there"),
        [
            pytest.param(OfficeRole.ANALYST, ["office"], id="analyst"),
            pytest.param(OfficeRole.MANAGER, ["office", "councils", "admin:index"], id="manager"),
            pytest.param(OfficeRole.ADMINISTRATOR, ["office", "councils", "admin:index"], id="administrator"),
        ],
    )
    def test_the_office_finds_its_pages(self, db, role, there):
        page = text(as_(make_user(office_role=role)).get(reverse("home")))
        assert "Whom to ask" not in page
        main = page.split("<main")[1]
        assert [name for name in ("office", "councils", "admin:index") if f'"{reverse(name)}"' in main] == there

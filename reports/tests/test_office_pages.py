"""The Digital Office's pages about rounds: all of them, progress, release and the audit log."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.models import AuditEvent, Nation
from reports.models import BenchmarkRelease
from reports.tests.office import hand_in, make_past_round
from tests.factories import make_group, make_round, make_user


@pytest.fixture
def past(cast):
    return make_past_round(cast.assessment.round.framework)


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.analyst)
    return client


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


class TestRounds:
    @pytest.mark.parametrize(
        ("who", "words"), [("manager", "Release the benchmarks"), ("analyst", "Preview the release")]
    )
    def test_a_manager_comes_from_here_to_releasing_and_an_analyst_to_the_preview(self, client, cast, past, who, words):
        client.force_login(getattr(cast, who))
        html = client.get(reverse("office")).content.decode()
        assert reverse("office_release", args=["past"]) in html
        assert words in html

    def test_a_platform_administrator_sees_rounds_and_no_way_to_results(self, client, cast, past):
        client.force_login(cast.administrator)
        html = client.get(reverse("office")).content.decode()
        assert reverse("office_release", args=["past"]) in html
        assert reverse("office_councils", args=["past"]) not in html

    def test_without_rounds_it_says_what_will_be_there(self, client, django_user_model, db):
        client.force_login(make_user(office_role="analyst"))
        assert "There is no round yet." in client.get(reverse("office")).content.decode()


class TestProgress:
    def test_it_says_how_far_and_never_what(self, analyst, cast, past):
        html = analyst.get(reverse("office_progress", args=["past"])).content.decode()
        assert "3 of 3 invited councils:" in html
        assert "1 not started, 0 in progress, 1 submitted and waiting for sign-off, 1 signed off." in html

    @pytest.mark.parametrize(("who", "reopen", "more_time"), [("manager", 2, 1), ("analyst", 0, 0)])
    def test_a_manager_may_reopen_what_is_handed_in_and_give_the_others_more_time(
        self, client, cast, past, who, reopen, more_time
    ):
        client.force_login(getattr(cast, who))
        html = client.get(reverse("office_progress", args=["past"])).content.decode()
        assert html.count("/reopen/") == reopen + more_time
        assert html.count("Give more time") == more_time

    def test_an_unknown_filter_is_named_and_all_are_shown(self, analyst, past):
        html = analyst.get(reverse("office_progress", args=["past"]), {"group": "mars"}).content.decode()
        assert "Choose a peer group from the list." in html
        assert "Cedar" in html

    def test_a_filter_that_leaves_nobody_says_so(self, analyst, past):
        hand_in(past, "Rowan", nation=Nation.WALES)
        family = make_group(councils=[past.assessments.get(council__name="Cedar").council])
        query = {"group": family.code, "nation": "Wales"}
        assert (
            "No invited council is in both"
            in analyst.get(reverse("office_progress", args=["past"]), query).content.decode()
        )

    def test_without_councils_it_says_what_will_be_there(self, analyst):
        make_round(slug="empty")
        html = analyst.get(reverse("office_progress", args=["empty"])).content.decode()
        assert "No council has been invited to this round yet." in html


class TestRelease:
    def test_the_preview_says_who_enters_and_who_is_left_out(self, manager, past):
        html = manager.get(reverse("office_release", args=["past"])).content.decode()
        assert "2 councils enter" in html
        assert "Cedar, Damson." in html
        assert "1 council is left out because it has not submitted" in html
        assert not BenchmarkRelease.objects.exists()

    def test_releasing_needs_the_tick(self, manager, past):
        html = manager.post(reverse("office_release", args=["past"])).content.decode()
        assert 'href="#id_confirm"' in html
        assert not BenchmarkRelease.objects.exists()

    def test_a_release_is_named_in_the_message_and_listed(self, manager, cast, past):
        response = manager.post(reverse("office_release", args=["past"]), {"confirm": "on"}, follow=True)
        html = response.content.decode()
        assert "Benchmarks released as past-R1." in html
        assert "Nothing has changed since release past-R1, so no other is needed." in html
        assert BenchmarkRelease.objects.get().released_by == cast.manager

    def test_a_refusal_is_shown_as_an_error_and_changes_nothing(self, manager, past):
        manager.post(reverse("office_release", args=["past"]), {"confirm": "on"})
        response = manager.post(reverse("office_release", args=["past"]), {"confirm": "on"})
        assert response.status_code == 409
        assert "Nothing has changed since release past-R1" in response.content.decode()
        assert BenchmarkRelease.objects.count() == 1

    def test_a_second_click_is_told_that_it_is_released_already(self, manager, past):
        url = reverse("office_release", args=["past"])
        assert 'name="code" value="past-R1"' in manager.get(url).content.decode()
        manager.post(url, {"confirm": "on", "code": "past-R1"})
        response = manager.post(url, {"confirm": "on", "code": "past-R1"})
        assert response.status_code == 302
        html = manager.get(response["Location"]).content.decode()
        assert "past-R1 has already been released" in html
        assert BenchmarkRelease.objects.count() == 1

    def test_an_open_round_has_a_preview_and_no_button(self, manager, cast):
        url = reverse("office_release", args=["now"])
        html = manager.get(url).content.decode()
        assert "Councils can submit in this round until" in html
        assert 'name="confirm"' not in html
        assert manager.post(url, {"confirm": "on"}).status_code == 409
        assert not BenchmarkRelease.objects.exists()

    def test_an_analyst_reads_the_preview_and_releases_nothing(self, analyst, past):
        html = analyst.get(reverse("office_release", args=["past"])).content.decode()
        assert "2 councils enter" in html
        assert "A manager can release it." in html
        assert 'name="confirm"' not in html
        assert analyst.post(reverse("office_release", args=["past"]), {"confirm": "on"}).status_code == 403
        assert not BenchmarkRelease.objects.exists()


class TestLog:
    def add(self, cast, number, council=None):
        at = timezone.now() - timedelta(minutes=number)
        AuditEvent.objects.create(at=at, by=cast.manager, council=council, action=f"act {number:02}")

    def shown(self, response):
        return [event.action for event in response.context["page"]]

    def test_the_latest_comes_first_fifty_a_page(self, analyst, cast):
        for number in range(52):
            self.add(cast, number)
        first, second = (analyst.get(reverse("office_log"), {"page": page}) for page in (1, 2))
        assert self.shown(first) == [f"act {number:02}" for number in range(50)]
        assert self.shown(second) == ["act 50", "act 51"]

    @pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
    def test_a_page_that_is_not_there_is_another_page(self, analyst, cast, page):
        self.add(cast, 1)
        assert self.shown(analyst.get(reverse("office_log"), {"page": page})) == ["act 01"]

    def test_it_can_be_read_for_one_council(self, analyst, cast):
        self.add(cast, 1, cast.alder)
        self.add(cast, 2, cast.birch)
        self.add(cast, 3)
        assert self.shown(analyst.get(reverse("office_log"), {"council": "alder"})) == ["act 01"]

    def test_an_unknown_council_is_named(self, analyst, cast):
        html = analyst.get(reverse("office_log"), {"council": "mars"}).content.decode()
        assert "Choose a council from the list." in html

    def test_an_empty_log_says_what_will_be_there(self, analyst):
        assert "Nothing is recorded yet." in analyst.get(reverse("office_log")).content.decode()

    def test_queries_do_not_grow_with_the_events(self, analyst, cast):
        counts = []
        for more in (10, 30):
            for number in range(more):
                self.add(cast, number, cast.alder)
            with CaptureQueriesContext(connection) as queries:
                analyst.get(reverse("office_log"))
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 8

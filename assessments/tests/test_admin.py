"""Rounds and invitations in Django's admin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Assessment, Round
from councils.models import AuditEvent
from tests.factories import make_assessment, make_council, make_framework, make_group, make_round

INVITE = "admin:assessments_assessment_add"
NO_RUNGS = {"rungs-TOTAL_FORMS": 0, "rungs-INITIAL_FORMS": 0}


@pytest.fixture
def manager(client, cast) -> Client:
    client.force_login(cast.manager)
    return client


def round_data(**changes):
    data = {
        "name": "Round of 2027",
        "slug": "2027",
        "opens_at_0": "2027-01-10",
        "opens_at_1": "09:00",
        "closes_at_0": "2027-03-10",
        "closes_at_1": "17:00",
    }
    return data | NO_RUNGS | changes


class TestInvitations:
    @pytest.mark.parametrize("who", ["manager", "administrator"])
    def test_inviting_a_group_and_single_councils_gives_each_its_assessment_once(self, client, cast, who):
        client.force_login(getattr(cast, who))
        cedar, damson = make_council("Cedar"), make_council("Damson")
        group = make_group(councils=[cast.alder, cedar])
        data = {"round": cast.assessment.round.pk, "group": group.pk, "councils": [cedar.pk, damson.pk]}
        response = client.post(reverse(INVITE), data)
        assert response.url == reverse("admin:assessments_assessment_changelist")
        names = cast.assessment.round.assessments.order_by("council__name").values_list("council__name", flat=True)
        assert list(names) == ["Alder", "Birch", "Cedar", "Damson"]
        assert Answer.objects.filter(section__assessment__council=cedar).count() == 16
        assert AuditEvent.objects.filter(action="council invited").count() == 2

    def test_single_councils_alone_are_enough(self, manager, cast):
        data = {"round": cast.assessment.round.pk, "councils": [make_council("Cedar").pk]}
        assert manager.post(reverse(INVITE), data).status_code == 302
        assert cast.assessment.round.assessments.count() == 3

    def test_nobody_chosen_is_a_message_and_invites_nobody(self, manager, cast):
        make_council("Cedar")
        html = manager.post(reverse(INVITE), {"round": cast.assessment.round.pk}).content.decode()
        assert "Choose a group, some councils, or both." in html
        assert cast.assessment.round.assessments.count() == 2

    def test_a_round_that_has_closed_takes_no_more(self, manager, cast):
        now = timezone.now()
        closed = make_round(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
        data = {"round": closed.pk, "councils": [cast.alder.pk]}
        assert manager.post(reverse(INVITE), data).status_code == 200
        assert not closed.assessments.exists()

    def test_an_analyst_may_not_invite(self, client, cast):
        client.force_login(cast.analyst)
        response = client.post(reverse(INVITE), {"round": cast.assessment.round.pk, "councils": [make_council().pk]})
        assert response.status_code in (302, 403)
        assert cast.assessment.round.assessments.count() == 2

    def test_the_state_is_shown_and_stays(self, manager, cast):
        url = reverse("admin:assessments_assessment_change", args=[cast.assessment.pk])
        assert "In progress" in manager.get(url).content.decode()
        assert manager.post(url, {"state": "signed_off"}).status_code == 403
        assert manager.post(url.replace("change", "delete")).status_code == 403
        assert Assessment.objects.get(pk=cast.assessment.pk).state == "in_progress"

    def test_what_a_council_wrote_is_not_there(self, client, cast):
        client.force_login(cast.administrator)
        Assessment.objects.filter(pk=cast.assessment.pk).update(returned_because="Because of the mark XYZZY")
        html = client.get(reverse("admin:assessments_assessment_change", args=[cast.assessment.pk])).content.decode()
        assert "XYZZY" not in html


class TestRounds:
    def test_a_round_is_set_up_with_its_ladder(self, manager, cast):
        rung = {"rungs-TOTAL_FORMS": 1, "rungs-0-nation": "Scotland", "rungs-0-position": 1, "rungs-0-kind": "nation"}
        framework = {"framework": make_framework().pk}
        response = manager.post(reverse("admin:assessments_round_add"), round_data(**framework) | rung)
        assert response.status_code == 302
        round_ = Round.objects.get(slug="2027")
        assert str(round_.rungs.get()) == "Scotland 1: Nation"
        assert timezone.localtime(round_.closes_at).hour == 17
        actions = AuditEvent.objects.order_by("at").values_list("action", flat=True)
        assert list(actions) == ["round added", "round ladder changed"]

    def test_it_closes_after_it_opens(self, manager):
        data = round_data(framework=make_framework().pk, closes_at_0="2027-01-01")
        assert manager.post(reverse("admin:assessments_round_add"), data).status_code == 200
        assert not Round.objects.filter(slug="2027").exists()

    def test_with_councils_invited_framework_and_address_stay_and_dates_are_logged(self, manager):
        round_ = make_round(slug="before")
        make_assessment(round=round_)
        other = make_framework()
        rungs = {"rungs-TOTAL_FORMS": 0, "rungs-INITIAL_FORMS": 0}
        url = reverse("admin:assessments_round_change", args=[round_.pk])
        assert manager.post(url, round_data(framework=other.pk) | rungs).status_code == 302
        changed = Round.objects.get(pk=round_.pk)
        assert (changed.slug, changed.framework, changed.name) == ("before", round_.framework, "Round of 2027")
        assert "closes_at" in AuditEvent.objects.get(action="round changed").detail

    def test_no_round_is_deleted(self, manager, cast):
        url = reverse("admin:assessments_round_delete", args=[cast.assessment.round.pk])
        assert manager.post(url, {"post": "yes"}).status_code == 403

    def test_a_framework_can_be_read_and_not_changed(self, manager, cast):
        url = reverse("admin:characteristics_framework_change", args=[cast.assessment.round.framework_id])
        assert "Digital leadership" in manager.get(url).content.decode()
        assert manager.post(url, {"title": "Another"}).status_code == 403

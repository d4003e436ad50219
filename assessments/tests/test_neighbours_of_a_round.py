"""The nearest neighbours of a round: when they are computed, and when no more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, LadderRung, Round
from assessments.policies import NotNow
from assessments.services import compute_neighbours, plan_round
from assessments.tests.test_admin import round_data
from councils.models import AuditEvent, Council, Nation, OfficeRole, PeerGroup, PeerGroupKind, User
from tests.factories import make_council, make_framework, make_group, make_round, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.now()
WITH_NEIGHBOURS = {Nation.SCOTLAND: (PeerGroupKind.NATION, PeerGroupKind.NEAREST)}


@pytest.fixture
def manager() -> User:
    return make_user("Max", office_role=OfficeRole.MANAGER)


@pytest.fixture
def scotland() -> list[Council]:
    made = [make_council(population=10_000 * number) for number in range(1, 11)]
    make_group("Scotland", kind=PeerGroupKind.NATION, councils=made)
    return made


def planned(**more) -> Round:
    return make_round(opens_at=NOW + timedelta(days=9), closes_at=NOW + timedelta(days=90), **more)


def computed() -> list[str]:
    return list(AuditEvent.objects.filter(action="nearest neighbours computed").values_list("detail", flat=True))


def test_planning_a_round_computes_them_and_writes_it_to_the_log(manager, scotland):
    round_ = Round(
        slug="2027",
        name="Round of 2027",
        framework=make_framework(),
        opens_at=NOW + timedelta(days=9),
        closes_at=NOW + timedelta(days=90),
    )

    plan_round(round_=round_, by=manager, at=NOW)

    assert PeerGroup.objects.neighbours_for("2027").count() == 10
    assert computed() == ["Round of 2027: of 10 councils"]
    assert round_.rungs.filter(nation="Scotland").order_by("position").last().kind == PeerGroupKind.NEAREST


def test_the_second_time_nothing_is_done(manager, scotland):
    round_ = planned(ladder=WITH_NEIGHBOURS)
    compute_neighbours(round_=round_, by=manager, at=NOW)
    before = set(PeerGroup.objects.values_list("pk", flat=True))

    assert compute_neighbours(round_=round_, by=manager, at=NOW) == 0
    assert set(PeerGroup.objects.values_list("pk", flat=True)) == before
    assert len(computed()) == 1


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)], ids=["as it opens", "a day later"])
def test_a_round_that_has_opened_is_refused(manager, scotland, late: timedelta):
    round_ = planned(ladder=WITH_NEIGHBOURS)

    with pytest.raises(NotNow, match="The round has opened"):
        compute_neighbours(round_=round_, by=manager, at=round_.opens_at + late)

    assert not PeerGroup.objects.neighbours_for(round_.slug).exists()


def test_a_ladder_without_them_has_none(manager, scotland):
    assert compute_neighbours(round_=planned(), by=manager, at=NOW) == 0
    assert compute_neighbours(round_=make_round(), by=manager, at=NOW) == 0
    assert computed() == []


class TestInTheAdmin:
    @pytest.fixture
    def client(self, manager) -> Client:
        client = Client()
        client.force_login(manager)
        return client

    def add(self, client: Client, **changes):
        opens = {"opens_at_0": str((NOW + timedelta(days=9)).date()), "closes_at_0": str((NOW + timedelta(90)).date())}
        data = round_data(framework=make_framework().pk) | opens | changes
        return client.post(reverse("admin:assessments_round_add"), data, follow=True)

    def test_adding_a_round_computes_them_and_says_so(self, client, scotland):
        html = self.add(client).content.decode()

        assert "The nearest neighbours of 10 councils were computed, once for this round." in html
        assert PeerGroup.objects.neighbours_for("2027").count() == 10

    def test_a_round_that_is_open_as_it_is_added_goes_without(self, client, scotland):
        html = self.add(client, opens_at_0="2026-01-10").content.decode()

        assert "Nearest neighbours are computed before that" in html
        assert not PeerGroup.objects.neighbours_for("2027").exists()

    def test_from_then_on_the_address_stays(self, client, scotland):
        self.add(client)
        round_ = Round.objects.get(slug="2027")
        rungs = {"rungs-TOTAL_FORMS": 0, "rungs-INITIAL_FORMS": 0}
        data = round_data(framework=round_.framework_id, slug="2028", name="Another name") | rungs

        assert client.post(reverse("admin:assessments_round_change", args=[round_.pk]), data).status_code == 302
        round_.refresh_from_db()
        assert (round_.slug, round_.name) == ("2027", "Another name")

    def test_a_rung_that_is_added_later_brings_them(self, client, scotland):
        round_ = planned(slug="later")
        rungs = list(round_.rungs.order_by("position"))
        dates = {"opens_at_0": str((NOW + timedelta(9)).date()), "closes_at_0": str((NOW + timedelta(90)).date())}
        data = round_data(framework=round_.framework_id, slug="later") | dates
        rows = {"rungs-TOTAL_FORMS": len(rungs) + 1, "rungs-INITIAL_FORMS": len(rungs)}
        new = LadderRung(round=round_, nation=Nation.SCOTLAND, position=4, kind=PeerGroupKind.NEAREST)
        for number, rung in enumerate([*rungs, new]):
            fields = {"id": rung.pk or "", "nation": rung.nation, "position": rung.position, "kind": rung.kind}
            rows |= {f"rungs-{number}-{name}": value for name, value in fields.items()}

        client.post(reverse("admin:assessments_round_change", args=[round_.pk]), data | rows)

        assert PeerGroup.objects.neighbours_for("later").count() == 10

    def test_nobody_is_invited_by_somebodys_neighbours(self, client, scotland, manager):
        compute_neighbours(round_=planned(ladder=WITH_NEIGHBOURS), by=manager, at=NOW)
        group = PeerGroup.objects.filter(kind=PeerGroupKind.NEAREST).first()
        invite = reverse("admin:assessments_assessment_add")

        assert "nearest neighbours" not in client.get(invite).content.decode()
        client.post(invite, {"round": make_round().pk, "group": group.pk})
        assert not Assessment.objects.exists()

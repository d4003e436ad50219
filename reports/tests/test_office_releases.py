"""The list of a round's releases: what each holds and corrects, and making one public."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.states import AssessmentState
from councils.models import AuditEvent, OfficeRole
from reports.corrections import Correction, correction
from reports.models import BenchmarkRelease
from reports.services import NothingToPublish, preview_release, publish_release, release_benchmarks
from reports.tests.factories import AFTERWARDS, World, make_world
from tests.factories import make_council, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = make_world(16)
    made.submit_all(made.councils)
    return made


@pytest.fixture
def manager(client: Client, world: World) -> Client:
    client.force_login(world.manager)
    return client


@pytest.fixture
def analyst(world: World) -> Client:
    client = Client()
    client.force_login(make_user(office_role=OfficeRole.ANALYST))
    return client


def page_of(client: Client, world: World) -> str:
    html = client.get(reverse("office_release", args=[world.round.slug])).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def public_page(release: BenchmarkRelease) -> str:
    return reverse("benchmarks_release", args=[release.code])


def publishing(release: BenchmarkRelease) -> str:
    return reverse("office_publish", args=[release.round.slug, release.code])


# What a release corrects


CASES = [
    pytest.param({"A": "1"}, {"A": "1"}, Correction((), (), ()), id="nothing"),
    pytest.param({"A": "1"}, {"A": "2"}, Correction(("A",), (), ()), id="handed in again"),
    pytest.param({"A": "1"}, {"A": "1", "B": "1"}, Correction((), ("B",), ()), id="came late"),
    pytest.param({"A": "1", "B": "1"}, {"A": "1"}, Correction((), (), ("B",)), id="gone"),
    pytest.param({}, {"B": "1", "A": "1"}, Correction((), ("A", "B"), ()), id="the first release"),
]


@pytest.mark.parametrize(("before", "now", "expected"), CASES)
def test_what_changed_between_two_releases(before: dict[str, str], now: dict[str, str], expected: Correction):
    assert correction(before, now) == expected


def change(world: World) -> tuple[str, str, str, str]:
    """Two hand in again, one comes late and one is being worked on again."""
    late = make_council("Latecomer", groups=[world.nation])
    a, b, gone = world.councils[:3]
    world.submit(a, 4)
    world.submit(b, "4.2")
    world.submit(late, 3)
    world.round.assessments.filter(council=gone).update(state=AssessmentState.IN_PROGRESS)
    return a.name, b.name, late.name, gone.name


def test_a_later_release_says_what_it_corrects_by_name(manager: Client, world: World):
    world.release()
    a, b, late, gone = change(world)
    world.release()

    text = page_of(manager, world)

    assert "Release 2 of the round" in text
    assert "4 councils differ from 2025-R1" in text
    assert f"Handed in again: {a}, {b} Came late: {late} Gone, being worked on again: {gone}" in text


def test_the_preview_says_what_a_release_made_now_would_correct(manager: Client, world: World):
    world.release()
    a, b, late, gone = change(world)

    assert preview_release(round_=world.round).correction == Correction((a, b), (late,), (gone,))
    assert "It would follow 2025-R1 and correct it. 4 councils differ from 2025-R1" in page_of(manager, world)


def test_the_first_release_corrects_nothing(manager: Client, world: World):
    world.release()

    assert "differ from" not in page_of(manager, world)


# What the list says


def test_a_release_is_listed_with_its_digest_what_it_holds_and_how_to_check_it(manager: Client, world: World):
    release = world.release()

    text = page_of(manager, world)

    own, withheld = release.figures.filter(withheld="").count(), release.figures.exclude(withheld="").count()
    assert f"Its digest begins with {release.digest[:12]} ." in text
    assert f"Councils 16 Figures shown {own} Figures withheld {withheld} Figures for everybody 4 of 4" in text
    assert "manage.py check_release 2025-R1" in text


def test_the_latest_release_comes_first(manager: Client, world: World):
    world.release()
    change(world)
    world.release()

    text = page_of(manager, world)

    assert text.index("Release 2 of the round") < text.index("Release 1 of the round")


def test_the_preview_says_in_how_many_areas_everybody_would_see_a_group(manager: Client, world: World):
    text = page_of(manager, world)

    assert "Family 0 32 0 0 0 0 never" in text
    assert "Scotland 64 0 0 0 0 4 of 4" in text


@pytest.mark.parametrize("changed", [1, 2])
def test_too_few_changes_are_said_instead_of_a_button(manager: Client, world: World, changed: int):
    world.release()
    for council in world.councils[:changed]:
        world.submit(council, 4)

    html = manager.get(reverse("office_release", args=[world.round.slug])).content.decode()

    assert "A correction needs at least 3" in html
    assert 'name="confirm"' not in html


def test_a_round_without_submissions_says_that_there_is_nothing_to_release(client: Client):
    world = make_world(8)
    client.force_login(world.manager)

    text = page_of(client, world)

    assert "No council has submitted an assessment in this round, so there is nothing to release." in text
    assert "None yet." in text


def test_a_page_that_is_out_of_date_says_why_and_shows_no_form(manager: Client, world: World):
    """The box was not ticked, and somebody else has released in the meantime."""
    world.release()

    response = manager.post(reverse("office_release", args=[world.round.slug]))

    html = response.content.decode()
    assert "Nothing has changed since release 2025-R1" in html
    assert "id_confirm" not in html


def test_a_refusal_is_said_once(manager: Client, world: World):
    world.release()

    html = manager.post(reverse("office_release", args=[world.round.slug]), {"confirm": "on"}).content.decode()

    assert html.count("Nothing has changed since release 2025-R1") == 1


def test_queries_do_not_grow_with_releases(manager: Client, world: World):
    counts = []
    for number in range(1, 5):
        release = release_benchmarks(round_=world.round, by=world.manager, at=AFTERWARDS)
        publish_release(release=release, by=world.manager, at=AFTERWARDS)
        for council in world.councils[:3]:
            world.submit(council, 4 - number / 10)
        with CaptureQueriesContext(connection) as queries:
            page_of(manager, world)
        counts.append(len(queries))

    assert counts[0] == counts[3]


# Making it public


def test_a_manager_makes_a_release_public_after_saying_that_it_cant_be_taken_back(manager: Client, world: World):
    release = world.release()
    assert publishing(release) in manager.get(reverse("office_release", args=["2025"])).content.decode()
    assert "This can’t be taken back." in manager.get(publishing(release)).content.decode()

    response = manager.post(publishing(release), {"confirm": "on"}, follow=True)

    release.refresh_from_db()
    assert release.public_by == world.manager
    html = response.content.decode()
    assert "Everybody can now see what 2025-R1 says" in html
    assert f"by {world.manager.name}." in html
    assert public_page(release) in html
    assert publishing(release) not in html
    assert AuditEvent.objects.filter(action="aggregates made public", by=world.manager).count() == 1


def test_without_the_tick_nothing_becomes_public(manager: Client, world: World):
    release = world.release()

    html = manager.post(publishing(release)).content.decode()

    assert 'href="#id_confirm"' in html
    release.refresh_from_db()
    assert release.public_at is None


def test_a_second_click_finds_it_done_and_changes_nothing(manager: Client, world: World):
    release = world.release()
    other = make_user("Morag", office_role=OfficeRole.MANAGER)
    publish_release(release=release, by=other, at=AFTERWARDS + timedelta(days=1))

    for click in (manager.post, manager.get):
        html = click(publishing(release), {"confirm": "on"}, follow=True).content.decode()
        assert "2025-R1 has been public since 2 December 2025, 17:00, by Morag. Nothing more was done." in html
    release.refresh_from_db()
    assert release.public_by == other


def test_an_analyst_sees_the_mark_and_has_no_button(analyst: Client, world: World):
    release = world.release()
    assert "A manager can make it public." in page_of(analyst, world)
    assert analyst.get(publishing(release)).status_code == 403
    assert analyst.post(publishing(release), {"confirm": "on"}).status_code == 403

    publish_release(release=release, by=world.manager, at=AFTERWARDS)

    assert f"Made public on 1 December 2025, 17:00 by {world.manager.name}." in page_of(analyst, world)


def test_a_release_older_than_figures_for_everybody_has_nothing_to_make_public(manager: Client, world: World):
    release = world.release()
    release.public_figures.all().delete()

    assert publishing(release) not in manager.get(reverse("office_release", args=["2025"])).content.decode()
    assert 'name="confirm"' not in manager.get(publishing(release)).content.decode()
    assert manager.post(publishing(release), {"confirm": "on"}).status_code == 409
    with pytest.raises(NothingToPublish):
        publish_release(release=release, by=world.manager, at=AFTERWARDS)


def test_a_release_of_another_round_is_not_found(manager: Client, world: World):
    release = world.release()
    another = make_world(8, slug="2024")

    assert manager.get(reverse("office_publish", args=[another.round.slug, release.code])).status_code == 404

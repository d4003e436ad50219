"""Public releases: who reaches them, what they say, and that they say the same for ever."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.states import AssessmentState
from councils.models import Nation, PeerGroupKind
from reports import aggregates
from reports.models import BenchmarkRelease, Withheld
from reports.services import publish_release
from reports.tests.factories import AFTERWARDS, World, make_world
from tests.factories import make_assessment, make_council, make_group, make_member

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PAGES = ["benchmarks_release", "benchmarks_csv", "benchmarks_json", "benchmarks_dictionary"]


@pytest.fixture
def world() -> World:
    """Sixteen Scottish councils at levels 1.0 to 2.5 in all areas; one more has not handed in."""
    made = make_world(16)
    made.submit_all(made.councils)
    absent = make_council("Absent", groups=[made.nation])
    make_assessment(absent, made.round)
    return made


def publish(world: World) -> BenchmarkRelease:
    release = world.release()
    publish_release(release=release, by=world.manager, at=AFTERWARDS + DAY)
    release.refresh_from_db()
    return release


def text_of(client: Client, name: str, *arguments: str) -> str:
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Who reaches them


@pytest.mark.parametrize("name", PAGES)
def test_a_release_that_is_not_public_is_not_there_for_anybody(client: Client, world: World, name: str):
    release = world.release()
    address = reverse(name, args=[release.code])

    assert client.get(address).status_code == 404
    client.force_login(world.manager)
    assert client.get(address).status_code == 404
    publish_release(release=release, by=world.manager, at=AFTERWARDS)
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_release_that_is_not_there_is_not_found(client: Client, world: World, name: str):
    publish(world)

    assert client.get(reverse(name, args=["2031-R7"])).status_code == 404


def test_before_any_release_is_public_the_list_says_what_will_be_there(client: Client, world: World):
    release = world.release()

    text = text_of(client, "benchmarks")

    assert "No release is public yet." in text
    assert release.code not in text


def test_the_list_has_the_public_releases_the_latest_first(client: Client, world: World):
    publish(world)
    for council in world.councils[:3]:
        world.submit(council, 4)
    world.release(AFTERWARDS + DAY)
    for council in world.councils[:4]:
        world.submit(council, 3)
    later = world.release(AFTERWARDS + 2 * DAY)
    publish_release(release=later, by=world.manager, at=AFTERWARDS + 3 * DAY)

    html = client.get(reverse("benchmarks")).content.decode()

    assert re.findall(r'href="/benchmarks/([^/"]+)/"', html) == ["2025-R3", "2025-R1"]
    assert "2025-R2" not in html
    assert html.count("Corrected by 2025-R3.") == 1


def test_visitors_find_the_list_from_the_front_page(client: Client):
    assert f'href="{reverse("benchmarks")}"' in client.get(reverse("home")).content.decode()


# Who may keep a copy


@pytest.mark.parametrize("name", ["benchmarks", *PAGES])
def test_caches_may_keep_what_somebody_without_any_cookie_gets(world: World, name: str):
    release = publish(world)
    client = Client()

    response = client.get(reverse(name, args=[release.code] if name != "benchmarks" else []))

    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("name", ["benchmarks", *PAGES])
def test_what_somebody_who_is_signed_in_gets_is_kept_by_nobody(client: Client, world: World, name: str):
    release = publish(world)
    client.force_login(make_member(world.councils[0], "lead"))

    response = client.get(reverse(name, args=[release.code] if name != "benchmarks" else []))

    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "person", "csrftoken"])
def test_any_cookie_makes_a_page_private(client: Client, world: World, cookie: str):
    client.cookies[cookie] = "anything"

    assert client.get(reverse("benchmarks"))["Cache-Control"] == "private, no-store"


def test_what_is_not_found_is_kept_by_nobody_so_that_it_is_there_once_it_is_public(client: Client, world: World):
    release = world.release()

    assert client.get(reverse("benchmarks_release", args=[release.code]))["Cache-Control"] == "private, no-store"


# What they say


def test_a_page_says_what_it_is_of_and_who_took_part(client: Client, world: World):
    release = publish(world)

    text = text_of(client, "benchmarks_release", release.code)

    assert "16 councils assessed themselves in the round that closed on 28 November 2025." in text
    assert "The figures were worked out on 1 December 2025" in text
    assert world.round.framework.title in text
    assert "Scotland 16 of 17 4 of 4" in text
    assert release.digest in text
    assert "Open Government Licence v3.0" in text


def test_a_page_shows_the_stored_figures_of_each_area(client: Client, world: World):
    release = publish(world)

    text = text_of(client, "benchmarks_release", release.code)

    figure = release.public_figures.get(area=world.area())
    assert (figure.n, figure.median, figure.lower, figure.upper) == (16, Decimal("2.8"), Decimal("2.5"), Decimal("3.5"))
    assert "Digital leadership 16 2.8 2.5 to 3.5" in text


def test_a_group_of_too_few_says_so_in_words_and_never_as_nought(client: Client, world: World):
    few = make_group("Boroughs", kind=PeerGroupKind.COUNCIL_TYPE, councils=world.councils[:4])
    world.round.rungs.create(nation=Nation.SCOTLAND, kind=PeerGroupKind.COUNCIL_TYPE, position=9)
    release = publish(world)

    text = text_of(client, "benchmarks_release", release.code)

    assert f"{few.name} 4 of 4 none: fewer than 6 councils are in it" in text


def test_an_area_of_which_nothing_may_be_shown_says_why_in_its_row(client: Client, world: World):
    for place, council in enumerate(world.councils):
        world.submit(council, dict.fromkeys(("USER", "CONN", "DATA"), f"{1 + place / 10}") | {"LEAD": 3})
    release = publish(world)

    text = text_of(client, "benchmarks_release", release.code)

    assert "Digital leadership Not shown: its results are so alike" in text
    assert "Scotland 16 of 17 3 of 4" in text


def test_seven_councils_have_a_median_and_no_band(client: Client):
    world = make_world(7, family=7)
    world.submit_all(world.councils)

    text = text_of(client, "benchmarks_release", publish(world).code)

    assert "Digital leadership 7 2.3 too few for it" in text


def test_groups_come_by_kind_and_name_and_areas_as_in_the_framework(world: World):
    for name in ("Zetland types", "Angus types"):
        make_group(name, kind=PeerGroupKind.COUNCIL_TYPE, councils=world.councils)
    world.round.rungs.create(nation=Nation.SCOTLAND, kind=PeerGroupKind.COUNCIL_TYPE, position=9)

    content = aggregates.build(publish(world))

    assert [group.name for group in content.groups] == ["Scotland", "Angus types", "Zetland types"]
    in_framework = list(world.round.framework.areas.order_by("position").values_list("code", flat=True))
    assert all([area.code for area in group.areas] == in_framework for group in content.groups)


def test_no_council_is_named(client: Client, world: World):
    release = publish(world)

    for name in PAGES:
        body = client.get(reverse(name, args=[release.code])).content.decode()
        assert not [council.name for council in world.councils if council.name in body]
        assert not [council.gss_code for council in world.councils if council.gss_code in body]


def test_charts_have_the_group_alone_and_no_mark_of_a_council(client: Client, world: World):
    html = client.get(reverse("benchmarks_release", args=[publish(world).code])).content.decode()

    assert html.count("<svg") == 4
    assert "Middle half of the councils" in html
    for own in ("<polygon", "<circle", "This council", "Not scored"):
        assert own not in html


def test_every_reason_has_words_for_everybody():
    said = {reason: aggregates.words.why(reason, 6) for reason in Withheld}

    assert all(said.values())
    assert said[Withheld.TOO_FEW] == "fewer than 6 councils are in it"
    assert "changed" not in said[Withheld.CORRECTION]


def test_invented_results_say_so_on_the_page_in_the_list_and_in_the_data(client: Client, world: World):
    release = publish(world)
    code = release.code
    assert "All results on this page" not in text_of(client, "benchmarks_release", code)

    type(world.round).objects.filter(pk=world.round.pk).update(invented=True)

    assert "All results on this page and in its data are invented" in text_of(client, "benchmarks_release", code)
    assert "All results in it are invented" in text_of(client, "benchmarks")
    assert client.get(reverse("benchmarks_json", args=[code])).json()["results"] == "invented"
    assert f"{code},2025-12-01,invented," in client.get(reverse("benchmarks_csv", args=[code])).content.decode()


def test_a_release_that_was_corrected_points_to_the_later_one_once_that_is_public(client: Client, world: World):
    first = publish(world)
    for council in world.councils[:4]:
        world.submit(council, 4)
    later = world.release(AFTERWARDS + 2 * DAY)
    assert "A later release" not in text_of(client, "benchmarks_release", first.code)

    publish_release(release=later, by=world.manager, at=AFTERWARDS + 3 * DAY)

    assert "A later release of this round corrects this one: 2025-R2" in text_of(
        client, "benchmarks_release", first.code
    )
    assert "It is release 2 of the round" in text_of(client, "benchmarks_release", later.code)


# The same for ever


def test_nothing_that_happens_later_changes_what_everybody_sees(client: Client, world: World):
    """Neither what councils do afterwards nor how groups change tells when, or that, a council did something."""
    release = publish(world)
    addresses = [reverse(name, args=[release.code]) for name in PAGES]
    before = [client.get(address).content for address in addresses]

    for council in world.councils:
        world.submit(council, 5)
    world.submit(make_council("Late", groups=[world.nation]), 5)
    world.round.assessments.filter(council=world.councils[0]).update(state=AssessmentState.IN_PROGRESS)
    world.nation.councils.remove(*world.councils[:6])
    world.round.rungs.all().delete()
    make_group("England", kind=PeerGroupKind.NATION, councils=[make_council(nation=Nation.ENGLAND)])

    assert [client.get(address).content for address in addresses] == before


def test_a_page_reads_no_scores_no_answers_and_no_groups_of_today(client: Client, world: World):
    release = publish(world)

    with CaptureQueriesContext(connection) as queries:
        for name in PAGES:
            client.get(reverse(name, args=[release.code]))

    read = " ".join(query["sql"] for query in queries)
    for table in ("assessments_score", "assessments_answer", "assessments_section", "councils_peergroup_councils"):
        assert table not in read
    assert "reports_benchmarkfigure" not in read


@pytest.mark.parametrize("name", ["benchmarks", *PAGES])
def test_queries_do_not_grow_with_councils_groups_or_releases(client: Client, name: str):
    counts = []
    for councils, releases in ((12, 1), (30, 4)):
        world = make_world(councils, family=councils, slug=f"of-{councils}")
        if releases > 1:
            make_group("A type", kind=PeerGroupKind.COUNCIL_TYPE, councils=world.councils)
            world.round.rungs.create(nation=Nation.SCOTLAND, kind=PeerGroupKind.COUNCIL_TYPE, position=9)
        world.submit_all(world.councils)
        code = publish(world).code
        for number in range(1, releases):
            for council in world.councils[:4]:
                world.submit(council, 5 - number / 10)
            code = publish(world).code
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=[code] if name != "benchmarks" else []))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 5

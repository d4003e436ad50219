"""The page about the groups of a council's ladder: what it says of each, and the council beside the one chosen."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment
from councils.models import AuditEvent, Nation, OfficeRole, PeerGroup, PeerGroupKind, Role
from councils.services import add_neighbours
from reports.models import BenchmarkFigure
from reports.tests.factories import World, make_closed_round, make_world
from reports.tests.handing_in import assess, hand_in, sign, start
from reports.tests.pages import text_of
from tests.factories import make_council, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Three families of eight; the first council and its neighbours are at the small end. It has not handed in."""
    made = make_world(24)
    for place, council in enumerate(made.councils):
        council.population = 10_000 * (place + 1)
        council.save()
    made.round.rungs.create(nation=Nation.SCOTLAND, position=4, kind=PeerGroupKind.NEAREST)
    add_neighbours(computed_for=made.round.slug, nations=[Nation.SCOTLAND])
    for place, council in enumerate(made.councils[1:]):
        made.submit(council, f"{1.4 + place / 10:.1f}")
    return made


@pytest.fixture
def assessment(world: World) -> Assessment:
    made = hand_in(assess(world)).assessment
    world.release()
    return made


def address(assessment: Assessment, group: str = "") -> str:
    at = reverse("results_groups", args=[assessment.council.slug, assessment.round.slug])
    return f"{at}?group={group}" if group else at


def open_groups(client: Client, assessment: Assessment, group: str = "", role: Role = Role.LEAD):
    client.force_login(make_member(assessment.council, role))
    return client.get(address(assessment, group))


def part_of(response, code: str) -> str:
    """The words about one group."""
    html = response.content.decode().split(f'aria-labelledby="group-{code}"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows_of(response, code: str) -> list[list[str]]:
    table = response.content.decode().split(f'id="figures-{code}"')[1].split("<tbody")[1].split("</table>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("</tr>")]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells if row]


def nearest(world: World) -> PeerGroup:
    return PeerGroup.objects.get(owner=world.councils[0])


# What it says


def test_the_groups_stand_in_the_order_of_the_ladder(client: Client, world: World, assessment: Assessment):
    html = open_groups(client, assessment).content.decode()

    headings = re.findall(r'<h2 [^>]*id="group-[^>]*>(.*?)</h2>', html)
    assert headings == ["1. Family 0", "2. Scotland", "3. Council 2025 000 and its nearest neighbours"]


def test_a_group_names_its_councils_and_says_what_it_is_why_and_where_it_is_used(client, world, assessment):
    words = part_of(open_groups(client, assessment), world.families[0].code)

    assert "; ".join(f"Council 2025 {number:03}" for number in range(1, 8)) in words
    assert "Council 2025 000" not in words
    assert "by the kind of area that a council covers" in words
    assert "It is tried first for every council of Scotland." in words
    assert "7 of its 7 other councils answered enough to be in its figures." in words
    assert "Used in all areas: it is the first that may be shown." in words


def test_a_large_group_folds_its_names_away(client, world, assessment):
    words = part_of(open_groups(client, assessment), world.nation.code)

    assert "The names of 23 councils" in words
    assert "Council 2025 023" in words
    assert "Not used: wherever it may be shown, a group before it may be shown as well." in words


def test_the_nearest_neighbours_tell_their_method_and_why_they_are_withheld(client, world, assessment):
    words = part_of(open_groups(client, assessment), nearest(world).code)

    assert "The 8 councils of Scotland that are nearest to Council 2025 000 in population" in words
    assert "computed once by this fixed method before the round opened" in words
    assert "; ".join(f"Council 2025 {number:03}" for number in range(1, 9)) in words
    assert "Not shown in any area, because it could be set against another group" in words
    assert "Not used, since no figure of it may be shown." in words


def test_the_figures_are_the_stored_ones(client, world, assessment):
    response = open_groups(client, assessment)

    for group in (world.families[0], world.nation):
        stored = BenchmarkFigure.objects.filter(viewer=world.councils[0], group=group).order_by("area__position")
        expected = [
            [
                figure.area.name,
                "3.0",
                str(figure.median),
                f"{figure.lower} to {figure.upper}" if figure.lower else "not shown",
                str(figure.n),
            ]
            for figure in stored.select_related("area")
        ]
        assert rows_of(response, group.code) == expected


def test_where_only_some_areas_may_be_shown_the_others_say_why(client: Client, world: World):
    for council in world.councils[1:4]:
        world.submit(council, {"LEAD": None})
    assessment = hand_in(assess(world)).assessment
    world.release()

    response = open_groups(client, assessment)

    family = world.families[0].code
    assert rows_of(response, family)[0][2] == "Not shown, because too few other councils took part"
    assert "Used in 3 of 4 areas" in part_of(response, family)
    assert "Used in 1 of 4 areas" in part_of(response, world.nation.code)


# Choosing


def test_at_first_the_group_that_is_used_is_drawn(client, world, assessment):
    response = open_groups(client, assessment)

    assert response.context["chosen"].facts.name == "Family 0"
    assert "The council beside the others of Family 0" in text_of(response)
    assert response.content.decode().count("<svg") == 4


def test_another_group_can_be_chosen_and_drawn(client, world, assessment):
    response = open_groups(client, assessment, world.nation.code)

    drawn = response.context["lenses"]
    figures = [area.peers.chosen.median for one in drawn for area in one.lens.areas]
    stored = BenchmarkFigure.objects.filter(viewer=world.councils[0], group=world.nation).order_by("area__position")
    assert figures == list(stored.values_list("median", flat=True))
    assert "The council beside the others of Scotland" in text_of(response)


def test_a_group_without_figures_can_be_chosen_and_says_that_there_is_nothing_to_draw(client, world, assessment):
    response = open_groups(client, assessment, nearest(world).code)

    assert "No figure of this group may be shown, so there is nothing to draw." in text_of(response)
    assert "<svg" not in response.content.decode()


@pytest.mark.parametrize("group", ["family of another council", "neighbours of another council", "no such group"])
def test_a_group_that_is_not_on_the_ladder_is_not_found(client, world, assessment, group: str):
    codes = {
        "family of another council": world.families[1].code,
        "neighbours of another council": PeerGroup.objects.get(owner=world.councils[1]).code,
        "no such group": "\u202e<script>",
    }

    assert open_groups(client, assessment, codes[group]).status_code == 404


# The edges


def test_without_a_release_the_groups_are_those_of_the_round_and_have_no_figures(client: Client, world: World):
    assessment = hand_in(assess(world)).assessment

    response = open_groups(client, assessment)

    assert "There are no figures of it yet." in part_of(response, world.families[0].code)
    assert "Council 2025 001" in part_of(response, world.families[0].code)
    assert "<svg" not in response.content.decode()


def test_a_council_without_a_ladder_is_told(client: Client):
    assessment = hand_in(start(make_council(nation=Nation.WALES), make_closed_round())).assessment

    assert "There is no group that this council is compared with." in text_of(open_groups(client, assessment))


def test_the_groups_are_those_of_the_release_and_not_of_today(client, world, assessment):
    world.families[0].councils.remove(world.councils[7])

    assert "Council 2025 007" in part_of(open_groups(client, assessment), world.families[0].code)


def test_who_took_part_is_not_named(client: Client, world: World):
    """The page of a council is the same whoever of its group did not hand in."""
    pages = []
    for absent in (5, 6):
        other = make_world(16, slug=f"absent-{absent}")
        for place, council in enumerate(other.councils):
            if place not in (0, absent):
                other.submit(council, f"{1 + place % 3}.{0 if place in (5, 6) else place % 5}")
        assessment = hand_in(start(other.councils[0], other.round, 3)).assessment
        other.release()
        words = part_of(open_groups(client, assessment), other.families[0].code)
        pages.append(words.split("In its figures")[1].split("Where it is used")[0])

    assert pages[0] == pages[1] == " 6 of its 7 other councils answered enough to be in its figures. "


def test_a_draft_leads_to_the_results(client: Client, world: World):
    assessment = assess(world)

    response = open_groups(client, assessment)

    assert response.url == reverse("results", args=[assessment.council.slug, assessment.round.slug])


def test_the_look_of_the_office_is_logged(client: Client, world: World):
    submission = sign(hand_in(assess(world)))
    client.force_login(make_user(office_role=OfficeRole.ANALYST))

    assert client.get(address(submission.assessment)).status_code == 200
    assert AuditEvent.objects.get(action="results viewed").council == world.councils[0]


def test_the_results_lead_there(client, world, assessment):
    client.force_login(make_member(assessment.council, Role.LEAD))
    html = client.get(reverse("results", args=[assessment.council.slug, assessment.round.slug])).content.decode()

    assert f'href="{address(assessment)}"' in html


# Work


def test_the_page_takes_as_many_queries_for_32_councils_as_for_16(client: Client):
    counts = []
    for councils in (16, 32):
        world = make_world(councils, slug=f"of-{councils}")
        world.submit_all(world.councils[1:])
        assessment = hand_in(assess(world)).assessment
        world.release()
        client.force_login(make_member(assessment.council, Role.LEAD))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(assessment)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] < 30

"""Nearest neighbours on the ladder: whose they are, and that they take nothing away from the other groups."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.models import Nation, PeerGroup, PeerGroupKind
from councils.services import add_neighbours
from reports.models import BenchmarkFigure, BenchmarkRelease, Withheld
from reports.queries import frozen, peers_of, thawed
from reports.services import check_release, preview_release
from reports.tests.factories import World, make_world
from reports.tests.pages import text_of
from tests.factories import make_round

pytestmark = pytest.mark.django_db

PLACE, NATION, NEAREST = PeerGroupKind.LGBF_PLACE, PeerGroupKind.NATION, PeerGroupKind.NEAREST


def make_neighbours(councils: int = 24, *, slug: str = "2025") -> World:
    """Families of eight, councils each larger than the one before, and their nearest neighbours, last on the ladder."""
    world = make_world(councils, slug=slug)
    for place, council in enumerate(world.councils):
        council.population = 10_000 * (place + 1)
        council.save()
    world.round.rungs.create(nation=Nation.SCOTLAND, position=4, kind=NEAREST)
    add_neighbours(computed_for=slug, nations=[Nation.SCOTLAND])
    return world


@pytest.fixture
def world() -> World:
    return make_neighbours()


def of(world: World, place: int) -> PeerGroup:
    return PeerGroup.objects.neighbours_for(world.round.slug).get(owner=world.councils[place])


# Whose ladder


def test_the_last_rung_is_the_councils_own_neighbours_and_nobody_elses(world: World):
    peers = peers_of(world.round)

    for place, council in enumerate(world.councils):
        family = world.families[place // 8]
        assert peers.ladders[council.pk] == (family.pk, world.nation.pk, of(world, place).pk)
    assert peers.members[of(world, 0).pk] == {council.pk for council in world.councils[:9]}


def test_neighbours_of_another_round_stay_out(world: World):
    before = peers_of(world.round)

    add_neighbours(computed_for="2026", nations=[Nation.SCOTLAND])

    assert peers_of(world.round) == before


def test_a_round_whose_ladder_has_no_such_rung_has_none(world: World):
    later = make_round(slug="2026", ladder={Nation.SCOTLAND: (PLACE, NATION)})

    assert set(peers_of(later).members) == {world.nation.pk, *(family.pk for family in world.families)}


def test_a_nation_without_such_a_rung_has_none(world: World):
    world.round.rungs.filter(kind=NEAREST).delete()
    world.round.rungs.create(nation=Nation.WALES, position=1, kind=NEAREST)

    assert peers_of(world.round).ladders[world.councils[0].pk] == (world.families[0].pk, world.nation.pk)


def test_what_is_frozen_comes_back(world: World):
    peers = peers_of(world.round)

    assert thawed(frozen(peers)) == peers


def test_the_ladders_of_24_councils_are_read_in_as_many_queries_as_those_of_12():
    counts = []
    for councils, slug in ((12, "small"), (24, "large")):
        world = make_neighbours(councils, slug=slug)
        with CaptureQueriesContext(connection) as captured:
            peers_of(world.round)
        counts.append(len(captured))

    assert counts[0] == counts[1] == 3


# In a release


def figures(release: BenchmarkRelease, *kinds: PeerGroupKind) -> set[tuple[object, ...]]:
    rows = BenchmarkFigure.objects.filter(release=release, group__kind__in=kinds)
    return set(rows.values_list("viewer", "area", "group", "n", "median", "lower", "upper", "withheld"))


def test_a_release_holds_a_figure_for_each_council_area_and_its_own_neighbours(world: World):
    world.submit_all(world.councils)

    release = world.release()

    found = release.figures.filter(group__kind=NEAREST)
    assert found.count() == 24 * world.round.framework.areas.count()
    assert all(figure.group.owner_id == figure.viewer_id for figure in found.select_related("group"))
    assert set(found.values_list("rung", flat=True)) == {3}
    assert check_release(release).different == 0


def test_a_preview_counts_them_in_one_row_and_writes_nothing(world: World):
    world.submit_all(world.councils)

    rows = {row.group: row for row in preview_release(round_=world.round).groups}

    assert list(rows) == ["Family 0", "Family 16", "Family 8", "Scotland", "Nearest neighbours"]
    nearest = rows["Nearest neighbours"]
    assert nearest.shown + nearest.difference + nearest.too_few + nearest.alike == 24 * 4


def test_they_take_no_figure_away_from_the_other_groups(world: World):
    world.submit_all(world.councils[:21])
    without = make_neighbours(slug="without")
    without.round.rungs.filter(kind=NEAREST).delete()
    without.submit_all(without.councils[:21])

    said, of_others = (what_is_said(one) for one in (world, without))

    assert {key: figure for key, figure in said.items() if "nearest" not in key[1]} == of_others
    assert {withheld for *_figures, withheld in of_others.values()} >= {"", Withheld.TOO_FEW}


def what_is_said(world: World) -> dict[tuple[int, str, str], tuple[object, ...]]:
    """What each council (by its place) sees of each group in each area."""
    places = {council.pk: place for place, council in enumerate(world.councils)}
    rows = world.release().figures.values_list(
        "viewer", "group__name", "area__code", "n", "median", "lower", "upper", "withheld"
    )
    return {(places[viewer], group, area): tuple(figure) for viewer, group, area, *figure in rows}


def test_neighbours_that_are_nearly_the_family_are_withheld_and_the_family_stays(world: World):
    """The first eight make a family; the first one's nearest are those and one more, which both together would show."""
    world.submit_all(world.councils)

    release = world.release()

    family = world.figure(release, world.councils[0], world.families[0])
    nearest = world.figure(release, world.councils[0], of(world, 0))
    assert (family.withheld, family.n) == ("", 7)
    assert (nearest.withheld, nearest.n) == (Withheld.DIFFERENCE, None)


def test_neighbours_that_lie_across_families_are_shown(world: World):
    world.submit_all(world.councils)

    nearest = world.figure(world.release(), world.councils[6], of(world, 6))

    assert (nearest.withheld, nearest.n) == ("", 8)


def test_neighbours_of_whom_too_few_took_part_are_withheld(world: World):
    world.submit_all(world.councils[:5])

    nearest = world.figure(world.release(), world.councils[20], of(world, 20))

    assert nearest.withheld == Withheld.TOO_FEW


def test_in_a_small_nation_neighbours_leave_too_few_of_it_and_are_withheld():
    """As in Northern Ireland: nine of eleven councils would show the other two."""
    world = make_neighbours(11)
    world.submit_all(world.councils)

    release = world.release()

    nearest = release.figures.filter(group__kind=NEAREST)
    assert {figure.withheld for figure in nearest} == {Withheld.DIFFERENCE}
    assert {figure.withheld for figure in release.figures.filter(group=world.nation)} == {""}


def test_in_a_nation_of_nine_neighbours_are_the_nation_and_are_shown_as_it_is():
    world = make_neighbours(9)
    world.submit_all(world.councils)

    release = world.release()

    area = world.area()
    for council in world.councils:
        found = release.figures.filter(viewer=council, area=area, group__kind__in=[NATION, NEAREST])
        assert len(set(found.values_list("n", "median", "lower", "upper", "withheld"))) == 1


# On the page of a release


def open_release(client: Client, world: World) -> str:
    client.force_login(world.manager)
    return text_of(client.get(reverse("office_release", args=[world.round.slug])))


def test_the_page_of_a_release_tells_the_method_and_the_neighbours_of_invited_councils(client: Client, world: World):
    world.submit_all(world.councils[:2])

    words = open_release(client, world)

    assert "computed once by this fixed method before the round opened on 29 September 2025" in words
    names = "; ".join(council.name for council in world.councils[1:9])
    assert f"{world.councils[0].name} {names} {world.councils[1].name}" in words
    assert f"{world.councils[2].name} {world.councils[0].name}" not in words


def test_a_round_that_opened_before_they_were_computed_says_so(client: Client):
    world = make_world(9)
    world.round.rungs.create(nation=Nation.SCOTLAND, position=4, kind=NEAREST)

    assert "the round opened before they were computed" in open_release(client, world)


def test_a_round_without_them_on_its_ladder_says_nothing_of_them(client: Client):
    assert "Nearest neighbours" not in open_release(client, make_world(9))

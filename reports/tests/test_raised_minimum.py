"""A minimum of others that was raised reaches everything that a release says, and stays with the release."""

import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import BenchmarkRelease, Withheld
from reports.services import check_release, preview_release, publish_release
from reports.tests.factories import AFTERWARDS, World, make_world
from tests.documents import ROOT
from tests.factories import make_group

SEVEN = "7"
ASKED = "import django; django.setup(); from django.conf import settings; print(settings.BENCHMARK_MINIMUM_OTHERS)"


@pytest.fixture
def world() -> World:
    """Two families of eight: of the first seven took part, of the second all."""
    made = make_world(16)
    made.submit_all(made.councils[1:])
    return made


def shown_in(release: BenchmarkRelease, group: int) -> set[int | None]:
    return set(release.figures.filter(group=group, withheld="").values_list("n", flat=True))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_setting_comes_from_the_environment():
    environment = os.environ | {"BENCHMARK_MINIMUM_OTHERS": SEVEN, "DJANGO_SETTINGS_MODULE": "councilmaturity.settings"}

    said = subprocess.run(
        [sys.executable, "-c", ASKED],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == SEVEN


@pytest.mark.django_db
def test_it_reaches_the_preview_the_release_and_its_figures(world: World, settings):
    settings.BENCHMARK_MINIMUM_OTHERS = SEVEN

    preview = preview_release(round_=world.round)
    release = world.release()

    assert release.minimum_others == 7
    families = {group.group: group for group in preview.groups}
    # Seven took part in the first family: who is among them sees six others, and the one who is not sees seven.
    assert (families["Family 0"].shown, families["Family 0"].too_few) == (4, 28)
    assert (families["Family 8"].shown, families["Family 8"].too_few) == (32, 0)
    assert preview.shown == release.figures.filter(withheld="").count()
    assert preview.withheld == {rule: release.figures.filter(withheld=rule).count() for rule in Withheld}
    assert min(shown_in(release, world.families[0].pk)) == 7
    assert min(n for n in release.figures.filter(withheld="").values_list("n", flat=True) if n) >= 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("councils", "raised", "shown"),
    [
        pytest.param(7, "", True, id="seven and the floor of five others"),
        pytest.param(7, SEVEN, False, id="seven, of whom each sees six"),
        pytest.param(8, SEVEN, True, id="eight, of whom each sees seven"),
    ],
)
def test_it_reaches_what_everybody_sees(client: Client, settings, councils: int, raised: str, shown: bool):
    settings.BENCHMARK_MINIMUM_OTHERS = raised
    world = make_world(councils)
    world.submit_all(world.councils)

    [nation] = [group for group in preview_release(round_=world.round).groups if group.group == "Scotland"]
    release = world.release()
    publish_release(release=release, by=world.manager, at=AFTERWARDS)

    assert nation.public == (4 if shown else 0)
    assert set(release.public_figures.values_list("withheld", flat=True)) == {"" if shown else Withheld.TOO_FEW}
    page = words(client.get(reverse("benchmarks_release", args=[release.code])).content.decode())
    assert f"A figure needs {8 if raised else 6} councils." in page
    assert ("none: fewer than 8 councils are in it" in page) != shown


@pytest.mark.django_db
def test_a_release_keeps_it_when_the_setting_is_lowered_again(client: Client, world: World, settings):
    settings.BENCHMARK_MINIMUM_OTHERS = SEVEN
    release = world.release()
    publish_release(release=release, by=world.manager, at=AFTERWARDS)
    address = reverse("benchmarks_release", args=[release.code])
    before = client.get(address).content

    settings.BENCHMARK_MINIMUM_OTHERS = ""

    release.refresh_from_db()
    assert release.minimum_others == 7
    check = check_release(release)
    assert (check.different, check.is_same_digest) == (0, True)
    assert client.get(address).content == before


@pytest.mark.django_db
def test_a_later_release_goes_by_the_setting_of_its_own_day(world: World, settings):
    settings.BENCHMARK_MINIMUM_OTHERS = SEVEN
    first = world.release()
    settings.BENCHMARK_MINIMUM_OTHERS = ""
    for council in world.councils[8:12]:
        world.submit(council, 4)

    second = world.release()

    assert (first.minimum_others, second.minimum_others) == (7, 5)
    assert check_release(first).different == 0


@pytest.mark.django_db
@pytest.mark.parametrize("lowered", ["0", "1", "-7", "none", "4"])
def test_nothing_lowers_it_below_the_floor(settings, lowered: str):
    settings.BENCHMARK_MINIMUM_OTHERS = lowered
    world = make_world(5, family=5)
    make_group("Pair", councils=world.councils[:2])
    world.submit_all(world.councils)

    release = world.release()

    assert release.minimum_others == 5
    assert not release.figures.filter(withheld="").exists()
    assert not release.public_figures.filter(withheld="").exists()

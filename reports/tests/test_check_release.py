"""A release can be computed again from its inputs, and every figure is the same."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Score, Submission
from reports.models import BenchmarkFigure
from reports.services import check_release
from reports.tests.factories import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Sixteen councils with two releases; three handed in again in between."""
    made = make_world(16)
    made.submit_all(made.councils)
    made.release()
    for council in made.councils[:3]:
        made.submit(council, 4)
    made.release()
    # The factories' digests are of the content with the council's code before it.
    for submission in Submission.objects.select_related("assessment__council"):
        content = f"{submission.assessment.council.gss_code} {submission.content}"
        Submission.objects.filter(pk=submission.pk).update(content=content)
    return made


def run(capsys, *args: str) -> str:
    call_command("check_release", *args)
    return capsys.readouterr().out


def test_every_release_is_what_its_inputs_give(world: World):
    for release in world.round.releases.all():
        check = check_release(release)
        assert (check.different, check.is_same_digest) == (0, True)
        assert check.figures == 132


def test_what_changed_since_does_not_matter(world: World):
    """Later work, and groups that somebody has changed in the meantime."""
    for council in world.councils:
        world.submit(council, 5)
    world.families[0].councils.remove(world.councils[2])
    world.round.rungs.all().delete()

    for release in world.round.releases.all():
        assert check_release(release).different == 0


@pytest.mark.parametrize(
    "tampering",
    [
        pytest.param({"median": Decimal("2.2")}, id="another median"),
        pytest.param({"n": 9}, id="another n"),
        pytest.param({"rung": 3}, id="another rung"),
    ],
)
def test_a_figure_that_somebody_changed_is_found(world: World, capsys, tampering: dict[str, object]):
    release = world.round.releases.get(number=2)
    BenchmarkFigure.objects.filter(pk=release.figures.filter(withheld="").first().pk).update(**tampering)

    assert check_release(release).different == 1
    with pytest.raises(CommandError, match="Not what the inputs give: 2025-R2"):
        run(capsys, "2025-R2")
    assert "1 of 132 figures differ" in capsys.readouterr().out


def test_a_figure_that_is_missing_is_found(world: World):
    release = world.round.releases.get(number=1)
    release.figures.first().delete()

    assert check_release(release).different == 1


def test_groups_that_somebody_changed_in_the_release_are_found(world: World):
    release = world.round.releases.get(number=1)
    release.peers = release.peers.replace(world.councils[0].gss_code, world.councils[1].gss_code, 1)
    release.save()

    assert not check_release(release).is_same_digest


def test_a_submission_that_somebody_changed_is_found(world: World):
    release = world.round.releases.get(number=1)
    changed = release.submissions.first()
    Submission.objects.filter(pk=changed.pk).update(content=changed.content + " ")

    assert check_release(release).broken == 1
    assert not check_release(release).holds


def test_a_score_that_somebody_changed_is_found(world: World):
    release = world.round.releases.get(number=1)
    Score.objects.filter(submission__in=release.submissions.all()[:8], area=world.area()).update(value=1)

    assert check_release(release).different


@pytest.mark.parametrize(
    ("args", "message"),
    [
        pytest.param([], "Name the releases", id="neither a code nor all"),
        pytest.param(["2025-R1", "--all"], "Name the releases", id="both a code and all"),
        pytest.param(["2031-R1"], "There is no release 2031-R1", id="an unknown code"),
    ],
)
def test_the_command_says_what_it_needs(args: list[str], message: str):
    with pytest.raises(CommandError, match=message):
        call_command("check_release", *args)


def test_all_releases_are_checked_at_once(world: World, capsys):
    assert run(capsys, "--all").count("132 figures, all as the inputs give them") == 2


def test_a_check_writes_nothing(world: World):
    with CaptureQueriesContext(connection) as queries:
        check_release(world.round.releases.get(number=2))

    assert all(query["sql"].startswith("SELECT") for query in queries)

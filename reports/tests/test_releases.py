"""Releasing benchmarks: what goes in, what comes out, and when it is refused."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from assessments.models import Round, Score
from assessments.policies import GRACE
from assessments.states import AssessmentState
from councils.models import AuditEvent, Nation, PeerGroupKind
from reports.benchmarking import typical
from reports.models import BenchmarkRelease, Withheld
from reports.services import (
    AreaLeftOut,
    GroupPreview,
    ReleaseRefused,
    digest_of_inputs,
    preview_release,
    release_benchmarks,
)
from reports.tests.factories import AFTERWARDS, CLOSES, World, make_world
from tests.factories import make_assessment, make_council, make_group, make_round, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Sixteen councils in two families; all have submitted, at levels 1.0 to 2.5."""
    made = make_world(16)
    made.submit_all(made.councils)
    return made


# When


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(CLOSES - timedelta(seconds=1), id="before the close"),
        pytest.param(CLOSES, id="while open pages may still be submitted"),
        pytest.param(CLOSES + GRACE - timedelta(seconds=1), id="a second before the grace ends"),
    ],
)
def test_nothing_is_released_before_the_round_has_closed(world: World, at: datetime):
    with pytest.raises(ReleaseRefused, match=r"until 28 November 2025, 17:10"):
        world.release(at)
    assert not BenchmarkRelease.objects.exists()


def test_a_round_can_be_released_as_soon_as_the_grace_has_ended(world: World):
    assert world.release(CLOSES + GRACE).code == "2025-R1"


def test_a_round_without_submissions_has_nothing_to_release():
    world = make_world(8)
    make_assessment(world.councils[0], world.round)

    with pytest.raises(ReleaseRefused, match="No council has submitted"):
        world.release()


# What goes in


def test_a_release_holds_what_was_submitted_and_who_released_it(world: World):
    release = world.release()

    assert (release.code, release.number, release.released_by, release.released_at) == (
        "2025-R1",
        1,
        world.manager,
        AFTERWARDS,
    )
    assert release.submissions.count() == 16


@pytest.mark.parametrize(
    ("state", "enters"),
    [
        pytest.param(AssessmentState.SUBMITTED, True, id="submitted"),
        pytest.param(AssessmentState.SIGNED_OFF, True, id="signed off"),
        pytest.param(AssessmentState.IN_PROGRESS, False, id="reopened"),
    ],
)
def test_only_submitted_and_signed_off_assessments_enter(world: World, state: AssessmentState, enters: bool):
    council = world.councils[0]
    world.round.assessments.filter(council=council).update(state=state)

    assert world.release().submissions.filter(assessment__council=council).exists() == enters


def test_of_two_submissions_the_later_one_enters(world: World):
    later = world.submit(world.councils[0], 5)

    release = world.release()

    assert list(release.submissions.filter(assessment__council=world.councils[0])) == [later]
    assert release.submissions.count() == 16


def test_submissions_of_other_rounds_stay_out(world: World):
    make_submission(make_assessment(make_council(groups=[world.nation]), make_round(world.round.framework)))

    assert world.release().submissions.count() == 16


@pytest.mark.parametrize(
    ("level", "coverage", "enters"),
    [
        pytest.param("3", "0.8000", True, id="exactly 80 per cent answered"),
        pytest.param("3", "0.7999", False, id="just below 80 per cent"),
        pytest.param("3", "0.7500", False, id="enough to be scored but not to be compared"),
        pytest.param(None, "0.5000", False, id="too little to be scored"),
        pytest.param(None, None, False, id="nothing applies to the council"),
    ],
)
def test_an_area_enters_from_80_per_cent_coverage(world: World, level: str | None, coverage: str | None, enters: bool):
    world.submit(world.councils[0], {"LEAD": level, "DATA": 3}, coverage={"LEAD": coverage})
    release = world.release()
    viewer = world.councils[1]

    assert world.figure(release, viewer, world.nation, "LEAD").n == (15 if enters else 14)
    assert world.figure(release, viewer, world.nation, "DATA").n == 15


def test_scores_of_themes_stay_out(world: World):
    theme = world.area("LEAD").themes.first()
    submission = world.assessment_of(world.councils[0]).submissions.get()
    Score.objects.create(submission=submission, area=world.area("LEAD"), theme=theme, value=1, coverage=1)

    release = world.release()

    assert world.figure(release, world.councils[0], world.families[0]).median == Decimal("2.4")
    assert world.figure(release, world.councils[1], world.families[0]).median == Decimal("2.4")


def test_the_digest_is_of_all_that_a_release_is_computed_from(world: World):
    release = world.release()
    inputs = dict(release.submissions.values_list("assessment__council__gss_code", "digest"))
    beside = {
        "framework": world.round.framework.digest,
        "peers": sha256(release.peers.encode()).hexdigest(),
        "minimum": 5,
        "rules": 1,
        "after": "",
    }

    assert release.digest == digest_of_inputs(dict(reversed(inputs.items())), beside)
    assert release.digest != digest_of_inputs({**inputs, "T00000000": "x"}, beside)
    for name in beside:
        assert release.digest != digest_of_inputs(inputs, {**beside, name: "another"})


def test_a_digest_stays_the_same_from_version_to_version_of_the_service():
    canonical = b'{"framework":"ff","submissions":[["S12000005","bb"],["S12000033","aa"]]}'

    digest = digest_of_inputs({"S12000033": "aa", "S12000005": "bb"}, {"framework": "ff"})

    assert digest == sha256(canonical).hexdigest()


# What comes out


def test_the_others_never_include_the_viewer(world: World):
    """Eight councils of a family at 2.0 to 2.7: without the lowest the median is 2.4, without the highest 2.3."""
    release = world.release()
    lowest, highest = world.councils[0], world.councils[7]

    assert world.figure(release, lowest, world.families[0]).n == 7
    assert world.figure(release, lowest, world.families[0]).median == Decimal("2.4")
    assert world.figure(release, highest, world.families[0]).median == Decimal("2.3")


def test_the_viewers_own_score_never_moves_the_figures_that_it_is_compared_with(world: World):
    before = world.release()
    for council in (world.councils[0], *world.councils[8:10]):
        world.submit(council, 5)
    after = world.release()

    figures = [
        list(release.figures.filter(viewer=world.councils[0], group=world.families[0]).values_list("n", "median"))
        for release in (before, after)
    ]
    assert figures[0] == figures[1]


def test_every_figure_is_what_the_others_of_that_viewer_give(world: World):
    """Worked out again one by one, from the rows."""
    world.submit(world.councils[3], {"LEAD": "4.2", "CONN": None}, coverage={"USER": "0.7"})
    release = world.release()
    scores = {
        (score.area_id, score.submission.assessment.council_id): score
        for score in Score.objects.filter(submission__releases=release).select_related("submission__assessment")
    }
    members = {group.pk: set(group.councils.values_list("pk", flat=True)) for group in (world.nation, *world.families)}

    for figure in release.figures.filter(withheld=""):
        others = [scores[figure.area_id, council] for council in members[figure.group_id] - {figure.viewer_id}]
        peers = typical(
            [score.value for score in others if score.value is not None and score.coverage >= Decimal("0.8")]
        )
        assert (figure.n, figure.median, figure.lower, figure.upper) == (
            peers.n,
            peers.median,
            peers.lower,
            peers.upper,
        )


def test_each_council_has_one_figure_for_each_group_of_its_ladder_and_area(world: World):
    release = world.release()

    per_viewer = Counter(release.figures.values_list("viewer", flat=True))
    assert per_viewer == {council.pk: 2 * 4 for council in world.councils}
    rungs = release.figures.filter(viewer=world.councils[9], area=world.area()).order_by("rung")
    assert list(rungs.values_list("rung", "group")) == [(1, world.families[1].pk), (2, world.nation.pk)]


def test_a_council_that_took_no_part_can_be_compared_with_the_release_later(world: World):
    absent = make_council(groups=[world.families[0], world.nation])

    figure = world.figure(world.release(), absent, world.families[0])

    assert (figure.n, figure.median) == (8, Decimal("2.4"))


def test_a_council_has_no_figures_where_nobody_in_its_groups_took_part(world: World):
    apart = make_council(groups=[make_group("Far away")])

    assert not world.release().figures.filter(viewer=apart).exists()


def test_a_nation_that_is_not_on_the_ladder_sees_nothing(world: World):
    welsh = make_council(nation=Nation.WALES, groups=[world.nation])

    assert not world.release().figures.filter(viewer=welsh).exists()


def test_each_nation_has_its_own_ladder():
    world = make_world(8)
    world.round.rungs.create(nation=Nation.ENGLAND, position=1, kind=PeerGroupKind.COUNCIL_TYPE)
    world.round.rungs.create(nation=Nation.ENGLAND, position=2, kind=PeerGroupKind.NATION)
    english = [make_council(nation=Nation.ENGLAND) for _ in range(6)]
    england = make_group("England", kind=PeerGroupKind.NATION, councils=english)
    counties = make_group("Counties", kind=PeerGroupKind.COUNCIL_TYPE, councils=english)
    world.submit_all([*world.councils, *english])

    groups = world.release().figures.filter(area=world.area()).order_by("rung")

    assert list(groups.filter(viewer=english[0]).values_list("group", flat=True)) == [counties.pk, england.pk]
    assert list(groups.filter(viewer=world.councils[0]).values_list("group", flat=True)) == [
        world.families[0].pk,
        world.nation.pk,
    ]


def test_a_family_with_too_few_others_is_withheld_and_the_nation_shown():
    world = make_world(16)
    world.submit_all([*world.councils[8:], *world.councils[:5]])
    release = world.release()
    inside, outside = world.councils[0], world.councils[7]

    family, nation = (world.figure(release, inside, group) for group in (world.families[0], world.nation))
    assert (family.withheld, family.n, family.median) == (Withheld.TOO_FEW, None, None)
    assert (nation.withheld, nation.n) == ("", 12)
    assert world.figure(release, outside, world.families[0]).n == 5


def test_a_family_that_leaves_too_few_of_the_nation_is_withheld():
    world = make_world(12)
    world.submit_all(world.councils)
    release = world.release()

    assert world.figure(release, world.councils[0], world.families[0]).withheld == Withheld.DIFFERENCE
    assert world.figure(release, world.councils[0], world.nation).n == 11


def test_a_family_at_one_level_is_withheld(world: World):
    for council in world.councils[:6]:
        world.submit(council, "4.0")
    for council in world.councils[6:8]:
        world.submit(council, "4.04")

    assert world.figure(world.release(), world.councils[0], world.families[0]).withheld == Withheld.ALIKE


def test_a_release_is_written_to_the_audit_log(world: World):
    release = world.release()

    event = AuditEvent.objects.get(action="release published")
    assert (event.by, event.at, event.council) == (world.manager, AFTERWARDS, None)
    assert event.detail == f"{release.code}: 16 councils, 132 figures"


# Frozen, and corrected


def test_later_submissions_leave_a_release_as_it_is(world: World):
    release = world.release()
    before = list(release.figures.order_by("pk").values())
    for council in world.councils:
        world.submit(council, 5)

    assert list(release.figures.order_by("pk").values()) == before
    assert release.submissions.filter(number=2).count() == 0


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        pytest.param(0, "Nothing has changed since release 2025-R1", id="none"),
        pytest.param(1, "Only 1 council has changed since release 2025-R1", id="one"),
        pytest.param(2, "Only 2 councils have changed since release 2025-R1", id="two"),
    ],
)
def test_a_correction_of_fewer_than_three_councils_is_refused(world: World, changed: int, refused: str):
    world.release()
    for council in world.councils[:changed]:
        world.submit(council, 5)

    with pytest.raises(ReleaseRefused, match=refused):
        world.release()
    assert world.round.releases.count() == 1


def test_a_correction_of_three_councils_is_a_further_release(world: World):
    first = world.release()
    for council in world.councils[:3]:
        world.submit(council, 5)

    second = world.release()

    assert (second.code, second.number) == ("2025-R2", 2)
    assert second.digest != first.digest
    assert world.figure(second, world.councils[7], world.families[0]).median == Decimal("2.6")
    assert AuditEvent.objects.filter(detail__endswith="after 2025-R1").count() == 1


def test_councils_that_are_added_removed_and_corrected_count_alike(world: World):
    world.release()
    added = make_council(groups=[world.families[0], world.nation])
    world.submit(added)
    world.submit(world.councils[0], 5)
    with pytest.raises(ReleaseRefused, match="Only 2 councils"):
        world.release()
    world.round.assessments.filter(council=world.councils[1]).update(state=AssessmentState.IN_PROGRESS)

    assert world.release().number == 2


def test_handing_in_the_same_again_changes_nothing(world: World):
    world.release()
    for place, council in enumerate(world.councils[:3]):
        world.submit(council, f"{2 + place / 10}")

    with pytest.raises(ReleaseRefused, match="Nothing has changed"):
        world.release()


def test_a_correction_is_measured_against_the_latest_release(world: World):
    world.release()
    for council in world.councils[:3]:
        world.submit(council, 5)
    world.release()
    for council in world.councils[:2]:
        world.submit(council, 4)

    with pytest.raises(ReleaseRefused, match="Only 2 councils have changed since release 2025-R2"):
        world.release()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_clicks_make_one_release():
    world = make_world(8)
    world.submit_all(world.councils)
    start = Barrier(2)
    outcomes: list[str] = []

    def click() -> None:
        start.wait()
        try:
            outcomes.append(world.release().code)
        except ReleaseRefused as refused:
            outcomes.append(str(refused)[:19])
        finally:
            connections.close_all()

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["2025-R1", "Nothing has changed"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize(
    ("same_framework", "waits"),
    [pytest.param(True, True, id="of the same framework"), pytest.param(False, False, id="of another framework")],
)
def test_no_round_is_released_while_another_is(same_framework: bool, waits: bool):
    """Else a release could be compared with benchmarks that are being corrected."""
    world = make_world(8)
    world.submit_all(world.councils)
    other = make_round(world.round.framework if same_framework else None, slug="2024")
    outcomes: list[str] = []

    def release() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            outcomes.append(world.release().code)
        except OperationalError as error:
            outcomes.append(str(error).split(" due to ")[-1].strip())
        finally:
            connections.close_all()

    with transaction.atomic():
        Round.objects.select_for_update().get(pk=other.pk)
        thread = Thread(target=release)
        thread.start()
        thread.join()

    assert ("lock timeout" in outcomes[0]) == waits


# The preview


def test_groups_that_nobody_is_compared_with_are_no_line_of_the_preview(world: World):
    world.round.rungs.create(nation=Nation.ENGLAND, position=1, kind=PeerGroupKind.NATION)
    english = [make_council(nation=Nation.ENGLAND) for _ in range(3)]
    england = make_group("England", kind=PeerGroupKind.NATION, councils=english)
    assert [group.group for group in preview_release(round_=world.round).groups] == ["Family 0", "Family 8", "Scotland"]

    world.submit(english[0])
    lines = [group.group for group in preview_release(round_=world.round).groups]
    assert lines == ["Family 0", "Family 8", england.name, "Scotland"]


def test_a_preview_names_who_enters_and_who_is_left_out_and_why(world: World):
    a, b, c = world.councils[:3]
    world.round.assessments.filter(council=a).update(state=AssessmentState.IN_PROGRESS)
    never = make_council("Never started", groups=[world.nation])
    make_assessment(never, world.round)
    world.submit(b, {"LEAD": None}, coverage={"LEAD": "0.5", "DATA": "0.7"})
    world.submit(c, {"DATA": None}, coverage={"DATA": None})

    preview = preview_release(round_=world.round)

    assert preview.entering == tuple(council.name for council in world.councils[1:])
    assert preview.not_submitted == (a.name, "Never started")
    assert preview.low_coverage == (
        AreaLeftOut("Digital leadership", (b.name,)),
        AreaLeftOut("Data for decisions", (b.name, c.name)),
    )


def test_a_preview_counts_what_the_release_then_holds():
    world = make_world(24)
    world.submit_all([*world.councils[:4], *world.councils[8:18]])

    preview = preview_release(round_=world.round)
    release = world.release()

    assert preview.shown == release.figures.filter(withheld="").count() > 0
    assert preview.withheld == {rule: release.figures.filter(withheld=rule).count() for rule in Withheld}
    assert preview.groups == (
        GroupPreview("Family 0", shown=0, too_few=32, difference=0, correction=0, alike=0, public=None),
        GroupPreview("Family 16", shown=0, too_few=32, difference=0, correction=0, alike=0, public=None),
        GroupPreview("Family 8", shown=32, too_few=0, difference=0, correction=0, alike=0, public=None),
        GroupPreview("Scotland", shown=96, too_few=0, difference=0, correction=0, alike=0, public=4),
    )


def test_a_preview_of_the_same_again_is_read_from_the_release(monkeypatch):
    world = make_world(20)
    world.submit_all(world.councils)
    before = preview_release(round_=world.round)
    world.release()
    monkeypatch.setattr("reports.services.previewing.compute_all", None)  # nothing is computed

    again = preview_release(round_=world.round)

    assert again.groups == before.groups
    assert (again.shown, again.withheld) == (before.shown, before.withheld)


def test_a_preview_says_what_it_would_correct(world: World):
    first = preview_release(round_=world.round)
    world.release()
    for council in world.councils[:2]:
        world.submit(council, 5)
    second = preview_release(round_=world.round)

    assert (first.code, first.correction_of, first.changed) == ("2025-R1", "", 16)
    assert (second.code, second.correction_of, second.changed) == ("2025-R2", "2025-R1", 2)


def test_a_preview_writes_nothing(world: World):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        preview_release(round_=world.round)

    assert all(query["sql"].startswith("SELECT") for query in queries)


# The work


def reads_of_a_release(councils: int) -> int:
    world = make_world(councils, slug=f"of-{councils}")
    world.submit_all(world.councils)
    with CaptureQueriesContext(connection) as queries:
        release_benchmarks(round_=world.round, by=world.manager, at=AFTERWARDS)
    return sum(query["sql"].startswith("SELECT") for query in queries)


def test_a_release_reads_as_often_for_40_councils_as_for_10():
    assert reads_of_a_release(40) == reads_of_a_release(10)


def test_a_preview_reads_as_often_for_40_councils_as_for_10():
    counts = []
    for councils in (10, 40):
        world = make_world(councils, slug=f"of-{councils}")
        world.submit_all(world.councils)
        with CaptureQueriesContext(connection) as queries:
            preview_release(round_=world.round)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_releasing_and_previewing_read_as_often_after_four_releases_as_after_one(world: World):
    counts = []
    for number in range(1, 6):
        with CaptureQueriesContext(connection) as queries:
            preview_release(round_=world.round)
            world.release()
        counts.append(sum(query["sql"].startswith("SELECT") for query in queries))
        for council in world.councils[:3]:
            world.submit(council, 4 - number / 10)

    assert counts[1] == counts[4]

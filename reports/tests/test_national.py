"""The national report: what took part, the aggregates that everybody may see, and no council's result."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from characteristics.models import Barrier, Framework
from councils.models import PeerGroupKind
from reports.looking import Change
from reports.models import BenchmarkRelease, PublicFigure, Withheld
from reports.national import NationalContent, build
from reports.national.content import Group
from reports.national.sentences import moved_words
from reports.national.shares import may_be_told
from reports.services import publish_release
from reports.tests.factories import AFTERWARDS
from reports.tests.handing_in import YEAR
from reports.tests.national import make_nations, manager, release_of, round_of
from tests.factories import make_council, make_group
from tests.frameworks import make_framework

pytestmark = pytest.mark.django_db

NOW = timedelta()


@pytest.fixture
def councils(db):
    return make_nations()


@pytest.fixture
def framework(db):
    return make_framework()


def report(release: BenchmarkRelease) -> NationalContent:
    return build(release=BenchmarkRelease.objects.select_related("round__framework").get(pk=release.pk))


def barrier_of(framework: Framework) -> Barrier:
    """The one that can be in the way of LEAD."""
    return framework.barriers.get(areas__code="LEAD")


def nation(content: NationalContent, name: str = "Scotland") -> Group:
    return next(group for group in content.nations if group.name == name)


# What took part


def test_it_says_how_many_of_how_many_councils_of_each_nation_took_part(councils, framework):
    content = report(release_of(councils, round_of(framework, "2025", NOW)))

    assert [(one.nation, one.n, one.of, one.percent) for one in content.taking_part] == [
        ("Scotland", 12, 13, 92),
        ("Wales", 4, 5, 80),
    ]
    assert content.summary.startswith(
        "12 of 13 councils of Scotland and 4 of 5 councils of Wales took part in Round 2025."
    )


def test_a_nation_of_which_no_council_took_part_is_left_out(councils, framework):
    content = report(release_of(councils[:12], round_of(framework, "2025", NOW)))

    assert [one.nation for one in content.taking_part] == ["Scotland"]
    assert not any("Wales" in place for missing in content.not_shown for place in missing.places)


# Aggregates


def test_every_figure_is_a_public_figure_of_the_release(councils, framework):
    release = release_of(councils, round_of(framework, "2025", NOW))
    content = report(release)

    stored = release.public_figures.filter(group__name="Scotland").order_by("area__position")
    shown = [(a.now.n, a.now.median, a.now.lower, a.now.upper) for a in nation(content).areas]
    assert shown == list(stored.values_list("n", "median", "lower", "upper"))
    assert shown[0] == (12, Decimal("2.5"), Decimal("2.0"), Decimal("3.0"))


def test_a_figure_that_is_changed_in_the_store_changes_in_the_report_and_no_score_is_read(councils, framework):
    release = release_of(councils, round_of(framework, "2025", NOW))
    PublicFigure.objects.filter(release=release, area__code="LEAD", group__name="Scotland").update(median="4.4")
    release.submissions.first().scores.update(value="0.00000000")

    assert nation(report(release)).areas[0].now.median == Decimal("4.4")


@pytest.mark.parametrize("withheld", Withheld)
def test_an_area_whose_figures_are_withheld_says_why_in_words(councils, framework, withheld):
    release = release_of(councils, round_of(framework, "2025", NOW))
    nothing = {"n": None, "median": None, "lower": None, "upper": None, "withheld": withheld}
    release.public_figures.filter(area__code="LEAD", group__name="Scotland").update(**nothing)

    content = report(release)

    area = nation(content).areas[0]
    assert area.now.median is None
    assert area.words == f"Not shown: {area.now.reason}."
    assert f"Scotland ({area.name})" in [place for missing in content.not_shown for place in missing.places]


def test_a_nation_of_which_nothing_can_be_shown_is_named_once_with_its_reason(councils, framework):
    content = report(release_of(councils, round_of(framework, "2025", NOW)))

    assert [group.name for group in content.nations] == ["Scotland"]
    assert [(missing.words, missing.places) for missing in content.not_shown] == [
        ("too few councils took part", ("Wales",))
    ]


def test_types_stand_beside_the_nations(councils, framework):
    make_group("Cities", kind=PeerGroupKind.COUNCIL_TYPE, councils=councils[:6])
    make_group("Counties", kind=PeerGroupKind.COUNCIL_TYPE, councils=councils[6:12])

    content = report(release_of(councils, round_of(framework, "2025", NOW)))

    assert [group.name for group in content.types] == ["Cities", "Counties"]
    assert content.types[0].areas[0].now.n == 6


def test_no_council_is_named_anywhere(councils, framework):
    named = {"LEAD": [barrier_of(framework).code]}
    content = repr(report(release_of(councils, round_of(framework, "2025", NOW), barriers=[named] * 5)))

    assert not any(council.name in content or council.gss_code in content for council in councils)


# Earlier rounds


def test_earlier_rounds_stand_beside_this_one_as_they_were_released(councils, framework):
    before = release_of(councils[:12], round_of(framework, "2024", -YEAR))
    content = report(release_of(councils, round_of(framework, "2025", NOW), start=16, step=3))

    (earlier,) = nation(content).areas[0].earlier
    figure = before.public_figures.get(group__name="Scotland", area__code="LEAD")
    assert (earlier.round_name, earlier.aggregate.median, earlier.aggregate.n) == ("Round 2024", figure.median, 12)
    assert nation(content).lenses[0].trend_finding == (
        "Scotland, councils in both rounds: median up since Round 2024 in 2 areas, down in 0, about the same in 0"
    )
    moved = nation(content).areas[0].now.moved
    assert nation(content).areas[0].moved_words == f"12 in both: up from {moved.before} to {moved.now}"
    assert content.also_before == "12 of the 16 councils in this release took part in Round 2024 too."
    assert nation(content).areas[0].same_councils


def test_of_other_councils_than_before_no_change_is_told(councils, framework):
    release_of(councils[:10], round_of(framework, "2024", -YEAR))
    content = report(release_of(councils, round_of(framework, "2025", NOW), start=16, step=3))

    area = nation(content).areas[0]
    assert (area.now.moved, area.moved_words, area.same_councils) == (None, "not shown", False)
    assert nation(content).lenses[0].trend_finding.endswith("no change can be told of the councils in both")


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        pytest.param("2.0", "2.5", "7 in both: up from 2.0 to 2.5", id="one step of two questions"),
        pytest.param("2.0", "2.4", "7 in both: about the same", id="less than a step"),
        pytest.param("2.5", "2.0", "7 in both: down from 2.5 to 2.0", id="one step down"),
    ],
)
def test_only_a_step_is_called_a_change(before: str, now: str, words: str):
    assert moved_words(Change(7, Decimal(before), Decimal(now)), questions=2) == words


def test_the_first_round_has_no_trend(councils, framework):
    content = report(release_of(councils, round_of(framework, "2025", NOW)))

    assert [lens.trend_finding for lens in nation(content).lenses] == ["", ""]
    assert content.also_before == ""


def test_what_was_released_later_is_not_in_it(councils, framework):
    """So it says the same for ever."""
    before = release_of(councils, round_of(framework, "2024", -YEAR))
    release = release_of(councils, round_of(framework, "2025", NOW))
    assert nation(report(release)).earlier_rounds == ("Round 2024",)

    BenchmarkRelease.objects.filter(pk=before.pk).update(released_at=AFTERWARDS + YEAR)
    assert nation(report(release)).earlier_rounds == ()


# Barriers


@pytest.mark.parametrize(
    ("count", "of", "told"),
    [
        pytest.param(3, 6, True, id="three of six"),
        pytest.param(2, 6, False, id="two are as good as named"),
        pytest.param(4, 6, False, id="two without it are as well"),
        pytest.param(6, 6, False, id="all"),
        pytest.param(0, 6, False, id="none"),
        pytest.param(3, 4, False, id="of too few councils"),
    ],
)
def test_which_counts_are_told(count: int, of: int, told: bool):
    assert may_be_told(count, of) == told


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        pytest.param(5, (5, 31, "5 of 16"), id="enough"),
        pytest.param(2, (None, None, "fewer than 3"), id="too few"),
        pytest.param(14, (None, None, "all or nearly all"), id="too many"),
    ],
)
def test_barriers_are_counted_over_all_councils_of_the_release(councils, framework, ticked, said):
    code = barrier_of(framework).code
    content = report(release_of(councils, round_of(framework, "2025", NOW), barriers=[{"LEAD": [code]}] * ticked))

    (barrier,) = [one for one in content.barriers if one.name == barrier_of(framework).name]
    assert (barrier.count, barrier.percent, barrier.words) == said


def test_a_council_that_ticks_a_barrier_in_two_areas_counts_once(councils, framework):
    code = barrier_of(framework).code
    both = {"LEAD": [code], "USER": [code]}
    content = report(release_of(councils, round_of(framework, "2025", NOW), barriers=[both] * 4))

    assert content.barriers[0].count == 4


def test_of_fewer_than_five_councils_nothing_is_said_of_barriers(councils, framework):
    code = barrier_of(framework).code
    content = report(release_of(councils[:4], round_of(framework, "2025", NOW), barriers=[{"LEAD": [code]}] * 4))

    assert (content.barriers, content.nations, content.gaps) == ((), (), ())
    assert content.barriers_note == "Fewer than 5 councils took part, so nothing is said of barriers."


def test_shared_gaps_are_the_lowest_areas_with_what_is_in_the_way_there(councils, framework):
    code, name = barrier_of(framework).code, barrier_of(framework).name
    release = release_of(councils, round_of(framework, "2025", NOW), barriers=[{"LEAD": [code]}] * 5)
    release.public_figures.filter(group__name="Scotland", area__code="LEAD").update(median="1.9")

    gap = report(release).gaps[0]

    assert (gap.group, gap.area) == ("Scotland", "Digital leadership")
    assert gap.words.startswith("Half of the 12 councils are at 1.9 or higher")
    assert gap.barriers == (f"{name} (5 of 16)",)


# The whole


def test_it_says_whether_the_figures_are_public(councils, framework):
    release = release_of(councils, round_of(framework, "2025", NOW))
    assert not report(release).is_public

    publish_release(release=release, by=manager(), at=AFTERWARDS)
    assert report(release).is_public


def test_its_queries_do_not_grow_with_the_councils(framework):
    def queries(councils: int, slug: str) -> int:
        made = [make_council() for _ in range(councils)]
        make_group(f"Nation {slug}", kind=PeerGroupKind.NATION, councils=made)
        release = release_of(made, round_of(framework, slug, NOW), start=12)
        with CaptureQueriesContext(connection) as captured:
            report(release)
        return len(captured)

    assert queries(6, "few") == queries(18, "many")

"""What a release and its pages cost as the number of councils grows: ratios paired in one run, and counts of queries.

Pairs are measured in turns, in processor time, and the median of their ratios is held to its bound. `make bench` runs
this after the rest; the largest world takes some minutes.
"""

import resource
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from reports.dashboards import councils as heat_table
from reports.models import BenchmarkFigure, BenchmarkRelease
from reports.queries import benchmark_for
from reports.services import release_benchmarks
from tests.bench import queries_of, within
from tests.factories import make_user
from tests.frameworks import make_framework
from tests.worlds import AFTERWARDS, NATIONS, LargeWorld, make_large_world

pytestmark = pytest.mark.django_db
TURNS = 7
READERS = 20
TINY, SMALL, LARGE, LARGEST = NATIONS
Worlds = Mapping[int, LargeWorld]


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[Worlds]:
    """All sizes in one database, which is left empty again. The smallest and the largest are released."""
    with django_db_blocker.unblock(), transaction.atomic():
        framework = make_framework()
        framework.areas.filter(code__in=["CONN", "DATA"]).delete()
        made = {size: make_large_world(size, framework) for size in NATIONS}
        for size in (TINY, LARGEST):
            release(made[size])
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def analyst(worlds: Worlds) -> Client:
    client = Client()
    client.force_login(make_user("Analyst", office_role="analyst"))
    return client


def release(world: LargeWorld) -> BenchmarkRelease:
    return release_benchmarks(round_=world.round, by=world.manager, at=AFTERWARDS)


def seconds_of(action: Callable[[], object], times: int = 1) -> float:
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) / times


def ratio(one: Callable[[], object], other: Callable[[], object], *, times: int = 1) -> float:
    """How much longer the first takes, in the middle of so many turns."""
    one(), other()  # whatever is set up once
    return median(seconds_of(one, times) / seconds_of(other, times) for _ in range(TURNS))


def test_a_benchmark_is_read_as_fast_from_a_large_release_as_from_a_small_one(worlds: Worlds):
    def reading(size: int) -> Callable[[], object]:
        world = worlds[size]
        made, viewers = world.round.releases.get(), world.councils[:READERS]
        areas = list(world.round.framework.areas.order_by("position"))
        assert BenchmarkFigure.objects.filter(release=made).count() == size * len(areas) * 3
        return lambda: [benchmark_for(release=made, council=viewer, areas=areas) for viewer in viewers]

    within("times a benchmark of 32 councils, read at 100,000", ratio(reading(LARGEST), reading(TINY), times=5), 1.5)


def test_a_release_costs_as_much_for_each_of_many_councils(worlds: Worlds):
    def releasing(size: int) -> Callable[[], None]:
        def made() -> None:
            with transaction.atomic():
                release(worlds[size])
                transaction.set_rollback(True)

        return made

    per_council = ratio(releasing(LARGE), releasing(SMALL)) * SMALL / LARGE
    within("times the release of 400, for each council at 10,000", per_council, 1.3)


def test_the_dashboard_draws_as_fast_as_strings_are_joined(worlds: Worlds, analyst: Client):
    empty = SimpleNamespace(round=make_empty(worlds))
    page, blank = visiting(analyst, worlds[SMALL]), visiting(analyst, empty)

    def joined() -> str:
        blank()
        table = heat_table.build(worlds[SMALL].round, heat_table.View())
        return "".join(row_as_text(row, worlds[SMALL].round.slug) for row in table.rows)

    print(f"\n  {'times an empty page, 400 councils':<60} {ratio(page, blank):>10,.2f}", end="")  # noqa: T201
    within("times the same rows joined as text, 400 councils", ratio(page, joined), 1.5)


def test_a_page_of_the_dashboard_at_any_size(worlds: Worlds, analyst: Client):
    largest, small = visiting(analyst, worlds[LARGEST]), visiting(analyst, worlds[SMALL])

    within("times the dashboard of 400 councils, a page at 100,000", ratio(largest, small), 3)
    within("queries of a page at 100,000", queries_of(largest), 30)
    within("queries more than at 400", queries_of(largest) - queries_of(small), 0)


def test_the_memory_of_it_all():
    """Printed alone: how much a machine has to have."""
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n  {'megabytes at most, with the release of 100,000':<60} {megabytes:>10,.0f}", end="")  # noqa: T201


def make_empty(worlds: Worlds):
    round_ = worlds[SMALL].round
    return type(round_).objects.create(
        framework=round_.framework,
        name="Round of none",
        slug="of-none",
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
    )


def visiting(client: Client, world: LargeWorld | SimpleNamespace) -> Callable[[], None]:
    path = reverse("office_councils", args=[world.round.slug])

    def visit() -> None:
        assert client.get(path).status_code == 200

    return visit


def row_as_text(row: heat_table.CouncilRow, round_slug: str) -> str:
    """The same row of the table, by nothing but string formatting."""
    name = escape(row.name)
    link = f'<a href="{reverse("results", args=[row.slug, round_slug])}">{name}</a>'
    box = f'<input type=checkbox name=council value={row.slug} aria-label="{name}">'
    cells = "".join(f"<td class=h{cell.shade}>{escape(cell.figure)}" for cell in row.cells)
    return f"<tr><td>{box}</td><th scope=row>{link}</th>{cells}</tr>"

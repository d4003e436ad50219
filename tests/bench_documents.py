"""What documents cost, as ratios of work done in the same run: `make bench`.

Work is counted as processor time, which other people's use of the machine changes little.
"""

import time
from collections import defaultdict
from os import getpid

import pytest

from reports.models import Document, DocumentKind, DocumentState
from reports.rendering import work_on
from tests.bench import queries_of, within
from tests.measured import NEEDS_SERVERS, released, want
from tests.workers import Workers, below, cpu_of, until, waited, working

COUNCILS, FEW = 32, 9
WARM_UP, COUNTED = 6, 4
PAUSE = 0.3
"""Seconds between two looks: looking costs the processors that are measured."""


@pytest.mark.django_db
def test_the_road_without_the_render():
    """All that a worker does itself: claim, queries, content, check, HTML, storing and telling."""
    wanted = want(released(FEW))
    road, drawn, queries = defaultdict(float), defaultdict(float), defaultdict(set)
    for document in wanted[:WARM_UP]:
        work_on(scorecard_id=document.pk)
    for document in wanted[WARM_UP:][:COUNTED]:
        queries[document.kind].add(queries_of(lambda pk=document.pk: work_on(scorecard_id=pk)))
    for document in wanted[WARM_UP + COUNTED :]:
        child, own = cpu_of(below({getpid()})), time.process_time()
        work_on(scorecard_id=document.pk)
        road[document.kind] += time.process_time() - own
        drawn[document.kind] += cpu_of(below({getpid()})) - child
    assert not Document.objects.exclude(state=DocumentState.MADE).exists()
    for kind in (DocumentKind.EXECUTIVE, DocumentKind.SCORECARD):
        within(f"queries for any {kind}", max(queries[kind]), 40)
        within(f"queries more for one {kind} than for another", max(queries[kind]) - min(queries[kind]), 0)
        print(f"\n  {kind}: {100 * road[kind] / (road[kind] + drawn[kind]):.1f} % without the render", end="")  # noqa: T201
    whole = sum(road.values()) + sum(drawn.values())
    within("per cent of a council's two documents without the render", 100 * sum(road.values()) / whole, 5)


class Meter:
    """What processes have had, also those that have ended since: seconds of CPU, and of waiting for one."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._seen: dict[int, tuple[float, float]] = {}

    def look(self) -> None:
        for pid in self._workers.at_work:
            self._seen[pid] = (cpu_of({pid}), waited({pid}))

    def read(self) -> tuple[float, float, float]:
        """The clock, CPU and waits."""
        cpu, waits = map(sum, zip(*self._seen.values(), strict=True))
        return time.monotonic(), cpu, waits


@NEEDS_SERVERS
@pytest.mark.django_db(transaction=True)
def test_two_workers_are_kept_busy(tmp_path):
    release = released(COUNCILS)
    rows = Document.objects.filter(state=DocumentState.MADE)
    with working(tmp_path, RENDER_CONCURRENCY="2") as workers:
        meter, count = Meter(workers), len(want(release))

        def are_made(enough: int) -> bool:
            meter.look()
            return rows.count() >= enough

        until(lambda: are_made(WARM_UP), pause=PAUSE)
        before = meter.read()
        until(lambda: are_made(count), pause=PAUSE, seconds=1200)
        wall, cpu, waits = (later - earlier for earlier, later in zip(before, meter.read(), strict=True))
    print(f"\n  {count - WARM_UP} documents: {wall:.1f} s, {cpu:.1f} s of CPU, {waits:.1f} s without one", end="")  # noqa: T201
    print(f"\n  {wall / (cpu / 2):.2f} times half the CPU time by the clock", end="")  # noqa: T201
    if waits > cpu:
        pytest.skip("others had the processors for most of the time, so this says nothing about the workers")
    within("times half the CPU time, without the waits for a processor", (wall - waits / 2) / (cpu / 2), 1.15)

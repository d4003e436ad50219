"""Whether memory stays bounded over many renders: part of `make bench`, or longer: `SOAK=500 make soak`."""

import os

import pytest

from reports.models import Document, DocumentState
from tests.bench import within
from tests.measured import NEEDS_SERVERS, released, want
from tests.workers import Workers, memory_of, until, working

RENDERS = int(os.environ.get("SOAK", "200"))
FIRST = 2
"""Documents until both kinds have been drawn once."""
MEGABYTE = 1_000_000


def megabytes(workers: Workers) -> float:
    """What the worker has now, and the most that the child that draws for it has had."""
    having = [memory_of(pid, "VmRSS") for pid in workers.children] + [
        memory_of(pid, "VmHWM") for pid in workers.drawing
    ]
    return sum(having) / MEGABYTE


@NEEDS_SERVERS
@pytest.mark.django_db(transaction=True)
def test_memory_of_a_worker_stays_bounded(tmp_path):
    """One worker with its child, which are both replaced after so many documents."""
    release, made = released(RENDERS // 2), Document.objects.filter(state=DocumentState.MADE)
    first = most = 0.0
    with working(tmp_path, RENDER_CONCURRENCY="1") as workers:
        want(release)

        def all_are_made() -> bool:
            nonlocal first, most
            count, most = made.count(), max(most, megabytes(workers))
            first = most if count <= FIRST else first
            return count == RENDERS

        until(all_are_made, pause=0.1, seconds=RENDERS * 20)
    print(f"\n  {RENDERS} renders: {first:.0f} MB at first, {most:.0f} MB at most", end="")  # noqa: T201
    within("times the memory of the first documents", most / first, 1.3)

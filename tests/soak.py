"""Whether memory stays bounded over many renders: `make soak`, or `SOAK=500 make soak`."""

import gc
import os
from pathlib import Path

import pytest

from reports.models import DocumentKind
from reports.rendering import draw_pdf
from reports.tests.papers import full_content

RENDERS = int(os.environ.get("SOAK", "60"))
WARM_UP = 5
MEGABYTES_A_RENDER = 0.5
"""WeasyPrint keeps about 0.2 MB a render, which is why workers are recycled after 50."""
WORKER_LIFE = 50


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


@pytest.mark.django_db
def test_memory_stays_bounded():
    content = full_content()
    sizes = []
    for number in range(RENDERS):
        draw_pdf(content, kind=DocumentKind.SCORECARD, identifier=str(number))
        gc.collect()
        sizes.append(resident_megabytes())
    first, last = sizes[WARM_UP], sizes[-1]
    growth = (last - first) / (RENDERS - WARM_UP - 1)
    print(f"\n  {RENDERS} renders: {first:.0f} MB after {WARM_UP}, {last:.0f} MB at the end")  # noqa: T201
    print(f"  {growth:.2f} MB a render, of at most {MEGABYTES_A_RENDER:.2f}")  # noqa: T201
    assert growth <= MEGABYTES_A_RENDER
    assert first + growth * WORKER_LIFE <= first * 1.3

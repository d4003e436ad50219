"""The rows that a release is stored in."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from reports.figures import Figure, PublicLook, compute_all
from reports.frozen_inputs import earlier_inputs, inputs_of, past_inputs
from reports.looking import Look, Panel
from reports.models import BenchmarkFigure, BenchmarkRelease, PublicFigure

Item = TypeVar("Item")
Row = BenchmarkFigure | PublicFigure

BATCH = 2000
"""How many figures are written at a time."""


def rows_of(release: BenchmarkRelease) -> Iterator[Row]:
    """Computed from the release's own submissions, which never change again."""
    computed = compute_all(
        inputs_of(release), earlier=earlier_inputs(release.round, release.number), past=past_inputs(release.round)
    )
    return (_row(release, figure) for figure in computed)


def write_figures(release: BenchmarkRelease) -> int:
    """How many were written."""
    written = 0
    for batch in _batches(rows_of(release)):
        BenchmarkFigure.objects.bulk_create(row for row in batch if isinstance(row, BenchmarkFigure))
        PublicFigure.objects.bulk_create(row for row in batch if isinstance(row, PublicFigure))
        written += len(batch)
    return written


def _row(release: BenchmarkRelease, figure: Figure | PublicLook) -> Row:
    values = _values(figure.look) | _panel_values(figure.panel)
    if isinstance(figure, PublicLook):
        return PublicFigure(release=release, group_id=figure.group, area_id=figure.area, **values)
    return BenchmarkFigure(
        release=release,
        viewer_id=figure.viewer,
        group_id=figure.group,
        rung=figure.rung,
        area_id=figure.area,
        **values,
    )


def _values(look: Look) -> dict[str, Any]:
    shown = look.shown
    if shown is None:
        return {"withheld": look.withheld or ""}
    return {"n": shown.n, "median": shown.median, "lower": shown.lower, "upper": shown.upper}


def _panel_values(panel: Panel | None) -> dict[str, Any]:
    if panel is None or panel.shown is None:
        return {"panel_withheld": panel.withheld or "" if panel else ""}
    return {"panel_n": panel.shown.n, "panel_before": panel.shown.before, "panel_now": panel.shown.now}


def _batches(rows: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(rows, BATCH)):
        yield batch

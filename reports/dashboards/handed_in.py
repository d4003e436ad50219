"""The area scores that councils have handed in. Drafts have none, and a reopened assessment is a draft again."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Round
from assessments.scoring import BENCHMARKED_FROM, as_level
from characteristics.models import Area
from reports.analysis.spread import nearest_level
from reports.queries import area_scores, latest_submissions

TOO_LITTLE, NOTHING_APPLIES = "–", "n/a"
"""Marks that stand where there is no figure."""

MARKS = {
    TOO_LITTLE: _("not scored: less than 75% of the area was answered with a level"),
    NOTHING_APPLIES: _("none of the area’s questions applies to this council"),
    "*": _("less than 80% of the area was answered with a level, so it is left out of the benchmarks"),
}
"""What each mark means, in the order in which a page explains them."""


@dataclass(frozen=True)
class Cell:
    """One area of one council, as shown."""

    figure: str
    """'3.2', '3.2*' or a mark."""
    shade: int
    """The nearest level, 1 to 5; 0 without a figure."""

    @property
    def level(self) -> str:
        """The figure alone, or nothing."""
        return self.figure.rstrip("*") if self.shade else ""

    @property
    def reason(self) -> str:
        return "" if self.shade else str(MARKS.get(self.figure, ""))


@dataclass(frozen=True)
class AreaScore:
    value: Decimal | None
    """Normalised, 0 to 1."""
    cell: Cell


Scores = dict[int, dict[int, AreaScore]]
"""By council id, then area id."""


def areas_of(round_: Round) -> list[Area]:
    return list(round_.framework.areas.order_by("position"))


def scores_of(round_: Round, areas: Collection[Area], only: Collection[Assessment] | None = None) -> Scores:
    """The scores in these areas of every council that has handed in, or of these assessments only. One query."""
    submissions = latest_submissions(round_)
    if only is not None:
        submissions = submissions.filter(assessment__in=only)
    rows = area_scores(submissions).filter(area__in=areas)
    known: dict[tuple[Decimal | None, Decimal | None], AreaScore] = {}  # few differ, however many councils there are
    scores: Scores = {}
    for council, area, *key in rows.values_list("submission__assessment__council_id", "area_id", "value", "coverage"):
        value, coverage = key
        score = known.get((value, coverage))
        if score is None:
            score = known[value, coverage] = AreaScore(value, cell_of(value, coverage))
        scores.setdefault(council, {})[area] = score
    return scores


def figure_of(value: Decimal | Fraction, mark: str = "") -> Cell:
    level = as_level(value)
    return Cell(figure=f"{level:.1f}{mark}", shade=nearest_level(level))


def cell_of(value: Decimal | None, coverage: Decimal | None) -> Cell:
    if value is None:
        return Cell(figure=NOTHING_APPLIES if coverage is None else TOO_LITTLE, shade=0)
    return figure_of(value, "*" if coverage is not None and coverage < BENCHMARKED_FROM else "")


MISSING = Cell(figure=TOO_LITTLE, shade=0)
"""Where an area has no score at all."""


def cell_in(scores: Scores, council: int, area: int) -> Cell:
    score = scores.get(council, {}).get(area)
    return score.cell if score else MISSING


def marks_in(figures: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The marks that stand in these figures, each with what it means."""
    return tuple(
        (mark, str(words)) for mark, words in MARKS.items() if any(figure.endswith(mark) for figure in figures)
    )

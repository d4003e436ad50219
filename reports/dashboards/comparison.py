"""Two to five councils side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Assessment, Round
from characteristics.models import Lens, Level
from reports.dashboards.handed_in import Cell, Scores, areas_of, cell_in, marks_in, scores_of

FEWEST, MOST = 2, 5


class NotComparable(Exception):
    """These councils can't be set side by side. The message says why and what to do."""


@dataclass(frozen=True)
class LevelCell:
    figure: str
    shade: int
    words: str
    """The name of the nearest level, or why there is no figure."""


@dataclass(frozen=True)
class AreaRow:
    name: str
    cells: tuple[LevelCell, ...]


@dataclass(frozen=True)
class LensBlock:
    name: str
    areas: tuple[AreaRow, ...]


@dataclass(frozen=True)
class Comparison:
    assessments: tuple[Assessment, ...]
    """With their councils, in alphabetical order."""
    lenses: tuple[LensBlock, ...]
    marks: tuple[tuple[str, str], ...]
    """The marks that occur, with what they mean."""

    @property
    def columns(self) -> int:
        return len(self.assessments) + 1


def build(round_: Round, slugs: Sequence[str]) -> Comparison:
    """Three queries. Raises NotComparable."""
    wanted = set(slugs)
    if not FEWEST <= len(wanted) <= MOST:
        raise NotComparable(
            _("Choose two to five councils; you chose %(n)d. Go back to the table and tick their boxes.")
            % {"n": len(wanted)}
        )
    assessments = (
        round_.assessments.submitted()
        .filter(council__slug__in=wanted)
        .select_related("council", "round")
        .order_by("council__name")
    )
    if len(assessments) < len(wanted):
        raise NotComparable(
            _(
                "One of the councils you chose has no submitted assessment in this round, or is not known. "
                "Go back to the table and choose again."
            )
        )
    return _compare(round_, tuple(assessments))


def _compare(round_: Round, assessments: tuple[Assessment, ...]) -> Comparison:
    areas = areas_of(round_)
    scores = scores_of(round_, areas, only=assessments)
    lenses = tuple(
        LensBlock(
            name=str(lens.label),
            areas=tuple(
                AreaRow(area.name, _cells(scores, assessments, area.pk)) for area in areas if area.lens == lens
            ),
        )
        for lens in Lens
        if any(area.lens == lens for area in areas)
    )
    figures = {cell.figure for lens in lenses for row in lens.areas for cell in row.cells}
    return Comparison(assessments=assessments, lenses=lenses, marks=marks_in(figures))


def _cells(scores: Scores, assessments: Sequence[Assessment], area: int) -> tuple[LevelCell, ...]:
    return tuple(_in_words(cell_in(scores, a.council_id, area)) for a in assessments)


def _in_words(plain: Cell) -> LevelCell:
    words = str(Level(plain.shade).label) if plain.shade else plain.reason
    return LevelCell(figure=plain.figure, shade=plain.shade, words=words)

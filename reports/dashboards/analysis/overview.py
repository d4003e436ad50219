"""How the levels of all areas are spread over the councils, in the framework's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Round
from characteristics.models import Area, Lens
from reports.dashboards.analysis.reading import Panel, panel_of, questions_of
from reports.dashboards.analysis.shown import AreaSpread, area_spreads, few_words
from reports.dashboards.filters import CouncilFilter
from reports.dashboards.handed_in import areas_of, scores_of
from reports.lists import listed


@dataclass(frozen=True)
class LensSpread:
    name: str
    finding: str
    """Where the councils are furthest apart, and where they agree most; a sentence, or empty."""
    areas: tuple[AreaSpread, ...]


@dataclass(frozen=True)
class Overview:
    panel: Panel
    few: str
    lenses: tuple[LensSpread, ...]


def build(round_: Round, chosen: CouncilFilter) -> Overview:
    """Six queries, whatever the number of councils."""
    panel, areas = panel_of(round_, chosen), areas_of(round_)
    return Overview(panel, few_words(panel, with_quartiles=True), _lenses(areas, spreads_of(panel, areas)))


def spreads_of(panel: Panel, areas: Sequence[Area]) -> tuple[AreaSpread, ...]:
    """Two queries."""
    questions = {area: len(asked) for area, asked in questions_of(areas).items()}
    scores = scores_of(panel.round, areas, only=list(panel.assessments.values()))
    return area_spreads(panel, scores, areas, questions)


def _lenses(areas: Sequence[Area], spreads: Sequence[AreaSpread]) -> tuple[LensSpread, ...]:
    found = [
        (lens, tuple(spread for area, spread in zip(areas, spreads, strict=True) if area.lens == lens)) for lens in Lens
    ]
    return tuple(LensSpread(str(lens.label), _finding(of_lens), of_lens) for lens, of_lens in found if of_lens)


def _finding(areas: Sequence[AreaSpread]) -> str:
    """Nothing where all are spread alike, or where there are no quartiles."""
    widths = [(float(area.width), area.name) for area in areas if area.width]
    if not widths:
        return ""
    widest, narrowest = max(width for width, _name in widths), min(width for width, _name in widths)
    if widest == narrowest:
        return ""
    return _("The councils are furthest apart in %(far)s, and most alike in %(near)s.") % {
        "far": listed([name for width, name in widths if width == widest]),
        "near": listed([name for width, name in widths if width == narrowest]),
    }

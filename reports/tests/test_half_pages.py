"""How the areas of a lens share pages: half a page each, two to a page, or divided where they are longer still."""

from types import SimpleNamespace

import pytest

from reports.paper.scorecard import LINES_ON_HALF_A_PAGE, LensPart

HALF = LINES_ON_HALF_A_PAGE


@pytest.mark.parametrize(
    ("lines", "flows", "splits"),
    [
        pytest.param([HALF, HALF, HALF], False, False, id="half a page each"),
        pytest.param([HALF + 1, HALF - 1, HALF], True, False, id="a long one beside a short one"),
        pytest.param([HALF + 1, HALF, HALF], True, True, id="two that don't fit a page"),
        pytest.param([HALF, HALF, HALF * 3], True, False, id="a last one alone"),
        pytest.param([], False, False, id="no areas"),
    ],
)
def test_areas_are_divided_only_where_two_do_not_fit_a_page(lines: list[int], flows: bool, splits: bool):
    part = LensPart("Outcomes", tuple(SimpleNamespace(lines=count) for count in lines))

    assert (part.flows, part.splits) == (flows, splits)

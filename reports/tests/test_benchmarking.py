"""What is typical of a group, and where a council stands to it."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import as_level
from reports.benchmarking import (
    BAND_FROM,
    LOWER_QUARTILE,
    MIDDLE,
    UPPER_QUARTILE,
    Doubt,
    Position,
    Typical,
    doubts,
    position,
    quantile,
    tolerance,
    typical,
)

SCORES = st.lists(st.decimals(0, 1, places=8), min_size=1, max_size=60)
SHARES = [
    pytest.param(LOWER_QUARTILE, id="lower quartile"),
    pytest.param(MIDDLE, id="median"),
    pytest.param(UPPER_QUARTILE, id="upper quartile"),
]


def scores_at(*levels: str) -> list[Fraction]:
    return [(Fraction(level) - 1) / 4 for level in levels]


@pytest.mark.parametrize("share", SHARES)
@given(scores=SCORES)
def test_a_quantile_is_numpys_before_it_is_rounded(share: Fraction, scores: list[Decimal]):
    expected = numpy.quantile([float(score) for score in scores], float(share))

    assert float(quantile(sorted(scores), share)) == pytest.approx(expected, abs=1e-9)


@given(scores=SCORES, data=st.data())
def test_the_order_of_councils_is_irrelevant(scores: list[Decimal], data: st.DataObject):
    assert typical(data.draw(st.permutations(scores))) == typical(scores)


@given(scores=st.lists(st.fractions(0, 1, max_denominator=24), min_size=1, max_size=40))
def test_the_band_lies_around_the_median_and_on_the_scale(scores: list[Fraction]):
    peers = typical(scores)

    assert 1 <= peers.median <= 5
    if peers.lower is not None and peers.upper is not None:
        assert 1 <= peers.lower <= peers.median <= peers.upper <= 5


@given(scores=st.lists(st.decimals(0, 1, places=8), min_size=2, max_size=60), added=st.decimals(0, 1, places=8))
def test_another_council_moves_the_median_no_further_than_to_its_neighbour(scores: list[Decimal], added: Decimal):
    ordered = sorted(scores)
    middle = (len(ordered) - 1) / 2
    after = quantile(sorted([*scores, added]), MIDDLE)

    assert ordered[ceil(middle) - 1] <= after <= ordered[floor(middle) + 1]


def test_nothing_is_typical_of_no_councils():
    with pytest.raises(ValueError, match="no councils"):
        typical([])


@pytest.mark.parametrize(
    ("levels", "median"),
    [
        pytest.param(["3"], "3.0", id="one council's own level"),
        pytest.param(["1", "2", "3", "4", "5"], "3.0", id="the middle one of five"),
        pytest.param(["2", "3", "4", "5"], "3.5", id="half way between the middle two"),
        pytest.param(["3.05"], "3.1", id="half a tenth goes up"),
        pytest.param(["3.04"], "3.0", id="less than half a tenth goes down"),
        pytest.param(["2.95"], "3.0", id="half a tenth goes up across a level"),
        pytest.param(["1"], "1.0", id="the lowest level"),
        pytest.param(["5"], "5.0", id="the highest level"),
        pytest.param(["1", "1", "1", "5", "5"], "1.0", id="ties count one by one"),
    ],
)
def test_the_median_is_shown_to_a_tenth(levels: list[str], median: str):
    assert typical(scores_at(*levels)).median == Decimal(median)


@pytest.mark.parametrize(
    ("levels", "band"),
    [
        pytest.param(["3"] * (BAND_FROM - 1), (None, None), id="no band of seven"),
        pytest.param(["2"] * 4 + ["4"] * 4, ("2.0", "4.0"), id="a band of eight"),
        pytest.param(["1", "1", "2", "3", "3", "4", "5", "5", "5"], ("2.0", "5.0"), id="quartiles of nine"),
        pytest.param(["2.25"] * 4 + ["3", *["3.75"] * 4], ("2.5", "4.0"), id="a quarter goes up"),
        pytest.param(["2.24"] * 4 + ["3", *["3.74"] * 4], ("2.0", "3.5"), id="less goes down"),
        pytest.param(["3"] * 8, ("2.5", "3.5"), id="edges at the median move out"),
        pytest.param(["3.3"] * 8, ("3.0", "4.0"), id="an edge less than three tenths from the median moves out"),
        pytest.param(["2.3"] * 8, ("2.0", "3.0"), id="an edge three tenths from the median stays"),
        pytest.param(["1"] * 8, ("1.0", "1.5"), id="all at the bottom of the scale"),
        pytest.param(["1.7"] * 4 + ["4.2"] * 4, ("1.0", "4.0"), id="less than three quarters from the end is the end"),
        pytest.param(["1.8"] * 4 + ["4.3"] * 4, ("2.0", "5.0"), id="from three quarters on it is not"),
        pytest.param(["4.9"] * 8, ("4.5", "5.0"), id="the band ends where the scale ends"),
    ],
)
def test_the_band_is_shown_to_a_half(levels: list[str], band: tuple[str | None, str | None]):
    peers = typical(scores_at(*levels))

    assert (peers.lower, peers.upper) == tuple(edge and Decimal(edge) for edge in band)


def peers(median: str, lower: str | None = None, upper: str | None = None) -> Typical:
    return Typical(8 if lower else 5, Decimal(median), lower and Decimal(lower), upper and Decimal(upper))


@pytest.mark.parametrize(
    ("own", "group", "questions", "expected"),
    [
        pytest.param("3.0", peers("3.0"), 6, Position.CLOSE, id="at the median"),
        pytest.param("3.2", peers("3.0"), 5, Position.CLOSE, id="exactly one answer step above is close"),
        pytest.param("2.8", peers("3.0"), 5, Position.CLOSE, id="exactly one answer step below is close"),
        pytest.param("3.3", peers("3.0"), 5, Position.ABOVE, id="more than one answer step above"),
        pytest.param("2.7", peers("3.0"), 5, Position.BELOW, id="more than one answer step below"),
        pytest.param("3.3", peers("3.0"), 3, Position.CLOSE, id="a third of a level shown as three tenths"),
        pytest.param("3.3", peers("3.7"), 3, Position.CLOSE, id="a third of a level shown as four tenths"),
        pytest.param("3.5", peers("3.0"), 3, Position.ABOVE, id="half a level is more than a third however rounded"),
        pytest.param("4.0", peers("3.0"), 1, Position.CLOSE, id="one question's step is a whole level"),
        pytest.param("3.5", peers("3.0", "2.5", "3.5"), 6, Position.CLOSE, id="half the band is wider than the step"),
        pytest.param("3.6", peers("3.0", "2.5", "3.5"), 6, Position.ABOVE, id="just past half the band"),
        pytest.param("2.4", peers("3.0", "2.5", "3.5"), 6, Position.BELOW, id="just past half the band downwards"),
        pytest.param("3.2", peers("3.0", "3.0", "3.0"), 5, Position.CLOSE, id="a band without width leaves the step"),
        pytest.param("3.3", peers("3.0", "3.0", "3.0"), 5, Position.ABOVE, id="past the step of a band without width"),
        pytest.param(
            "4.0", peers("3.0", "2.5", "4.5"), 6, Position.CLOSE, id="a lopsided band counts half on each side"
        ),
        pytest.param("1.0", peers("5.0"), 6, Position.BELOW, id="from one end of the scale to the other"),
    ],
)
def test_a_position_is_close_within_the_larger_of_a_step_and_half_the_band(
    own: str, group: Typical, questions: int, expected: Position
):
    assert position(Decimal(own), group, questions) == expected


def test_a_position_rests_on_the_rounded_median():
    """3.04 is shown as 3.0: 2.8 is close to what is shown, though more than a step from what is not."""
    assert position(Decimal("2.8"), typical(scores_at(*["3.04"] * 5)), 5) == Position.CLOSE


@given(questions=st.integers(1, 12), steps=st.integers(0, 48))
def test_exactly_one_answer_step_is_close_in_spite_of_rounding(questions: int, steps: int):
    """The levels of an area of so many questions, and the next one above each."""
    one, next_one = (min(Fraction(taken, 4 * questions), Fraction(1)) for taken in (steps, steps + 1))

    for own, median in ((one, next_one), (next_one, one)):
        assert position(as_level(own), Typical(5, as_level(median)), questions) == Position.CLOSE


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param(1, "1", id="a whole level stays"),
        pytest.param(5, "0.2", id="a fifth is two tenths exactly"),
        pytest.param(3, "0.4", id="a third goes up"),
        pytest.param(6, "0.2", id="a sixth goes up"),
        pytest.param(7, "0.2", id="a seventh goes up"),
    ],
)
def test_a_step_goes_up_to_the_next_tenth(questions: int, expected: str):
    assert tolerance(peers("3.0"), questions) == Fraction(expected)


@pytest.mark.parametrize(
    ("group", "coverage", "expected"),
    [
        pytest.param(peers("3.0", "2.5", "3.5"), 100, (), id="nothing to doubt"),
        pytest.param(peers("3.0"), 100, (Doubt.FEW,), id="too few for a band"),
        pytest.param(peers("3.0", "2.0", "3.5"), 100, (Doubt.SPREAD,), id="a band of one and a half levels is wide"),
        pytest.param(peers("3.0", "2.5", "3.5"), 80, (), id="enough answered to enter others' benchmarks"),
        pytest.param(peers("3.0", "2.5", "3.5"), 79, (Doubt.COVERAGE,), id="less answered than that"),
        pytest.param(peers("3.0"), 75, (Doubt.FEW, Doubt.COVERAGE), id="two doubts at once"),
        pytest.param(peers("3.0", "2.5", "3.5"), None, (), id="no coverage is not a low one"),
    ],
)
def test_what_makes_a_position_less_sure(group: Typical, coverage: int | None, expected: tuple[Doubt, ...]):
    assert doubts(group, coverage) == expected

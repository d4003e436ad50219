"""Scores against figures worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import (
    AreaScore,
    Kind,
    ScoredAnswer,
    answer_step,
    as_level,
    far_from_practices,
    score,
    stored,
)

NA = "na"
DK = "dk"
EMPTY = "empty"
KINDS = {NA: Kind.NOT_APPLICABLE, DK: Kind.DONT_KNOW, EMPTY: Kind.UNANSWERED}


def answers(*given_answers: int | str | tuple[int | str, int]) -> list[ScoredAnswer]:
    """3 is level 3 of weight 1; (3, 2) is level 3 of weight 2; NA, DK and EMPTY are what they say."""
    pairs = [answer if isinstance(answer, tuple) else (answer, 1) for answer in given_answers]
    return [
        ScoredAnswer(Kind.LEVEL, weight, what) if isinstance(what, int) else ScoredAnswer(KINDS[what], weight)
        for what, weight in pairs
    ]


CASES = [
    pytest.param([1], "0", "1", id="level 1 alone is 0"),
    pytest.param([5], "1", "1", id="level 5 alone is 1"),
    pytest.param([3], "1/2", "1", id="level 3 alone is a half"),
    pytest.param([2], "1/4", "1", id="level 2 alone is a quarter"),
    pytest.param([4], "3/4", "1", id="level 4 alone is three quarters"),
    pytest.param([1, 5], "1/2", "1", id="the ends balance"),
    pytest.param([1, 2, 3, 4, 5], "1/2", "1", id="one of each is the middle"),
    pytest.param([2, 3, 3], "5/12", "1", id="thirds stay exact"),
    pytest.param([4, 4, 5], "5/6", "1", id="two fours and a five"),
    pytest.param([1, 1, 1, 2], "1/16", "1", id="one step above the floor"),
    pytest.param([(5, 3), 1], "3/4", "1", id="a weight of 3 counts three times"),
    pytest.param([(1, 3), 5], "1/4", "1", id="a weight of 3 pulls down as well"),
    pytest.param([(2, 2), (4, 2)], "1/2", "1", id="equal weights cancel"),
    pytest.param([(3, 5), (4, 2), (5, 1)], "5/8", "1", id="three weights"),
    pytest.param([4, NA], "3/4", "1", id="not applicable leaves numerator and denominator"),
    pytest.param([4, (NA, 9)], "3/4", "1", id="a heavy not applicable leaves both too"),
    pytest.param([NA, NA], None, None, id="all not applicable has neither score nor coverage"),
    pytest.param([], None, None, id="no question has neither score nor coverage"),
    pytest.param([DK, DK, DK], None, "0", id="all don't know is covered by nothing"),
    pytest.param([EMPTY, EMPTY], None, "0", id="all empty is covered by nothing"),
    pytest.param([4, 4, 4, DK], "3/4", "3/4", id="scored at exactly 75 per cent"),
    pytest.param([4, 4, 4, EMPTY], "3/4", "3/4", id="an empty answer lowers coverage like don't know"),
    pytest.param([4, 4, DK], None, "2/3", id="not scored at two thirds"),
    pytest.param([5, 5, 5, 5, DK], "1", "4/5", id="80 per cent, don't know is not level 1"),
    pytest.param([(4, 74), (DK, 26)], None, "37/50", id="not scored at 74 per cent"),
    pytest.param([(4, 79), (DK, 21)], "3/4", "79/100", id="scored at 79 per cent"),
    pytest.param([4, 2, NA, DK], None, "2/3", id="not applicable can take an area below the line"),
    pytest.param([4, 2, 3, NA, DK], "1/2", "3/4", id="not applicable out, don't know in the coverage"),
    pytest.param([(5, 3), (DK, 1)], "1", "3/4", id="coverage counts weight, not questions"),
    pytest.param([5, (DK, 3)], None, "1/4", id="one answer against a heavy gap"),
]


@pytest.mark.parametrize(("given_answers", "value", "coverage"), CASES)
def test_score_and_coverage(given_answers, value, coverage):
    result = score(answers(*given_answers))
    assert result.value == (None if value is None else Fraction(value))
    assert result.coverage == (None if coverage is None else Fraction(coverage))


@pytest.mark.parametrize(
    ("given_answers", "enters"),
    [
        pytest.param([(4, 80), (DK, 20)], True, id="80 per cent enters"),
        pytest.param([(4, 79), (DK, 21)], False, id="79 per cent does not"),
        pytest.param([NA], False, id="nothing that applies does not"),
        pytest.param([3, 3], True, id="full coverage enters"),
    ],
)
def test_what_enters_a_benchmark(given_answers, enters):
    assert score(answers(*given_answers)).enters_benchmark is enters


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("0", "1.0", id="the floor"),
        pytest.param("1", "5.0", id="the top"),
        pytest.param("1/2", "3.0", id="the middle"),
        pytest.param("5/12", "2.7", id="2.666... goes up"),
        pytest.param("7/12", "3.3", id="3.333... goes down"),
        pytest.param("1/16", "1.3", id="1.25 is a half and goes up"),
        pytest.param("3/16", "1.8", id="1.75 is a half and goes up"),
    ],
)
def test_a_score_is_shown_as_a_level_with_one_decimal(value, shown):
    assert as_level(Fraction(value)) == Decimal(shown)


def test_rounding_for_the_database_never_changes_what_is_shown():
    for numerator in range(31):
        exact = Fraction(numerator, 30)
        kept = stored(AreaScore(value=exact, coverage=Fraction(1)))["value"]
        assert kept is not None
        assert as_level(kept) == as_level(exact)


@pytest.mark.parametrize(
    ("kind", "weight", "level"),
    [
        pytest.param(Kind.LEVEL, 1, None, id="a level without its number"),
        pytest.param(Kind.DONT_KNOW, 1, 3, id="don't know with a level"),
        pytest.param(Kind.LEVEL, 1, 0, id="level 0"),
        pytest.param(Kind.LEVEL, 1, 6, id="level 6"),
        pytest.param(Kind.LEVEL, 0, 3, id="weight 0"),
    ],
)
def test_impossible_answers_are_refused(kind, weight, level):
    with pytest.raises(ValueError, match=r"level|weight"):
        ScoredAnswer(kind, weight, level)


@pytest.mark.parametrize(
    ("level", "in_place", "of", "far"),
    [
        pytest.param(5, 0, 3, True, id="leading with nothing in place"),
        pytest.param(3, 0, 3, True, id="developing with nothing in place"),
        pytest.param(2, 0, 3, False, id="exploring with nothing in place"),
        pytest.param(3, 3, 3, True, id="developing with all in place"),
        pytest.param(4, 3, 3, False, id="established with all in place"),
        pytest.param(4, 1, 3, False, id="established with one of three"),
        pytest.param(5, 1, 3, True, id="leading with one of three"),
        pytest.param(5, 0, 0, False, id="no practices to compare with"),
    ],
)
def test_levels_far_from_the_practices(level, in_place, of, far):
    assert far_from_practices(level, in_place, of) is far


def test_an_answer_step_is_one_level_of_one_question():
    assert answer_step(3) == Fraction(1, 3)


any_answers = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 5), st.integers(1, 9)), st.tuples(st.sampled_from([NA, DK, EMPTY]), st.integers(1, 9))
    ),
    max_size=12,
)


@given(any_answers)
def test_scores_stay_between_the_lowest_and_the_highest_answer(given_answers):
    result = score(answers(*given_answers))
    levels = [what for what, _ in given_answers if isinstance(what, int)]
    if result.value is not None:
        assert Fraction(min(levels) - 1, 4) <= result.value <= Fraction(max(levels) - 1, 4)


@given(any_answers, st.randoms())
def test_the_order_of_answers_is_irrelevant(given_answers, rng):
    shuffled = list(given_answers)
    rng.shuffle(shuffled)
    assert score(answers(*shuffled)) == score(answers(*given_answers))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.data())
def test_a_higher_answer_never_lowers_a_score(levels, data):
    index = data.draw(st.integers(0, len(levels) - 1))
    higher = [level + 1 if i == index else level for i, level in enumerate(levels)]
    assert score(answers(*higher)).value > score(answers(*levels)).value

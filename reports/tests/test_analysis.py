"""The arithmetic of the staff analysis, as tables of cases. Nothing here needs a database."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.scoring import Kind, ScoredAnswer, normalise
from reports.analysis.answers import Share, tally
from reports.analysis.change import Direction, change_of, direction
from reports.analysis.clusters import clusters_of
from reports.analysis.spread import level_counts, spread_of

SCALE = 4


def scores(levels: str) -> dict[int, Decimal]:
    """Normalised scores of councils 0, 1, 2 … at these levels, kept to eight places as the database does."""
    return {
        council: ((Decimal(level) - 1) / SCALE).quantize(Decimal("1e-8"))
        for council, level in enumerate(levels.split())
    }


def figures(levels: str, questions: int = 4) -> tuple[str | None, ...]:
    spread = spread_of(scores(levels), questions)
    return tuple(
        None if figure is None else str(figure) for figure in (spread.median, spread.lower, spread.upper, spread.width)
    )


@pytest.mark.parametrize(
    ("levels", "counts"),
    [
        pytest.param("", (0, 0, 0, 0, 0), id="nobody"),
        pytest.param("1 2 3 4 5", (1, 1, 1, 1, 1), id="one at each level"),
        pytest.param("2.4 2.5 3.4 3.5", (0, 1, 2, 1, 0), id="halves go up"),
        pytest.param("2.44 2.45", (0, 1, 1, 0, 0), id="by the figure as shown: 2.45 is shown as 2.5"),
        pytest.param("3 3 3", (0, 0, 3, 0, 0), id="ties"),
    ],
)
def test_each_council_counts_at_its_nearest_level(levels, counts):
    assert level_counts(list(scores(levels).values())) == counts


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param("", (None, None, None, None), id="nobody has no median"),
        pytest.param("2.3", ("2.3", None, None, None), id="one council is its own median and has no quartiles"),
        pytest.param("2 3", ("2.5", None, None, None), id="the median of two lies between them"),
        pytest.param("1 2 3 4", ("2.5", None, None, None), id="four are too few for quartiles"),
        pytest.param("1 2 3 4 5", ("3.0", "2.0", "4.0", "2.0"), id="five are enough"),
        pytest.param("5 3 1 4 2", ("3.0", "2.0", "4.0", "2.0"), id="the order of the councils doesn’t matter"),
        pytest.param("3 3 3 3 3", ("3.0", "3.0", "3.0", "0.0"), id="five at one level have no spread"),
        pytest.param("1 2 3 4 5 5", ("3.5", "2.3", "4.8", "2.5"), id="six: on a straight line between neighbours"),
        pytest.param("2.24 2.24 2.5 2.96 2.96", ("2.5", "2.2", "3.0", "0.7"), id="spread of what is not yet rounded"),
    ],
)
def test_median_quartiles_and_spread(levels, expected):
    assert figures(levels) == expected


@pytest.mark.parametrize(
    ("levels", "questions", "outside"),
    [
        pytest.param("1 5", 4, (), id="nobody lies outside of two"),
        pytest.param("3 3 3 5", 4, (), id="nor of four"),
        pytest.param("3 3 3 3 5", 4, (4,), id="all agree but one, far above"),
        pytest.param("1 3 3 3 5", 4, (0, 4), id="one on each side"),
        pytest.param("3 3 3 3 3.25", 4, (), id="one answer step from all others is not far"),
        pytest.param("3 3 3 3 3.3", 4, (4,), id="more than one answer step is"),
        pytest.param(
            "3.3333333333 3.3333333333 3.3333333333 3.3333333333 3.6666666667",
            3,
            (),
            id="one step of three questions, rounded when it was stored",
        ),
        pytest.param("2 2 3 3 4.5", 4, (), id="on the fence is inside"),
        pytest.param("2 2 3 3 4.6", 4, (4,), id="beyond the fence is outside"),
        pytest.param("5 5 3 3 3 3 3 3 3", 4, (0, 1), id="two that tie are both named"),
    ],
)
def test_far_outside_are_those_beyond_the_fences(levels, questions, outside):
    assert spread_of(scores(levels), questions).outside == outside


LEVEL, NA, DK = Kind.LEVEL, Kind.NOT_APPLICABLE, Kind.DONT_KNOW


def said(letters: str) -> dict[str, ScoredAnswer]:
    """Answers to questions a, b, c …: a digit is a level, n not applicable, d don’t know."""
    kinds = {"n": ScoredAnswer(NA), "d": ScoredAnswer(DK)}
    return {
        code: kinds[letter] if letter in kinds else ScoredAnswer(LEVEL, 1, int(letter))
        for code, letter in zip("abcdefgh", letters, strict=False)
    }


@pytest.mark.parametrize(
    ("answers", "counts", "not_applicable", "dont_know", "applies_to"),
    [
        pytest.param("", (0, 0, 0, 0, 0), 0, 0, 0, id="nobody"),
        pytest.param("1135", (2, 0, 1, 0, 1), 0, 0, 4, id="levels"),
        pytest.param("3nnd", (0, 0, 1, 0, 0), 2, 1, 2, id="not applicable doesn’t apply, don’t know does"),
    ],
)
def test_answers_are_counted(answers, counts, not_applicable, dont_know, applies_to):
    found = tally(said(answers).values())
    assert (found.counts, found.not_applicable, found.dont_know) == (counts, not_applicable, dont_know)
    assert found.applies_to == applies_to


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [
        pytest.param(0, 0, None, id="of nobody there is no share"),
        pytest.param(0, 5, 0, id="none"),
        pytest.param(1, 3, 33, id="down"),
        pytest.param(2, 3, 67, id="up"),
        pytest.param(1, 8, 13, id="halves up"),
        pytest.param(5, 5, 100, id="all"),
    ],
)
def test_shares_are_whole_per_cent(count, of, percent):
    assert Share(count, of).percent == percent


@pytest.mark.parametrize(
    ("difference", "questions", "expected"),
    [
        pytest.param(Fraction(1, 16), 4, Direction.UP, id="one answer step of four questions"),
        pytest.param(Fraction(-1, 16), 4, Direction.DOWN, id="one step down"),
        pytest.param(Fraction(1, 17), 4, Direction.SAME, id="less than one step"),
        pytest.param(Fraction(-1, 17), 4, Direction.SAME, id="less than one step down"),
        pytest.param(Fraction(0), 4, Direction.SAME, id="nothing"),
        pytest.param(Fraction(1, 12), 3, Direction.UP, id="a third of a level is a step of three questions"),
        pytest.param(Fraction(1, 16), 3, Direction.SAME, id="a quarter of a level is less than a step of three"),
    ],
)
def test_a_change_begins_with_one_answer_step(difference, questions, expected):
    assert direction(difference, questions) == expected


@pytest.mark.parametrize(
    ("before", "after", "questions", "expected"),
    [
        pytest.param("3333", "3334", "abcd", [Direction.UP], id="one answer one level up"),
        pytest.param("3333", "2333", "abcd", [Direction.DOWN], id="one answer one level down"),
        pytest.param("3324", "3333", "abcd", [Direction.SAME], id="what goes up and down is the same"),
        pytest.param("3331", "3335", "abc", [Direction.SAME], id="a question that changed doesn’t count"),
        pytest.param("33", "44", "ab", [Direction.UP], id="two questions are enough"),
        pytest.param("3333", "33dd", "abcd", [], id="not scored now"),
        pytest.param("33dd", "3333", "abcd", [], id="not scored then"),
        pytest.param("33dd", "3333", "ab", [Direction.SAME], id="scored on the unchanged questions"),
        pytest.param("nnnn", "3333", "abcd", [], id="nothing applied then"),
        pytest.param("3333", "4444", "", [], id="no question stayed as it was"),
    ],
)
def test_change_on_unchanged_questions(before, after, questions, expected):
    found = change_of({1: said(before)}, {1: said(after)}, questions)
    assert [move.direction for move in found.moves] == expected
    assert found.questions == len(questions)
    assert found.councils == 1


def test_only_councils_of_both_rounds_are_compared():
    before = {1: said("2222"), 2: said("3333"), 3: said("1111")}
    after = {4: said("5555"), 2: said("3333"), 1: said("4444")}
    found = change_of(before, after, "abcd")
    assert [(move.council, move.direction) for move in found.moves] == [(2, Direction.SAME), (1, Direction.UP)]
    assert (found.councils, found.of(Direction.DOWN)) == (2, ())
    assert (found.median_before, found.median_after) == (Decimal("2.5"), Decimal("3.5"))


def test_without_matched_councils_there_is_no_median():
    found = change_of({}, {1: said("3333")}, "abcd")
    assert (found.councils, found.moves, found.median_before, found.median_after) == (0, (), None, None)


def test_weights_count():
    heavy = {"a": ScoredAnswer(LEVEL, 3, 1), "b": ScoredAnswer(LEVEL, 1, 5)}
    found = change_of({1: heavy}, {1: said("15")}, "ab")
    assert [(move.before, move.after) for move in found.moves] == [(Fraction(1, 4), normalise(3))]


@pytest.mark.parametrize(
    ("levels", "met", "clusters"),
    [
        pytest.param("2 2 2", (0, 1, 2), [(0, 1, 2)], id="three with the gap and the barrier"),
        pytest.param("2 2 2", (0, 1), [], id="two that meet the barrier"),
        pytest.param("2 2 3", (0, 1, 2), [], id="two with the gap"),
        pytest.param("2.4 2.4 2.4", (0, 1, 2), [(0, 1, 2)], id="2.4 is a gap"),
        pytest.param("2.5 2.5 2.5", (0, 1, 2), [], id="2.5 is none"),
        pytest.param("2.46 2.46 2.46", (0, 1, 2), [], id="2.46 is shown as 2.5 and is none"),
        pytest.param("2 4 2 2", (3, 2, 1, 0), [(0, 2, 3)], id="in the order of the councils, without those above"),
        pytest.param("2 2", (0, 1, 7), [], id="one that meets it and is not scored"),
        pytest.param("2", (0,), [], id="one council"),
        pytest.param("", (), [], id="nobody"),
    ],
)
def test_a_cluster_is_three_councils_with_the_same_gap_and_the_same_barrier(levels, met, clusters):
    found = clusters_of(scores(levels), {9: met})
    assert [cluster.councils for cluster in found.clusters] == clusters


def test_who_could_help_reads_established_or_better():
    found = clusters_of(scores("3.4 3.5 5 1"), {})
    assert (found.helpers, found.gap, found.clusters) == ((1, 2), (3,), ())


def test_clusters_keep_the_order_of_the_barriers():
    found = clusters_of(scores("1 1 1"), {5: (0, 1, 2), 2: (0, 1, 2)})
    assert [cluster.barrier for cluster in found.clusters] == [5, 2]

"""The worked example in docs/scoring.md, read out of the document and calculated."""

from fractions import Fraction
from math import floor

import pytest

from assessments.scoring import AreaScore, Kind, ScoredAnswer, as_level, normalise, score
from tests.documents import Row, part, read, table

DOCUMENT = read("docs/scoring.md")
ASKED = table(part(DOCUMENT, "A worked example"))
STATED = {row["figure"]: row["value"] for row in table(part(DOCUMENT, "What comes out"))}
KINDS = {"not applicable": Kind.NOT_APPLICABLE, "don't know": Kind.DONT_KNOW}


def as_answer(weight: str, words: str) -> ScoredAnswer:
    if words in KINDS:
        return ScoredAnswer(KINDS[words], int(weight))
    return ScoredAnswer(Kind.LEVEL, int(weight), int(words.removeprefix("level ")))


def calculate(instead: dict[str, str]) -> AreaScore:
    return score(as_answer(row["weight"], instead.get(row["question"], row["answer"])) for row in ASKED)


def percentage(result: AreaScore) -> str:
    assert result.coverage is not None
    return str(floor(result.coverage * 100))


def level(result: AreaScore) -> str:
    return "none" if result.value is None else str(as_level(result.value))


def enters(result: AreaScore) -> str:
    return "yes" if result.enters_benchmark else "no"


@pytest.mark.parametrize("row", [pytest.param(row, id=row["question"]) for row in ASKED])
def test_each_line_of_the_example(row: Row):
    answer = as_answer(row["weight"], row["answer"])
    if answer.level is None:
        assert row["normalised"] == row["weight × normalised"] == ""
    else:
        assert Fraction(row["normalised"]) == normalise(answer.level)
        assert Fraction(row["weight × normalised"]) == answer.weight * normalise(answer.level)


def test_what_comes_out_of_the_example():
    result = calculate({})
    applies = sum(int(row["weight"]) for row in ASKED if row["answer"] != "not applicable")
    answered = sum(int(row["weight"]) for row in ASKED if row["answer"].startswith("level"))

    assert {
        "weight that applies": str(applies),
        "weight answered with a level": str(answered),
        "coverage": str(result.coverage),
        "coverage as a percentage": percentage(result),
        "score": str(float(result.value)),
        "level shown": level(result),
        "enters benchmarks": enters(result),
    } == STATED


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["instead"]) for row in table(part(DOCUMENT, "What would change it"))]
)
def test_what_would_change_it(row: Row):
    result = calculate(dict([row["instead"].split(": ")]))

    assert (percentage(result), level(result), enters(result)) == (
        row["coverage as a percentage"],
        row["level shown"],
        row["enters benchmarks"],
    )

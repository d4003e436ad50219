"""The benchmarks worked through in docs/scoring.md, read out of the document and calculated."""

from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import pytest

from assessments.ladders import DEFAULT_LADDER
from assessments.scoring import answer_step, as_level
from councils.models import Nation, PeerGroupKind
from reports.benchmarking import Position, Typical, position, tolerance, typical
from tests.documents import Row, part, read, table

DOCUMENT = read("docs/scoring.md")
QUESTIONS = 6
STEPS, AFTER_STEPS = part(DOCUMENT, "Position").split("For the two groups above")
GROUPS = {row["group"]: row for row in table(part(DOCUMENT, "A worked benchmark"))}
KINDS = {
    "LGBF area-type family": PeerGroupKind.LGBF_PLACE,
    "LGBF population family": PeerGroupKind.LGBF_PEOPLE,
    "type in its region": PeerGroupKind.TYPE_REGION,
    "type": PeerGroupKind.COUNCIL_TYPE,
    "nearest neighbours": PeerGroupKind.NEAREST,
    **dict.fromkeys(Nation.values, PeerGroupKind.NATION),
}


def of_group(name: str):
    exact = GROUPS[name]["exact levels of the others"].split(", ")
    return typical((Fraction(level) - 1) / 4 for level in exact)


def shown(figure: Decimal | None) -> str:
    return "none" if figure is None else str(figure)


@pytest.mark.parametrize("name", GROUPS)
def test_what_is_typical_of_the_groups(name: str):
    peers, row = of_group(name), GROUPS[name]

    assert (str(peers.n), shown(peers.median), shown(peers.lower), shown(peers.upper)) == (
        row["n"],
        row["median"],
        row["lower"],
        row["upper"],
    )


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=f"{row['own level']} in {row['group']}") for row in table(AFTER_STEPS)],
)
def test_the_positions(row: Row):
    peers, own = of_group(row["group"]), Decimal(row["own level"])

    assert abs(own - peers.median) == Decimal(row["distance from the median"])
    assert position(own, peers, QUESTIONS) == row["position"]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['exact levels']} of {row['questions']}") for row in table(STEPS)]
)
def test_one_answer_step_is_close_however_it_is_rounded(row: Row):
    exact = [(Fraction(level) - 1) / 4 for level in row["exact levels"].split(", ")]
    lower, higher = (as_level(score) for score in exact)
    peers, questions = Typical(5, higher), int(row["questions"])

    assert 4 * (exact[1] - exact[0]) == answer_step(questions) == Fraction(row["one step"])
    assert f"{lower}, {higher}" == row["shown"]
    assert tolerance(peers, questions) == Fraction(row["close up to"])
    assert position(lower, peers, questions) == Position.CLOSE


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["constant"]) for row in table(part(DOCUMENT, "What may be shown"))]
)
def test_the_limits_are_those_of_the_code(row: Row):
    module = import_module(row["file"].removesuffix(".py").replace("/", "."))

    assert getattr(module, row["constant"]) == Fraction(row["value"])


def test_the_ladder_is_the_one_that_a_round_gets():
    rows = table(part(DOCUMENT, "The ladder"))
    rungs = {
        row["nation"]: tuple(KINDS[name] for name in (row["first"], row["second"], row["third"], row["last"]) if name)
        for row in rows
    }

    assert rungs == DEFAULT_LADDER

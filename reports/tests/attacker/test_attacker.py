"""Nobody's score follows from what a member of another council sees; with a rule broken, somebody's does."""

from decimal import Decimal

import pytest

from reports import benchmarking, disclosure
from reports.disclosure import ALL_RULES, Rule
from reports.tests.attacker.attack import leaks
from reports.tests.attacker.worlds import make_world

WORLDS, AT_A_TIME = 500, 50


@pytest.mark.parametrize("first", range(0, WORLDS, AT_A_TIME))
def test_the_attacker_derives_nobodys_score(first: int):
    assert [leak for seed in range(first, first + AT_A_TIME) for leak in leaks(make_world(seed))] == []


@pytest.mark.parametrize(
    ("broken", "seed"),
    [
        pytest.param({Rule.CORRECTION}, 55, id="a correction of one or two"),
        pytest.param({Rule.CORRECTION}, 69, id="another correction of one or two"),
    ],
)
def test_the_attacker_wins_where_a_rule_is_left_out(broken: set[Rule], seed: int):
    world = make_world(seed)

    assert leaks(world) == []
    assert leaks(world, ALL_RULES - broken)


@pytest.mark.parametrize("seed", [285, 937])
def test_the_attacker_wins_where_bands_are_rounded_as_little_as_medians(monkeypatch, seed: int):
    world = make_world(seed)
    assert leaks(world) == []

    monkeypatch.setattr(benchmarking, "BAND_STEP", Decimal("0.1"))
    assert leaks(world)


@pytest.mark.parametrize("seed", [70, 104])
def test_the_attacker_wins_where_a_few_have_a_band(monkeypatch, seed: int):
    """Three councils have published their scorecards here."""
    world = make_world(seed, published=3)
    assert leaks(world) == []

    monkeypatch.setattr(benchmarking, "BAND_FROM", 2)
    assert leaks(world)


@pytest.mark.parametrize("seed", [7, 346])
def test_the_attacker_wins_where_alike_means_equal(monkeypatch, seed: int):
    """The reason itself then says too much."""
    world = make_world(seed)
    assert leaks(world) == []

    monkeypatch.setattr(disclosure, "ALIKE_WITHIN", 0)
    assert leaks(world)

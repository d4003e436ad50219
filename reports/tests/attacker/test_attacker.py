"""Nobody's score follows from what a member of another council sees. test_broken_rules.py breaks the rules."""

import pytest

from reports.tests.attacker.attack import leaks
from reports.tests.attacker.worlds import make_world

WORLDS, AT_A_TIME = 500, 50


@pytest.mark.parametrize("first", range(0, WORLDS, AT_A_TIME))
def test_the_attacker_derives_nobodys_score(first: int):
    assert [leak for seed in range(first, first + AT_A_TIME) for leak in leaks(make_world(seed))] == []

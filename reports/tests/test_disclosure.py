"""Which groups one council may see in one area. Letters are the other councils that take part."""

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure import MINIMUM_DIFFERENCE, MINIMUM_OTHERS, MINIMUM_REMAINDER, Reason, withhold
from reports.models import Withheld

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
SHOWN, TOO_FEW, DIFFERENCE, ALIKE = None, Reason.TOO_FEW, Reason.DIFFERENCE, Reason.ALIKE

CASES = [
    # The minimum of others
    pytest.param({"family": ""}, {}, [TOO_FEW], id="nobody else takes part"),
    pytest.param({"family": "abcd"}, {}, [TOO_FEW], id="four others are too few"),
    pytest.param({"family": "abcde"}, {}, [SHOWN], id="five others are enough"),
    pytest.param({"family": "abcd", "nation": "abcdefghi"}, {}, [TOO_FEW, SHOWN], id="too few falls to the next rung"),
    pytest.param({"family": "abcd", "people": "cdef"}, {}, [TOO_FEW, TOO_FEW], id="too few on every rung"),
    pytest.param({"family": "abcd", "nation": "abcde"}, {}, [TOO_FEW, SHOWN], id="a small part doesn't harm the whole"),
    # The remainder
    pytest.param({"family": "abcde", "nation": "abcdefghij"}, {}, [SHOWN, SHOWN], id="five left over are enough"),
    pytest.param({"family": "abcde", "nation": "abcdefghi"}, {}, [DIFFERENCE, SHOWN], id="four left over are too few"),
    pytest.param({"family": "abcde", "nation": "abcdef"}, {}, [DIFFERENCE, SHOWN], id="one left over is one council"),
    pytest.param({"family": "abcdefgh", "nation": "abcdefghijkl"}, {}, [DIFFERENCE, SHOWN], id="size doesn't help"),
    pytest.param({"family": "abcde", "nation": "abcde"}, {}, [SHOWN, SHOWN], id="the same councils twice are one set"),
    pytest.param(
        {"nation": "abcdefgh", "family": "abcde"}, {}, [SHOWN, DIFFERENCE], id="the order of the ladder doesn't matter"
    ),
    pytest.param(
        {"family": "abcde", "type": "abcde", "nation": "abcdefgh"},
        {},
        [DIFFERENCE, DIFFERENCE, SHOWN],
        id="two equal sets fall to the same larger one",
    ),
    # The difference
    pytest.param({"place": "abcdef", "people": "abcdeg"}, {}, [SHOWN, DIFFERENCE], id="one swapped for another"),
    pytest.param({"place": "abcdef", "people": "bcdefg"}, {}, [SHOWN, DIFFERENCE], id="of equal size the first stays"),
    pytest.param({"place": "abcdef", "people": "abcdghi"}, {}, [SHOWN, SHOWN], id="two against three is five apart"),
    pytest.param({"place": "abcdef", "people": "abcdegh"}, {}, [SHOWN, SHOWN], id="one against two is three apart"),
    pytest.param({"place": "abcde", "people": "fghij"}, {}, [SHOWN, SHOWN], id="nothing in common, nothing to tell"),
    pytest.param({"place": "abcdef", "people": "abcdgh"}, {}, [SHOWN, SHOWN], id="two swapped for two is four apart"),
    pytest.param({"place": "abcde", "people": "abcdefg"}, {}, [DIFFERENCE, SHOWN], id="two more are too few"),
    # Several groups
    pytest.param(
        {"place": "abcde", "people": "fghijk", "nation": ALPHABET[:19]}, {}, [SHOWN] * 3, id="two families and a nation"
    ),
    pytest.param(
        {"region": "abcde", "type": "abcdefgh", "nation": "abcdefghij"},
        {},
        [SHOWN, DIFFERENCE, SHOWN],
        id="a withheld group no longer withholds a smaller one",
    ),
    pytest.param(
        {"region": "abcde", "type": "abcdefghij", "nation": "abcdefghijkl"},
        {},
        [SHOWN, DIFFERENCE, SHOWN],
        id="the middle of three falls alone where its ends lie apart",
    ),
    pytest.param(
        {"region": "abcde", "type": "abcdefg", "nation": "abcdefghi"},
        {},
        [DIFFERENCE, DIFFERENCE, SHOWN],
        id="the largest stays where all lie close",
    ),
    pytest.param(
        {"region": "abcde", "type": "abcdefghij", "nation": ALPHABET[:15]}, {}, [SHOWN] * 3, id="three wide steps"
    ),
    pytest.param(
        {"place": "abcdef", "people": "bcdefg", "nation": "abcdefghij"},
        {},
        [DIFFERENCE, DIFFERENCE, SHOWN],
        id="both families fall to the nation before they are compared",
    ),
    pytest.param(
        {"place": "abcdef", "people": "bcdefg", "nation": "abcdefghijk"},
        {},
        [SHOWN, DIFFERENCE, SHOWN],
        id="families that stand beside the nation are compared with each other",
    ),
    # Alike
    pytest.param({"family": "abcde"}, {"abcde": "3"}, [ALIKE], id="all at one level"),
    pytest.param({"family": "abcde"}, {"abcd": "3.01", "e": "3.04"}, [ALIKE], id="all at one level as it is shown"),
    pytest.param({"family": "abcde"}, {"abcd": "3.04", "e": "3.05"}, [SHOWN], id="a tenth apart as it is shown"),
    pytest.param({"family": "abcde"}, {"abcd": "3"}, [SHOWN], id="all but one at one level"),
    pytest.param({"family": "abcde"}, {"abcde": "5"}, [ALIKE], id="all at the top"),
    pytest.param({"family": "abcd"}, {"abcd": "3"}, [TOO_FEW], id="too few is said before alike"),
    pytest.param(
        {"family": "abcde", "nation": "abcdefgh"}, {"abcde": "3"}, [DIFFERENCE, SHOWN], id="difference before alike"
    ),
    pytest.param(
        {"family": "abcde", "nation": ALPHABET[:12]},
        {"abcde": "3"},
        [ALIKE, SHOWN],
        id="alike within a much larger set",
    ),
    pytest.param(
        {"family": "abcde", "nation": "abcdefghij"},
        {"abcde": "3"},
        [ALIKE, ALIKE],
        id="half of a larger set is alike and would be told by its median",
    ),
    pytest.param(
        {"place": "abcdef", "people": "abcghi"},
        {"abcdef": "3"},
        [ALIKE, ALIKE],
        id="half of another family is alike and would be told by its median",
    ),
    pytest.param(
        {"place": "abcdef", "people": "abghij"},
        {"abcdef": "3"},
        [ALIKE, SHOWN],
        id="a third of another family is alike",
    ),
    pytest.param(
        {"family": "abcdef", "nation": ALPHABET[:11]},
        {ALPHABET[:11]: "3"},
        [ALIKE, ALIKE],
        id="everybody at one level on every rung",
    ),
]


def spread(levels: Mapping[str, str]) -> dict[str, Decimal]:
    """Every letter at a level of its own, 0.1 apart and more, unless the case says which."""
    levels_by_letter = {letter: Decimal(1) + Decimal(place) * 4 / 25 for place, letter in enumerate(ALPHABET)}
    return levels_by_letter | {letter: Decimal(level) for letters, level in levels.items() for letter in letters}


def scored(letters: str, levels: Mapping[str, str]) -> dict[int, Decimal]:
    return {ALPHABET.index(letter): (spread(levels)[letter] - 1) / 4 for letter in letters}


@pytest.mark.parametrize(("groups", "levels", "expected"), CASES)
def test_what_is_withheld(groups: dict[str, str], levels: dict[str, str], expected: list[Reason | None]):
    reasons = withhold({name: scored(letters, levels) for name, letters in groups.items()})

    assert list(reasons) == list(groups)
    assert list(reasons.values()) == expected


WORLDS = st.lists(
    st.sets(st.integers(0, 17)).map(lambda councils: {council: Decimal(council % 7) / 8 for council in councils}),
    min_size=1,
    max_size=5,
).map(lambda groups: dict(enumerate(groups)))


@given(groups=WORLDS)
def test_any_two_groups_shown_are_the_same_or_lie_apart(groups: dict[int, dict[int, Decimal]]):
    shown = [groups[group].keys() for group, reason in withhold(groups).items() if reason is None]

    for one in shown:
        assert len(one) >= MINIMUM_OTHERS
        for other in shown:
            assert one == other or len(one ^ other) >= MINIMUM_DIFFERENCE
            assert not one < other or len(other - one) >= MINIMUM_REMAINDER


@given(groups=WORLDS, data=st.data())
def test_the_order_in_which_councils_come_is_irrelevant(groups: dict[int, dict[int, Decimal]], data: st.DataObject):
    shuffled = {group: dict(data.draw(st.permutations(list(scores.items())))) for group, scores in groups.items()}

    assert withhold(shuffled) == withhold(groups)


@given(groups=WORLDS)
def test_something_is_withheld_only_because_of_what_is_there(groups: dict[int, dict[int, Decimal]]):
    """A group that falls to another falls to one that is large enough, and larger or earlier on the ladder."""
    for group, reason in withhold(groups).items():
        if reason == Reason.DIFFERENCE:
            assert any(
                len(scores) > len(groups[group]) or (len(scores) == len(groups[group]) and other < group)
                for other, scores in groups.items()
            )


def test_the_reasons_are_those_that_are_stored():
    assert {reason.value for reason in Reason} == set(Withheld.values)


def test_each_case_reads_as_a_sentence_of_its_own():
    ids = [case.id for case in CASES]

    assert len(ids) == len(set(ids)) >= 25
    assert all(re.fullmatch(r"[a-z' ,]+", name) for name in ids)

"""Which groups one council may see in one area. Letters are the other councils that take part."""

import re
from collections.abc import Hashable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure import (
    MINIMUM_DIFFERENCE,
    MINIMUM_OTHERS,
    MINIMUM_REMAINDER,
    Reason,
    minimum_of_others,
)
from reports.disclosure import withhold as withhold_others
from reports.models import Withheld
from reports.others import Others, Scores, TakingPart

QUESTIONS = 6
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
SHOWN, TOO_FEW, DIFFERENCE, CORRECTION, ALIKE = None, *Reason

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
    pytest.param(
        {"place": "abcde", "people": "abcdfg"}, {}, [DIFFERENCE, SHOWN], id="one against two leaves one to be counted"
    ),
    pytest.param({"place": "abcdef", "people": "abcdgh"}, {}, [SHOWN, DIFFERENCE], id="two swapped for two"),
    pytest.param({"place": "abcdef", "people": "abcdghi"}, {}, [DIFFERENCE, SHOWN], id="two against three"),
    pytest.param({"place": "abcdef", "people": "abcghi"}, {}, [SHOWN, SHOWN], id="three swapped for three"),
    pytest.param({"place": "abcde", "people": "fghij"}, {}, [SHOWN, SHOWN], id="nothing in common, nothing to tell"),
    pytest.param({"place": "abcde", "people": "abcdefg"}, {}, [DIFFERENCE, SHOWN], id="two more are too few"),
    # Two groups together
    pytest.param(
        {"place": "abcde", "people": "fghij", "nation": "abcdefghijk"},
        {},
        [SHOWN, DIFFERENCE, SHOWN],
        id="two families leave one of the nation",
    ),
    pytest.param(
        {"place": "abcde", "people": "fghij", "nation": ALPHABET[:14]},
        {},
        [SHOWN, DIFFERENCE, SHOWN],
        id="two families leave four of the nation",
    ),
    pytest.param(
        {"place": "abcde", "people": "fghij", "nation": ALPHABET[:15]},
        {},
        [SHOWN, SHOWN, SHOWN],
        id="two families leave five of the nation",
    ),
    pytest.param(
        {"place": "abcde", "people": "fghij", "nation": "abcdefghij"},
        {},
        [SHOWN, SHOWN, SHOWN],
        id="two families are the whole nation",
    ),
    pytest.param(
        {"place": "abcdefg", "people": "efghijk", "nation": ALPHABET[:13]},
        {},
        [SHOWN, DIFFERENCE, SHOWN],
        id="two families that overlap leave two of the nation",
    ),
    pytest.param(
        {"north": "abcde", "south": "fghij", "west": "klmno", "type": ALPHABET[:17]},
        {},
        [SHOWN, SHOWN, DIFFERENCE, SHOWN],
        id="three regions leave two of their type",
    ),
    pytest.param(
        {"north": "abcde", "south": "fghij", "west": "klmno", "type": ALPHABET[:15]},
        {},
        [SHOWN, SHOWN, SHOWN, SHOWN],
        id="three regions are the whole type",
    ),
    pytest.param(
        {"place": "abcdefgh", "people": "hijklmno", "nearest": "abcijkp"},
        {},
        [SHOWN, SHOWN, DIFFERENCE],
        id="two groups leave one of a third that they overlap",
    ),
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
    # Alike, with six questions and so a step of a sixth
    pytest.param({"family": "abcde"}, {"abcde": "3"}, [ALIKE], id="all at one level"),
    pytest.param({"family": "abcde"}, {"abcd": "3.0", "e": "3.1"}, [ALIKE], id="all within one answer step"),
    pytest.param({"family": "abcde"}, {"abcd": "3.0", "e": "3.16666667"}, [ALIKE], id="exactly one answer step apart"),
    pytest.param({"family": "abcde"}, {"abcd": "3.0", "e": "3.2"}, [SHOWN], id="more than one answer step apart"),
    pytest.param({"family": "abcde"}, {"abcd": "3"}, [SHOWN], id="all but one at one level"),
    pytest.param({"family": "abcd"}, {"abcd": "3"}, [TOO_FEW], id="too few is said before alike"),
    pytest.param(
        {"family": "abcde", "nation": "abcdefgh"}, {"abcde": "3"}, [DIFFERENCE, SHOWN], id="difference before alike"
    ),
    pytest.param(
        {"family": "abcde", "nation": ALPHABET[:12]},
        {"abcde": "3"},
        [ALIKE, SHOWN],
        id="alike within a larger set that is not",
    ),
    pytest.param(
        {"family": "abcdef", "nation": ALPHABET[:11]},
        {ALPHABET[:11]: "3"},
        [ALIKE, ALIKE],
        id="everybody at one level on every rung",
    ),
    # The ends of the scale
    pytest.param({"family": "abcde"}, {"abcde": "5"}, [ALIKE], id="all at the top"),
    pytest.param({"family": "abcde"}, {"abc": "1", "de": "3"}, [ALIKE], id="the middle one at the bottom"),
    pytest.param({"family": "abcde"}, {"ab": "3", "cde": "5"}, [ALIKE], id="the middle one at the top"),
    pytest.param({"family": "abcde"}, {"abc": "1.2", "de": "3"}, [ALIKE], id="a median within two steps of the bottom"),
    pytest.param({"family": "abcde"}, {"abc": "1.3", "de": "3"}, [SHOWN], id="a median just past two steps"),
    pytest.param({"family": "abcde"}, {"ab": "3", "cde": "4.8"}, [ALIKE], id="a median within two steps of the top"),
    pytest.param({"family": "abcde"}, {"ab": "3", "cde": "4.7"}, [SHOWN], id="a median just before two steps"),
    pytest.param({"family": "abcde"}, {"ab": "1", "cde": "3"}, [SHOWN], id="only a few at the bottom"),
    pytest.param(
        {"family": "abcde", "nation": ALPHABET[:12]},
        {"abc": "1", "de": "3"},
        [ALIKE, SHOWN],
        id="a family at the bottom of a nation that is not",
    ),
]


def withhold(groups: Mapping[Hashable, Scores], *, before=(), **others) -> dict[Hashable, Reason | None]:
    return withhold_others(
        {group: Others(TakingPart(scores)) for group, scores in groups.items()},
        before=[{group: Others(TakingPart(scores)) for group, scores in said.items()} for said in before],
        **others,
    )


def spread(levels: Mapping[str, str]) -> dict[str, Decimal]:
    """Every letter at a level of its own, 0.1 apart and more, unless the case says which."""
    levels_by_letter = {letter: Decimal(1) + Decimal(place) * 4 / 25 for place, letter in enumerate(ALPHABET)}
    return levels_by_letter | {letter: Decimal(level) for letters, level in levels.items() for letter in letters}


def scored(letters: str, levels: Mapping[str, str]) -> dict[int, Decimal]:
    return {ALPHABET.index(letter): (spread(levels)[letter] - 1) / 4 for letter in letters}


@pytest.mark.parametrize(("groups", "levels", "expected"), CASES)
def test_what_is_withheld(groups: dict[str, str], levels: dict[str, str], expected: list[Reason | None]):
    reasons = withhold({name: scored(letters, levels) for name, letters in groups.items()}, questions=QUESTIONS)

    assert list(reasons) == list(groups)
    assert list(reasons.values()) == expected


WORLDS = st.lists(
    st.sets(st.integers(0, 17)).map(lambda councils: {council: Decimal(council % 7) / 8 for council in councils}),
    min_size=1,
    max_size=5,
).map(lambda groups: dict(enumerate(groups)))


@given(groups=WORLDS, last=st.sets(st.integers(0, 4)))
def test_any_two_groups_shown_are_the_same_or_lie_apart(groups: dict[int, dict[int, Decimal]], last: set[int]):
    reasons = withhold(groups, questions=QUESTIONS, last=last)
    shown = [groups[group].keys() for group, reason in reasons.items() if reason is None]

    for one in shown:
        assert len(one) >= MINIMUM_OTHERS
        for other in shown:
            assert one <= other or other <= one or len(one - other) >= MINIMUM_DIFFERENCE
            assert not one < other or len(other - one) >= MINIMUM_REMAINDER


@given(groups=WORLDS, data=st.data())
def test_the_order_in_which_councils_come_is_irrelevant(groups: dict[int, dict[int, Decimal]], data: st.DataObject):
    shuffled = {group: dict(data.draw(st.permutations(list(scores.items())))) for group, scores in groups.items()}

    assert withhold(shuffled, questions=QUESTIONS) == withhold(groups, questions=QUESTIONS)


@given(groups=WORLDS)
def test_something_is_withheld_only_because_of_what_is_there(groups: dict[int, dict[int, Decimal]]):
    """A group that falls to another falls to one that is large enough, and larger or earlier on the ladder."""
    for group, reason in withhold(groups, questions=QUESTIONS).items():
        if reason == Reason.DIFFERENCE:
            assert any(
                len(scores) > len(groups[group]) or (len(scores) == len(groups[group]) and other < group)
                for other, scores in groups.items()
            )


CORRECTIONS = [
    pytest.param("abcdef", "", "", SHOWN, id="nothing changed"),
    pytest.param("abcdef", "a", "", CORRECTION, id="one handed in again"),
    pytest.param("abcdef", "ab", "", CORRECTION, id="two handed in again"),
    pytest.param("abcdef", "abc", "", SHOWN, id="three handed in again"),
    pytest.param("abcdef", "", "g", CORRECTION, id="one came late"),
    pytest.param("abcdef", "", "gh", CORRECTION, id="two came late"),
    pytest.param("abcdef", "", "ghi", SHOWN, id="three came late"),
    pytest.param("abcdef", "a", "gh", SHOWN, id="one handed in again and two came late"),
    pytest.param("abcdef", "a", "g", CORRECTION, id="one handed in again and one came late"),
]


@pytest.mark.parametrize(("first", "again", "late", "expected"), CORRECTIONS)
def test_what_a_later_release_withholds(first: str, again: str, late: str, expected: Reason | None):
    before = scored(first, {})
    now = scored(first + late, {}) | scored(again, dict.fromkeys(again, "4.9"))

    assert withhold({"family": now}, questions=QUESTIONS, before=[{"family": before}]) == {"family": expected}


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        pytest.param("abc", [SHOWN, SHOWN], id="three changed, all of the family"),
        pytest.param("klm", [SHOWN, SHOWN], id="three changed, none of the family"),
        pytest.param("abck", [DIFFERENCE, SHOWN], id="three of the family and one elsewhere"),
        pytest.param("abckl", [DIFFERENCE, SHOWN], id="three of the family and two elsewhere"),
        pytest.param("abcklm", [SHOWN, SHOWN], id="three of the family and three elsewhere"),
        pytest.param("ak", [CORRECTION, CORRECTION], id="one of the family and one elsewhere"),
    ],
)
def test_what_changed_outside_a_family_is_as_many_as_a_correction_needs(again: str, expected: list[Reason | None]):
    before = {"family": scored("abcdef", {}), "nation": scored(ALPHABET[:15], {})}
    changed = scored(again, dict.fromkeys(again, "4.9"))
    now = {group: scores | {c: changed[c] for c in changed if c in scores} for group, scores in before.items()}

    assert list(withhold(now, questions=QUESTIONS, before=[before]).values()) == expected


@pytest.mark.parametrize(
    ("before", "now", "again", "expected"),
    [
        pytest.param("abcdefghij", "abcdef", "", CORRECTION, id="a family after a nation of four more"),
        pytest.param("abcdefghijk", "abcdef", "", SHOWN, id="a family after a nation of five more"),
        pytest.param("abcdefghij", "abcdef", "a", CORRECTION, id="a family after a nation and one who changed"),
        pytest.param("abcdefghij", "abcdef", "abc", SHOWN, id="a family after a nation and three who changed"),
        pytest.param("abcdef", "abcdeg", "", CORRECTION, id="a family after another but for one"),
        pytest.param("abcdef", "abcghi", "", SHOWN, id="a family after another but for three"),
        pytest.param("abcdef", "abcdef", "", SHOWN, id="the same councils under another name"),
    ],
)
def test_what_is_withheld_after_another_group_was_released(before: str, now: str, again: str, expected: Reason | None):
    scores = scored(now, {}) | scored(again, dict.fromkeys(again, "4.9"))

    assert withhold({"one": scores}, questions=QUESTIONS, before=[{"other": scored(before, {})}]) == {"one": expected}


LAST = [
    pytest.param("abcdefgh", "abcdef", [SHOWN, DIFFERENCE], id="nearest neighbours that a family nearly holds"),
    pytest.param("abcdef", "abcdefgh", [SHOWN, DIFFERENCE], id="nearest neighbours that nearly are a family"),
    pytest.param("abcdefg", "abcdehij", [SHOWN, DIFFERENCE], id="a larger set of neighbours gives way all the same"),
    pytest.param("abcdefg", "abcdhijk", [SHOWN, SHOWN], id="neighbours that lie apart from the family"),
    pytest.param("abcdef", "abcdefghijk", [SHOWN, SHOWN], id="neighbours that leave five of themselves"),
    pytest.param("abcd", "abcdefgh", [TOO_FEW, SHOWN], id="neighbours where the family has too few"),
]


@pytest.mark.parametrize(("family", "nearest", "expected"), LAST)
def test_what_is_judged_last_takes_nothing_away(family: str, nearest: str, expected: list[Reason | None]):
    groups = {"family": scored(family, {}), "nearest": scored(nearest, {})}

    assert list(withhold(groups, questions=QUESTIONS, last={"nearest"}).values()) == expected


@given(groups=WORLDS)
def test_the_other_groups_are_shown_as_if_the_last_were_not_there(groups: dict[int, dict[int, Decimal]]):
    last = max(groups)
    first = {group: scores for group, scores in groups.items() if group != last}
    together = withhold(groups, questions=QUESTIONS, last={last})

    assert {group: together[group] for group in first} == withhold(first, questions=QUESTIONS)


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        pytest.param("", 5, id="nothing leaves the floor"),
        pytest.param(None, 5, id="missing leaves the floor"),
        pytest.param("0", 5, id="zero leaves the floor"),
        pytest.param("-7", 5, id="less than zero leaves the floor"),
        pytest.param("4", 5, id="less than the floor leaves the floor"),
        pytest.param("seven", 5, id="words leave the floor"),
        pytest.param("7.5", 5, id="a fraction leaves the floor"),
        pytest.param("٧", 5, id="digits of another script leave the floor"),
        pytest.param("5", 5, id="the floor itself"),
        pytest.param(" 7 ", 7, id="more raises it"),
        pytest.param(9, 9, id="a number raises it"),
        pytest.param("9" * 400, 32_767, id="far too much shows nothing"),
    ],
)
def test_configuration_raises_the_minimum_and_never_lowers_it(configured: object, expected: int):
    assert minimum_of_others(configured) == expected


@pytest.mark.parametrize(
    ("minimum", "expected"),
    [
        pytest.param(0, SHOWN, id="no lower than five whoever asks"),
        pytest.param(6, SHOWN, id="as many as asked for"),
        pytest.param(7, TOO_FEW, id="one fewer than asked for"),
    ],
)
def test_a_group_has_as_many_as_the_minimum(minimum: int, expected: Reason | None):
    assert withhold({"family": scored("abcdef", {})}, questions=QUESTIONS, minimum=minimum) == {"family": expected}


def test_the_minimum_is_five_whatever_is_asked():
    assert withhold({"family": scored("abcd", {})}, questions=QUESTIONS, minimum=0) == {"family": TOO_FEW}


def test_the_reasons_are_those_that_are_stored():
    assert {reason.value for reason in Reason} == set(Withheld.values)


def test_each_case_reads_as_a_sentence_of_its_own():
    ids = [case.id for case in (*CASES, *CORRECTIONS, *LAST)]

    assert len(ids) == len(set(ids)) >= 40
    assert all(re.fullmatch(r"[a-z' ,]+", name) for name in ids)

"""What each rule is for: worlds in which nobody's score follows, and somebody's does where that one rule is broken.

Every world is written out: which councils, a letter each, are in which group, and who is at which level. The viewer is
in every group and never counted. With three questions an answer step is a third of a level. Of nine others the
quartiles are the third from below and the third from above and the median is the fifth. An edge shown as 3.0 lies from
2.75 up to 3.25, and of the levels that there are that is 3 alone.
"""

from decimal import Decimal

import pytest

from reports import benchmarking, disclosure
from reports.disclosure import ALL_RULES, Rule
from reports.tests.attacker.attack import leaks
from reports.tests.attacker.worlds import World, letters_of, make_world, written


def derived(world: World, *without: Rule) -> str:
    """The letters of the councils whose score the attacker derives."""
    return letters_of({leak.council for leak in leaks(world, ALL_RULES - set(without))})


def test_without_the_minimum_of_others_two_who_published_give_the_third_away():
    """b is below 3.0 and c above it, so a is the median."""
    world = written({"family": "abc"}, {"a": "3", "b": "2", "c": "5"}, published="bc")

    assert derived(world) == ""
    assert derived(world, Rule.OTHERS) == "a"


def test_without_the_difference_three_groups_that_each_lack_another_council_show_one_of_them():
    """Of the same ten councils one group lacks a, one d and one j.

    Without a the lower quartile is 3.0, without d it is 2.0: more of the second lie below 2.75, so a lies below it and
    d doesn't. Without d the median is 4.0, without j it is 3.0: more of the third lie below 3.05, so d lies below it.
    """
    world = written(
        {"place": "bcdefghij", "people": "abcefghij", "nearest": "abcdefghi"},
        {"a": "1", "bc": "2", "de": "3", "fghij": "4"},
    )

    assert derived(world) == ""
    assert derived(world, Rule.DIFFERENCE) == "d"


def test_without_the_remainder_and_the_union_what_a_part_leaves_of_the_whole_is_shown():
    """x is what two parts leave of two wholes.

    With x the lower quartile of the place goes up from 2.5 to 3.0, so x is no lower than 3. With x the median of the
    people goes down from 3.5 to 3.0, so x is no higher. The union alone would have kept the parts back, since one part
    is a union too; and the remainder alone, since what a single part leaves is what it is about.
    """
    world = written(
        {"place": "abcdefgh", "place and one": "abcdefghx", "people": "ijklmnop", "people and one": "ijklmnopx"},
        {"ab": "1", "c": "3", "def": "4", "gh": "5", "ijkl": "2", "mnop": "5", "x": "3"},
    )

    assert derived(world) == derived(world, Rule.REMAINDER) == derived(world, Rule.UNION) == ""
    assert derived(world, Rule.REMAINDER, Rule.UNION) == "x"


def test_without_the_union_the_one_whom_two_groups_leave_of_a_third_is_shown():
    """Each two of the three groups share six, and x is in the first alone.

    Of the first at most four lie below its median of 3.0, of the second at least seven lie below 2.75: of the three
    whom the second has alone all lie below it, and of the three whom the first has alone (x, d, e) nobody does. In the
    same way nobody whom the first has alone beside the third (x, b, c) lies above 3.
    """
    world = written(
        {"place": "xbcdefghi", "people": "bcfghijkl", "nearest": "defghimno"},
        {"x": "3", "bc": "2", "de": "4", "fg": "2", "hi": "4", "jkl": "2", "mno": "4"},
    )

    assert derived(world) == ""
    assert derived(world, Rule.UNION) == "x"


def test_without_the_correction_rule_one_council_that_hands_in_three_times_is_shown():
    """x goes from 3 to 1 and on to 5, and the median of the same nine from 3.0 to 2.0 and on to 4.0."""
    others = {"abcd": "2", "efgh": "4"}
    world = written({"family": "abcdefghx"}, others | {"x": "3"}, others | {"x": "1"}, others | {"x": "5"})

    assert derived(world) == ""
    assert derived(world, Rule.CORRECTION) == "x"


def test_without_the_ends_a_median_at_the_bottom_shows_who_is_there():
    """They share six. Of the first five lie at 1, of the second at most two: so all three of the first alone do."""
    world = written(
        {"place": "abcdefxyz", "people": "abcdefghi"},
        {"ab": "1", "cdef": "3", "xyz": "1", "g": "2", "h": "3", "i": "4"},
    )

    assert derived(world) == ""
    assert derived(world, Rule.ENDS) == "xyz"


def test_with_ends_of_one_step_the_reason_itself_shows_who_is_there(monkeypatch: pytest.MonkeyPatch):
    """That the nation's median is at an end would say that sixteen of it are at 1, or sixteen at 5.

    At most five of the twenty people lie beyond each edge of their band, so all eleven whom they leave would be there.
    The place has six of those, and its upper edge of 3.0 leaves no room for six at 5. So the eleven are at 1.
    """
    world = written(
        {
            "place": "abcdefghijkvwxyzAB",
            "people": "ghijkqrstuvwxyzABCDE",
            "nation": "abcdefghijklmnopqrstuvwxyzABCDE",
        },
        {"abcdef": "1", "gh": "1", "ijk": "5/2", "lmnop": "1", "qrs": "1", "tu": "5/2", "vwxyzABCDE": "5/2"},
        questions=6,
    )
    assert derived(world) == ""

    monkeypatch.setattr(disclosure, "END_WITHIN", 1)
    assert derived(world) == "abcdeflmnop"


def test_where_an_edge_may_be_the_median_five_whom_one_of_three_groups_has_alone_are_shown(
    monkeypatch: pytest.MonkeyPatch,
):
    """The groups share four, and each has five of its own. Their bands have no width: 3.0, 2.0 and 4.0.

    Of the first at most two lie below 3, of the second seven or more: so none of the first's own five do. Of the first
    at most two lie above 3, of the third seven or more: so none of its own five do that either.
    """
    world = written(
        {"place": "abcdefghi", "people": "abcdjklmn", "nearest": "abcdopqrs"},
        {"ab": "2", "cd": "4", "efghi": "3", "jklmn": "2", "opqrs": "4"},
    )
    assert derived(world) == ""

    monkeypatch.setattr(benchmarking, "EDGE_FROM_MEDIAN", Decimal(0))
    assert derived(world) == "efghi"


def test_where_an_edge_may_be_the_median_the_seven_whom_two_families_leave_are_shown(monkeypatch: pytest.MonkeyPatch):
    """The nation's band has no width: at most six lie below 3, and at most six above.

    Three of each family lie below 2.75 and three above 3.25. Those are the six, so all others are at 3.
    """
    world = written(
        {"place": "abcdefghi", "people": "jklmnopqr", "nation": "abcdefghijklmnopqrstuvwxy"},
        {"aj": "1", "bk": "2", "cl": "7/3", "defmno": "3", "gp": "4", "hiqr": "5", "stuvwxy": "3"},
    )
    assert derived(world) == ""

    monkeypatch.setattr(benchmarking, "EDGE_FROM_MEDIAN", Decimal(0))
    assert derived(world) == "stuvwxy"


def test_where_an_edge_may_be_the_end_of_the_scale_those_at_the_end_are_shown(monkeypatch: pytest.MonkeyPatch):
    """That the twenty-two people are alike is said, so none of the nine whom the place shares with them is at 1.

    The place's lower edge of 1.0 says that four of its thirteen are: those whom it has alone.
    """
    world = written(
        {
            "place": "abcdefghijklm",
            "people": "efghijklmnopqrstuvwxyz",
            "nation": "abcdefghijklmnopqrstuvwxyzABCDEFGHI",
        },
        {"abcd": "1", "efghijklmnopqrstuvwxyz": "11/3", "ABCDEFGHI": "4"},
    )
    assert derived(world) == ""

    monkeypatch.setattr(benchmarking, "EDGE_AT_END", Decimal(0))
    assert derived(world) == "abcd"


@pytest.mark.parametrize("seed", [7, 346])
def test_where_alike_means_equal_the_reason_itself_says_too_much(monkeypatch: pytest.MonkeyPatch, seed: int):
    world = make_world(seed)
    assert leaks(world) == []

    monkeypatch.setattr(disclosure, "ALIKE_WITHIN", 0)
    assert leaks(world)


def test_where_five_have_a_band_those_who_are_not_published_are_shown(monkeypatch: pytest.MonkeyPatch):
    """p, q and r published 1, 5 and 5. A band from 2.0 with a median of 3.0 puts a and b at 2 and 3, and the other
    group's band from 3.0 leaves nobody but p below it, so that a is the one at 3.
    """
    world = written(
        {"place": "abpqr", "people": "apcde"},
        {"a": "3", "b": "2", "p": "1", "qr": "5", "cd": "4", "e": "5"},
        published="pqr",
    )
    assert derived(world) == ""

    monkeypatch.setattr(benchmarking, "BAND_FROM", 5)
    assert derived(world) == "ab"


FOUR_FAMILIES = {"place": "abcdefghx", "people": "abcdijklm", "nearest": "nopqrstux", "fourth": "nopqvwyzA"}
"""The first shares four with the second, the third four with the fourth, and x is in the first and the third."""
FROM_BOTH_SIDES = {"ab": "2", "cdefgh": "4", "ijklm": "2", "x": "3", "no": "4", "pqrstu": "2", "vwyzA": "4"}


def test_where_bands_are_rounded_as_little_as_medians_an_edge_is_a_council(monkeypatch: pytest.MonkeyPatch):
    """With six questions an edge of 3.0 can be three levels, and rounded to a tenth it is one.

    At most two of the first group lie below its lower edge, and they are shared with the second, of whom seven do; so
    nobody of the first alone does. In the same way nobody of the third alone lies above its upper edge, and x is both.
    """
    world = written(FOUR_FAMILIES, FROM_BOTH_SIDES, questions=6)
    assert derived(world) == ""

    monkeypatch.setattr(benchmarking, "BAND_STEP", Decimal("0.1"))
    assert derived(world) == "x"


def test_of_four_groups_that_overlap_crosswise_the_rules_may_show_one():
    """What they don't prevent: the same with three questions. No usual ladder has four groups that cross."""
    assert derived(written(FOUR_FAMILIES, FROM_BOTH_SIDES, questions=3)) == "x"


def test_of_three_large_groups_that_overlap_crosswise_in_a_nation_the_rules_may_show_some():
    """What they don't prevent: three of thirteen. x, y and z are in the first and the nation alone.

    Of the first three lie below 3, and the second shares them, so nobody of the first alone does. A quarter of the
    nation at most lies above 3, and the third has ten of those, so nobody outside the third does.
    """
    world = written(
        {
            "place": "abcdefghijxyz",
            "people": "abcdefklmnopq",
            "nearest": "defghijrstuvw",
            "nation": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO",
        },
        {"abc": "2", "defghij": "4", "klmnopq": "2", "rst": "4", "uvw": "2", "xyz": "3", "ABCDEFGHIJKLMNO": "2"},
    )

    assert derived(world) == "xyz"

"""The others of a group are counted as if they had been written out."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.others import Others, TakingPart

VIEWER = 0
SCORES = st.dictionaries(st.integers(VIEWER, 9), st.integers(0, 8).map(lambda steps: Decimal(steps) / 8))
SEEN_BY = st.sampled_from([None, VIEWER])


def written_out(scores: dict[int, Decimal], viewer: int | None) -> dict[int, Decimal]:
    return {council: score for council, score in scores.items() if council != viewer}


@given(scores=SCORES, viewer=SEEN_BY)
def test_the_viewer_is_not_among_the_others(scores: dict[int, Decimal], viewer: int | None):
    others, expected = Others(TakingPart(scores), viewer), sorted(written_out(scores, viewer).values())

    assert len(others) == len(expected)
    assert list(others.ordered) == expected
    assert others.ordered[1:-1] == expected[1:-1]
    assert [others.ordered[-place] for place in range(1, len(expected) + 1)] == expected[::-1]


@given(scores=SCORES, viewer=SEEN_BY)
def test_there_is_nobody_beyond_the_last(scores: dict[int, Decimal], viewer: int | None):
    ordered = Others(TakingPart(scores), viewer).ordered

    for place in (len(ordered), -len(ordered) - 1):
        with pytest.raises(IndexError):
            ordered[place]


@given(first=SCORES, second=SCORES, third=SCORES, viewer=SEEN_BY)
def test_what_groups_share_is_counted_without_the_viewer(first, second, third, viewer: int | None):
    one, two, three = (Others(TakingPart(scores), viewer) for scores in (first, second, third))
    a, b, c = (set(written_out(scores, viewer)) for scores in (first, second, third))

    for _ in range(2):  # the second time it is remembered
        assert one.shared_with(two) == len(a & b)
        assert one.shared_with(two, three) == len(a & b & c)
    assert one.outside([two]) == len(a - b)
    assert one.outside([two, three]) == len(a - b - c)
    assert one.lies_in(two) == (a < b)


@given(now=SCORES, before=SCORES, viewer=SEEN_BY)
def test_two_releases_agree_where_a_council_has_the_same_score_in_both(now, before, viewer: int | None):
    others, said = Others(TakingPart(now), viewer), Others(TakingPart(before), viewer)
    same = written_out(now, viewer).items() & written_out(before, viewer).items()

    assert others.agreeing_with(said) == said.agreeing_with(others) == len(same)


@given(scores=SCORES)
def test_one_group_is_counted_once_for_all_its_viewers(scores: dict[int, Decimal]):
    group, other = TakingPart(scores), TakingPart(scores)

    for viewer in [*scores, None]:
        seen = Others(group, viewer)
        assert seen.shared_with(Others(other, viewer)) == seen.agreeing_with(Others(other, viewer)) == len(seen)


def test_what_the_scores_give_is_worked_out_once_for_all_who_leave_the_same_ones():
    asked: list[list[Decimal]] = []

    def noted(ordered: Sequence[Decimal]) -> int:
        asked.append(list(ordered))
        return len(ordered)

    one, three = Decimal("0.1"), Decimal("0.3")
    group = TakingPart({1: one, 2: one, 3: three})

    assert [Others(group, viewer).once(noted) for viewer in (1, 2, 3, 4, 5, None)] == [2, 2, 2, 3, 3, 3]
    assert asked == [[one, three], [one, one], [one, one, three]]

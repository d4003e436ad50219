"""The other councils of a group, as one viewer sees them, and how many of them two groups share. Plain Python.

A release has as many views of a group as the group has viewers, and a country is a large group. So a view copies
nothing: it is the group with one place skipped, and whatever two groups have in common is counted once for them all.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, overload

Scores = Mapping[int, Decimal]
"""Normalised scores (0-1), by council."""
Found = TypeVar("Found")


class TakingPart:
    """The members of one group that are in the figures of one area of one release, with their scores."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.ordered = sorted(scores.values())
        self._shared: dict[tuple[TakingPart, ...], int] = {}
        self._agreeing: dict[TakingPart, int] = {}
        self._changed: dict[TakingPart, frozenset[int]] = {}
        self._once: dict[tuple[Hashable, Decimal | None], Any] = {}

    def once(self, what: Callable[[Sequence[Decimal]], Found], own: Decimal | None) -> Found:
        """What a function gives of all scores but one's own, worked out once for all viewers with that score."""
        key = (what, own)
        if key not in self._once:
            self._once[key] = what(self.without(own))
        found: Found = self._once[key]
        return found

    def without(self, own: Decimal | None) -> "Ordered":
        return Ordered(self.ordered, None if own is None else bisect_left(self.ordered, own))

    def shared_with(self, *groups: "TakingPart") -> int:
        """How many councils are in this group and in all of these."""
        if groups not in self._shared:
            smallest, *rest = sorted((self, *groups), key=lambda group: len(group.scores))
            self._shared[groups] = sum(all(one in group.scores for group in rest) for one in smallest.scores)
        return self._shared[groups]

    def agreeing_with(self, group: "TakingPart") -> int:
        """How many councils are in both with the same score. The other group may be of another release."""
        if group not in self._agreeing:
            small, large = sorted((self.scores, group.scores), key=len)
            self._agreeing[group] = sum(large.get(council) == score for council, score in small.items())
        return self._agreeing[group]

    def changed_since(self, group: "TakingPart") -> frozenset[int]:
        """Who is in one of the two alone, or in both with another score."""
        if group not in self._changed:
            either = self.scores.keys() | group.scores.keys()
            self._changed[group] = frozenset(one for one in either if self.scores.get(one) != group.scores.get(one))
        return self._changed[group]


class Ordered(Sequence[Decimal]):
    """Scores from the lowest to the highest, with one place skipped, or none."""

    def __init__(self, scores: Sequence[Decimal], skipped: int | None) -> None:
        self._scores, self._skipped = scores, len(scores) if skipped is None else skipped

    def __len__(self) -> int:
        return len(self._scores) - (self._skipped < len(self._scores))

    @overload
    def __getitem__(self, place: int) -> Decimal: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Decimal]: ...
    def __getitem__(self, place: int | slice) -> Decimal | Sequence[Decimal]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._scores[place + (place >= self._skipped)]


class Others:
    """Everybody of a group who takes part, but the viewer."""

    def __init__(self, group: TakingPart, viewer: int | None = None) -> None:
        self._group, self._viewer = group, viewer
        self._own = None if viewer is None else group.scores.get(viewer)

    def __len__(self) -> int:
        return len(self._group.scores) - (self._own is not None)

    @property
    def ordered(self) -> Sequence[Decimal]:
        return self._group.without(self._own)

    def once(self, what: Callable[[Sequence[Decimal]], Found]) -> Found:
        """What a function gives of the ordered scores. It is asked once for all viewers who leave the same ones."""
        return self._group.once(what, self._own)

    def shared_with(self, *groups: "Others") -> int:
        """How many others are in this group and in all of these."""
        viewer_in_all = self._own is not None and all(group._own is not None for group in groups)
        return self._group.shared_with(*(group._group for group in groups)) - viewer_in_all

    def agreeing_with(self, group: "Others") -> int:
        """How many others are in both with the same score."""
        return self._group.agreeing_with(group._group) - (self._own is not None and self._own == group._own)

    def changed_since(self, group: "Others") -> frozenset[int]:
        """Which others are in one of the two alone, or in both with another score."""
        changed = self._group.changed_since(group._group)
        return changed if self._viewer is None else changed - {self._viewer}

    def lies_in(self, group: "Others") -> bool:
        """Whether all of these are in the other group, and some of the other group are not among these."""
        return len(self) < len(group) and self.shared_with(group) == len(self)

    def outside(self, groups: Collection["Others"]) -> int:
        """How many of these are in none of one or two groups."""
        alone = len(self) - sum(self.shared_with(group) for group in groups)
        return alone + (self.shared_with(*groups) if len(groups) > 1 else 0)

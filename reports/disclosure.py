"""Which figures one council may see without being able to work out another council's score.

The rules look at one area and one viewer: the groups on the viewer's ladder, and the scores of the other councils in
each. Every rule is a function with its reason beside it; `withhold` puts them in order.
"""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from assessments.scoring import as_level

MINIMUM_OTHERS = 5
"""How many other councils a group needs before anything of it is shown."""
MINIMUM_DIFFERENCE = 3
"""By how many councils two groups have to differ where they differ at all."""
MINIMUM_REMAINDER = 5
"""How many councils a group has to leave of a larger one that it lies in."""
CHANGED_FOR_CORRECTION = 3
"""How many councils have to change before a round is released again."""

Group = TypeVar("Group", bound=Hashable)
Scores = Mapping[int, Decimal]
"""The normalised scores of the other councils of a group, by council."""


class Reason(StrEnum):
    """Why a figure is withheld; the values are those of reports.models.Withheld."""

    TOO_FEW = "too_few"
    DIFFERENCE = "difference"
    ALIKE = "alike"


def withhold(groups: Mapping[Group, Scores]) -> dict[Group, Reason | None]:
    """Why each group is withheld, or None where it may be shown. The groups come in the order of the ladder.

    The pair rules look at the groups that are large enough; likeness is judged last, of what is left, because its
    reason is itself a statement about the group's scores and may only be made of a group that could be shown.
    """
    enough = {group: scores for group, scores in groups.items() if not too_few(scores)}
    apart = _keep_apart(enough)
    uniform = {group for group in apart if alike(enough[group])}
    telling = {
        group
        for group in apart
        if group not in uniform and gives_alike_away(enough[group], [enough[other] for other in uniform])
    }
    reasons: dict[Group, Reason | None] = dict.fromkeys(groups, Reason.TOO_FEW)
    reasons |= dict.fromkeys(enough, Reason.DIFFERENCE)
    reasons |= dict.fromkeys(apart)
    return reasons | dict.fromkeys(uniform | telling, Reason.ALIKE)


def too_few(scores: Scores) -> bool:
    """A figure of very few councils comes close to naming them, and whoever knows some knows the rest."""
    return len(scores) < MINIMUM_OTHERS


def differ_too_little(one: Scores, other: Scores) -> bool:
    """Two figures whose councils are the same but for one or two show what those one or two scored."""
    return 0 < len(one.keys() ^ other.keys()) < MINIMUM_DIFFERENCE


def leaves_too_few(inner: Scores, outer: Scores) -> bool:
    """Who sees a whole and a part of it sees the rest too, so the rest has to be a group that could be shown."""
    return inner.keys() < outer.keys() and len(outer) - len(inner) < MINIMUM_REMAINDER


def alike(scores: Scores) -> bool:
    """Where all are at one level to the decimal that is shown, the median is the score of every single council."""
    return as_level(min(scores.values())) == as_level(max(scores.values()))


def gives_alike_away(scores: Scores, uniform: Iterable[Scores]) -> bool:
    """To say that the scores of one group are alike, and to show the median of a group that they are half of,
    shows their level: the middle of the larger group lies among them."""
    return any(2 * len(scores.keys() & others.keys()) >= len(scores) for others in uniform)


def _keep_apart(groups: Mapping[Group, Scores]) -> list[Group]:
    """The groups that may stand beside each other. Of two that may not, the smaller goes.

    The largest is looked at first, so that a group falls only to one that stays; of two alike in size the one that
    comes first on the ladder stays.
    """
    kept: list[Group] = []
    for group in sorted(groups, key=lambda name: -len(groups[name])):
        smaller = groups[group]
        if not any(
            differ_too_little(smaller, groups[larger]) or leaves_too_few(smaller, groups[larger]) for larger in kept
        ):
            kept.append(group)
    return kept

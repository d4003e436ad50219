"""Which figures one council may see without being able to work out another council's score.

The rules look at one area and one viewer: the groups on the viewer's ladder, the scores of the other councils in each,
and what earlier releases of the same round showed. Every rule is a function with its reason beside it; `withhold` puts
them in order. The quartile minimum and the rounding are the two rules that shape figures instead of withholding them;
they stand in benchmarking.py. docs/disclosure.md tells what each rule prevents and what none of them can.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

from assessments.scoring import HIGHEST, LOWEST, answer_step, as_level
from reports.benchmarking import MIDDLE, quantile
from reports.others import Others

MINIMUM_OTHERS = 5
"""How many other councils a group needs before anything of it is shown. The floor: configuration can only raise it."""
LARGEST_MINIMUM = 32_767
"""No group is as large; a larger number than this is a mistake that shows nothing instead of failing."""
MINIMUM_DIFFERENCE = 3
"""How many councils each of two groups has that the other has not, where they differ at all."""
MINIMUM_REMAINDER = 5
"""How many councils a group, or two together, have to leave of a larger one that they lie in."""
CHANGED_FOR_CORRECTION = 3
"""How many councils have to change before a figure of a round is released again."""
ALIKE_WITHIN = 1
"""Within how many answer steps all scores of a group lie where it counts as alike."""
END_WITHIN = 2
"""Within how many answer steps of an end of the scale a median counts as at the end."""
ROUNDING = Fraction(1, 20)
"""How far the exact median may lie from the one that is shown."""
HAIR = Fraction(1, 10**6)
"""Stored scores are rounded, so this much is no difference."""

Group = TypeVar("Group", bound=Hashable)
Said = Mapping[Group, Others]
"""The groups of which one release said something to the viewer: a figure, or that it is alike."""


class Reason(StrEnum):
    """Why a figure is withheld; the values are those of reports.models.Withheld."""

    TOO_FEW = "too_few"
    DIFFERENCE = "difference"
    CORRECTION = "correction"
    ALIKE = "alike"


class Rule(StrEnum):
    """The rules by name, so that a test can leave each out and show what happens then. The service applies them all."""

    OTHERS = "minimum of others"
    DIFFERENCE = "difference"
    REMAINDER = "remainder"
    UNION = "union"
    CORRECTION = "correction"
    ALIKE = "alike"
    ENDS = "ends of the scale"


ALL_RULES = frozenset(Rule)


def minimum_of_others(configured: object) -> int:
    """The minimum as configured, and never less than the floor: nothing, zero, less and nonsense leave the floor."""
    wanted = str(configured).strip()
    if not (wanted.isascii() and wanted.isdecimal()):
        return MINIMUM_OTHERS
    return min(max(MINIMUM_OTHERS, int(wanted[:6])), LARGEST_MINIMUM)


def withhold(
    groups: Mapping[Group, Others],
    *,
    questions: int,
    minimum: int = MINIMUM_OTHERS,
    last: Collection[Group] = (),
    before: Sequence[Said[Group]] = (),
    rules: Collection[Rule] = ALL_RULES,
) -> dict[Group, Reason | None]:
    """Why each group is withheld, or None where it may be shown. The groups come in the order of the ladder.

    `questions` is how many the area has, `last` are groups that never take a figure away from the others, `before` of
    whom each earlier release of the round said something to the viewer.
    The rules about who is in a group come first. What the scores themselves are like is judged last, of what is left,
    because that reason is itself a statement about scores and may only be made of a group that could be shown.
    """
    floor = max(minimum, MINIMUM_OTHERS) if Rule.OTHERS in rules else 1
    enough = {group: others for group, others in groups.items() if not too_few(others, floor)}
    settled = {
        group: others for group, others in enough.items() if not _follows_too_closely(group, others, before, rules)
    }
    apart = {group: settled[group] for group in _keep_apart(settled, last, before, rules)}
    reasons: dict[Group, Reason | None] = dict.fromkeys(groups, Reason.TOO_FEW)
    reasons |= dict.fromkeys(enough, Reason.CORRECTION)
    reasons |= dict.fromkeys(settled, Reason.DIFFERENCE)
    reasons |= dict.fromkeys(apart)
    revealing = [group for group, others in apart.items() if _reveals(others, questions, rules)]
    return reasons | dict.fromkeys(revealing, Reason.ALIKE)


def too_few(others: Others, minimum: int = MINIMUM_OTHERS) -> bool:
    """A figure of very few councils comes close to naming them, and whoever knows some knows the rest."""
    return len(others) < minimum


def differ_too_little(one: Others, other: Others) -> bool:
    """Two figures whose councils are the same but for one or two show what those one or two scored.

    Each side needs its own: where five are low on one side, six high on the other, and only one is not shared, there is
    no way to count without putting that one among the low.
    """
    only_one, only_other = one.outside([other]), other.outside([one])
    return bool(only_one and only_other) and min(only_one, only_other) < MINIMUM_DIFFERENCE


def leaves_too_few(inner: Others, outer: Others) -> bool:
    """Who sees a whole and a part of it sees the rest too, so the rest has to be a group that could be shown."""
    return inner.lies_in(outer) and len(outer) - len(inner) < MINIMUM_REMAINDER


def union_leaves_too_few(one: Others, other: Others, third: Others) -> bool:
    """Two groups together are a part like any other: families of Scotland, regions of a type, a type's all but one.

    What they leave of a group that holds both is at least as many as a single part has to leave. Of a group that they
    only overlap, they leave nothing or enough to hide in.
    """
    together = len(one) + other.outside([one])
    rest = third.outside([one, other])
    least = MINIMUM_REMAINDER if len(third) - rest == together else MINIMUM_DIFFERENCE
    return 0 < rest < least


def partition_leaves_too_few(parts: Iterable[Others], whole: Others) -> bool:
    """All groups that lie in a larger one without touching each other add up, and what is missing is seen as well."""
    added: list[Others] = []
    for part in sorted(parts, key=len, reverse=True):
        if not any(part.shared_with(one) for one in added):
            added.append(part)
    missing = len(whole) - sum(len(part) for part in added)
    return bool(added) and 0 < missing < MINIMUM_REMAINDER


def corrects_too_little(now: Others, before: Others) -> bool:
    """Two releases of one group that differ by one or two councils show what those one or two scored.

    Counted in the group that is looked at, and in the area: three changes over the whole round may be one in a family,
    and a council that handed in again may have changed this area or not.
    """
    return 0 < len(now.changed_since(before)) < CHANGED_FOR_CORRECTION


def changes_differ_too_little(one: Set[int], other: Set[int]) -> bool:
    """Two groups that are both released again show by how much each moved, and so what moved in one of them alone.

    Three changed in the family and a fourth elsewhere in Scotland: the two figures of Scotland less the two of the
    family are the fourth. So who changed in one and not in the other is nobody, or as many as a correction needs.
    """
    only_one, only_other = len(one - other), len(other - one)
    if only_one and only_other:
        return min(only_one, only_other) < MINIMUM_DIFFERENCE
    return 0 < only_one + only_other < CHANGED_FOR_CORRECTION


def rest_moves_too_little(parts: Iterable[frozenset[int]], whole: frozenset[int]) -> bool:
    """All parts of a whole that are released again add up too, and show what moved outside them."""
    return 0 < len(whole.difference(*parts)) < CHANGED_FOR_CORRECTION


def crosses_too_closely(now: Others, before: Others) -> bool:
    """A family today beside the whole of Scotland yesterday is a pair of groups too, and keeps the same distance.

    A council that handed in something else in between is another one here: its score then is not its score now.
    """
    agreeing = now.agreeing_with(before)
    only_now, only_before = len(now) - agreeing, len(before) - agreeing
    if only_now and only_before:
        return min(only_now, only_before) < MINIMUM_DIFFERENCE
    return 0 < only_now + only_before < MINIMUM_REMAINDER


def alike(others: Others, questions: int) -> bool:
    """Where all lie within one answer step, the median is the score of every single council, or the one next to it.

    One step and not one tenth, because the reason is said: it may not tell as much as the figure would. Whoever knows
    that a group is alike, and roughly where from another figure, still can't tell each council's score from the next.
    """
    return spread(others) <= ALIKE_WITHIN * answer_step(questions) + HAIR


def at_an_end(others: Others, questions: int) -> bool:
    """A median so near an end of the scale that there is no room for two different scores beyond it.

    Everywhere else 'half of them are at 2.6 or lower' leaves each of them wide open. At the end it is the score of half
    of the councils, and counting them against another group tells which half. Two steps and not one, because the reason
    is said: who knows that a median is at the end still can't tell the end from the score next to it.
    """
    reach = END_WITHIN * answer_step(questions)
    median = others.once(_median)
    return median + ROUNDING <= LOWEST + reach or median - ROUNDING > HIGHEST - reach


def spread(others: Others) -> Fraction:
    """From the lowest to the highest, in levels."""
    return others.once(_width)


def _median(ordered: Sequence[Decimal]) -> Fraction:
    return Fraction(as_level(quantile(ordered, MIDDLE)))


def _width(ordered: Sequence[Decimal]) -> Fraction:
    return Fraction(ordered[-1] - ordered[0]) * (HIGHEST - LOWEST)


def _follows_too_closely(group: Group, others: Others, before: Sequence[Said[Group]], rules: Collection[Rule]) -> bool:
    """Whether what was said before, of this group or of another, would tell what is new in this one."""
    if Rule.CORRECTION not in rules:
        return False
    return any(
        corrects_too_little(others, said) if group == earlier else crosses_too_closely(others, said)
        for release in before
        for earlier, said in release.items()
    )


def _reveals(others: Others, questions: int, rules: Collection[Rule]) -> bool:
    """Whether the scores are such that a figure would tell them. One reason for both cases, so that it tells little."""
    return (Rule.ALIKE in rules and alike(others, questions)) or (Rule.ENDS in rules and at_an_end(others, questions))


def _keep_apart(
    groups: Mapping[Group, Others], last: Collection[Group], before: Sequence[Said[Group]], rules: Collection[Rule]
) -> list[Group]:
    """The groups that may stand beside each other. Of those that may not, the smallest goes.

    The largest is looked at first, so that a group falls only to those that stay; of two alike in size the one that
    comes first on the ladder stays.
    """
    kept: list[Group] = []
    for group in sorted(groups, key=lambda name: (name in last, -len(groups[name]))):
        stay = {name: groups[name] for name in kept}
        if not _collides(groups[group], list(stay.values()), rules) and not (
            Rule.CORRECTION in rules and any(_moves_too_closely(group, groups[group], stay, said) for said in before)
        ):
            kept.append(group)
    return kept


def _moves_too_closely(group: Group, others: Others, kept: Said[Group], said: Said[Group]) -> bool:
    """Whether a group that was released before would show, beside these, what moved since."""
    if group not in said:
        return False
    again = {name: one for name, one in kept.items() if name in said}
    moved = {name: one.changed_since(said[name]) for name, one in again.items()}
    own = others.changed_since(said[group])
    if any(changes_differ_too_little(own, other) for other in moved.values()):
        return True
    wholes = [name for name, one in again.items() if others.lies_in(one)]
    return any(
        rest_moves_too_little(
            [own, *(moved[name] for name, one in again.items() if one.lies_in(again[whole]))], moved[whole]
        )
        for whole in wholes
    )


def _collides(others: Others, kept: Sequence[Others], rules: Collection[Rule]) -> bool:
    """Whether a group may not stand beside these."""
    if Rule.DIFFERENCE in rules and any(differ_too_little(others, one) for one in kept):
        return True
    if Rule.REMAINDER in rules and any(leaves_too_few(others, one) or leaves_too_few(one, others) for one in kept):
        return True
    return Rule.UNION in rules and _union_collides(others, kept)


def _union_collides(others: Others, kept: Sequence[Others]) -> bool:
    for one, other in combinations(kept, 2):
        if (
            union_leaves_too_few(others, one, other)
            or union_leaves_too_few(others, other, one)
            or union_leaves_too_few(one, other, others)
        ):
            return True
    wholes = [others, *(whole for whole in kept if others.lies_in(whole))]
    return any(
        partition_leaves_too_few([part for part in (others, *kept) if part.lies_in(whole)], whole) for whole in wholes
    )

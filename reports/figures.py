"""One pass from scores and peer groups to what every council may see. Plain Python, ids in and ids out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.benchmarking import BAND_FROM, Typical, typical_of_ordered
from reports.disclosure import ALL_RULES, MINIMUM_OTHERS, Reason, Rule, Said, withhold
from reports.others import Others, Scores, TakingPart

Measure = Callable[[Sequence[Decimal]], Typical]
Ladder = tuple[int, ...]
"""Groups, the one to be tried first in front."""


@dataclass(frozen=True)
class Inputs:
    """Everything that one release is computed from."""

    ladders: Mapping[int, Ladder]
    """By council, for every council that may compare itself. It is itself in each group of its ladder."""
    members: Mapping[int, Collection[int]]
    """The councils of each group."""
    scores: Mapping[int, Scores]
    """By area, the scores of the councils that enter its benchmark."""
    questions: Mapping[int, int]
    """By area, how many it has."""
    minimum: int = MINIMUM_OTHERS
    """How many others a group needs; never less than the floor."""
    last: frozenset[int] = frozenset()
    """Groups that are judged after all others, so that they never take a figure away from them."""
    public: Ladder = ()
    """Groups whose figures may be shown to everybody."""


@dataclass(frozen=True)
class Look:
    """What may be seen of one group: figures, or why there are none."""

    shown: Typical | None
    withheld: Reason | None


@dataclass(frozen=True)
class Figure:
    viewer: int
    group: int
    rung: int
    area: int
    look: Look


@dataclass(frozen=True)
class PublicLook:
    """A figure of a whole group, for readers who are in none of its councils."""

    group: int
    area: int
    look: Look


@dataclass(frozen=True)
class _Part:
    """One release in one area."""

    ladders: Mapping[int, Ladder]
    public: Ladder
    taking_part: Mapping[int, TakingPart]
    scores: Scores
    questions: int
    minimum: int
    last: frozenset[int]
    too_small: frozenset[int]
    """Groups that nobody is shown, so that it is all the same which of them stands on a ladder."""

    def ladder_as_judged(self, viewer: int) -> tuple[int | None, ...]:
        return tuple(None if group in self.too_small else group for group in self.ladder_of(viewer))

    def ladder_of(self, viewer: int | None) -> Ladder:
        """What a council may look at, or everybody who is none."""
        return self.public if viewer is None else self.ladders.get(viewer, ())


def compute(
    inputs: Inputs,
    *,
    earlier: Sequence[Inputs] = (),
    rules: Collection[Rule] = ALL_RULES,
    measure: Measure = typical_of_ordered,
) -> Iterator[Figure]:
    """One figure for each viewer, group of its ladder and area.

    `earlier` are the releases of the same round before this one, the first in front: what they showed is known, so
    what this one shows is judged together with it. They are worked out again from their own inputs, not read. Tests
    alone say `rules` and `measure`, to show what each of them is for.
    """
    for area in inputs.scores:
        yield from _of_area(area, [_part(area, one, rules) for one in (*earlier, inputs)], rules, measure)


def compute_all(inputs: Inputs, *, earlier: Sequence[Inputs] = ()) -> Iterator[Figure | PublicLook]:
    """Everything that a release holds: what every council may see, and after it what everybody may."""
    withheld: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    for figure in compute(inputs, earlier=earlier):
        if figure.look.withheld:
            withheld[figure.group, figure.area].add(figure.look.withheld)
        yield figure
    yield from compute_public(inputs, earlier=earlier, withheld=withheld)


def compute_public(
    inputs: Inputs, *, earlier: Sequence[Inputs] = (), withheld: Mapping[tuple[int, int], Collection[Reason]]
) -> Iterator[PublicLook]:
    """One figure for each public group and area. `withheld` says by group and area what its own councils don't see.

    Every council reads these beside its own figures, and knows its own score. So a public figure passes the rules for
    somebody who is in no group, and nothing of it is withheld from any of its councils: taking its own score away, a
    council is left with a group that it sees already.
    """
    for area in inputs.scores:
        parts = [_part(area, one, ALL_RULES) for one in (*earlier, inputs)]
        for group, look in zip(inputs.public, _looks(None, parts, ALL_RULES, _typical_for_all), strict=True):
            inside = withheld.get((group, area), ())
            reason = look.withheld or next((reason for reason in Reason if reason in inside), None)
            yield PublicLook(group=group, area=area, look=Look(None, reason) if reason else look)


def _typical_for_all(ordered: Sequence[Decimal]) -> Typical:
    """Each council of the group has one other fewer than there are, so a band takes one more."""
    peers = typical_of_ordered(ordered)
    return peers if peers.n > BAND_FROM else Typical(n=peers.n, median=peers.median)


def _of_area(area: int, parts: Sequence[_Part], rules: Collection[Rule], measure: Measure) -> Iterator[Figure]:
    # Viewers with the same ladders and the same scores leave the same others behind, whoever they are: being in all
    # their groups, they take the same value out of each and nothing out of the differences between groups. So the
    # work grows with the number of ladders and of distinct scores, and not with the number of councils.
    seen: dict[tuple[tuple[tuple[int | None, ...], Decimal | None], ...], list[Look]] = {}
    for viewer, ladder in parts[-1].ladders.items():
        key = tuple((part.ladder_as_judged(viewer), part.scores.get(viewer)) for part in parts)
        if key not in seen:
            seen[key] = _looks(viewer, parts, rules, measure)
        for rung, (group, look) in enumerate(zip(ladder, seen[key], strict=True), start=1):
            yield Figure(viewer=viewer, group=group, rung=rung, area=area, look=look)


def _part(area: int, inputs: Inputs, rules: Collection[Rule]) -> _Part:
    scores = inputs.scores[area]
    taking_part = {group: TakingPart(_scores_of(members, scores)) for group, members in inputs.members.items()}
    least = MINIMUM_OTHERS if Rule.OTHERS in rules else 1
    return _Part(
        ladders=inputs.ladders,
        public=inputs.public,
        taking_part=taking_part,
        scores=scores,
        questions=inputs.questions[area],
        minimum=inputs.minimum,
        last=inputs.last,
        too_small=frozenset(group for group, found in taking_part.items() if len(found.scores) < least),
    )


def _scores_of(members: Collection[int], scores: Scores) -> dict[int, Decimal]:
    return {council: scores[council] for council in members if council in scores}


def _looks(viewer: int | None, parts: Sequence[_Part], rules: Collection[Rule], measure: Measure) -> list[Look]:
    """What the viewer sees of its groups in the last release, after what it saw in those before."""
    said: list[Said[int]] = []
    looks: list[Look] = []
    for part in parts:
        others = {group: Others(part.taking_part[group], viewer) for group in part.ladder_of(viewer)}
        # Readers who are in no council see one more than each council of the group does.
        minimum = part.minimum + (viewer is None)
        reasons = withhold(others, questions=part.questions, minimum=minimum, last=part.last, before=said, rules=rules)
        looks = [
            Look(shown=None if reason else others[group].once(measure), withheld=reason)
            for group, reason in reasons.items()
        ]
        # That a group's scores are alike is a statement about them too, and known from then on.
        said.append({group: others[group] for group, reason in reasons.items() if reason in (None, Reason.ALIKE)})
    return looks

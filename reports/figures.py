"""One pass from scores and peer groups to what every council may see. Plain Python, ids in and ids out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from reports.benchmarking import Typical, typical
from reports.disclosure import ALL_RULES, MINIMUM_OTHERS, Reason, Rule, Scores, withhold

Measure = Callable[[Iterable[Decimal]], Typical]
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
class _Part:
    """One release in one area."""

    ladders: Mapping[int, Ladder]
    taking_part: Mapping[int, Scores]
    """By group, the members' scores, lowest first, so that each later sort of them is quick."""
    scores: Scores
    questions: int
    minimum: int


def compute(
    inputs: Inputs,
    *,
    earlier: Sequence[Inputs] = (),
    rules: Collection[Rule] = ALL_RULES,
    measure: Measure = typical,
) -> Iterator[Figure]:
    """One figure for each viewer, group of its ladder and area.

    `earlier` are the releases of the same round before this one, the first in front: what they showed is known, so
    what this one shows is judged together with it. They are worked out again from their own inputs, not read. Tests
    alone say `rules` and `measure`, to show what each of them is for.
    """
    for area in inputs.scores:
        yield from _of_area(area, [_part(area, one) for one in (*earlier, inputs)], rules, measure)


def _of_area(area: int, parts: Sequence[_Part], rules: Collection[Rule], measure: Measure) -> Iterator[Figure]:
    # Viewers with the same ladders and the same scores leave the same others behind, whoever they are: being in all
    # their groups, they take the same value out of each and nothing out of the differences between groups. So the
    # work grows with the number of ladders and of distinct scores, and not with the number of councils.
    seen: dict[tuple[tuple[Ladder, Decimal | None], ...], list[Look]] = {}
    for viewer, ladder in parts[-1].ladders.items():
        key = tuple((part.ladders.get(viewer, ()), part.scores.get(viewer)) for part in parts)
        if key not in seen:
            seen[key] = _looks(viewer, parts, rules, measure)
        for rung, (group, look) in enumerate(zip(ladder, seen[key], strict=True), start=1):
            yield Figure(viewer=viewer, group=group, rung=rung, area=area, look=look)


def _part(area: int, inputs: Inputs) -> _Part:
    scores = inputs.scores[area]
    return _Part(
        ladders=inputs.ladders,
        taking_part={group: _ordered(scores, members) for group, members in inputs.members.items()},
        scores=scores,
        questions=inputs.questions[area],
        minimum=inputs.minimum,
    )


def _ordered(scores: Scores, members: Collection[int]) -> dict[int, Decimal]:
    return dict(sorted(((council, scores[council]) for council in members if council in scores), key=itemgetter(1)))


def _looks(viewer: int, parts: Sequence[_Part], rules: Collection[Rule], measure: Measure) -> list[Look]:
    """What the viewer sees of its groups in the last release, after what it saw in those before."""
    said: list[tuple[int, Scores]] = []
    looks: list[Look] = []
    for part in parts:
        others = {
            group: {council: score for council, score in part.taking_part[group].items() if council != viewer}
            for group in part.ladders.get(viewer, ())
        }
        reasons = withhold(others, questions=part.questions, minimum=part.minimum, before=said, rules=rules)
        looks = [
            Look(shown=None if reason else measure(others[group].values()), withheld=reason)
            for group, reason in reasons.items()
        ]
        # That a group's scores are alike is a statement about them too, and known from then on.
        said += [(group, others[group]) for group, reason in reasons.items() if reason in (None, Reason.ALIKE)]
    return looks

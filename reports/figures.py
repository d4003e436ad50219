"""One pass from scores and peer groups to what every council may see. Plain Python, ids in and ids out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter

from reports.benchmarking import Typical, typical
from reports.disclosure import Reason, Scores, withhold

Ladder = tuple[int, ...]
"""Groups, the one to be tried first in front."""


@dataclass(frozen=True)
class Inputs:
    ladders: Mapping[int, Ladder]
    """By council, for every council that may compare itself. It is itself in each group of its ladder."""
    members: Mapping[int, Collection[int]]
    """The councils of each group."""
    scores: Mapping[int, Scores]
    """By area, the scores of the councils that enter its benchmark."""


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


def compute(inputs: Inputs) -> Iterator[Figure]:
    """One figure for each viewer, group of its ladder and area."""
    for area, scores in inputs.scores.items():
        yield from _of_area(area, scores, inputs)


def _of_area(area: int, scores: Scores, inputs: Inputs) -> Iterator[Figure]:
    taking_part = {group: _ordered(scores, members) for group, members in inputs.members.items()}
    # Viewers with the same ladder and the same score leave the same others behind, whoever they are: being in all
    # their groups, they take the same value out of each and nothing out of the differences between groups. So the
    # work grows with the number of ladders and of distinct scores, and not with the number of councils.
    seen: dict[tuple[Ladder, Decimal | None], list[Look]] = {}
    for viewer, ladder in inputs.ladders.items():
        key = (ladder, scores.get(viewer))
        if key not in seen:
            seen[key] = _looks(viewer, ladder, taking_part)
        for rung, (group, look) in enumerate(zip(ladder, seen[key], strict=True), start=1):
            yield Figure(viewer=viewer, group=group, rung=rung, area=area, look=look)


def _ordered(scores: Scores, members: Collection[int]) -> dict[int, Decimal]:
    """The members' scores, lowest first, so that each later sort of them is quick."""
    return dict(sorted(((council, scores[council]) for council in members if council in scores), key=itemgetter(1)))


def _looks(viewer: int, ladder: Ladder, taking_part: Mapping[int, Scores]) -> list[Look]:
    others = {
        group: {council: score for council, score in taking_part[group].items() if council != viewer}
        for group in ladder
    }
    return [
        Look(shown=None if reason else typical(others[group].values()), withheld=reason)
        for group, reason in withhold(others).items()
    ]

"""One pass from scores and peer groups to what every council may see. Plain Python, ids in and ids out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.benchmarking import BAND_FROM, Typical, typical_of_ordered
from reports.disclosure import ALL_RULES, MINIMUM_OTHERS, Reason, Rule
from reports.looking import Inputs, Look, Measure, Panel, Rounds, look_through, rounds_of, worst

RULES = 1
"""The number of the rules that figures are computed by.

Whoever changes any figure raises it. A release by older rules is then known as such: what it holds can be computed
again by the version of the service that made it.
"""


@dataclass(frozen=True)
class Figure:
    viewer: int
    group: int
    rung: int
    area: int
    look: Look
    panel: Panel | None = None
    """None without a round before."""


@dataclass(frozen=True)
class PublicLook:
    """A figure of a whole group, for readers who are in none of its councils."""

    group: int
    area: int
    look: Look
    panel: Panel | None = None


def compute(
    inputs: Inputs,
    *,
    earlier: Sequence[Inputs] = (),
    past: Sequence[Sequence[Inputs]] = (),
    rules: Collection[Rule] = ALL_RULES,
    measure: Measure = typical_of_ordered,
) -> Iterator[Figure]:
    """One figure for each viewer, group of its ladder and area.

    `earlier` are the releases of the same round before this one, the first in front, and `past` those of each round
    before: what they showed is known, so what this one shows is judged together with it. They are worked out again
    from their own inputs, not read. Tests alone say `rules` and `measure`, to show what each of them is for.
    """
    for area in inputs.scores:
        yield from _of_area(area, rounds_of(area, (*past, (*earlier, inputs))), rules, measure)


def compute_all(
    inputs: Inputs, *, earlier: Sequence[Inputs] = (), past: Sequence[Sequence[Inputs]] = ()
) -> Iterator[Figure | PublicLook]:
    """Everything that a release holds: what every council may see, and after it what everybody may."""
    withheld = Withheld()
    for figure in compute(inputs, earlier=earlier, past=past):
        withheld.add(figure)
        yield figure
    yield from compute_public(inputs, earlier=earlier, past=past, withheld=withheld)


class Withheld:
    """What the councils of a group don't see of it, by group and area."""

    def __init__(self) -> None:
        self.figures: dict[tuple[int, int], set[Reason]] = defaultdict(set)
        self.panels: dict[tuple[int, int], set[Reason]] = defaultdict(set)

    def add(self, figure: Figure) -> None:
        if figure.look.withheld:
            self.figures[figure.group, figure.area].add(figure.look.withheld)
        if figure.panel and figure.panel.withheld:
            self.panels[figure.group, figure.area].add(figure.panel.withheld)


def compute_public(
    inputs: Inputs,
    *,
    earlier: Sequence[Inputs] = (),
    past: Sequence[Sequence[Inputs]] = (),
    withheld: Withheld,
) -> Iterator[PublicLook]:
    """One figure for each public group and area. `withheld` says what its own councils don't see.

    Every council reads these beside its own figures, and knows its own score. So a public figure passes the rules for
    somebody who is in no group, and nothing of it is withheld from any of its councils: taking its own score away, a
    council is left with a group that it sees already.
    """
    for area in inputs.scores:
        seen = look_through(None, rounds_of(area, (*past, (*earlier, inputs))), ALL_RULES, _typical_for_all)
        for group, (look, panel) in zip(inputs.public, seen, strict=True):
            reason = look.withheld or worst(*withheld.figures[group, area])
            inside = worst(*withheld.panels[group, area])
            yield PublicLook(
                group=group,
                area=area,
                look=Look(None, reason) if reason else look,
                panel=Panel(None, worst(panel.withheld, inside)) if panel and inside else panel,
            )


def _typical_for_all(ordered: Sequence[Decimal]) -> Typical:
    """Each council of the group has one other fewer than there are, so a band takes one more."""
    peers = typical_of_ordered(ordered)
    return peers if peers.n > BAND_FROM else Typical(n=peers.n, median=peers.median)


def _of_area(area: int, rounds: Rounds, rules: Collection[Rule], measure: Measure) -> Iterator[Figure]:
    # Viewers with the same ladders and the same scores leave the same others behind, whoever they are: being in all
    # their groups, they take the same value out of each and nothing out of the differences between groups. So the
    # work grows with the number of ladders and of distinct scores, and not with the number of councils.
    parts = [part for releases in rounds for part in releases]
    # Groups that nobody is shown are all the same, whichever of them stands on a ladder.
    least = MINIMUM_OTHERS if Rule.OTHERS in rules else 1
    seen: dict[tuple[tuple[tuple[int | None, ...], Decimal | None], ...], list[tuple[Look, Panel | None]]] = {}
    for viewer, ladder in parts[-1].ladders.items():
        key = tuple((part.ladder_as_judged(viewer, least), part.scores.get(viewer)) for part in parts)
        if key not in seen:
            seen[key] = look_through(viewer, rounds, rules, measure)
        for rung, (group, (look, panel)) in enumerate(zip(ladder, seen[key], strict=True), start=1):
            yield Figure(viewer=viewer, group=group, rung=rung, area=area, look=look, panel=panel)

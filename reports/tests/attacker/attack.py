"""One attack: what the viewer sees of a world, and which councils' scores follow from it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.scoring import answer_step, as_level
from reports.benchmarking import Typical, typical
from reports.disclosure import ALL_RULES, Reason, Rule
from reports.figures import Withheld, compute, compute_public
from reports.looking import Inputs, Look, Measure, Panel
from reports.tests.attacker.deduction import Sight, Version, derived
from reports.tests.attacker.worlds import VIEWER, Scores, World


@dataclass(frozen=True)
class Leak:
    """A council's score in one round, and between which levels the attacker knows it to lie."""

    seed: int
    council: int
    level: Fraction
    lowest: Fraction
    highest: Fraction


def leaks(world: World, rules: Collection[Rule] = ALL_RULES, measure: Measure = typical) -> list[Leak]:
    """What the attacker derives in any round. Raises AssertionError where it derives something that is not true."""
    step = answer_step(world.questions)
    found = []
    for releases, sights in zip(world.rounds, _seen(world, rules, measure), strict=True):
        truth = _versions(releases)
        for version, low, high in derived([*sights, *_published(world, releases)], step):
            if version[0] in world.published | {VIEWER}:
                continue
            level = 1 + 4 * truth[version]
            assert low <= level <= high, f"the attacker is wrong about {version} of world {world.seed}"
            found.append(Leak(world.seed, version[0], level, low, high))
    return found


def _seen(world: World, rules: Collection[Rule], measure: Measure) -> list[list[Sight]]:
    """Of each round, what all releases say of it: its own, and those of the next round about who is in both."""
    seen: list[list[Sight]] = [[] for _ in world.rounds]
    past: list[list[Inputs]] = []
    for place, releases in enumerate(world.rounds):
        works, inputs = _works(releases), [world.inputs(scores) for scores in releases]
        for number, scores in enumerate(releases):
            for look in _looks(inputs[number], inputs[:number], past, rules, measure):
                taking_part = world.members[look.group] & scores.keys() - {look.without}
                if look.figure.shown or (look.figure.withheld == Reason.ALIKE and look.without == VIEWER):
                    seen[place].append(Sight(_at(works[number], taking_part), look.figure.shown))
                if look.panel and look.panel.shown:
                    moved, before = look.panel.shown, world.rounds[place - 1]
                    both = taking_part & before[-1].keys()
                    seen[place].append(Sight(_at(works[number], both), Typical(moved.n, moved.now)))
                    then = _at(_works(before)[-1], both)
                    seen[place - 1].append(Sight(then, Typical(moved.n, moved.before)))
        past.append(inputs)
    return [list(dict.fromkeys(sights)) for sights in seen]


def _at(works: Mapping[int, int], councils: Collection[int]) -> frozenset[Version]:
    return frozenset((council, works[council]) for council in councils)


@dataclass(frozen=True)
class Seen:
    group: int
    figure: Look
    panel: Panel | None
    without: int | None
    """Who is left out of it: the viewer itself, or of what is public nobody."""


def _looks(
    inputs: Inputs,
    earlier: Sequence[Inputs],
    past: Sequence[Sequence[Inputs]],
    rules: Collection[Rule],
    measure: Measure,
) -> Iterator[Seen]:
    withheld = Withheld()
    for figure in compute(inputs, earlier=earlier, past=past, rules=rules, measure=measure):
        if figure.viewer == VIEWER:
            yield Seen(figure.group, figure.look, figure.panel, VIEWER)
        withheld.add(figure)
    for public in compute_public(inputs, earlier=earlier, past=past, withheld=withheld):
        yield Seen(public.group, public.look, public.panel, None)


def _published(world: World, releases: Sequence[Scores]) -> list[Sight]:
    """The scores that the viewer knows for certain, and its own among them."""
    open_to_it = world.published | {VIEWER}
    known = {version: score for version, score in _versions(releases).items() if version[0] in open_to_it}
    return [Sight(frozenset([version]), Typical(1, as_level(score))) for version, score in known.items()]


def _works(releases: Sequence[Scores]) -> list[dict[int, int]]:
    """Which work of each council is in each release, counted from 0."""
    works: list[dict[int, int]] = []
    for number, scores in enumerate(releases):
        before = releases[number - 1] if number else {}
        was = works[-1] if works else {}
        works.append(
            {c: was[c] if c in before and before[c] == score else was.get(c, -1) + 1 for c, score in scores.items()}
        )
    return works


def _versions(releases: Sequence[Scores]) -> dict[Version, Fraction]:
    return {
        (council, work): scores[council]
        for scores, works in zip(releases, _works(releases), strict=True)
        for council, work in works.items()
    }

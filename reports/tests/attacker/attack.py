"""One attack: what the viewer sees of a world, and which councils' scores follow from it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.scoring import answer_step, as_level
from reports.benchmarking import Typical, typical
from reports.disclosure import ALL_RULES, Reason, Rule
from reports.figures import Inputs, Look, Measure, Withheld, compute, compute_public
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
    for releases in world.rounds:
        truth = _versions(releases)
        seen = [*_seen(world, releases, rules, measure), *_published(world, releases)]
        for version, low, high in derived(seen, step):
            if version[0] in world.published | {VIEWER}:
                continue
            level = 1 + 4 * truth[version]
            assert low <= level <= high, f"the attacker is wrong about {version} of world {world.seed}"
            found.append(Leak(world.seed, version[0], level, low, high))
    return found


def _seen(world: World, releases: Sequence[Scores], rules: Collection[Rule], measure: Measure) -> list[Sight]:
    seen = []
    works = _works(releases)
    for number, scores in enumerate(releases):
        earlier = [world.inputs(before) for before in releases[:number]]
        for group, look, whose in _looks(world.inputs(scores), earlier, rules, measure):
            if look.shown or (look.withheld == Reason.ALIKE and whose == VIEWER):
                versions = ((council, works[number][council]) for council in world.members[group] & scores.keys())
                seen.append(Sight(frozenset(one for one in versions if one[0] != whose), look.shown))
    return list(dict.fromkeys(seen))


def _looks(
    inputs: Inputs, earlier: Sequence[Inputs], rules: Collection[Rule], measure: Measure
) -> Iterator[tuple[int, Look, int | None]]:
    """What the viewer sees, by group, and who is left out of it: the viewer itself, or of what is public nobody."""
    withheld = Withheld()
    for figure in compute(inputs, earlier=earlier, rules=rules, measure=measure):
        if figure.viewer == VIEWER:
            yield figure.group, figure.look, VIEWER
        withheld.add(figure)
    for public in compute_public(inputs, earlier=earlier, withheld=withheld):
        yield public.group, public.look, None


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

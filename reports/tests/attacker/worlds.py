"""Made-up worlds that are hard to keep quiet in: small, polarised, full of ties, nearly alike from release to release.

One area, one viewer, two rounds with two releases each. All that is random comes from the seed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from reports.figures import Inputs

VIEWER, AREA = 0, 0
PLACE, PEOPLE, NATION, NEAREST = range(4)
SIZES = (7, 9, 10, 11, 12, 14, 16, 18, 19, 24, 32)
QUESTIONS = (3, 3, 3, 4, 6, 7)
NEIGHBOURS = 9
"""The viewer and the eight nearest to it."""

Scores = dict[int, Fraction]
"""Exact, so that the attacker need not allow for how they are stored."""


@dataclass(frozen=True)
class World:
    seed: int
    members: Mapping[int, frozenset[int]]
    questions: int
    rounds: Sequence[Sequence[Scores]]
    """Of each round, the scores in each release."""
    published: frozenset[int]
    """Councils that show their scorecards to everybody."""
    public: tuple[int, ...] = ()
    """Groups of which everybody may see figures."""

    def inputs(self, scores: Scores) -> Inputs:
        return Inputs(
            # Every council looks at the groups that it is in: what one of them doesn't see isn't public either.
            ladders={council: tuple(self.groups_of(council)) for council in self.lookers},
            members=self.members,
            scores={AREA: scores},
            questions={AREA: self.questions},
            public=self.public,
        )

    @property
    def lookers(self) -> Iterable[int]:
        return frozenset().union(*(self.members[group] for group in self.public), [VIEWER])

    def groups_of(self, council: int) -> Iterator[int]:
        return (group for group, members in self.members.items() if council in members)


def make_world(seed: int, *, published: int = 1) -> World:
    random = Random(seed)
    councils = range(random.choice(SIZES))
    questions = random.choice(QUESTIONS)
    shape = random.choice([_any_groups, _any_groups, _nested, _swapped, _parted])
    return World(
        seed=seed,
        members=shape(random, councils),
        questions=questions,
        rounds=_with_the_same(seed, [_releases(random, councils, questions) for _ in range(2)]),
        published=frozenset(range(1, 1 + published)),
        public=(NATION,),
    )


def _any_groups(random: Random, councils: range) -> dict[int, frozenset[int]]:
    """A ladder of two families that overlap, perhaps nearest neighbours, and the nation; sizes that lie close."""
    others = list(councils)[1:]
    place = frozenset([VIEWER, *random.sample(others, random.randint(5, min(len(others), 13)))])
    # A population family that shares much or little with the other.
    shared = random.sample(sorted(place - {VIEWER}), random.choice([0, 3, len(place) - 2, len(place) - 1]))
    rest = sorted(set(others) - place)
    own = random.sample(rest, random.randint(0, min(len(rest), 9)))
    groups = {PLACE: place, PEOPLE: frozenset([VIEWER, *shared, *own]), NATION: frozenset(councils)}
    if random.random() < 0.3:
        groups[NEAREST] = frozenset([VIEWER, *random.sample(others, min(len(others), NEIGHBOURS - 1))])
    return groups


def _nested(random: Random, councils: range) -> dict[int, frozenset[int]]:
    """A family that leaves little of the nation."""
    left = random.randint(1, min(6, len(councils) - 6))
    inner = random.sample(list(councils)[1:], len(councils) - 1 - left)
    return {PLACE: frozenset([VIEWER, *inner]), NATION: frozenset(councils)}


def _swapped(random: Random, councils: range) -> dict[int, frozenset[int]]:
    """Two families that are nearly the same."""
    others = random.sample(list(councils)[1:], len(councils) - 1)
    size = random.randint(5, max(5, len(others) * 2 // 3))
    apart = random.randint(1, 3)
    people = others[apart : size + random.randint(1, 3)]
    return {
        PLACE: frozenset([VIEWER, *others[:size]]),
        PEOPLE: frozenset([VIEWER, *people]),
        NATION: frozenset(councils),
    }


def _parted(random: Random, councils: range) -> dict[int, frozenset[int]]:
    """Two families that share nobody but the viewer, and together are nearly the nation."""
    others = random.sample(list(councils)[1:], len(councils) - 1)
    half, end = len(others) // 2, len(others) - random.randint(1, 5)
    return {
        PLACE: frozenset([VIEWER, *others[:half]]),
        PEOPLE: frozenset([VIEWER, *others[half:end]]),
        NATION: frozenset(councils),
    }


def _with_the_same(seed: int, rounds: Sequence[Sequence[Scores]]) -> list[list[Scores]]:
    """In every second world those of the first round come again, with a few more or none: panels are shown of them."""
    random = Random(f"again {seed}")
    first, second = rounds
    if random.random() < 0.5:
        return [list(first), list(second)]
    before = first[-1]
    new = sorted({council for release in second for council in release} - before.keys())
    more = random.choice([0, 0, 1, 5, 6])
    stay = before.keys() | set(random.sample(new, min(more, len(new))))
    scores = list(second[0].values())
    own = {council: random.choice(scores) for council in sorted(stay)}
    return [list(first), [{c: release.get(c, own[c]) for c in sorted(stay)} for release in second]]


def _releases(random: Random, councils: range, questions: int) -> list[Scores]:
    """Two releases of a round: in the second some hand in again, come late or are left out."""
    draw = _kind_of_scores(random, questions)
    share = random.choice([0.6, 0.8, 0.9, 1, 1])
    first = {council: draw() for council in councils if council == VIEWER or random.random() < share}
    second = dict(first)
    for council in random.sample(list(councils)[1:], min(len(councils) - 1, random.choice([0, 1, 2, 3, 4, 6]))):
        if council in second and random.random() < 0.2:
            del second[council]
        else:
            second[council] = draw()
    return [first, second]


def _kind_of_scores(random: Random, questions: int):
    """Scores that a whole number of answers can give: spread out, at two poles, or nearly all the same."""
    steps = 4 * questions
    kind = random.choice(["spread", "poles", "poles", "ends", "tail", "ties", "near"])
    low, high = sorted(random.sample(range(steps + 1), 2))
    few = [random.randint(0, steps) for _ in range(3)]
    taken = {
        "spread": lambda: round(random.triangular(0, steps, steps / 2)),
        "poles": lambda: random.choice([low, high]),
        "ends": lambda: random.choice([0, 0, 1, steps - 1, steps, steps]),
        "tail": lambda: 0 if random.random() < 0.3 else random.randint(questions, steps),
        "ties": lambda: random.choice(few),
        "near": lambda: min(steps, low + random.choice([0, 0, 0, 0, 1])),
    }[kind]
    return lambda: Fraction(taken(), steps)


def written(groups: Mapping[str, str], *releases: Mapping[str, str], questions: int = 3, published: str = "") -> World:
    """A world of one round, written out: each council is a letter, and each release says which are at which level."""
    return World(
        seed=-1,
        members={rung: frozenset([VIEWER, *map(ord, letters)]) for rung, letters in enumerate(groups.values())},
        questions=questions,
        rounds=[[_written_scores(levels) for levels in releases]],
        published=frozenset(map(ord, published)),
    )


def _written_scores(levels: Mapping[str, str]) -> Scores:
    return {ord(one): (Fraction(level) - 1) / 4 for letters, level in levels.items() for one in letters}


def letters_of(councils: Collection[int]) -> str:
    """In the order of a written world: small letters first."""
    return "".join(sorted(map(chr, councils), key=lambda letter: (letter.isupper(), letter)))

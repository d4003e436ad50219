"""What one viewer sees of its groups in one area of a release, after all that it saw before. Plain Python.

Two rounds are joined by the matched panel: the councils of a group that are in both. Its two medians are figures like
any other, one of each round, and each is judged beside everything else that is said of its round.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reports.benchmarking import Typical
from reports.disclosure import MINIMUM_OTHERS, Reason, Rule, Said, withhold
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
class Change:
    """How the median of one set of councils moved between two rounds."""

    n: int
    before: Decimal
    now: Decimal


@dataclass(frozen=True)
class Panel:
    """What may be seen of those of a group that were in the round before as well."""

    shown: Change | None
    withheld: Reason | None


@dataclass(frozen=True, eq=False)
class Part:
    """One release in one area."""

    inputs: Inputs
    area: int
    before: "Part | None"
    """The last release of the round before."""

    @cached_property
    def scores(self) -> Scores:
        return self.inputs.scores.get(self.area, {})

    @property
    def ladders(self) -> Mapping[int, Ladder]:
        return self.inputs.ladders

    def ladder_of(self, viewer: int | None) -> Ladder:
        """What a council may look at, or everybody who is none."""
        return self.inputs.public if viewer is None else self.inputs.ladders.get(viewer, ())

    def ladder_as_judged(self, viewer: int, least: int) -> tuple[int | None, ...]:
        """The ladder, with nothing in the place of groups in which fewer than these take part."""
        return tuple(
            group if len(self.taking_part[group].scores) >= least else None for group in self.ladder_of(viewer)
        )

    @cached_property
    def taking_part(self) -> Mapping[int, TakingPart]:
        return {group: TakingPart(_of(members, self.scores)) for group, members in self.inputs.members.items()}

    @cached_property
    def panels(self) -> Mapping[int, tuple[TakingPart, TakingPart]]:
        """Who of each group is in the round before as well, with their scores of then and of now."""
        then = self.before.scores if self.before else {}
        both = {group: _of(taking_part.scores, then) for group, taking_part in self.taking_part.items()}
        return {group: (TakingPart(old), TakingPart(_of(old, self.scores))) for group, old in both.items()}


Rounds = Sequence[Sequence[Part]]
"""The releases of each round, the first in front; what is asked for is the last of the last."""


def rounds_of(area: int, rounds: Iterable[Sequence[Inputs]]) -> Rounds:
    found: list[list[Part]] = []
    for releases in rounds:
        before = found[-1][-1] if found else None
        found.append([Part(inputs, area, before) for inputs in releases])
    return found


def _of(councils: Iterable[int], scores: Scores) -> dict[int, Decimal]:
    return {council: scores[council] for council in councils if council in scores}


def look_through(
    viewer: int | None, rounds: Rounds, rules: Collection[Rule], measure: Measure
) -> list[tuple[Look, Panel | None]]:
    """What the viewer sees of each group of its ladder in the last release; a viewer who is None is in no council."""
    found: list[tuple[Look, Panel | None]] = []
    said_before: list[Said[Hashable]] = []
    for releases in rounds:
        said: list[Said[Hashable]] = []
        for part in releases:
            eye = _Eye(viewer, part, rules, measure)
            panels = eye.panels(said_before, said)
            found = [(look, panels.get(group)) for group, look in eye.looks(said).items()]
            said.append(eye.said)
        said_before = said
    return found


class _Eye:
    """A viewer before one release. What is said to it is noted down, for the releases that follow."""

    def __init__(self, viewer: int | None, part: Part, rules: Collection[Rule], measure: Measure) -> None:
        self._viewer, self._part, self._rules, self._measure = viewer, part, rules, measure
        self.ladder = part.ladder_of(viewer)
        self._others: dict[Hashable, Others] = {group: self._see(part.taking_part[group]) for group in self.ladder}
        self.said: dict[Hashable, Others] = {}

    def looks(self, said: Sequence[Said[Hashable]]) -> dict[int, Look]:
        reasons = self._judge(self._others, self._part.inputs.last, said)
        # That a group's scores are alike is a statement about them too, and known from then on.
        self.said |= {group: self._others[group] for group, reason in reasons.items() if is_said(reason)}
        return {group: self._look(group, reasons[group]) for group in self.ladder}

    def panels(self, said_before: list[Said[Hashable]], said: Sequence[Said[Hashable]]) -> dict[int, Panel]:
        """Both medians are shown or neither is. Panels are judged after everything else, in either round."""
        if self._part.before is None or not said_before:
            return {}
        old: dict[Hashable, Others] = {
            ("panel", group, len(said)): self._see(self._part.panels[group][0]) for group in self.ladder
        }
        new: dict[Hashable, Others] = {
            ("panel", group): self._see(self._part.panels[group][1]) for group in self.ladder
        }
        then = self._judge({**said_before[-1], **old}, old, said_before[:-1])
        now = self._judge({**self._others, **new}, [*self._part.inputs.last, *new], said)
        panels = {}
        for group, old_key, new_key in zip(self.ladder, old, new, strict=True):
            reason = worst(then[old_key], now[new_key])
            panels[group] = Panel(None, reason) if reason else self._panel(old[old_key], new[new_key])
            if is_said(reason):
                self.said[new_key] = new[new_key]
                said_before[-1] = {**said_before[-1], old_key: old[old_key]}
        return panels

    def _see(self, group: TakingPart) -> Others:
        return Others(group, self._viewer)

    def _judge(
        self, groups: Mapping[Hashable, Others], last: Collection[Hashable], said: Sequence[Said[Hashable]]
    ) -> dict[Hashable, Reason | None]:
        inputs = self._part.inputs
        # Readers who are in no council see one more than each council of the group does.
        minimum = inputs.minimum + (self._viewer is None)
        questions = inputs.questions[self._part.area]
        return withhold(groups, questions=questions, minimum=minimum, last=last, before=said, rules=self._rules)

    def _look(self, group: int, reason: Reason | None) -> Look:
        return Look(None, reason) if reason else Look(self._others[group].once(self._measure), None)

    def _panel(self, old: Others, new: Others) -> Panel:
        before, now = old.once(self._measure), new.once(self._measure)
        return Panel(Change(n=now.n, before=before.median, now=now.median), None)


def is_said(reason: Reason | None) -> bool:
    """Whether something about the scores was said: a figure, or that they are alike."""
    return reason in (None, Reason.ALIKE)


def worst(*reasons: Reason | None) -> Reason | None:
    """The first in the order of the rules: who is in a group comes before what its scores are like."""
    return next((reason for reason in Reason if reason in reasons), None)

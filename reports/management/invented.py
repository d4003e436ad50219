"""Invented results for the demonstration, from a seeded model, so that benchmarks look as real ones would.

A council has a level of its own, each area and each question is harder or easier, and the rest is noise. The same
seed gives the same answers. Nothing here says anything about a real council.
"""

import random
from dataclasses import dataclass, field

from assessments.inputs import AnswerContent
from assessments.models import AnswerState, Confidence
from characteristics.content import AreaContent, FrameworkContent, QuestionContent

HARD_SECTION = 0.03
"""Share of sections in which the council doesn't know much."""


@dataclass
class Model:
    """The spread of results over councils, areas and questions, in levels."""

    framework: FrameworkContent
    seed: int
    area_effects: dict[str, float] = field(init=False)
    question_effects: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        rng = random.Random(f"{self.seed} framework")  # noqa: S311 - invented results need no secrecy
        self.area_effects = {area.code: rng.gauss(0, 0.45) for area in self.framework.areas}
        questions = [question for area in self.framework.areas for question in area.questions]
        self.question_effects = {question.code: rng.gauss(0, 0.35) for question in questions}

    def council(self, slug: str, drift: float) -> "InventedCouncil":
        """`drift` is what a year of work adds, in levels."""
        rng = random.Random(f"{self.seed} {slug}")  # noqa: S311
        own = rng.gauss(2.8, 0.55) + drift
        by_area = {area.code: own + self.area_effects[area.code] + rng.gauss(0, 0.4) for area in self.framework.areas}
        return InventedCouncil(self, by_area, random.Random(f"{self.seed} {slug} {drift}"))  # noqa: S311


@dataclass
class InventedCouncil:
    model: Model
    by_area: dict[str, float]
    rng: random.Random

    def section(self, area: AreaContent) -> dict[int, AnswerContent]:
        """Answers by question id."""
        unsure = 0.4 if self.rng.random() < HARD_SECTION else 0.012
        return {question.id: self._answer(area, question, unsure) for question in area.questions}

    def barriers(self, area: AreaContent) -> frozenset[int]:
        """Ids of the barriers met; the lower the area, the longer the list."""
        share = max(0.05, (4 - self.by_area[area.code]) / 6)
        return frozenset(barrier.id for barrier in area.barriers if self.rng.random() < share)

    def _answer(self, area: AreaContent, question: QuestionContent, unsure: float) -> AnswerContent:
        if self.rng.random() < unsure:
            return AnswerContent(state=AnswerState.DONT_KNOW)
        if question.not_applicable and self.rng.random() < 0.15:
            return AnswerContent(state=AnswerState.NOT_APPLICABLE, reason=question.not_applicable)
        exact = self.by_area[area.code] + self.model.question_effects[question.code] + self.rng.gauss(0, 0.5)
        level = min(5, max(1, round(exact)))
        return AnswerContent(
            state=AnswerState.LEVEL,
            level=level,
            evidence=self._evidence(question, level),
            confidence=self.rng.choice(["", *Confidence.values]),
            target=min(5, level + 1) if self.rng.random() < 0.5 else None,
            practices=self._practices(question, level),
        )

    def _evidence(self, question: QuestionContent, level: int) -> str:
        if level == 1 or self.rng.random() < 0.3:
            return ""
        return f"Invented for the demonstration: {self.rng.choice(question.evidence)}"

    def _practices(self, question: QuestionContent, level: int) -> frozenset[int]:
        share = (level - 1) / 4
        return frozenset(p.id for p in question.practices if self.rng.random() < 0.15 + 0.75 * share)

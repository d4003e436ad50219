"""A framework as pages and documents show it: frozen data, with the ids that forms and answers point at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


@dataclass(frozen=True)
class Citation:
    """Where something comes from, as a reader outside would cite it."""

    title: str
    publisher: str
    year: int
    section: str = ""

    def __str__(self) -> str:
        document = f"{self.publisher}, {self.title} ({self.year})"
        return f"{document}: {self.section}" if self.section else document


class LevelContent(NamedTuple):
    level: int
    name: str
    text: str


class Wording(NamedTuple):
    """What decides an answer: of two versions of a framework, a question with the same wording asks the same."""

    text: str
    levels: tuple[str, ...]
    practices: tuple[tuple[str, str], ...]
    """Codes and texts."""
    not_applicable: str


def unchanged(before: Mapping[str, Wording], now: Mapping[str, Wording]) -> frozenset[str]:
    """The codes of the questions that ask now what they asked before."""
    return frozenset(code for code, wording in now.items() if before.get(code) == wording)


@dataclass(frozen=True)
class TermContent:
    term: str
    meaning: str


@dataclass(frozen=True)
class PracticeContent:
    id: int
    code: str
    text: str


@dataclass(frozen=True)
class RelatedContent:
    """A question of the other lens; `area_code` says in which section it stands."""

    code: str
    short: str
    area_code: str
    why: str


@dataclass(frozen=True)
class CaseStudyContent:
    code: str
    council_name: str
    council_code: str
    title: str
    did: str
    result: str
    year: int
    source: Citation


@dataclass(frozen=True)
class QuestionContent:
    """`not_applicable` is empty where that answer isn't allowed; `theme_id` is None under an outcome."""

    id: int
    area_id: int
    theme_id: int | None
    code: str
    short: str
    text: str
    help: str
    evidence: tuple[str, ...]
    terms: tuple[TermContent, ...]
    weight: int
    not_applicable: str
    era: str
    levels: tuple[LevelContent, ...]
    practices: tuple[PracticeContent, ...]
    related: tuple[RelatedContent, ...]
    case_studies: tuple[CaseStudyContent, ...]
    source: Citation


@dataclass(frozen=True)
class ThemeContent:
    id: int
    code: str
    name: str
    definition: str
    questions: tuple[QuestionContent, ...]


@dataclass(frozen=True)
class BarrierContent:
    id: int
    code: str
    name: str
    definition: str
    source: Citation


@dataclass(frozen=True)
class AreaContent:
    """`questions` are all of them in order, also those that stand in `themes`."""

    id: int
    position: int
    code: str
    lens: str
    name: str
    short_name: str
    definition: str
    why: str
    ask: tuple[str, ...]
    scrutiny: tuple[str, ...]
    themes: tuple[ThemeContent, ...]
    questions: tuple[QuestionContent, ...]
    barriers: tuple[BarrierContent, ...]


@dataclass(frozen=True)
class FrameworkContent:
    id: int
    code: str
    version: str
    title: str
    summary: str
    status: str
    digest: str
    areas: tuple[AreaContent, ...]
    sources: tuple[Citation, ...]

    def area(self, code: str) -> AreaContent:
        return self._areas[code]

    def question(self, code: str) -> QuestionContent:
        return self._questions[code]

    def of_lens(self, lens: str) -> tuple[AreaContent, ...]:
        return tuple(area for area in self.areas if area.lens == lens)

    @cached_property
    def questions(self) -> tuple[QuestionContent, ...]:
        return tuple(question for area in self.areas for question in area.questions)

    @cached_property
    def _areas(self) -> dict[str, AreaContent]:
        return {area.code: area for area in self.areas}

    @cached_property
    def _questions(self) -> dict[str, QuestionContent]:
        return {question.code: question for question in self.questions}

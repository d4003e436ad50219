"""A framework as its files tell it: plain frozen data that knows no database.

Every entry keeps the place where it stands, so that a mistake can be found again.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

LENSES = ("characteristic", "outcome")
ERAS = ("process", "transaction", "outcome")
LEVELS = (1, 2, 3, 4, 5)

NOT_CONTENT = {"place", "without_case_study"}
"""What says nothing to people who answer, and so leaves the digest alone."""


@dataclass(frozen=True)
class Place:
    """`line` counts from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Mistake:
    """Something that keeps a framework from being loaded, and what would be right."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True)
class Reference:
    """The code of something that is described elsewhere."""

    place: Place
    code: str


@dataclass(frozen=True)
class CitationEntry:
    place: Place
    document: str
    section: str


@dataclass(frozen=True)
class TermEntry:
    term: str
    meaning: str


@dataclass(frozen=True)
class LevelEntry:
    level: int
    text: str


@dataclass(frozen=True)
class RelatedEntry:
    place: Place
    code: str
    why: str


@dataclass(frozen=True)
class PracticeEntry:
    place: Place
    code: str
    text: str


@dataclass(frozen=True)
class QuestionEntry:
    place: Place
    code: str
    short: str
    text: str
    help: str
    evidence: tuple[str, ...]
    terms: tuple[TermEntry, ...]
    weight: int
    not_applicable: str
    era: str
    levels: tuple[LevelEntry, ...]
    related: tuple[RelatedEntry, ...]
    source: CitationEntry
    practices: tuple[PracticeEntry, ...]


@dataclass(frozen=True)
class ThemeEntry:
    place: Place
    code: str
    name: str
    definition: str
    questions: tuple[QuestionEntry, ...]


@dataclass(frozen=True)
class AreaEntry:
    """Has themes, or questions of its own; never both."""

    place: Place
    code: str
    lens: str
    name: str
    short_name: str
    definition: str
    why: str
    ask: tuple[str, ...]
    scrutiny: tuple[str, ...]
    themes: tuple[ThemeEntry, ...]
    questions: tuple[QuestionEntry, ...]

    def placed_questions(self) -> Iterator[tuple[ThemeEntry | None, QuestionEntry]]:
        """All questions in order, each with its theme."""
        for theme in self.themes:
            for question in theme.questions:
                yield theme, question
        for question in self.questions:
            yield None, question


@dataclass(frozen=True)
class SourceEntry:
    place: Place
    code: str
    title: str
    publisher: str
    year: int


@dataclass(frozen=True)
class BarrierEntry:
    place: Place
    code: str
    name: str
    definition: str
    areas: tuple[Reference, ...]
    source: CitationEntry


@dataclass(frozen=True)
class CaseStudyEntry:
    place: Place
    code: str
    council: str
    council_code: str
    title: str
    did: str
    result: str
    questions: tuple[Reference, ...]
    source: CitationEntry
    year: int


@dataclass(frozen=True)
class FrameworkFile:
    """One framework with everything that its files say, in their order."""

    place: Place
    code: str
    version: str
    title: str
    summary: str
    sources: tuple[SourceEntry, ...]
    areas: tuple[AreaEntry, ...]
    barriers: tuple[BarrierEntry, ...]
    case_studies: tuple[CaseStudyEntry, ...]
    without_case_study: tuple[Reference, ...]

    @property
    def questions(self) -> tuple[QuestionEntry, ...]:
        return tuple(question for area in self.areas for _, question in area.placed_questions())

    @property
    def digest(self) -> str:
        """SHA-256 of the content alone: comments, line breaks and the split into files leave it as it is."""
        canonical = json.dumps(_content(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _content(value: object) -> object:
    if isinstance(value, tuple):
        return [_content(item) for item in value]
    if is_dataclass(value):
        names = [field.name for field in fields(value) if field.name not in NOT_CONTENT]
        return {name: _content(getattr(value, name)) for name in names}
    return value

"""What an officer sends, and how to tell whether somebody else has changed it meanwhile."""

import hashlib
import json
from dataclasses import dataclass, field

from assessments.models import AnswerState


@dataclass(frozen=True)
class AnswerContent:
    """All that an officer can say to one question."""

    state: str = AnswerState.UNANSWERED
    level: int | None = None
    reason: str = ""
    evidence: str = ""
    confidence: str = ""
    target: int | None = None
    practices: frozenset[int] = field(default_factory=frozenset)
    """Ids of the practices in place."""

    @property
    def fingerprint(self) -> str:
        parts = [self.state, self.level, self.reason, self.evidence, self.confidence, self.target]
        text = json.dumps([*parts, sorted(self.practices)])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class AnswerInput:
    """One answer as sent, with the version and the fingerprint of the answer that the officer had in front of them."""

    question_id: int
    content: AnswerContent
    seen_version: int
    seen_fingerprint: str
    confirms: bool = False
    """The officer says that what was carried forward is still true."""

    @property
    def is_untouched(self) -> bool:
        """The officer sent back what they were shown, so whatever was saved since may stand."""
        return self.content.fingerprint == self.seen_fingerprint and not self.confirms


@dataclass(frozen=True)
class Choice:
    """What becomes of a held answer: it takes the answer's place, or it is dropped."""

    held_id: int
    use: bool


@dataclass(frozen=True)
class SectionInput:
    answers: tuple[AnswerInput, ...]
    barriers: frozenset[int]
    """Ids of the barriers met in this area."""
    barriers_seen: frozenset[int]
    """The ticks that the officer had in front of them."""
    choices: tuple[Choice, ...] = ()
    page: str = ""
    """Names the opened page. A save whose reply got lost on the way is no conflict with the next one from there."""


@dataclass(frozen=True)
class Conflict:
    """An answer that two officers changed at once: what was sent is held beside it."""

    question_id: int
    theirs: AnswerContent
    their_name: str
    version: int


@dataclass(frozen=True)
class SaveResult:
    changed: int
    conflicts: tuple[Conflict, ...] = ()
    not_chosen: tuple[int, ...] = ()
    """Ids of held answers that were to take the saved one's place and could not."""

"""The elected members' pack: what the results mean, and the questions to put where the council is weak."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import AnswerState
from characteristics.models import Level
from reports.benchmarking import Position
from reports.content import AnswerContent, AreaContent, ScorecardContent
from reports.paper.naming import Naming, of_scorecard
from reports.scorecards.findings import furthest_below
from reports.scorecards.steps import weakest_answer

MOST_AREAS, MOST_QUESTIONS = 6, 4


@dataclass(frozen=True)
class AskedArea:
    area: AreaContent
    questions: tuple[str, ...]
    next: AnswerContent | None
    """The weakest question: what its next level looks like is what a good answer tells of."""


@dataclass(frozen=True)
class LevelWords:
    name: str
    meaning: str


@dataclass(frozen=True)
class ScrutinyPaper:
    naming: Naming
    content: ScorecardContent
    levels: tuple[LevelWords, ...]
    asked: tuple[AskedArea, ...]
    """The weakest first."""
    unknown: tuple[AnswerContent, ...]
    """Answered 'don't know'."""


def scrutiny(content: ScorecardContent) -> ScrutinyPaper:
    chosen = furthest_below([area for area in content.areas if area.peers.position != Position.ABOVE])[:MOST_AREAS]
    answers = [answer for area in content.areas for answer in area.answers]
    return ScrutinyPaper(
        naming=of_scorecard(content, kind=_("scrutiny pack")),
        content=content,
        levels=tuple(_level(level) for level in Level),
        asked=_asked(chosen),
        unknown=tuple(answer for answer in answers if answer.state == AnswerState.DONT_KNOW),
    )


def _asked(areas: Sequence[AreaContent]) -> tuple[AskedArea, ...]:
    return tuple(AskedArea(area, area.scrutiny[:MOST_QUESTIONS], weakest_answer(area)) for area in areas)


def _level(level: Level) -> LevelWords:
    meanings = {
        Level.NOT_STARTED: _("Nobody has begun, or what was begun has stopped."),
        Level.EXPLORING: _("Some people try things out. There is no agreed way yet."),
        Level.DEVELOPING: _("There is an agreed way, and parts of the council follow it."),
        Level.ESTABLISHED: _("It is how the council works, and somebody checks that it is."),
        Level.LEADING: _("It is made better all the time, and others come to learn."),
    }
    return LevelWords(f"{level.value} {level.label}", meanings[level])

"""What the council said in its latest earlier round, read from what it handed in then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assessments.inputs import AnswerContent
from assessments.models import Answer, AnswerState, Assessment, Submission
from characteristics.content import unchanged
from characteristics.queries import read_wordings

CARRIED = frozenset({AnswerState.LEVEL, AnswerState.NOT_APPLICABLE})
"""What a new round can start from; “don’t know” is asked again."""


@dataclass(frozen=True)
class LastAnswer:
    state: str
    level: int | None
    reason: str
    evidence: str
    confidence: str
    target: int | None
    practices: tuple[str, ...]
    """Codes of the practices in place."""

    @property
    def can_be_carried(self) -> bool:
        return self.state in CARRIED

    def content(self, practices: Mapping[str, int]) -> AnswerContent:
        """As an answer of this round; `practices` are the question's, ids by code."""
        return AnswerContent(
            state=self.state,
            level=self.level,
            reason=self.reason,
            evidence=self.evidence,
            confidence=self.confidence,
            target=self.target,
            practices=frozenset(practices[code] for code in self.practices if code in practices),
        )


@dataclass(frozen=True)
class LastRound:
    round_name: str
    url: str
    """Of the assessment of then."""
    submitted_at: datetime
    answers: Mapping[str, LastAnswer]
    """Of the questions that ask the same now, by code; those that nobody answered are left out."""
    changed: frozenset[str]
    """Codes of the questions that were asked then but read differently now."""


@dataclass(frozen=True)
class Offer:
    """What could be carried forward, counted over the questions that nobody has answered yet."""

    round_name: str
    url: str
    carried: int
    changed: int
    """They read differently now."""
    dont_know: int
    unanswered: int
    """Not asked then, or not answered."""
    answered: int
    """Questions that have an answer already, which stays."""


def offer(assessment: Assessment) -> Offer | None:
    """What `services.carry_forward` would do; None where it would do nothing. Two queries, or ten."""
    last = read(assessment)
    if last is None:
        return None
    answers = Answer.objects.filter(section__assessment=assessment).select_related("question")
    rows = list(answers.only("state", "version", "question__code"))
    codes = {row.question.code for row in rows if is_untouched(row)}
    given = {code: answer for code, answer in last.answers.items() if code in codes}
    carried = sum(answer.can_be_carried for answer in given.values())
    changed = len(codes & last.changed)
    return (
        Offer(
            round_name=last.round_name,
            url=last.url,
            carried=carried,
            changed=changed,
            dont_know=len(given) - carried,
            unanswered=len(codes) - len(given) - changed,
            answered=len(rows) - len(codes),
        )
        if carried
        else None
    )


def has_earlier(assessment: Assessment) -> bool:
    """Whether the council has handed in an earlier round at all."""
    return _latest(assessment) is not None


def is_untouched(answer: Answer) -> bool:
    """Nobody has ever said anything here, so nothing of theirs can be replaced."""
    return answer.version == 0 and answer.state == AnswerState.UNANSWERED


def filled_in(typed: AnswerContent, last: AnswerContent) -> AnswerContent:
    """What “still true” means: last round's answer, with what was typed now in its place.

    A level chosen now is an answer of its own, which last round's words don't belong to.
    """
    if typed.state != AnswerState.UNANSWERED:
        return typed
    return replace(
        last,
        evidence=typed.evidence or last.evidence,
        confidence=typed.confidence or last.confidence,
        target=typed.target or last.target,
        practices=typed.practices or last.practices,
    )


def read(assessment: Assessment, *, area: str = "") -> LastRound | None:
    """The latest earlier round in which the council handed in; of one area's questions, where `area` is given.

    One query, or nine where the framework has changed since.
    """
    last = _latest(assessment)
    if last is None:
        return None
    before, now = last.assessment.round.framework_id, assessment.round.framework_id
    given = _answers(last, area=area if before == now else "")
    changed: frozenset[str] = frozenset()
    if before != now:
        asked_now, asked_before = read_wordings(now, area=area), read_wordings(before)
        same = unchanged(asked_before, asked_now)
        changed = frozenset(code for code in asked_now if code in asked_before and code not in same)
        given = {code: answer for code, answer in given.items() if code in same}
    return LastRound(
        round_name=last.assessment.round.name,
        url=last.assessment.get_absolute_url(),
        submitted_at=last.submitted_at,
        answers=given,
        changed=changed,
    )


def _latest(assessment: Assessment) -> Submission | None:
    return (
        Submission.objects.filter(
            assessment__council=assessment.council_id,
            assessment__round__closes_at__lt=assessment.round.closes_at,
        )
        .select_related("assessment__round", "assessment__council")
        .order_by("-assessment__round__closes_at", "-number")
        .first()
    )


def _answers(submission: Submission, *, area: str) -> dict[str, LastAnswer]:
    sections: list[dict[str, Any]] = json.loads(submission.content)["sections"]
    return {
        answer["question"]: _answer(answer)
        for section in sections
        if area in ("", section["area"])
        for answer in section["answers"]
        if answer["state"] != AnswerState.UNANSWERED
    }


def _answer(given: dict[str, Any]) -> LastAnswer:
    return LastAnswer(
        state=given["state"],
        level=given["level"],
        reason=given["reason"],
        evidence=given["evidence"],
        confidence=given["confidence"],
        target=given["target"],
        practices=tuple(given["practices"]),
    )

"""Questions back to a council about what it answered. They never block and never change a score.

The same findings stand beside the answers, in the lead's picture of the whole and on the approver's page.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.db.models import Count
from django.utils.translation import gettext as _

from assessments.models import Answer, Assessment, Submission
from assessments.scoring import BENCHMARKED_FROM, LOWEST, SCORED_FROM, Kind, ScoredAnswer, far_from_practices, score
from characteristics.models import Framework, Level, Question, RelatedQuestion

FAR_APART = 2
"""Levels between two related questions from which somebody should look."""


class Sort(StrEnum):
    """What a finding is about, in the order in which pages list them."""

    MISSING = "missing"
    DONT_KNOW = "dont_know"
    FAR_FROM_PRACTICES = "far_from_practices"
    NO_EVIDENCE = "no_evidence"
    RELATED_APART = "related_apart"


@dataclass(frozen=True)
class Said:
    """What was said to one question, now or in a submission."""

    code: str
    short: str
    area_code: str
    area_name: str
    weight: int
    state: str
    level: int | None
    has_evidence: bool
    in_place: int
    practices: int
    """How many practices are in place, and of how many."""


@dataclass(frozen=True)
class Finding:
    sort: Sort
    code: str
    short: str
    area_code: str
    words: str
    """A question back; empty where the heading says it all."""
    is_echo: bool = False
    """Whether the same is said at another question before it: lists of the whole leave it out."""


@dataclass(frozen=True)
class ThinArea:
    """An area of which too much isn't known for a score, or for a benchmark."""

    code: str
    name: str
    words: str


def said_now(assessment: Assessment) -> list[Said]:
    """One query."""
    answers = (
        Answer.objects.filter(section__assessment=assessment)
        .select_related("question__area")
        .annotate(in_place=Count("ticks", distinct=True), of=Count("question__practices", distinct=True))
        .order_by("question__position")
    )
    return [
        _said(answer.question, answer.of, answer.state, answer.level, answer.evidence, answer.in_place)
        for answer in answers
    ]


def said_in(submission: Submission, framework: Framework) -> list[Said]:
    """One query; what was said comes from the frozen copy."""
    rows = Question.objects.filter(area__framework=framework).select_related("area").annotate(of=Count("practices"))
    questions = {row.code: row for row in rows}
    found = []
    for section in json.loads(submission.content)["sections"]:
        for one in section["answers"]:
            question = questions[one["question"]]
            in_place = len(one["practices"])
            found.append(_said(question, question.of, one["state"], one["level"], one["evidence"], in_place))
    return found


def _said(question: Question, of: int, state: str, level: int | None, evidence: str, in_place: int) -> Said:
    return Said(
        code=question.code,
        short=question.short,
        area_code=question.area.code,
        area_name=question.area.name,
        weight=question.weight,
        state=state,
        level=level,
        has_evidence=bool(evidence.strip()),
        in_place=in_place,
        practices=of,
    )


def related_pairs(framework: Framework) -> list[tuple[str, str]]:
    """The codes of questions that see the same thing from two sides, each pair once. One query."""
    rows = (
        RelatedQuestion.objects.filter(question__area__framework=framework)
        .order_by("question__position", "other__position")
        .values_list("question__code", "other__code")
    )
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for one, other in rows:
        pairs.setdefault(frozenset((one, other)), (one, other))
    return list(pairs.values())


def find(said: Iterable[Said], pairs: Iterable[tuple[str, str]]) -> dict[Sort, list[Finding]]:
    """All findings, in the framework's order. Two related questions far apart are a finding at both."""
    by_code = {one.code: one for one in said}
    found: dict[Sort, list[Finding]] = {sort: [] for sort in Sort}
    apart = _apart(by_code, pairs)
    seen: set[str] = set()
    for one in by_code.values():
        for sort, words in _about(one):
            found[sort].append(Finding(sort, one.code, one.short, one.area_code, words))
        for other in apart.get(one.code, ()):
            found[Sort.RELATED_APART].append(_finding_apart(one, other, is_echo=other.code in seen))
        seen.add(one.code)
    return found


def _about(one: Said) -> Iterator[tuple[Sort, str]]:
    if one.state == Kind.UNANSWERED:
        yield Sort.MISSING, ""
    if one.state == Kind.DONT_KNOW:
        yield Sort.DONT_KNOW, ""
    if one.level is None:
        return
    if far_from_practices(one.level, one.in_place, one.practices):
        yield (
            Sort.FAR_FROM_PRACTICES,
            _("Level %(level)d with %(in_place)d of %(of)d practices in place: does the level still fit?")
            % {"level": one.level, "in_place": one.in_place, "of": one.practices},
        )
    if one.level >= Level.ESTABLISHED and not one.has_evidence:
        yield (
            Sort.NO_EVIDENCE,
            _("Level %(level)d without evidence: what would you show a visitor?") % {"level": one.level},
        )


def _apart(said: Mapping[str, Said], pairs: Iterable[tuple[str, str]]) -> dict[str, list[Said]]:
    """The related questions that lie far from each question, by its code."""
    found: dict[str, list[Said]] = {}
    for codes in pairs:
        one, other = said.get(codes[0]), said.get(codes[1])
        if one and other and one.level and other.level and abs(one.level - other.level) >= FAR_APART:
            found.setdefault(one.code, []).append(other)
            found.setdefault(other.code, []).append(one)
    return found


def _finding_apart(one: Said, other: Said, *, is_echo: bool) -> Finding:
    words = _("Level %(level)d here, but level %(other_level)d at %(code)s %(short)s: do both fit?") % {
        "level": one.level,
        "other_level": other.level,
        "code": other.code,
        "short": other.short,
    }
    return Finding(Sort.RELATED_APART, one.code, one.short, one.area_code, words, is_echo=is_echo)


def thin_areas(said: Sequence[Said], *, to_come: bool) -> list[ThinArea]:
    """Areas below the coverage that a score or a benchmark needs.

    `to_come` takes what is unanswered for still to be answered, so that only “don't know” counts against an area.
    """
    found = []
    for (code, name), group in groupby(said, key=lambda one: (one.area_code, one.area_name)):
        coverage = score(_scored(one, to_come=to_come) for one in group).coverage
        if coverage is None or coverage >= BENCHMARKED_FROM:
            continue
        words = (
            _("levels for %(coverage)d%% of it at most; a score needs %(needed)d%%")
            if coverage < SCORED_FROM
            else _("levels for %(coverage)d%% of it at most; a benchmark needs %(needed)d%%")
        )
        needed = SCORED_FROM if coverage < SCORED_FROM else BENCHMARKED_FROM
        found.append(ThinArea(code, name, words % {"coverage": int(coverage * 100), "needed": int(needed * 100)}))
    return found


def _scored(one: Said, *, to_come: bool) -> ScoredAnswer:
    if to_come and one.state == Kind.UNANSWERED:
        return ScoredAnswer(Kind.LEVEL, one.weight, LOWEST)
    return ScoredAnswer(Kind(one.state), one.weight, one.level)

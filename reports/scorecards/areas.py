"""One area of a scorecard: its score, its peers, its past and its answers."""

import re
from collections.abc import Mapping
from decimal import Decimal
from math import floor
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import AnswerState, Confidence, Score
from assessments.scoring import SCORED_FROM, answer_step
from characteristics import content as asked
from reports.content import (
    AnswerContent,
    AreaContent,
    CaseStudyContent,
    PeersContent,
    PracticeContent,
    PreviousContent,
    ScoreContent,
    ThemeContent,
)
from reports.queries import AreaBenchmark
from reports.scorecards import sentences
from reports.scorecards.given import Given
from reports.scorecards.levels import shown
from reports.scorecards.trends import area_trend

EVIDENCE_IN_PRINT = 600
WHOLE_WORDS = re.compile(rf".{{1,{EVIDENCE_IN_PRINT}}}(?=\s)", re.DOTALL)
PER_CENT = 100
LEVELS_APART = 4
"""Normalised scores times this are levels above the first."""


def area_content(area: asked.AreaContent, given: Given) -> AreaContent:
    row = given.scores.get(area.code)
    score = _score(row)
    peers, previous = _peers(area, score, given), _previous(area, row, given)
    themes = {theme.id: theme.name for theme in area.themes}
    answers = tuple(_answer(question, themes, given.answers.get(question.code, {})) for question in area.questions)
    return AreaContent(
        code=area.code,
        name=area.name,
        short_name=area.short_name,
        definition=area.definition,
        why=area.why,
        finding=sentences.area_finding(area.name, score, peers),
        score=score,
        themes=tuple(ThemeContent(t.code, t.name, _score(given.themes.get(t.id))) for t in area.themes),
        peers=peers,
        previous=previous,
        trend=area_trend(area, score, previous, peers, given),
        barriers=tuple(b.name for b in area.barriers if b.code in given.barriers.get(area.code, ())),
        answers=answers,
        scrutiny=area.scrutiny,
        ask=area.ask,
        case_study=_case_study(area, answers, given.council),
    )


def _score(row: Score | None) -> ScoreContent:
    if row is None or row.coverage is None:
        return ScoreContent(None, None, _("none of its questions applies to this council"))
    coverage = floor(row.coverage * PER_CENT)
    if row.value is None:
        needed = {"coverage": coverage, "needed": int(SCORED_FROM * PER_CENT)}
        return ScoreContent(None, coverage, _("%(coverage)s%% was answered and a score needs %(needed)s%%") % needed)
    return ScoreContent(shown(row.value), coverage, "")


def _peers(area: asked.AreaContent, score: ScoreContent, given: Given) -> PeersContent:
    benchmark = given.benchmarks.get(area.code)
    if benchmark is None:
        why = _("There is no benchmark release to compare with.")
        return PeersContent(None, why, (), None, _no_position(score))
    return peers_content(benchmark, score, len(area.questions))


def peers_content(benchmark: AreaBenchmark, score: ScoreContent, questions: int) -> PeersContent:
    """The position of a score in an area of so many questions, and how sure it is."""
    position = benchmark.position_of(score.level, questions) if score.level is not None else None
    words = sentences.position_words(position) if position else _no_position(score)
    certainty = benchmark.certainty(score.coverage) if position else ""
    return PeersContent(benchmark.chosen, benchmark.why, benchmark.others, position, words, certainty)


def _no_position(score: ScoreContent) -> str:
    return _("Not scored") if score.level is None else _("No comparison")


def _previous(area: asked.AreaContent, row: Score | None, given: Given) -> PreviousContent | None:
    earlier = given.past[-1] if given.past else None
    before = earlier.values.get(area.code) if earlier else None
    if earlier is None or before is None:
        return None
    name, level = earlier.round.name, shown(before)
    if row is None or row.value is None:
        return PreviousContent(name, level, changed=False, words=_("not scored this time"))
    changed = is_change(before, row.value, len(area.questions))
    words = _change_words(shown(row.value) - level) if changed else _("about the same")
    return PreviousContent(name, level, changed, words)


def _change_words(levels: Decimal) -> str:
    words = _("up by %(levels)s") if levels > 0 else _("down by %(levels)s")
    return words % {"levels": abs(levels)}


def is_change(before: Decimal, after: Decimal, questions: int) -> bool:
    """Whether two normalised scores lie at least one answer step apart. Stored scores are rounded, so this is too."""
    step = answer_step(questions)
    return round(abs(after - before) * LEVELS_APART, 6) >= round(Decimal(step.numerator) / step.denominator, 6)


def _answer(question: asked.QuestionContent, themes: Mapping[int, str], said: Mapping[str, Any]) -> AnswerContent:
    levels = {level.level: level for level in question.levels}
    state = AnswerState(said.get("state", AnswerState.UNANSWERED))
    chosen, target = levels.get(said.get("level") or 0), levels.get(said.get("target") or 0)
    above = levels.get(chosen.level + 1) if chosen else None
    evidence = said.get("evidence", "").strip()
    printed = in_print(evidence)
    ticked = said.get("practices", ())
    return AnswerContent(
        code=question.code,
        short=question.short,
        text=question.text,
        theme=themes.get(question.theme_id or 0, ""),
        state=state.value,
        state_words=_named(chosen) or str(state.label),
        level=chosen.level if chosen else None,
        descriptor=chosen.text if chosen else "",
        reason=said.get("reason", ""),
        evidence=evidence,
        evidence_in_print=printed,
        evidence_is_cut=printed != evidence,
        confidence=str(Confidence(said["confidence"]).label) if said.get("confidence") else "",
        target=target.level if target else None,
        target_words=_named(target),
        next_words=_named(above),
        next_descriptor=above.text if above else "",
        practices=tuple(PracticeContent(p.text, p.code in ticked) for p in question.practices),
    )


def _named(level: asked.LevelContent | None) -> str:
    return f"{level.level} {level.name}" if level else ""


def in_print(evidence: str) -> str:
    """The evidence as far as paper has room for it, cut between words where there are any."""
    if len(evidence) <= EVIDENCE_IN_PRINT:
        return evidence
    words = WHOLE_WORDS.match(evidence)
    return f"{words[0].rstrip() if words else evidence[:EVIDENCE_IN_PRINT]}…"


def _case_study(area: asked.AreaContent, answers: tuple[AnswerContent, ...], council: str) -> CaseStudyContent | None:
    """An example from another council for the question with the lowest level that has one."""
    levels = {answer.code: answer.level for answer in answers if answer.level is not None}
    weakest_first = sorted((q for q in area.questions if q.code in levels), key=lambda q: levels[q.code])
    told = ((q, study) for q in weakest_first for study in q.case_studies if study.council_code != council)
    found = next(told, None)
    if found is None:
        return None
    question, study = found
    return CaseStudyContent(
        question=question.short,
        title=study.title,
        council_name=study.council_name,
        did=study.did,
        result=study.result,
        source=str(study.source),
        source_in_brief=f"{study.source.publisher}, {study.source.year}",
    )

"""How a council's areas changed since its last round: on unchanged questions, and from one answer step up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments import scoring
from assessments.findings import Said
from assessments.last_round import LastRound


@dataclass(frozen=True)
class Change:
    """One area: its level of last round, on the questions that ask the same now, and what became of it in words."""

    before: Decimal
    words: str
    is_change: bool


def since(last: LastRound, said: Iterable[Said]) -> dict[str, Change]:
    """By area code; an area that was not scored in both rounds is left out."""
    areas: dict[str, list[Said]] = {}
    for one in said:
        if one.code in last.answers:
            areas.setdefault(one.area_code, []).append(one)
    found = {code: _change(_now(matched), _then(matched, last), len(matched)) for code, matched in areas.items()}
    return {code: change for code, change in found.items() if change}


def _now(matched: Iterable[Said]) -> scoring.AreaScore:
    return scoring.score(scoring.ScoredAnswer(scoring.Kind(one.state), one.weight, one.level) for one in matched)


def _then(matched: Iterable[Said], last: LastRound) -> scoring.AreaScore:
    answers = [(last.answers[one.code], one.weight) for one in matched]
    return scoring.score(
        scoring.ScoredAnswer(scoring.Kind(answer.state), weight, answer.level) for answer, weight in answers
    )


def _change(now: scoring.AreaScore, before: scoring.AreaScore, questions: int) -> Change | None:
    if now.value is None or before.value is None:
        return None
    levels = (now.value - before.value) * (scoring.HIGHEST - scoring.LOWEST)
    if abs(levels) < scoring.answer_step(questions):
        return Change(scoring.as_level(before.value), _("about the same"), is_change=False)
    words: Mapping[bool, str] = {True: _("up by %(levels)s"), False: _("down by %(levels)s")}
    shown = abs(scoring.as_level(now.value) - scoring.as_level(before.value))
    return Change(scoring.as_level(before.value), words[levels > 0] % {"levels": shown}, is_change=True)

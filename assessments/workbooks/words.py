"""What stands in an answer cell, and what a person may have typed there instead."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.inputs import AnswerContent
from assessments.models import AnswerState, Confidence
from characteristics.content import QuestionContent
from characteristics.models import Level


class Unreadable(Exception):
    """The cell holds nothing that could be meant here; the message says what would be right."""


def level_words(level: int) -> str:
    return f"{level} {Level(level).label}"


def levels() -> list[str]:
    return [level_words(level.value) for level in Level]


def answers(*, not_applicable: bool) -> list[str]:
    others = [AnswerState.DONT_KNOW, AnswerState.NOT_APPLICABLE] if not_applicable else [AnswerState.DONT_KNOW]
    return [*levels(), *(str(state.label) for state in others)]


def confidences() -> list[str]:
    return [str(confidence.label) for confidence in Confidence]


def yes_no() -> list[str]:
    return [_("Yes"), _("No")]


def answer_words(content: AnswerContent) -> str:
    if content.level:
        return level_words(content.level)
    return "" if content.state == AnswerState.UNANSWERED else str(AnswerState(content.state).label)


def confidence_words(confidence: str) -> str:
    return str(Confidence(confidence).label) if confidence else ""


def target_words(target: int | None) -> str:
    return level_words(target) if target else ""


def yes_words(*, yes: bool) -> str:
    return _("Yes") if yes else ""


def read_answer(text: str, question: QuestionContent) -> tuple[str, int | None]:
    """State and level."""
    if not text:
        return AnswerState.UNANSWERED.value, None
    level = _level(text)
    if level:
        return AnswerState.LEVEL.value, level
    for state in (AnswerState.DONT_KNOW, AnswerState.NOT_APPLICABLE):
        if _plain(text) == _plain(str(state.label)):
            return _allowed(state, question), None
    raise Unreadable(_one_of(answers(not_applicable=bool(question.not_applicable))))


def _allowed(state: AnswerState, question: QuestionContent) -> str:
    if state == AnswerState.NOT_APPLICABLE and not question.not_applicable:
        raise Unreadable(
            _("this question applies to every council, so choose one of: %(values)s")
            % {"values": ", ".join(answers(not_applicable=False))}
        )
    return state.value


def read_target(text: str) -> int | None:
    if not text:
        return None
    level = _level(text)
    if level is None:
        raise Unreadable(_one_of(levels()))
    return level


def read_confidence(text: str) -> str:
    if not text:
        return ""
    for confidence in Confidence:
        full = _plain(str(confidence.label))
        if _plain(text) in (full, full.partition(":")[0]):
            return confidence.value
    raise Unreadable(_one_of(confidences()))


def read_yes(text: str) -> bool:
    plain = _plain(text)
    if plain in ("", _plain(_("No")), "n", "false", "0"):
        return False
    if plain in (_plain(_("Yes")), "y", "true", "1", "x"):
        return True
    raise Unreadable(_one_of(yes_no()))


def _level(text: str) -> int | None:
    """A number, a name, or both: 3, Developing, 3 Developing."""
    plain = _plain(text)
    for level in Level:
        name = _plain(str(level.label))
        if plain in (str(level.value), name, f"{level.value} {name}", f"{level.value}: {name}"):
            return level.value
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _one_of(values: Iterable[str]) -> str:
    return _("choose one of: %(values)s, or leave it empty") % {"values": ", ".join(f"“{value}”" for value in values)}

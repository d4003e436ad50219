"""The saved text of an answer and those that are held beside it, side by side and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.forms import HELD_SHOWN, KEEP_BOTH, KEEP_SAVED, SectionForm
from assessments.inputs import AnswerContent
from assessments.models import Answer, AnswerState, Confidence, HeldAnswer
from assessments.services.recording import content_of, held_content
from characteristics.content import QuestionContent
from characteristics.models import Level


@dataclass(frozen=True)
class Said:
    name: str
    text: str
    differs: bool
    """The sides don't say the same here."""


@dataclass(frozen=True)
class Side:
    title: str
    rows: tuple[Said, ...]


@dataclass(frozen=True)
class TwoTexts:
    sides: tuple[Side, ...]
    """The saved one first."""
    decide: BoundField
    held_name: str
    held_ids: str
    """Which held texts the officer sees; no other is dropped."""
    is_same: bool


def two_texts(
    form: SectionForm, question: QuestionContent, answer: Answer, held: Sequence[HeldAnswer]
) -> TwoTexts | None:
    """What the officer chooses between; None where nothing is held."""
    if not held:
        return None
    shown = held[:HELD_SHOWN]
    texts = [content_of(answer), *(held_content(one) for one in shown)]
    said = [_said(text, question) for text in texts]
    differing = {name for name in said[0] if len({one[name] for one in said}) > 1}
    titles = [_saved_title(answer), *(_held_title(one) for one in shown)]
    decide = form[f"{question.code}-decide"]
    decide.field.widget.choices = _options(shown)
    return TwoTexts(
        sides=tuple(
            Side(title, tuple(Said(name, text, name in differing) for name, text in one.items()))
            for title, one in zip(titles, said, strict=True)
        ),
        decide=decide,
        held_name=f"{question.code}-held",
        held_ids=",".join(str(one.pk) for one in shown),
        is_same=not differing,
    )


def choice_words(content: AnswerContent) -> str:
    """The level with its name, or the state in words."""
    if content.level:
        return f"{content.level} {Level(content.level).label}"
    return str(AnswerState(content.state).label)


def _said(content: AnswerContent, question: QuestionContent) -> dict[str, str]:
    """The same lines for every text of one question."""
    nothing = _("Nothing")
    practices = [practice.text for practice in question.practices if practice.id in content.practices]
    words = {str(_("Answer")): choice_words(content)}
    if question.not_applicable:
        words[_("Why it does not apply")] = content.reason or nothing
    words[_("Evidence and notes")] = content.evidence or nothing
    if question.practices:
        words[_("In place")] = "\n".join(practices) or nothing
    words[_("How sure")] = str(Confidence(content.confidence).label) if content.confidence else _("Not said")
    words[_("Target")] = f"{content.target} {Level(content.target).label}" if content.target else _("None yet")
    return words


def _saved_title(answer: Answer) -> str:
    if answer.changed_by is None or answer.changed_at is None:
        return _("Saved")
    return _("Saved by %(name)s, %(at)s") % {"name": answer.changed_by.name, "at": _clock(answer.changed_at)}


def _held_title(held: HeldAnswer) -> str:
    return _("Typed by %(name)s, %(at)s, not saved") % {"name": held.by.name, "at": _clock(held.at)}


def _clock(at: datetime) -> str:
    """The time today; before that, with its date."""
    local = timezone.localtime(at)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j F, H:i")


def _options(held: Sequence[HeldAnswer]) -> list[tuple[str, str]]:
    several = len(held) > 1
    use = _("Use what %(name)s typed, %(at)s, and drop the others") if several else _("Use what %(name)s typed, %(at)s")
    keep = _("Keep what is saved, drop the others") if several else _("Keep what is saved, drop the other")
    return [
        (KEEP_SAVED, keep),
        *((f"held-{one.pk}", use % {"name": one.by.name, "at": _clock(one.at)}) for one in held),
        (KEEP_BOTH, _("Choose later: all texts stay")),
    ]

"""What a mail says: a template of plain text, filled with words that can't break out of their line."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, engines
from django.urls import reverse
from django.utils import translation

from notices.models import OPTIONAL, NoticeKind

LONGEST_SUBJECT = 150
LONGEST_WORD = 500
BREAKS = frozenset({"Cc", "Zl", "Zp"})
"""Unicode categories that end lines or steer terminals; a space takes their place."""
UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})
"""Those that nobody sees, such as marks that turn the direction of what follows; nothing takes their place."""


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def write(kind: NoticeKind, context: Mapping[str, object]) -> Letter:
    """The letter in templates/notices/<kind>.txt: the first line is the subject, the text follows after an empty line.

    Not escaped, since nothing reads plain text as markup.
    """
    words = {name: clean(value) for name, value in context.items()}
    words["base_url"] = settings.BASE_URL.rstrip("/")
    words["notices_link"] = f"{words['base_url']}{reverse('notices')}"
    words["optional"] = kind in OPTIONAL
    with translation.override(settings.LANGUAGE_CODE):
        subject, _, body = _fill(f"notices/{kind}.txt", words).strip().partition("\n")
        foot = _fill("notices/_foot.txt", words).strip()
    return Letter(subject=shorten(one_line(subject), LONGEST_SUBJECT), body=f"{_tidy(body)}\n\n-- \n{foot}\n")


def clean(value: object) -> object:
    """Words and lists of words, each on one line; anything else as it is."""
    if isinstance(value, str):
        return shorten(one_line(value), LONGEST_WORD)
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    return value


def one_line(text: str) -> str:
    """Without line breaks, control and direction marks, so that a name can't pose as a line or a header."""
    seen = "".join(_seen(letter) for letter in text)
    return " ".join(seen.split())


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in BREAKS:
        return " "
    return "" if category in UNSEEN else letter


def shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _fill(name: str, words: Mapping[str, object]) -> str:
    template = engines["django"].engine.get_template(name)  # type: ignore[attr-defined]
    return str(template.render(Context(dict(words), autoescape=False)))


def _tidy(body: str) -> str:
    """Tags leave empty lines behind; more than one in a row is drawn together."""
    return re.sub(r"\n{3,}", "\n\n", body).strip()

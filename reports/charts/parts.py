"""What all charts are made of. Lengths are in the units of the drawing; y grows downwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LEVELS = (1, 2, 3, 4, 5)

Anchor = Literal["start", "middle", "end"]

NARROW_LETTERS = frozenset("fijlrtI .,:;'’|()-")
WIDE_LETTERS = frozenset("mwMW@%–—")


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"


@dataclass(frozen=True)
class LegendItem:
    """`kind` names the sign that the template draws at `sign`."""

    kind: str
    sign: Point
    label: Text


def unit(value: float) -> float:
    """A length, rounded to what the eye can tell apart."""
    return round(value, 1)


def point(x: float, y: float) -> Point:
    return Point(unit(x), unit(y))


def diamond(centre: Point, radius: float) -> str:
    """The sign for what has no figure, as the `points` of a polygon."""
    x, y = centre.x, centre.y
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    return " ".join(f"{unit(a)},{unit(b)}" for a, b in corners)


def text_width(text: str, size: float) -> float:
    """About how wide a text runs in Noto Sans; rather too wide than too narrow."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.36
    if letter in WIDE_LETTERS:
        return 0.95
    return 0.68 if letter.isupper() else 0.6


def wrap(text: str, *, size: float, width: float, lines: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines of this width, cut with an ellipsis where it does not fit."""
    wrapped = [""]
    for word in text.split():
        longer = f"{wrapped[-1]} {word}".strip()
        if wrapped[-1] and text_width(longer, size) > width:
            wrapped.append(word)
        else:
            wrapped[-1] = longer
    kept = [*wrapped[: lines - 1], " ".join(wrapped[lines - 1 :])] if len(wrapped) > lines else wrapped
    return tuple(cut(line, size=size, width=width) for line in kept)


def cut(text: str, *, size: float, width: float) -> str:
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def stacked(
    lines: Iterable[str], *, x: float, middle: float, size: float, leading: float, anchor: Anchor = "start"
) -> tuple[Text, ...]:
    """Lines of text under each other, centred on a height."""
    texts = tuple(lines)
    first = middle + size * 0.36 - leading * (len(texts) - 1) / 2
    return tuple(Text(unit(x), unit(first + leading * place), text, anchor) for place, text in enumerate(texts))


SIGN_WIDTH, SIGN_GAP, ITEM_GAP = 18, 6, 18


def legend(
    entries: Iterable[tuple[str, str]], *, left: float, top: float, width: float, size: float
) -> tuple[LegendItem, ...]:
    """Signs and their words from left to right, on as many lines as it takes."""
    items: list[LegendItem] = []
    x, y, line = left, top, size * 1.6
    for kind, text in entries:
        length = SIGN_WIDTH + SIGN_GAP + text_width(text, size)
        if x > left and x + length > left + width:
            x, y = left, y + line
        label = Text(unit(x + SIGN_WIDTH + SIGN_GAP), unit(y), text)
        items.append(LegendItem(kind, point(x + SIGN_WIDTH / 2, y - size * 0.36), label))
        x += length + ITEM_GAP
    return tuple(items)

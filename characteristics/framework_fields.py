"""YAML read field by field, each mistake noted with its file, line and field.

Readers never stop at a mistake: they note it and hand back an empty value, so that one run finds all of them.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from characteristics.framework_entries import Mistake, Place, Reference

Entry = TypeVar("Entry")

TEXT_TAG = "tag:yaml.org,2002:str"
NUMBER_TAG = "tag:yaml.org,2002:int"
NOTHING_TAG = "tag:yaml.org,2002:null"

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
DOTTED_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def suggestion(word: str, known: Collection[str]) -> str:
    """The end of a message about a word that nobody knows."""
    close = get_close_matches(word, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else ""


def invisible_character(text: str) -> str:
    """The first character that nobody would see, such as U+200B; empty where there is none."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\n\t":
            return f"U+{ord(character):04X}"
    return ""


@dataclass(frozen=True)
class Page:
    """One file being read, and the one list on which the mistakes of all files are noted."""

    file: str
    mistakes: list[Mistake]

    def note(self, line: int, field: str, message: str) -> None:
        self.mistakes.append(Mistake(self.file, line, field or "file", message))


@dataclass(frozen=True)
class Value:
    """What stands behind a field's name, or one item of a list. `node` is None where the field is missing."""

    page: Page
    node: Node | None
    line: int
    field: str

    @property
    def place(self) -> Place:
        return Place(self.page.file, self.line)

    def note(self, message: str) -> None:
        self.page.note(self.line, self.field, message)

    def is_nothing(self) -> bool:
        return self.node is None or self.node.tag == NOTHING_TAG

    def text(self, longest: int | None = None) -> str:
        if self.node is None:
            return ""
        if not isinstance(self.node, ScalarNode):
            self.note("must be text, not a list or fields")
            return ""
        text: str = self.node.value.strip()
        message = self._fault_of_text(text, longest)
        if message:
            self.note(message)
        return text

    def _fault_of_text(self, text: str, longest: int | None) -> str:
        if not text:
            return "is empty"
        if self.node is not None and self.node.tag != TEXT_TAG:
            return f'must be text; write it in quotes: "{text}"'
        if longest is not None and len(text) > longest:
            return f"has {len(text)} characters; at most {longest} fit"
        invisible = invisible_character(text)
        return f"holds the invisible character {invisible}; take it out" if invisible else ""

    def text_or_nothing(self, longest: int | None = None) -> str:
        return "" if self.is_nothing() else self.text(longest)

    def code(self, longest: int, pattern: re.Pattern[str] = CODE) -> str:
        text = self.text(longest)
        if text and not pattern.fullmatch(text):
            dot = ", dots" if pattern is DOTTED_CODE else ""
            self.note(f"'{text}' is not a code; a code is made of letters, digits, hyphens{dot} and underscores")
        return text

    def number(self, lowest: int, highest: int) -> int:
        if self.node is None:
            return lowest
        written = self.node.value if isinstance(self.node, ScalarNode) and self.node.tag == NUMBER_TAG else ""
        if re.fullmatch(r"[0-9]{1,9}", written) and lowest <= int(written) <= highest:
            return int(written)
        shown = f"{self._as_written()} " if isinstance(self.node, ScalarNode) and self.node.value else ""
        self.note(f"{shown}is not a whole number from {lowest} to {highest}")
        return lowest

    def _as_written(self) -> str:
        """A scalar with its quotes, since they are what makes "3" a text and 3 a number."""
        if not isinstance(self.node, ScalarNode):
            return ""
        quote = self.node.style if self.node.style in ("'", '"') else ""
        return f"{quote}{self.node.value}{quote}"

    def number_among(self, known: tuple[int, ...], what: str) -> int | None:
        if isinstance(self.node, ScalarNode) and self.node.tag == NUMBER_TAG:
            for number in known:
                if self.node.value == str(number):
                    return number
        self.note(f"{what} {self._as_written()} is not one of {known[0]} to {known[-1]}")
        return None

    def choice(self, known: tuple[str, ...]) -> str:
        text = self.text()
        if text and text not in known:
            self.note(f"'{text}' is not one of {', '.join(known)}{suggestion(text, known)}")
        return text

    def items(self, *, may_be_empty: bool = False) -> list["Value"]:
        if self.node is None:
            return []
        if not isinstance(self.node, SequenceNode):
            self.note("is empty; a list belongs here" if self.is_nothing() else "must be a list")
            return []
        if not self.node.value and not may_be_empty:
            self.note("is empty; at least one belongs here")
        return [
            Value(self.page, item, item.start_mark.line + 1, f"{self.field}[{number}]")
            for number, item in enumerate(self.node.value, start=1)
        ]

    def texts(self, longest: int | None = None) -> tuple[str, ...]:
        return tuple(item.text(longest) for item in self.items())

    def pairs(self) -> list[tuple[Node, "Value"]]:
        """The names and values of a mapping, as they stand."""
        if self.node is None:
            return []
        if not isinstance(self.node, MappingNode):
            self.note("must have fields with names, written as 'name: value'")
            return []
        return [
            (key, Value(self.page, node, key.start_mark.line + 1, f"{self.field}.{key.value}".lstrip(".")))
            for key, node in self.node.value
        ]

    def entry(self, reader: Callable[["Fields"], Entry], *, has_code: bool = True) -> Entry:
        """What the reader makes of this value's fields; those that it doesn't ask for are noted as unknown.

        `has_code`: whether a field `code` names this entry; if not, it names another one.
        """
        fields = Fields.of(self._named_by_code() if has_code else self)
        entry = reader(fields)
        fields.no_others()
        return entry

    def entries(
        self, reader: Callable[["Fields"], Entry], *, may_be_empty: bool = False, have_codes: bool = True
    ) -> tuple[Entry, ...]:
        items = self.items(may_be_empty=may_be_empty)
        return tuple(item.entry(reader, has_code=have_codes) for item in items)

    def _named_by_code(self) -> "Value":
        """The same under the code of the entry: 'DL01.text' is found sooner than 'themes[1].questions[1].text'."""
        if isinstance(self.node, MappingNode):
            for key, node in self.node.value:
                if key.value == "code" and isinstance(node, ScalarNode) and node.value.strip():
                    return Value(self.page, self.node, self.line, node.value.strip())
        return self

    def references(self, *, may_be_empty: bool = False) -> tuple[Reference, ...]:
        return tuple(Reference(item.place, item.text()) for item in self.items(may_be_empty=may_be_empty))


@dataclass
class Fields:
    """The fields of one entry. What nobody asked for is unknown and is noted by `no_others`."""

    owner: Value
    values: dict[str, Value]
    asked: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, owner: Value) -> "Fields":
        pairs = owner.pairs()
        if not isinstance(owner.node, MappingNode):
            return cls(Value(owner.page, None, owner.line, owner.field), {})
        values: dict[str, Value] = {}
        for key, value in pairs:
            if not isinstance(key, ScalarNode):
                owner.note("the name of a field must be text")
            elif key.value in values:
                value.note(f"stands twice in the same entry (first in line {values[key.value].line})")
            else:
                values[key.value] = value
        return cls(owner, values)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def required(self, name: str) -> Value:
        if name not in self.values and self.owner.node is not None:
            self._absent(name).note("is missing")
        return self.optional(name)

    def optional(self, name: str) -> Value:
        self.asked.append(name)
        return self.values.get(name) or self._absent(name)

    def _absent(self, name: str) -> Value:
        return Value(self.owner.page, None, self.owner.line, f"{self.owner.field}.{name}".lstrip("."))

    def no_others(self) -> None:
        for name, value in self.values.items():
            if name not in self.asked:
                left = [asked for asked in self.asked if asked not in self.values]
                value.note(f"is not a field of this entry{suggestion(name, left)}")

"""Reading a pulse from its YAML file: frozen data, or every mistake with its line."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from characteristics.framework_entries import LEVELS, Mistake, Place
from characteristics.framework_fields import DOTTED_CODE, Fields, suggestion
from characteristics.framework_files import read_yaml

MOST_QUESTIONS = 10
"""More than ten would not be answered over a cup of tea."""

LONGEST_TEXT = 200


@dataclass(frozen=True)
class PulseQuestionEntry:
    """`answers` has one text for each level, the lowest first."""

    place: Place
    about: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class PulseFile:
    """A pulse as its file tells it. It belongs to one version of one framework."""

    place: Place
    framework: str
    version: str
    questions: tuple[PulseQuestionEntry, ...]


def read_pulse_file(path: Path) -> PulseFile | list[Mistake]:
    """The pulse, or every mistake in its file."""
    mistakes: list[Mistake] = []
    root = read_yaml(path, mistakes)
    if root is None:
        return mistakes
    pulse = root.entry(_read_pulse, has_code=False)
    if not mistakes:
        mistakes.extend(_broken_rules(pulse))
    return mistakes or pulse


def unknown_questions(pulse: PulseFile, codes: Collection[str]) -> list[Mistake]:
    """One mistake for each question that the framework doesn't ask."""
    return [
        _mistake(entry, f"the framework has no question '{entry.about}'{suggestion(entry.about, codes)}")
        for entry in pulse.questions
        if entry.about not in codes
    ]


def _read_pulse(fields: Fields) -> PulseFile:
    return PulseFile(
        place=fields.owner.place,
        framework=fields.required("framework").code(40),
        version=fields.required("version").code(20, DOTTED_CODE),
        questions=fields.required("questions").entries(_read_question, have_codes=False),
    )


def _read_question(fields: Fields) -> PulseQuestionEntry:
    return PulseQuestionEntry(
        place=fields.owner.place,
        about=fields.required("about").code(12),
        text=fields.required("text").text(LONGEST_TEXT),
        answers=fields.required("answers").texts(LONGEST_TEXT),
    )


def _broken_rules(pulse: PulseFile) -> list[Mistake]:
    mistakes = []
    if len(pulse.questions) > MOST_QUESTIONS:
        message = f"{len(pulse.questions)} questions; a pulse has at most {MOST_QUESTIONS}"
        mistakes.append(Mistake(pulse.place.file, pulse.place.line, "questions", message))
    seen: set[str] = set()
    for entry in pulse.questions:
        if entry.about in seen:
            mistakes.append(_mistake(entry, "is asked about a second time"))
        if len(entry.answers) != len(LEVELS):
            mistakes.append(_mistake(entry, f"has {len(entry.answers)} answers; there is one for each of five levels"))
        seen.add(entry.about)
    return mistakes


def _mistake(entry: PulseQuestionEntry, message: str) -> Mistake:
    return Mistake(entry.place.file, entry.place.line, entry.about, message)

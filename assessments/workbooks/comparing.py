"""What a workbook would change, cell by cell, against what is online now."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.inputs import AnswerContent, AnswerInput, SectionInput
from assessments.workbooks import layout, words
from assessments.workbooks.content import Stored, StoredAnswer, as_written
from assessments.workbooks.layout import Column
from assessments.workbooks.reading import Mistake, ReadAnswer, Reading
from assessments.workbooks.stamping import Stamp
from characteristics.content import AreaContent, FrameworkContent, QuestionContent


class CellChange(NamedTuple):
    cell: str
    """As Excel names it: F12."""
    label: str
    before: str
    """What is online now, in words."""
    after: str
    """What the workbook says, in words."""


@dataclass(frozen=True)
class Change:
    """What changes of one answer, or of the barriers of one area."""

    sheet: str
    code: str
    title: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class Clash:
    """An answer that was changed in the workbook and, since its download, online as well."""

    change: Change
    name: str
    at: datetime | None
    version: int
    """Of the answer online; whoever chooses has this one in front of them."""


@dataclass(frozen=True)
class SheetChanges:
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Comparison:
    sheets: tuple[SheetChanges, ...]
    clashes: tuple[Clash, ...]
    mistakes: tuple[Mistake, ...]
    changed: int
    """Answers, not counting clashes."""
    unchanged: int
    barriers_changed: int
    """Areas in which what is in the way changes."""

    @property
    def changes_nothing(self) -> bool:
        return not self.sheets and not self.clashes


class _Touched(NamedTuple):
    """An answer that somebody changed or confirmed in the workbook and that differs from what is online."""

    area: AreaContent
    question: QuestionContent
    read: ReadAnswer
    now: StoredAnswer
    confirms: bool
    seen_version: int

    @property
    def online(self) -> AnswerContent:
        return as_written(self.now.content, self.question)

    @property
    def clashes(self) -> bool:
        return self.seen_version != self.now.version and self.read.content != self.online


@dataclass(frozen=True)
class Workbook:
    """A workbook that has been read, with the framework that it fills in."""

    framework: FrameworkContent
    stamp: Stamp
    reading: Reading


def compare(book: Workbook, stored: Stored, *, editable: frozenset[str]) -> Comparison:
    """`editable` are the codes of the areas that the person may change; changes elsewhere are mistakes."""
    touched = list(_touched(book, stored))
    mine = [one for one in touched if one.area.code in editable]
    barriers = [(area, change) for area in book.framework.areas if (change := _barrier_change(book, area, stored))]
    wrong = {(mistake.sheet, mistake.cell) for mistake in book.reading.mistakes}
    answers = _without(wrong, [_change(one) for one in mine if not one.clashes])
    ticks = _without(wrong, [change for area, change in barriers if area.code in editable])
    foreign = [_change(one) for one in touched if one.area.code not in editable]
    foreign += [change for area, change in barriers if area.code not in editable]
    return Comparison(
        sheets=_by_sheet(book, answers + ticks),
        clashes=tuple(_clash(one) for one in mine if one.clashes),
        mistakes=book.reading.mistakes
        + tuple(mistake for change in _without(wrong, foreign) for mistake in _not_yours(change)),
        changed=len(answers),
        unchanged=len(book.framework.questions) - len(touched),
        barriers_changed=len(ticks),
    )


def inputs(book: Workbook, stored: Stored, *, use_workbook: Mapping[str, int]) -> dict[str, SectionInput]:
    """What to record, by area code. Of the clashes only those in `use_workbook`, which holds, by question code, the
    version that the person had in front of them when they chose."""
    answers: dict[str, list[AnswerInput]] = {}
    for one in _touched(book, stored):
        if not one.clashes or one.question.code in use_workbook:
            version = use_workbook.get(one.question.code, one.seen_version)
            answers.setdefault(one.area.code, []).append(_input(one, version))
    made = {}
    for area in book.framework.areas:
        read, seen = _barriers_read(book, area), _barriers_seen(book, area)
        if area.code in answers or read != seen:
            made[area.code] = SectionInput(tuple(answers.get(area.code, ())), barriers=read, barriers_seen=seen)
    return made


def _input(one: _Touched, version: int) -> AnswerInput:
    # Whether the answer was touched has been found out already: no text has an empty fingerprint.
    return AnswerInput(
        question_id=one.question.id,
        content=one.read.content,
        seen_version=version,
        seen_fingerprint="",
        confirms=one.confirms,
    )


def _touched(book: Workbook, stored: Stored) -> Iterator[_Touched]:
    for area in book.framework.areas:
        for question in area.questions:
            read, now = book.reading.answers.get(question.code), stored.answers.get(question.code)
            if read is None or now is None:
                continue
            version, _dot, fingerprint = book.stamp.seen[question.code].partition(".")
            is_changed = read.content.fingerprint != fingerprint
            confirms = now.to_confirm and (read.confirms or is_changed)
            differs = is_changed and read.content != as_written(now.content, question)
            if differs or confirms:
                yield _Touched(area, question, read, now, confirms, int(version))


def _change(one: _Touched) -> Change:
    return Change(one.read.place.sheet, one.question.code, one.question.short, tuple(_cells(one)))


def _without(wrong: Container[tuple[str, str]], changes: Iterable[Change]) -> list[Change]:
    """What a cell with a mistake would change isn't known."""
    left = [
        replace(change, cells=tuple(cell for cell in change.cells if (change.sheet, cell.cell) not in wrong))
        for change in changes
    ]
    return [change for change in left if change.cells]


def _cells(one: _Touched) -> Iterator[CellChange]:
    before, after, row = one.online, one.read.content, one.read.place.row
    texts = {
        Column.ANSWER: (words.answer_words(before), words.answer_words(after)),
        Column.EVIDENCE: (before.evidence, after.evidence),
        Column.REASON: (before.reason, after.reason),
        Column.CONFIDENCE: (words.confidence_words(before.confidence), words.confidence_words(after.confidence)),
        Column.TARGET: (words.target_words(before.target), words.target_words(after.target)),
    }
    headings = layout.headings()
    for column, (old, new) in texts.items():
        if old != new:
            yield CellChange(f"{column.letter}{row}", headings[column], old, new)
    for practice in one.question.practices:
        old_tick, new_tick = practice.id in before.practices, practice.id in after.practices
        if old_tick != new_tick:
            cell = f"{Column.ANSWER.letter}{one.read.practice_rows[practice.id]}"
            yield CellChange(cell, practice.text, _ticked(yes=old_tick), _ticked(yes=new_tick))
    if one.confirms:
        cell = f"{Column.STILL_TRUE.letter}{row}"
        yield CellChange(cell, headings[Column.STILL_TRUE], _("To be confirmed"), _("Confirmed"))


def _ticked(*, yes: bool) -> str:
    return _("Yes") if yes else _("No")


def _clash(one: _Touched) -> Clash:
    return Clash(_change(one), one.now.changed_by, one.now.changed_at, one.now.version)


def _barriers_read(book: Workbook, area: AreaContent) -> frozenset[int]:
    read = book.reading.barriers.get(area.code, {})
    return frozenset(barrier.id for barrier in area.barriers if barrier.code in read and read[barrier.code].ticked)


def _barriers_seen(book: Workbook, area: AreaContent) -> frozenset[int]:
    seen = book.stamp.barriers.get(area.code, [])
    return frozenset(barrier.id for barrier in area.barriers if barrier.code in seen)


def _barrier_change(book: Workbook, area: AreaContent, stored: Stored) -> Change | None:
    read, seen = _barriers_read(book, area), _barriers_seen(book, area)
    now = stored.barriers.get(area.code, frozenset())
    places = book.reading.barriers.get(area.code, {})
    cells = [
        CellChange(
            f"{Column.ANSWER.letter}{places[barrier.code].place.row}",
            barrier.name,
            _ticked(yes=barrier.id in now),
            _ticked(yes=barrier.id in read),
        )
        for barrier in area.barriers
        if barrier.code in places
        and (barrier.id in read) != (barrier.id in seen)
        and (barrier.id in read) != (barrier.id in now)
    ]
    if not cells:
        return None
    sheet = next(iter(places.values())).place.sheet
    return Change(sheet, area.code, _("What is in the way: %(area)s") % {"area": area.name}, tuple(cells))


def _by_sheet(book: Workbook, changes: list[Change]) -> tuple[SheetChanges, ...]:
    names = dict.fromkeys(answer.place.sheet for answer in book.reading.answers.values())
    return tuple(
        SheetChanges(name, tuple(change for change in changes if change.sheet == name))
        for name in names
        if any(change.sheet == name for change in changes)
    )


def _not_yours(change: Change) -> Iterator[Mistake]:
    for cell in change.cells:
        before = cell.before or _("nothing")
        message = _(
            "Found “%(found)s” in a section that you can’t change: it isn’t yours, or it has been handed to the lead. "
            "Put back what it was (%(before)s)."
        )
        names = {"found": _short(cell.after), "before": _short(before)}
        yield Mistake(change.sheet, cell.cell, change.code, message % names)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"

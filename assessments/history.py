"""Who set which answer to what and when, from the history of the answers, with differences in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.models import Answer, AnswerState, Assessment, Confidence
from characteristics.models import Level, Practice


@dataclass(frozen=True)
class Difference:
    """One field that changed; long texts are shown one above the other."""

    name: str
    before: str
    after: str
    is_long: bool = False


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    question_code: str
    question_short: str
    area_code: str
    differences: tuple[Difference, ...]
    remark: str
    """What was done besides, such as confirming an answer carried forward."""


TICKS = "practices:"
"""How the reason of a history row begins that keeps which practices were in place: its table has no column for them."""
LONGEST_REASON = 100
_EMPTY = {
    "state": AnswerState.UNANSWERED,
    "level": None,
    "reason": "",
    "evidence": "",
    "confidence": "",
    "target": None,
}


def reason_for(practices: Iterable[int]) -> str | None:
    """What a history row keeps of the practices in place; nothing where it doesn't fit."""
    reason = TICKS + ",".join(str(id_) for id_ in sorted(practices))
    return reason if len(reason) <= LONGEST_REASON else None


def rows_of(assessment: Assessment, question_code: str = "") -> QuerySet[Any]:
    """The saves that changed answers, newest first, each with the id of the save before."""
    history: Any = Answer.history
    rows = history.filter(section__assessment=assessment)
    if question_code:
        rows = rows.filter(question__code=question_code)
    before = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    found: QuerySet[Any] = (
        rows.select_related("history_user", "question__area")
        .annotate(before_id=Subquery(before.values("history_id")[:1]))
        .order_by("-history_date", "-history_id")
    )
    return found


def entries(rows: Iterable[Any]) -> list[Entry]:
    """Of one page of rows. Two queries more."""
    rows = list(rows)
    history: Any = Answer.history
    before = history.in_bulk([row.before_id for row in rows if row.before_id], field_name="history_id")
    ticks = {id_ for row in [*rows, *before.values()] for id_ in _ticked(row) or ()}
    practices = dict(Practice.objects.filter(pk__in=ticks).values_list("pk", "text"))
    return [_entry(row, before.get(row.before_id), practices) for row in rows]


def _ticked(row: Any) -> frozenset[int] | None:
    """The practices in place after a save; None where the row doesn't say."""
    reason = row.history_change_reason or ""
    if not reason.startswith(TICKS):
        return None
    return frozenset(int(part) for part in reason.removeprefix(TICKS).split(",") if part.isdecimal())


def _entry(row: Any, before: Any, practices: Mapping[int, str]) -> Entry:
    return Entry(
        at=row.history_date,
        who=row.history_user.name if row.history_user else _("the service"),
        question_code=row.question.code,
        question_short=row.question.short,
        area_code=row.question.area.code,
        differences=tuple(_differences(row, before, practices)),
        remark=_remark(row, before),
    )


def _remark(row: Any, before: Any) -> str:
    was_waiting = before is not None and before.to_confirm
    if row.to_confirm and not was_waiting:
        return _("Carried forward from the last round, to be confirmed.")
    if was_waiting and not row.to_confirm:
        return _("Confirmed.")
    return ""


def _differences(row: Any, before: Any, practices: Mapping[int, str]) -> Iterator[Difference]:
    def was(name: str) -> Any:
        return getattr(before, name) if before is not None else _EMPTY[name]

    if (was("state"), was("level")) != (row.state, row.level):
        yield Difference(_("Answer"), _answer(was("state"), was("level")), _answer(row.state, row.level))
    for name, label in (("reason", _("Why it does not apply")), ("evidence", _("Evidence"))):
        if was(name) != getattr(row, name):
            yield Difference(label, was(name), getattr(row, name), is_long=True)
    if was("confidence") != row.confidence:
        yield Difference(_("How sure"), _confidence(was("confidence")), _confidence(row.confidence))
    if was("target") != row.target:
        yield Difference(_("Target"), _target(was("target")), _target(row.target))
    yield from _practices(row, before, practices)


def _practices(row: Any, before: Any, practices: Mapping[int, str]) -> Iterator[Difference]:
    now = _ticked(row)
    then = _ticked(before) if before is not None else frozenset()
    if now is None or then is None:
        return
    for id_ in sorted(now - then):
        yield Difference(practices.get(id_, ""), _("not in place"), _("in place"))
    for id_ in sorted(then - now):
        yield Difference(practices.get(id_, ""), _("in place"), _("not in place"))


def _answer(state: str, level: int | None) -> str:
    return f"{level} {Level(level).label}" if level else str(AnswerState(state).label)


def _confidence(value: str) -> str:
    return str(Confidence(value).label) if value else _("not said")


def _target(value: int | None) -> str:
    return f"{value} {Level(value).label}" if value else _("none")

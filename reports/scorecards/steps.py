"""What has changed, and what a council could do next: from its gaps, its weakest answers and what is in the way."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import AnswerState
from reports.content import AnswerContent, AreaContent, BarrierContent, Highlight, Step
from reports.lists import listed

MOST_NAMED = 5
"""Up to so many questions or areas are named; of more, the first."""


def change(areas: Sequence[AreaContent]) -> str:
    """Which areas changed since the last round, by at least one answer step; empty without one."""
    before = [area for area in areas if area.previous]
    if not before:
        return ""
    scored = [area for area in before if area.score.level is not None]
    up, down = _moved(scored, up=True), _moved(scored, up=False)
    same = len(scored) - len(up) - len(down)
    parts = [
        _("up: %(areas)s") % {"areas": _first(up)} if up else "",
        _("down: %(areas)s") % {"areas": _first(down)} if down else "",
        ngettext("about the same: %(count)s area", "about the same: %(count)s areas", same) % {"count": same}
        if same
        else "",
    ]
    since = before[0].previous.round_name if before[0].previous else ""
    moved = "; ".join(filter(None, parts)) or _("no area can be compared with its earlier score")
    return _("Since %(round)s, %(moved)s.") % {"round": since, "moved": moved}


def _moved(areas: Sequence[AreaContent], *, up: bool) -> list[str]:
    """'Data (up by 0.4)', without the direction."""
    moved = []
    for area in areas:
        before, now = area.previous, area.score.level
        if before and now is not None and before.changed and (now > before.level) == up:
            moved.append(_("%(area)s by %(levels)s") % {"area": area.name, "levels": abs(now - before.level)})
    return moved


def steps(
    areas: Sequence[AreaContent], gaps: Sequence[Highlight], barriers: Sequence[BarrierContent]
) -> tuple[Step, ...]:
    by_code = {area.code: area for area in areas}
    weakest = ((by_code[gap.area_code], weakest_answer(by_code[gap.area_code])) for gap in gaps)
    found = [_raise(area, answer) for area, answer in weakest if answer]
    return (*found, *_find_out(areas), *_clear(barriers))


def weakest_answer(area: AreaContent) -> AnswerContent | None:
    """The question with the lowest level, the first of several; None where all are at the top or without a level."""
    below_top = [answer for answer in area.answers if answer.level is not None and answer.next_words]
    return min(below_top, key=lambda answer: answer.level or 0, default=None)


def _raise(area: AreaContent, answer: AnswerContent) -> Step:
    heading = _("%(area)s: start with “%(question)s”") % {"area": area.name, "question": answer.short}
    text = _("It is at %(level)s. At %(next)s: %(descriptor)s") % {
        "level": answer.state_words,
        "next": answer.next_words,
        "descriptor": answer.next_descriptor,
    }
    return Step(heading, text)


def _find_out(areas: Sequence[AreaContent]) -> Iterator[Step]:
    unknown = [a for area in areas for a in area.answers if a.state == AnswerState.DONT_KNOW]
    if not unknown:
        return
    heading = ngettext(
        "Find out what is not known: %(count)s question",
        "Find out what is not known: %(count)s questions",
        len(unknown),
    ) % {"count": len(unknown)}
    words = _first([f"{answer.code} {answer.short}" for answer in unknown])
    yield Step(heading, _("Answered “don’t know”: %(questions)s.") % {"questions": words})


def _clear(barriers: Sequence[BarrierContent]) -> Iterator[Step]:
    if not barriers:
        return
    barrier = barriers[0]
    heading = _("Take up the barrier met most often: %(barrier)s") % {"barrier": barrier.name}
    yield Step(heading, _("Ticked in: %(areas)s.") % {"areas": _first(barrier.areas)})


def _first(names: Sequence[str]) -> str:
    """All of a few names; of more the first, and how many more there are."""
    more = len(names) - MOST_NAMED
    if more <= 0:
        return listed(names)
    return _("%(named)s and %(more)s more") % {"named": ", ".join(names[:MOST_NAMED]), "more": more}

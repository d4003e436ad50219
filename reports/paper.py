"""What the printed scorecard says beyond its content: charts drawn, lines joined, and how it names itself."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.models import Confidence
from reports.content import AnswerContent, AreaContent, ScorecardContent
from reports.drawing import DrawnLens, draw


@dataclass(frozen=True)
class AnswerLine:
    answer: AnswerContent
    text: str
    """What the level says, then confidence where it is low, target and practices.

    One text, because WeasyPrint 70 breaks some lines too early where an element follows in the same paragraph.
    """


@dataclass(frozen=True)
class AreaAnswers:
    area: AreaContent
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class LensAnswers:
    name: str
    areas: tuple[AreaAnswers, ...]


@dataclass(frozen=True)
class ForAreas:
    """Something that is true of several areas."""

    words: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    content: ScorecardContent
    title: str
    running_head: str
    running_foot: str
    dated: datetime
    lenses: tuple[DrawnLens, ...]
    has_earlier: bool
    """Whether there is an earlier score to show in any area."""
    comparisons: tuple[ForAreas, ...]
    """Why the areas are compared with the group that they are compared with."""
    answers: tuple[LensAnswers, ...]


def paper(content: ScorecardContent) -> Paper:
    names = {"council": content.council.name, "round": content.round.name}
    return Paper(
        content=content,
        title=_("%(council)s: scorecard, %(round)s") % names,
        running_head=_("%(council)s scorecard · %(round)s") % names,
        running_foot=_running_foot(content),
        dated=_dated(content),
        lenses=draw(content),
        has_earlier=any(area.previous for area in content.areas),
        comparisons=_together(content.areas, lambda area: area.peers.why),
        answers=tuple(LensAnswers(lens.name, tuple(map(_answers, lens.areas))) for lens in content.lenses),
    )


def _running_foot(content: ScorecardContent) -> str:
    release = _("Release %(code)s") % {"code": content.release.code} if content.release else _("No release")
    digest = _("digest %(digest)s") % {"digest": content.submission.short_digest}
    return f"{release} · {digest}"


def _dated(content: ScorecardContent) -> datetime:
    """When the last thing happened that the document depends on."""
    times = [content.submission.submitted_at, content.submission.signed_off_at]
    times += [content.release.released_at] if content.release else []
    return max(time for time in times if time)


def _together(areas: Sequence[AreaContent], words: Callable[[AreaContent], str]) -> tuple[ForAreas, ...]:
    """Areas with the same words, those of the most areas first."""
    found: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        found[words(area)].append(area.name)
    groups = [ForAreas(said, tuple(names)) for said, names in found.items() if said]
    return tuple(sorted(groups, key=lambda group: -len(group.areas)))


def _answers(area: AreaContent) -> AreaAnswers:
    return AreaAnswers(area, tuple(map(_line, area.answers)))


def _line(answer: AnswerContent) -> AnswerLine:
    return AnswerLine(answer=answer, text=" ".join(_sentences(answer)))


def _sentences(answer: AnswerContent) -> Iterator[str]:
    if answer.descriptor:
        yield answer.descriptor
    if answer.confidence == str(Confidence.LOW.label):
        yield _("Low confidence.")
    if answer.target_words:
        yield _("Aims at %(level)s.") % {"level": answer.target_words}
    if answer.practices:
        counts = {"count": sum(practice.in_place for practice in answer.practices), "all": len(answer.practices)}
        yield _("Practices in place: %(count)s of %(all)s.") % counts

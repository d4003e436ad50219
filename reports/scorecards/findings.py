"""What stands out of a council's results: strengths, gaps, what is missing or does not fit, and what is in the way."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.models import AnswerState
from assessments.scoring import BENCHMARKED_FROM, far_from_practices
from reports.benchmarking import Position
from reports.content import AnswerContent, AreaContent, Finding, FindingLine, Highlight

MOST_HIGHLIGHTS = 3
WANTS_EVIDENCE_FROM = 4
PER_CENT = 100

NO_DISTANCE = Decimal(0)


def highlights(areas: Sequence[AreaContent]) -> tuple[tuple[Highlight, ...], tuple[Highlight, ...]]:
    """Strengths and gaps. No area is both, and none is a gap that is above what is typical, nor a strength below it.

    So there can be fewer of each than three. Where all levels are the same and nothing is compared, nothing stands out.
    """
    scored = [area for area in areas if area.score.level is not None]
    levels = [area.score.level for area in scored if area.score.level is not None]
    most = min(MOST_HIGHLIGHTS, len(scored) // 2)
    above_first = sorted(scored, key=_distance, reverse=True)
    below_first = sorted(scored, key=_distance)
    strong = [area for area in above_first if _distance(area) > NO_DISTANCE and not _is(area, Position.BELOW)][:most]
    weak = [area for area in below_first if _distance(area) < NO_DISTANCE and not _is(area, Position.ABOVE)][:most]
    rest = [area for area in scored if area not in [*strong, *weak] and not _is(area, Position.BELOW)]
    strong += _top(rest, most - len(strong), beyond=min(levels, default=NO_DISTANCE), highest=True)
    rest = [area for area in scored if area not in [*strong, *weak] and not _is(area, Position.ABOVE)]
    weak += _top(rest, most - len(weak), beyond=max(levels, default=NO_DISTANCE), highest=False)
    return (
        tuple(_highlight(area, _above_words(area)) for area in strong),
        tuple(_highlight(area, _below_words(area)) for area in weak),
    )


def _distance(area: AreaContent) -> Decimal:
    """From the others' median, in levels; 0 where there is none."""
    if area.score.level is None or area.peers.chosen is None or area.peers.chosen.median is None:
        return NO_DISTANCE
    return area.score.level - area.peers.chosen.median


def furthest_below(areas: Sequence[AreaContent]) -> list[AreaContent]:
    """The scored areas, those furthest below the others' median first and then those with the lowest level."""
    scored = [area for area in areas if area.score.level is not None]
    return sorted(scored, key=lambda area: (min(_distance(area), NO_DISTANCE), area.score.level))


def _is(area: AreaContent, position: Position) -> bool:
    return area.peers.position == position


def _top(areas: Sequence[AreaContent], count: int, *, beyond: Decimal, highest: bool) -> list[AreaContent]:
    """The areas with the highest levels, or with the lowest; none at `beyond`, the other end of the council's own."""
    found = [area for area in areas if area.score.level != beyond]
    return sorted(found, key=lambda area: area.score.level or NO_DISTANCE, reverse=highest)[:count]


def _highlight(area: AreaContent, words: str) -> Highlight:
    return Highlight(area.code, area.name, area.score.level or NO_DISTANCE, words)


def _above_words(area: AreaContent) -> str:
    if _distance(area) > NO_DISTANCE:
        return _("%(distance)s above the others’ median of %(median)s") % _against_median(area)
    return _("among the council’s own highest scores; %(others)s") % {"others": _others_words(area)}


def _below_words(area: AreaContent) -> str:
    if _distance(area) < NO_DISTANCE:
        return _("%(distance)s below the others’ median of %(median)s") % _against_median(area)
    return _("among the council’s own lowest scores; %(others)s") % {"others": _others_words(area)}


def _others_words(area: AreaContent) -> str:
    if area.peers.chosen is None:
        return _("no comparison")
    return _("the others’ median is %(median)s") % _against_median(area)


def _against_median(area: AreaContent) -> dict[str, object]:
    return {"distance": abs(_distance(area)), "median": area.peers.chosen.median if area.peers.chosen else None}


def findings(areas: Sequence[AreaContent]) -> tuple[Finding, ...]:
    found = [
        _unscored(areas),
        _outside_benchmark(areas),
        _dont_know(areas),
        _unanswered(areas),
        _no_evidence(areas),
        _practices(areas),
    ]
    return tuple(finding for finding in found if finding.lines)


def _unscored(areas: Sequence[AreaContent]) -> Finding:
    return Finding(
        "unscored",
        _("Areas without a score"),
        _("Too little of them was answered, or none of their questions applies."),
        tuple(FindingLine(area.name, "", area.score.unscored) for area in areas if area.score.level is None),
    )


def _outside_benchmark(areas: Sequence[AreaContent]) -> Finding:
    needed = int(BENCHMARKED_FROM * PER_CENT)
    return Finding(
        "outside_benchmark",
        _("Areas that don’t count in benchmarks"),
        _("They have a score, but less than %(needed)s%% was answered, so other councils are not compared with it.")
        % {"needed": needed},
        tuple(
            FindingLine(area.name, "", _("%(coverage)s%% answered") % {"coverage": area.score.coverage})
            for area in areas
            if area.score.level is not None and area.score.coverage is not None and area.score.coverage < needed
        ),
    )


def _dont_know(areas: Sequence[AreaContent]) -> Finding:
    return Finding(
        "dont_know",
        _("What the council does not know"),
        _("These were answered “don’t know”. Finding out is often the first step."),
        _lines(areas, lambda answer: answer.state == AnswerState.DONT_KNOW, lambda answer: answer.short),
    )


def _unanswered(areas: Sequence[AreaContent]) -> Finding:
    return Finding(
        "unanswered",
        _("What was left open"),
        _("These questions were not answered before the assessment was submitted."),
        _lines(areas, lambda answer: answer.state == AnswerState.UNANSWERED, lambda answer: answer.short),
    )


def _no_evidence(areas: Sequence[AreaContent]) -> Finding:
    return Finding(
        "no_evidence",
        _("High levels without evidence"),
        _("The council put itself at level %(level)s or higher and named nothing that shows it.")
        % {"level": WANTS_EVIDENCE_FROM},
        _lines(
            areas,
            lambda answer: (answer.level or 0) >= WANTS_EVIDENCE_FROM and not answer.evidence,
            lambda answer: _("%(short)s: %(level)s") % {"short": answer.short, "level": answer.state_words},
        ),
    )


def _practices(areas: Sequence[AreaContent]) -> Finding:
    return Finding(
        "practices",
        _("Levels and practices that don’t fit"),
        _("The practices ticked as in place suggest a level at least two away from the one chosen."),
        _lines(
            areas,
            lambda answer: (
                answer.level is not None and far_from_practices(answer.level, in_place(answer), len(answer.practices))
            ),
            lambda answer: (
                _("%(short)s: %(level)s, with %(count)s of %(all)s practices in place")
                % {
                    "short": answer.short,
                    "level": answer.state_words,
                    "count": in_place(answer),
                    "all": len(answer.practices),
                }
            ),
        ),
    )


def in_place(answer: AnswerContent) -> int:
    return sum(practice.in_place for practice in answer.practices)


def _lines(
    areas: Sequence[AreaContent], holds: Callable[[AnswerContent], bool], words: Callable[[AnswerContent], str]
) -> tuple[FindingLine, ...]:
    return tuple(
        FindingLine(area.name, answer.code, words(answer)) for area, answer in _answers(areas) if holds(answer)
    )


def _answers(areas: Sequence[AreaContent]) -> Iterator[tuple[AreaContent, AnswerContent]]:
    return ((area, answer) for area in areas for answer in area.answers)

"""How each area has moved over the rounds: the council's own levels, and the medians that releases froze."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.scoring import answer_step
from characteristics import content as asked
from reports.content import AreaContent, PeersContent, PreviousContent, ScoreContent
from reports.lists import listed
from reports.looking import Change
from reports.scorecards.given import MOST_EARLIER, Given
from reports.scorecards.levels import shown
from reports.scorecards.sentences import FEW_NAMES
from reports.trends import AreaTrend, TrendPoint


def area_trend(
    area: asked.AreaContent, score: ScoreContent, previous: PreviousContent | None, peers: PeersContent, given: Given
) -> AreaTrend | None:
    """None before the council's second round."""
    if not given.past:
        return None
    group = peers.chosen.group if peers.chosen else ""
    points = _points(area.code, score, group, given)
    values = {"own": _own_words(score, previous), "others": _others_words(points, len(area.questions))}
    words = _("%(own)s; %(others)s.") % values
    return AreaTrend(group, points, words[0].upper() + words[1:])


def _points(code: str, score: ScoreContent, group: str, given: Given) -> tuple[TrendPoint, ...]:
    own = {earlier.round: shown(earlier.values[code]) for earlier in given.past if code in earlier.values}
    own |= {given.round: score.level} if score.level is not None else {}
    rounds = {given.round, *(earlier.round for earlier in given.past), *given.medians}
    points: list[TrendPoint] = []
    for round_ in sorted(rounds, key=lambda one: one.closes_at)[-MOST_EARLIER - 1 :]:
        figures = given.medians.get(round_)
        figure = figures.get((group, code)) if figures is not None else None
        n, median, moved = (figure.n, figure.median, figure.moved) if figure else (None, None, None)
        points.append(
            TrendPoint(
                round_.name,
                own.get(round_),
                median,
                n,
                is_released=figures is not None,
                moved=moved,
                same_others=moved is not None and bool(points) and moved.n == n == points[-1].n,
            )
        )
    return tuple(points)


def _own_words(score: ScoreContent, previous: PreviousContent | None) -> str:
    if previous is None:
        return _("not scored in both")
    if score.level is None:
        return _("not scored now")
    if not previous.changed:
        return _("about the same")
    distance = {"levels": abs(score.level - previous.level)}
    return (_("up by %(levels)s") if score.level > previous.level else _("down by %(levels)s")) % distance


def _others_words(points: Sequence[TrendPoint], questions: int) -> str:
    """A change is said of the same councils alone: a median also moves when others take part."""
    known = [point.median for point in points if point.median is not None]
    moved = points[-1].moved
    if moved:
        return moved_words(moved, questions)
    if not known:
        return _("no median of others")
    if len(known) == 1:
        return _("others once, at %(median)s") % {"median": known[0]}
    return _("others %(before)s, then %(now)s (other ones)") % {"before": known[-2], "now": known[-1]}


def moved_words(moved: Change, questions: int) -> str:
    values = {"n": moved.n, "before": moved.before, "now": moved.now}
    if abs(moved.now - moved.before) < answer_step(questions):
        return _("%(n)s others in both about the same") % values
    if moved.now > moved.before:
        return _("%(n)s others in both up, %(before)s to %(now)s") % values
    return _("%(n)s others in both down, %(before)s to %(now)s") % values


def lens_trend(areas: Sequence[AreaContent]) -> str:
    """What has moved in a lens, for the title of its chart; empty before the second round."""
    if not any(area.trend for area in areas):
        return ""
    compared = [area for area in areas if area.previous and area.score.level is not None]
    if not compared:
        return _("No area can be compared with its earlier score")
    up, down = _moved(compared, up=True), _moved(compared, up=False)
    same = len(compared) - len(up) - len(down)
    since = next(area.previous.round_name for area in compared if area.previous)
    parts = [
        _("up in %(areas)s") % {"areas": _some(up)} if up else "",
        _("down in %(areas)s") % {"areas": _some(down)} if down else "",
        ngettext("about the same in %(n)s area", "about the same in %(n)s areas", same) % {"n": same} if same else "",
    ]
    return _("Since %(round)s: %(moved)s") % {"round": since, "moved": "; ".join(filter(None, parts))}


def _moved(areas: Sequence[AreaContent], *, up: bool) -> list[str]:
    return [
        area.name
        for area in areas
        if area.previous and area.previous.changed and ((area.score.level or 0) > area.previous.level) == up
    ]


def _some(names: Sequence[str]) -> str:
    if len(names) <= FEW_NAMES:
        return listed(names)
    return _("%(count)s areas") % {"count": len(names)}


def note(areas: Sequence[AreaContent], *, round_name: str) -> str:
    """What will stand in the place of a trend; empty from the second round on."""
    if any(area.trend for area in areas):
        return ""
    return _(
        "%(round)s is the council’s first round. From the second on, this is where each area’s own level stands beside "
        "the others’ median, round by round."
    ) % {"round": round_name}

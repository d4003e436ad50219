"""The sentences that sum up a scorecard. Every figure in them comes from the content itself."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reports.benchmarking import Position
from reports.content import AreaContent, ComparedAlike, PeersContent, ScoreContent, Standing
from reports.facts import ReleaseFacts
from reports.lists import listed

FEW_NAMES = 3
"""Up to so many areas are named in a sentence; more are counted."""


def position_words(position: Position) -> str:
    return {
        Position.ABOVE: _("Above what is typical"),
        Position.CLOSE: _("Close to what is typical"),
        Position.BELOW: _("Below what is typical"),
    }[position]


def standings(areas: Sequence[AreaContent]) -> tuple[Standing, ...]:
    """The areas by position: above, close, below, and those that have none."""
    groups = [
        (Position.ABOVE, position_words(Position.ABOVE)),
        (Position.CLOSE, position_words(Position.CLOSE)),
        (Position.BELOW, position_words(Position.BELOW)),
        (None, _("Without a comparison")),
    ]
    found = [
        Standing(position, words, tuple(area.name for area in areas if area.peers.position == position))
        for position, words in groups
    ]
    return tuple(standing for standing in found if standing.areas)


def summary(council: str, areas: Sequence[AreaContent]) -> str:
    compared = [area for area in areas if area.peers.position is not None]
    if not compared:
        return _without_comparison(council, areas)
    values = {
        "council": council,
        "above": _number(_at(areas, Position.ABOVE)),
        "close": _number(_at(areas, Position.CLOSE)),
        "below": _number(_at(areas, Position.BELOW)),
        "all": len(areas),
        "rest": len(areas) - len(compared),
    }
    if values["rest"]:
        return (
            _(
                "%(council)s is above what is typical in %(above)s of %(all)s areas, close to it in %(close)s and "
                "below it in %(below)s; %(rest)s could not be compared."
            )
            % values
        )
    return (
        _(
            "%(council)s is above what is typical in %(above)s of %(all)s areas, close to it in %(close)s and below it "
            "in %(below)s."
        )
        % values
    )


def _without_comparison(council: str, areas: Sequence[AreaContent]) -> str:
    extremes = _extremes(areas)
    if extremes is None:
        return _("%(council)s has answered too little for any area to be scored.") % {"council": council}
    lowest, highest = extremes
    if lowest.score.level == highest.score.level:
        return _(
            "%(council)s puts itself at level %(level)s in every area that has a score; there is nothing to compare it "
            "with yet."
        ) % {"council": council, "level": lowest.score.level}
    return _(
        "%(council)s puts itself between level %(low)s in %(lowest)s and level %(high)s in %(highest)s; there is "
        "nothing to compare it with yet."
    ) % {
        "council": council,
        "low": lowest.score.level,
        "lowest": lowest.name,
        "high": highest.score.level,
        "highest": highest.name,
    }


def area_finding(name: str, score: ScoreContent, peers: PeersContent) -> str:
    """'Digital workforce: 2.4, below what is typical for the 7 other councils of Family 2, 2.9.'"""
    chosen = peers.chosen
    values = {
        "area": name,
        "level": score.level,
        "n": chosen.n if chosen else None,
        "group": chosen.group if chosen else "",
        "median": chosen.median if chosen else None,
        "why": score.unscored,
    }
    if score.level is None:
        return _("%(area)s is not scored: %(why)s.") % values
    if chosen is None or peers.position is None:
        return _("%(area)s: %(level)s. There are no figures of other councils to compare it with.") % values
    return {
        Position.ABOVE: _(
            "%(area)s: %(level)s, above what is typical for the %(n)s other councils of %(group)s, %(median)s."
        ),
        Position.CLOSE: _(
            "%(area)s: %(level)s, close to what is typical for the %(n)s other councils of %(group)s, %(median)s."
        ),
        Position.BELOW: _(
            "%(area)s: %(level)s, below what is typical for the %(n)s other councils of %(group)s, %(median)s."
        ),
    }[peers.position] % values


def lens_finding(areas: Sequence[AreaContent]) -> str:
    """What a lens shows, for the title of its charts."""
    above, below = _named(areas, Position.ABOVE), _named(areas, Position.BELOW)
    if above and below:
        return _("Above what is typical in %(above)s; below it in %(below)s") % {"above": above, "below": below}
    if above:
        return _("Above what is typical in %(above)s; below it in none") % {"above": above}
    if below:
        return _("Below what is typical in %(below)s; above it in none") % {"below": below}
    if _at(areas, Position.CLOSE):
        return _("Close to what is typical wherever it can be compared")
    return _range(areas)


def _range(areas: Sequence[AreaContent]) -> str:
    extremes = _extremes(areas)
    if extremes is None:
        return _("Too little was answered for a score")
    lowest, highest = extremes
    if lowest.score.level == highest.score.level:
        return _("At level %(level)s in every area that has a score") % {"level": lowest.score.level}
    return _("From level %(low)s in %(lowest)s to level %(high)s in %(highest)s") % {
        "low": lowest.score.level,
        "lowest": lowest.name,
        "high": highest.score.level,
        "highest": highest.name,
    }


def compared(areas: Sequence[AreaContent]) -> tuple[ComparedAlike, ...]:
    """The reasons for the groups, each once, with the areas that it holds for."""
    names: dict[str, list[str]] = {}
    for area in areas:
        names.setdefault(area.peers.why, []).append(area.name)
    return tuple(
        ComparedAlike(why, _("All areas") if len(found) == len(areas) else listed(found))
        for why, found in names.items()
    )


def certainties(areas: Sequence[AreaContent]) -> tuple[ComparedAlike, ...]:
    """How sure the positions are: what holds for few areas first, and once for the many, which are not named."""
    names: dict[str, list[str]] = {}
    for area in areas:
        if area.peers.certainty:
            names.setdefault(area.peers.certainty, []).append(area.name)
    by_rarity = sorted(names.items(), key=lambda held: len(held[1]))
    if not by_rarity:
        return ()
    rest = _("All other areas that are compared") if len(by_rarity) > 1 else _("All areas that are compared")
    return (
        *(ComparedAlike(why, listed(found)) for why, found in by_rarity[:-1]),
        ComparedAlike(by_rarity[-1][0], rest),
    )


def _extremes(areas: Sequence[AreaContent]) -> tuple[AreaContent, AreaContent] | None:
    scored = [(area.score.level, area) for area in areas if area.score.level is not None]
    if not scored:
        return None
    return min(scored, key=lambda pair: pair[0])[1], max(scored, key=lambda pair: pair[0])[1]


def _at(areas: Sequence[AreaContent], position: Position) -> int:
    return sum(area.peers.position == position for area in areas)


def _named(areas: Sequence[AreaContent], position: Position) -> str:
    names = [area.name for area in areas if area.peers.position == position]
    if len(names) > FEW_NAMES:
        return _("%(count)s of %(all)s areas") % {"count": len(names), "all": len(areas)}
    return listed(names)


def _number(count: int) -> str:
    return str(count) if count else _("none")


def comparison(release: ReleaseFacts | None, round_name: str, areas: Sequence[AreaContent]) -> str:
    if release is None:
        return _(
            "No benchmarks have been released for this framework yet, so this is the council’s own profile, without "
            "other councils."
        )
    values = {
        "code": release.code,
        "date": date_format(localtime(release.released_at), "j F Y"),
        "round": release.round_name,
        "own": round_name,
    }
    if not any(area.peers.chosen for area in areas):
        return (
            _(
                "Release %(code)s of %(date)s, of %(round)s, has no figures of other councils that this council may be "
                "shown."
            )
            % values
        )
    if release.is_earlier:
        return (
            _(
                "%(own)s has no benchmark release yet. Other councils’ figures come from an earlier round, %(round)s: "
                "release %(code)s of %(date)s."
            )
            % values
        )
    return _("Other councils’ figures come from %(round)s: release %(code)s of %(date)s.") % values

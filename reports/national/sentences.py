"""The sentences of a national report. Every figure in them comes from its content."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.scoring import answer_step
from reports.benchmarking import BAND_FROM
from reports.content import MethodNote
from reports.lists import listed
from reports.looking import Change
from reports.national.content import Aggregate, Group, GroupArea, TakingPart
from reports.national.shares import FEWEST_COUNCILS, FEWEST_TOLD


def summary(round_name: str, taking_part: Sequence[TakingPart], nations: Sequence[Group]) -> str:
    took_part = [_("%(n)s of %(of)s councils of %(nation)s") % vars(one) for one in taking_part]
    if not took_part:
        return _("%(round)s has no councils of a known nation.") % {"round": round_name}
    values = {"councils": listed(took_part), "round": round_name}
    said = [_("%(councils)s took part in %(round)s.") % values]
    if nations:
        said.append(f"{group_finding(nations[0].name, nations[0].areas)}.")
    return " ".join(said)


def group_finding(name: str, areas: Sequence[GroupArea]) -> str:
    """'Scotland: highest in Data (3.4), lowest in Connectivity (2.1)'"""
    shown = [(area.now.median, area.name) for area in areas if area.now.median is not None]
    if not shown:
        return _("%(group)s: no figure can be shown") % {"group": name}
    (low, lowest), (high, highest) = min(shown), max(shown)
    values = {"group": name, "high": high, "highest": highest, "low": low, "lowest": lowest}
    if low == high:
        return _("%(group)s: %(high)s wherever a figure can be shown") % values
    return _("%(group)s: highest in %(highest)s (%(high)s), lowest in %(lowest)s (%(low)s)") % values


def area_words(now: Aggregate) -> str:
    if now.median is None:
        return _("Not shown: %(reason)s.") % {"reason": now.reason or _("there is no figure")}
    return _("Half of the %(n)s councils are at %(median)s or higher.") % {"n": now.n, "median": now.median}


def moved_words(moved: Change | None, questions: int) -> str:
    """A change is said of the same councils alone, and only from one answer step up."""
    if moved is None:
        return _("not shown")
    values = {"n": moved.n, "before": moved.before, "now": moved.now}
    if _direction(moved, questions) > 0:
        return _("%(n)s in both: up from %(before)s to %(now)s") % values
    if _direction(moved, questions) < 0:
        return _("%(n)s in both: down from %(before)s to %(now)s") % values
    return _("%(n)s in both: about the same") % values


def trend_finding(name: str, areas: Sequence[tuple[GroupArea, int]]) -> str:
    """How the councils in both rounds moved; empty without an earlier figure. Areas come with how many questions."""
    earlier = [one.aggregate for area, _questions in areas for one in area.earlier]
    if all(aggregate is None or aggregate.median is None for aggregate in earlier):
        return ""
    values = {"group": name, "round": areas[0][0].earlier[-1].round_name}
    moves = [_direction(area.now.moved, questions) for area, questions in areas if area.now.moved]
    if not moves:
        return _("%(group)s: beside %(round)s; no change can be told of the councils in both") % values
    values |= {"up": str(moves.count(1)), "down": str(moves.count(-1)), "same": str(moves.count(0))}
    return (
        _(
            "%(group)s, councils in both rounds: median up since %(round)s in %(up)s areas, down in %(down)s, about "
            "the same in %(same)s"
        )
        % values
    )


def _direction(moved: Change, questions: int) -> int:
    """1 for up, -1 for down, 0 for less than one answer step."""
    distance = moved.now - moved.before
    return 0 if abs(distance) < answer_step(questions) else (1 if distance > 0 else -1)


def also_before(both: int, n: int, round_name: str) -> str:
    return ngettext(
        "%(both)s of the %(n)s council in this release took part in %(round)s too.",
        "%(both)s of the %(n)s councils in this release took part in %(round)s too.",
        n,
    ) % {"both": both, "n": n, "round": round_name}


def method(minimum_others: int) -> tuple[MethodNote, ...]:
    return (*_about_figures(minimum_others), *_about_the_rest())


def _about_figures(minimum_others: int) -> tuple[MethodNote, ...]:
    return (
        MethodNote(
            _("Where the figures come from"),
            _(
                "Each council assessed itself: one of five levels for each question. The score of an area is the "
                "weighted mean of its questions. An area of a council counts where at least 80% of it was answered. "
                "The figures here were computed once, when the benchmarks were released, and are stored with the "
                "release."
            ),
        ),
        MethodNote(
            _("Medians and bands"),
            _(
                "Half of the councils are at the median or higher. Half of them lie in the middle half. Medians are "
                "rounded to 0.1 and the edges of the middle half to 0.5 of a level. There is no mean, no lowest and no "
                "highest council, no rank and no overall score."
            ),
        ),
        MethodNote(
            _("What is held back"),
            _(
                "A figure needs %(fewest)s councils, so that each of them has %(others)s others in it, and a middle "
                "half %(band)s. It is held back where it could be set against another figure to work out a single "
                "council, where too few changed since an earlier release, and where the councils are so alike that it "
                "would tell what each scored. What a council may not see of its own group stands in no report."
            )
            % {"fewest": minimum_others + 1, "others": minimum_others, "band": max(BAND_FROM, minimum_others) + 1},
        ),
    )


def _about_the_rest() -> tuple[MethodNote, ...]:
    return (
        MethodNote(
            _("Barriers"),
            _(
                "Counted are councils that ticked a barrier in at least one area, of all councils in the release, if "
                "there are at least %(councils)s. A number under %(told)s is not told, nor one that leaves fewer than "
                "%(told)s."
            )
            % {"councils": FEWEST_COUNCILS, "told": FEWEST_TOLD},
        ),
        MethodNote(
            _("Earlier rounds"),
            _(
                "Rounds stand beside each other where they asked the same questions. Different councils take part in "
                "each, so a higher median need not mean that councils have moved. A change is told of those councils "
                "alone that were in both rounds, and only from what one answer moved by one level makes."
            ),
        ),
        MethodNote(
            _("What we can’t promise"),
            _(
                "Councils that pool their results can work out what others scored. Freedom of information law may "
                "compel a council or the Digital Office to release results."
            ),
        ),
    )

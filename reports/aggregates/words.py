"""What is said about figures that everybody may see. No sentence sets one group against another."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.scoring import BENCHMARKED_FROM
from reports.aggregates.content import AggregateArea
from reports.benchmarking import BAND_FROM
from reports.content import MethodNote
from reports.models import Withheld

PER_CENT = 100
PUBLIC_BAND_FROM = BAND_FROM + 1
"""Each council of the group has one other fewer than there are."""
LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def why(withheld: str, minimum: int) -> str:
    """Why a figure is not shown, for readers who are in no council; empty where it is."""
    if not withheld:
        return ""
    if withheld == Withheld.TOO_FEW:
        return _("fewer than %(minimum)s councils are in it") % {"minimum": minimum}
    if withheld == Withheld.CORRECTION:
        return _("beside an earlier release of this round it would give single councils away")
    return str(Withheld(withheld).label)


def reasons(minimum: int) -> dict[str, str]:
    """Each reason by its code, in words."""
    return {reason.value: why(reason, minimum) for reason in Withheld}


def finding(group: str, areas: Sequence[AggregateArea]) -> str:
    """What a chart of one group shows, for its title."""
    medians = [area.median for area in areas if area.median is not None]
    if not medians:
        return _("%(group)s: no figure may be shown") % {"group": group}
    return " ".join([_typical(group, min(medians), max(medians)), _missing(len(areas) - len(medians))]).strip()


def _typical(group: str, low: Decimal, high: Decimal) -> str:
    if low == high:
        return _("%(group)s: what is typical is level %(low)s.") % {"group": group, "low": low}
    return _("%(group)s: what is typical lies between level %(low)s and level %(high)s, depending on the area.") % {
        "group": group,
        "low": low,
        "high": high,
    }


def _missing(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)s area is withheld.", "%(n)s areas are withheld.", count) % {"n": count}


def method(framework: str, minimum: int) -> tuple[MethodNote, ...]:
    return (_sources(framework), _figures(), _withheld(minimum), _frozen(), _limits())


def _sources(framework: str) -> MethodNote:
    return MethodNote(
        _("Where the figures come from"),
        _(
            "Each council assessed itself: for every question of the framework “%(framework)s” one of five levels, "
            "from 1 Not started to 5 Leading. A council’s score in an area is the weighted mean of its levels there. "
            "It is in the figures of an area where it answered at least %(entering)s%% of it, so n can differ between "
            "areas."
        )
        % {"framework": framework, "entering": int(BENCHMARKED_FROM * PER_CENT)},
    )


def _figures() -> MethodNote:
    return MethodNote(
        _("Median and middle half"),
        _(
            "Half of the councils are at the median or below it, rounded to 0.1 of a level. The middle half lies "
            "between the quartiles, rounded to 0.5, and is shown from %(band)s councils. There is no minimum, no "
            "maximum, no mean, no overall score and no order by score, and no council is named."
        )
        % {"band": PUBLIC_BAND_FROM},
    )


def _withheld(minimum: int) -> MethodNote:
    return MethodNote(
        _("What is left out, and why"),
        _(
            "A figure needs %(minimum)s councils. It is left out where it could give a single council away, alone, "
            "beside another figure or beside an earlier release, and where any council of the group may not see the "
            "group’s figure itself."
        )
        % {"minimum": minimum},
    )


def _frozen() -> MethodNote:
    return MethodNote(
        _("It stays as it is"),
        _(
            "All figures of a release were computed once, from what councils had handed in by then. Later work waits "
            "for a later release. The digest is of everything that the figures were computed from."
        ),
    )


def _limits() -> MethodNote:
    return MethodNote(
        _("What we can’t promise"),
        _(
            "Councils assess themselves and nobody marks their answers, so a low figure may be a strict eye and a high "
            "one a kind eye. Councils that pool what they know can work out what others scored: seven of a group of "
            "eight can work out the eighth. Freedom of information law may compel a council or the Digital Office to "
            "release results."
        ),
    )

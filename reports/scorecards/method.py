"""How a scorecard came about, in words for those who read it. The figures are those the code works with."""

from django.utils.translation import gettext as _

from assessments.scoring import BENCHMARKED_FROM, SCORED_FROM
from reports.benchmarking import BAND_FROM
from reports.content import MethodNote
from reports.disclosure import MINIMUM_OTHERS

PER_CENT = 100


def notes() -> tuple[MethodNote, ...]:
    return (_scores(), _coverage(), _others(), _position(), _highlights(), _change(), _limits())


def _scores() -> MethodNote:
    return MethodNote(
        _("Scores"),
        _(
            "The council chose one of five levels for each question. The score of an area or a theme is the weighted "
            "mean of the levels of its questions, shown with one decimal. Evidence and confidence stand beside a "
            "score and never change it. There is no overall score."
        ),
    )


def _coverage() -> MethodNote:
    return MethodNote(
        _("Coverage"),
        _(
            "Coverage is the share of an area that was answered with a level. Questions that do not apply to the "
            "council are left out of it; “don’t know” lowers it. An area is scored from %(scored)s%% coverage and "
            "counts in other councils’ benchmarks from %(benchmarked)s%%."
        )
        % {"scored": int(SCORED_FROM * PER_CENT), "benchmarked": int(BENCHMARKED_FROM * PER_CENT)},
    )


def _others() -> MethodNote:
    return MethodNote(
        _("Other councils"),
        _(
            "Figures of others never include the council itself. Fixed groups are tried in a fixed order, and the "
            "first that may be shown is used. A median needs %(median)s other councils and the band between the "
            "quartiles %(band)s. Medians are rounded to 0.1 and bands to 0.5 of a level. A figure is withheld where "
            "it could give a single council away."
        )
        % {"median": MINIMUM_OTHERS, "band": BAND_FROM},
    )


def _position() -> MethodNote:
    return MethodNote(
        _("Position"),
        _(
            "“Close to what is typical” means that the score lies no further from the others’ median than one answer "
            "moved by one level, or than half the width of their band, whichever is larger. Beyond that it is above "
            "or below. A position says nothing about rank."
        ),
    )


def _highlights() -> MethodNote:
    return MethodNote(
        _("Strengths and gaps"),
        _(
            "Strengths are the areas furthest above the others’ median and gaps the areas furthest below it, at most "
            "three of each. Where there are fewer, or no median, the council’s own highest and lowest scores take "
            "their place, and the words say so. No area above what is typical is called a gap."
        ),
    )


def _change() -> MethodNote:
    return MethodNote(
        _("Earlier rounds"),
        _(
            "An earlier score of the council is shown where it answered the same questions in an earlier round. It is "
            "called a change only where the difference is at least what one answer moved by one level makes. In every "
            "round the others are the group that the area is compared with now, with the median that the round’s "
            "latest release froze. Which councils take part differs from round to round, so a change of others is "
            "told, and their medians are joined by a line, only where it is of the same councils."
        ),
    )


def _limits() -> MethodNote:
    return MethodNote(
        _("What we can’t promise"),
        _(
            "Councils that pool their results can work out what others scored: seven of a group of eight can work out "
            "the eighth. Freedom of information law may compel a council or the Digital Office to release results."
        ),
    )

"""The data dictionary of the analysis: every column of every exported table, said once for the file and its reader."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from characteristics.models import Level

Words = Any
"""A text that is translated when it is written."""

NEVER = _("never missing")
NO_SCORES = _("empty: no council has a score")
FEW = _("empty: fewer than 5 councils have a score")
NOBODY = _("empty: nobody")
NOTHING = _("empty: nothing to compare")
FRAMEWORK = _("framework")
SCORES = _("scores stored at submission")
ANSWERS = _("answers of submitted assessments")
BARRIERS = _("barriers of submitted assessments")
BOTH_ROUNDS = _("answers of submitted assessments in both rounds")
COUNT = _("councils")
LEVEL = _("level, 1.0 to 5.0")
TEXT = _("text")
NAMES = _("names, separated by semicolons")
NAMES_AND_LEVELS = _("names with levels, separated by semicolons")
PER_CENT = _("whole per cent")


@dataclass(frozen=True)
class Column:
    name: Words
    meaning: Words
    unit: Words
    missing: Words
    source: Words


def _at_levels(meaning: Words, source: Words) -> tuple[Column, ...]:
    return tuple(
        Column(_("Level %d") % level.value, f"{meaning}: {level.value} {level.label}", COUNT, NEVER, source)
        for level in Level
    )


COMMON = (
    Column(_("Round"), _("The round that is analysed"), TEXT, NEVER, _("round")),
    Column(_("Results"), _("“invented” in a demonstration, otherwise “submitted”"), TEXT, NEVER, _("round")),
    Column(_("Councils shown"), _("The filter: nation, peer group, or none"), TEXT, NEVER, _("choice on the page")),
)
AREA = (
    Column(_("Area code"), _("The area’s short code in the framework"), TEXT, NEVER, FRAMEWORK),
    Column(_("Area"), _("The area’s name"), TEXT, NEVER, FRAMEWORK),
)
BARRIER = (
    Column(_("Barrier code"), _("The barrier’s code in the framework"), TEXT, NEVER, FRAMEWORK),
    Column(_("Barrier"), _("The barrier’s name"), TEXT, NEVER, FRAMEWORK),
)
QUESTION = (
    Column(_("Question code"), _("The question’s code in the framework"), TEXT, NEVER, FRAMEWORK),
    Column(_("Question"), _("The question’s label"), TEXT, NEVER, FRAMEWORK),
)
SHARE = (
    Column(_("Of"), _("Councils that the share is of"), COUNT, NEVER, ANSWERS),
    Column(_("Share"), _("The count as a share of them"), PER_CENT, _("empty: of no councils"), _("calculated")),
)
AREAS = (
    *COMMON,
    Column(_("Lens"), _("Characteristics or outcomes"), TEXT, NEVER, FRAMEWORK),
    *AREA,
    Column(_("Councils"), _("Submitted and inside the filter"), COUNT, NEVER, _("state of the assessments")),
    Column(_("Scored"), _("Of them, those with a score in the area"), COUNT, NEVER, SCORES),
    Column(_("Not scored"), _("Less than 75% of the area was answered, or nothing applies"), COUNT, NEVER, SCORES),
    *_at_levels(_("Scored councils nearest to this level; halves go up"), SCORES),
    Column(_("Lower quartile"), _("A quarter of the scored councils are at or below it"), LEVEL, FEW, SCORES),
    Column(_("Median"), _("Half of the scored councils are at or below it"), LEVEL, NO_SCORES, SCORES),
    Column(_("Upper quartile"), _("Three quarters of the scored councils are at or below it"), LEVEL, FEW, SCORES),
    Column(_("Spread"), _("Upper less lower quartile, before they are rounded"), _("levels, 0.0 to 4.0"), FEW, SCORES),
    Column(
        _("Far outside"),
        _("Councils more than 1.5 times the spread, and more than one answer step, beyond a quartile"),
        NAMES_AND_LEVELS,
        _("empty: nobody, or fewer than 5 councils"),
        SCORES,
    ),
)
CHANGE = (
    *COMMON,
    *AREA,
    Column(_("Earlier round"), _("The latest round before in which anybody submitted"), TEXT, NEVER, _("round")),
    Column(_("Questions"), _("Questions of the area now"), _("questions"), NEVER, FRAMEWORK),
    Column(_("Same questions"), _("Of them, those that ask the same as then"), _("questions"), NEVER, FRAMEWORK),
    Column(_("In both"), _("Councils that submitted in both rounds"), COUNT, NEVER, BOTH_ROUNDS),
    Column(_("Compared"), _("Of them, those scored in both on the same questions"), COUNT, NEVER, BOTH_ROUNDS),
    Column(_("Up"), _("Higher by at least one answer step"), COUNT, NEVER, BOTH_ROUNDS),
    Column(_("About the same"), _("Different by less than one answer step"), COUNT, NEVER, BOTH_ROUNDS),
    Column(_("Down"), _("Lower by at least one answer step"), COUNT, NEVER, BOTH_ROUNDS),
    Column(_("Median before"), _("Of the compared councils, same questions alone"), LEVEL, NOTHING, BOTH_ROUNDS),
    Column(_("Median now"), _("Of the compared councils, same questions alone"), LEVEL, NOTHING, BOTH_ROUNDS),
)
QUESTIONS = (
    *COMMON,
    *AREA,
    *QUESTION,
    *_at_levels(_("Councils that answered with this level"), ANSWERS),
    Column(_("Not applicable"), _("Councils to which the question doesn’t apply"), COUNT, NEVER, ANSWERS),
    Column(_("Don’t know"), _("Councils that don’t know"), COUNT, NEVER, ANSWERS),
)
PRACTICES = (
    *COMMON,
    *AREA,
    *QUESTION,
    Column(_("Practice code"), _("The practice’s code in the framework"), TEXT, NEVER, FRAMEWORK),
    Column(_("Practice"), _("What can be in place"), TEXT, NEVER, FRAMEWORK),
    Column(_("In place"), _("Councils that have it, where the question applies"), COUNT, NEVER, ANSWERS),
    *SHARE,
)
BARRIERS_BY_AREA = (
    *COMMON,
    *AREA,
    *BARRIER,
    Column(_("Councils"), _("Councils that meet the barrier in the area"), COUNT, NEVER, BARRIERS),
    *SHARE,
    Column(_("Which councils"), _("Their names, in alphabetical order"), NAMES, NOBODY, BARRIERS),
)
BARRIERS_BY_GROUP = (
    *COMMON,
    Column(_("Kind of group"), _("How the peer group came about"), TEXT, NEVER, _("peer groups")),
    Column(_("Peer group"), _("The group’s name"), TEXT, NEVER, _("peer groups")),
    *BARRIER,
    Column(_("Councils"), _("Councils of the group that meet the barrier in any area"), COUNT, NEVER, BARRIERS),
    *SHARE,
)
CLUSTERS = (
    *COMMON,
    *AREA,
    *BARRIER,
    Column(
        _("Councils"), _("Councils below 2.5 in the area that meet the barrier there; 3 or more"), COUNT, NEVER, SCORES
    ),
    Column(_("Which councils"), _("Their names and levels, in alphabetical order"), NAMES_AND_LEVELS, NEVER, SCORES),
    Column(
        _("Could help"), _("Councils inside the filter at 3.5 or more in the area"), NAMES_AND_LEVELS, NOBODY, SCORES
    ),
)
DICTIONARY = (_("Table"), _("Column"), _("Meaning"), _("Unit"), _("When missing"), _("Source"))

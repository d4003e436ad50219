"""What the analysis is made from, read in a constant number of queries. Drafts are left out in each of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assessments.models import Answer, Assessment, AssessmentQuerySet, Round, SectionBarrier
from assessments.scoring import Kind, ScoredAnswer
from assessments.states import AssessmentState
from characteristics.content import unchanged
from characteristics.models import Area, Barrier, Question
from characteristics.queries import read_wordings
from reports.analysis.change import Said
from reports.dashboards.filters import CouncilFilter, who_is_shown
from reports.dashboards.handed_in import Scores


@dataclass(frozen=True)
class Panel:
    """The councils that an analysis is about: they have handed in, and are inside the filter."""

    round: Round
    chosen: CouncilFilter
    assessments: Mapping[int, Assessment]
    """By council id, in alphabetical order, with their councils."""
    notes: tuple[str, ...]
    """Who is in it, who is left out and why, as sentences."""
    filter_hides: bool
    """Whether nobody is in it although some councils have handed in."""

    @property
    def n(self) -> int:
        return len(self.assessments)

    def handed_in(self, round_: Round | None = None) -> AssessmentQuerySet:
        """The assessments of councils inside the filter that are handed in now, in this or in another round."""
        inside = self.chosen.assessments(round_ or self.round)
        return Assessment.objects.submitted().filter(pk__in=inside.order_by().values("pk"))


@dataclass(frozen=True)
class Before:
    """The round to compare with."""

    round: Round
    unchanged: frozenset[str]
    """Codes of the questions that ask now what they asked then."""
    answers: Said


Met = Mapping[int, Mapping[int, frozenset[int]]]
"""The councils that meet a barrier, by area id, then barrier id."""


def panel_of(round_: Round, chosen: CouncilFilter) -> Panel:
    """Two queries."""
    inside = list(chosen.assessments(round_))
    handed_in = {one.council_id: one for one in inside if one.state != AssessmentState.IN_PROGRESS}
    shown = who_is_shown(round_, inside=len(inside), shown=len(handed_in))
    return Panel(
        round=round_,
        chosen=chosen,
        assessments=handed_in,
        notes=shown.notes,
        filter_hides=not handed_in and shown.submitted > 0,
    )


def questions_of(areas: Collection[Area]) -> dict[int, list[Question]]:
    """By area id, in the framework's order. One query."""
    found: dict[int, list[Question]] = {area.pk: [] for area in areas}
    for question in Question.objects.filter(area__in=areas).order_by("position"):
        found[question.area_id].append(question)
    return found


def values_of(scores: Scores, panel: Panel, area: int) -> dict[int, Decimal]:
    """The area's normalised scores by council, in alphabetical order, without those that have none."""
    found = ((council, scores.get(council, {}).get(area)) for council in panel.assessments)
    return {council: score.value for council, score in found if score and score.value is not None}


def answers_of(panel: Panel, questions: Collection[Question]) -> Said:
    """What the panel answered to these questions. One query."""
    rows = Answer.objects.filter(section__assessment__in=panel.handed_in(), question__in=questions)
    said = _said(rows.values_list(*_ANSWER), {question.code: question.weight for question in questions})
    return {council: said[council] for council in panel.assessments if council in said}


def before(panel: Panel, questions: Collection[Question], *, area: str = "") -> Before | None:
    """The latest earlier round in which anybody handed in; the wordings of one area where `area` is given.

    Two queries, or ten where the framework has changed since.
    """
    handed_in = Assessment.objects.submitted().filter(round=OuterRef("pk"))
    earlier = Round.objects.filter(Exists(handed_in), closes_at__lt=panel.round.closes_at)
    last = earlier.order_by("-closes_at", "-pk").first()
    if last is None:
        return None
    weights = {question.code: question.weight for question in questions}
    same = frozenset(weights)
    if last.framework_id != panel.round.framework_id:
        wordings = read_wordings(panel.round.framework_id, area=area)
        same &= unchanged(read_wordings(last.framework_id), wordings)
    rows = Answer.objects.filter(section__assessment__in=panel.handed_in(last), question__code__in=same)
    # Today's weights on both sides: otherwise a new weight would look like a change in the councils.
    return Before(last, same, _said(rows.values_list(*_ANSWER), weights))


_ANSWER = ("section__assessment__council_id", "question__code", "state", "level")


def _said(rows: Collection[tuple[int, str, str, int | None]], weights: Mapping[str, int]) -> Said:
    said: dict[int, dict[str, ScoredAnswer]] = {}
    for council, code, state, level in rows:
        said.setdefault(council, {})[code] = ScoredAnswer(Kind(state), weights[code], level)
    return said


def barriers_of(areas: Collection[Area]) -> dict[int, list[Barrier]]:
    """Those that can be named in each area, by area id, in the framework's order. One query."""
    rows = Barrier.areas.through.objects.filter(area__in=areas).select_related("barrier")
    found: dict[int, list[Barrier]] = {area.pk: [] for area in areas}
    for row in rows.order_by("barrier__position"):
        found[row.area_id].append(row.barrier)
    return found


def met_by(panel: Panel, areas: Collection[Area]) -> Met:
    """One query."""
    rows = SectionBarrier.objects.filter(section__assessment__in=panel.handed_in(), section__area__in=areas)
    found: dict[int, dict[int, set[int]]] = {}
    for area, barrier, council in rows.values_list("section__area_id", "barrier_id", "section__assessment__council_id"):
        found.setdefault(area, {}).setdefault(barrier, set()).add(council)
    return {area: {barrier: frozenset(councils) for barrier, councils in by.items()} for area, by in found.items()}

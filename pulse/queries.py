"""What pages need to know about a pulse."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Count, Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Answer, AnswerState, Assessment
from characteristics.models import Framework, Level
from pulse import gaps
from pulse.content import Cell, Figure, OptionContent, QuestionContent, Results, Row, ShownGroup
from pulse.models import Group, Pulse, PulseAnswer, PulseOption, PulseQuestion

Levels = dict[tuple[str, int], list[int]]
"""The levels that were chosen, by group and question; without 'I can’t say'."""


def pulse_of(assessment: Assessment) -> Pulse | None:
    pulse = Pulse.objects.filter(assessment=assessment).first()
    if pulse:
        pulse.assessment = assessment
    return pulse


def pulse_behind(token: str) -> Pulse:
    """For whoever has the link. A link that was replaced is not found."""
    pulses = Pulse.objects.select_related("assessment__council", "assessment__round__framework")
    pulse = pulses.filter(token=token).first()
    if pulse is None:
        raise Http404
    return pulse


def questions_of(framework: Framework) -> tuple[QuestionContent, ...]:
    """The framework's pulse in its order; empty where it has none. Two queries."""
    options = Prefetch("options", PulseOption.objects.order_by("level"))
    rows = PulseQuestion.objects.filter(framework=framework).select_related("about").prefetch_related(options)
    return tuple(_question(row) for row in rows.order_by("position"))


def _question(row: PulseQuestion) -> QuestionContent:
    return QuestionContent(
        id=row.pk,
        position=row.position,
        text=row.text,
        about=row.about.code,
        options=tuple(OptionContent(option.level, option.text) for option in row.options.all()),
    )


def groups_with_enough(pulse: Pulse) -> dict[str, bool]:
    """By name of group, whether enough have answered to show it; never how many."""
    numbers = _numbers(pulse)
    return {str(group.label): gaps.is_enough(numbers.get(group, 0)) for group in Group}


def _numbers(pulse: Pulse) -> dict[str, int]:
    return dict(pulse.responses.values_list("group").annotate(Count("pk")).order_by())


def results(pulse: Pulse) -> Results:
    """Five queries, however many answered. Only for a pulse that has closed."""
    questions = questions_of(pulse.assessment.round.framework)
    numbers = _numbers(pulse)
    shown = [group for group in Group if gaps.is_enough(numbers.get(group, 0))]
    levels, own = _levels(pulse), _own_answers(pulse.assessment, questions)
    rows = tuple(_row(question, own.get(question.about), shown, levels) for question in questions)
    return Results(
        groups=tuple(
            ShownGroup(str(group.label), numbers[group], _summary(row.cells[place] for row in rows))
            for place, group in enumerate(shown)
        ),
        too_few=tuple(str(group.label) for group in Group if group not in shown),
        rows=rows if shown else (),
    )


def _levels(pulse: Pulse) -> Levels:
    found: Levels = defaultdict(list)
    answers = PulseAnswer.objects.filter(response__pulse=pulse)
    for group, question, level in answers.values_list("response__group", "question_id", "level"):
        if level is not None:
            found[group, question].append(level)
    return found


def _own_answers(assessment: Assessment, questions: Iterable[QuestionContent]) -> dict[str, Answer]:
    codes = [question.about for question in questions]
    answers = Answer.objects.filter(section__assessment=assessment, question__code__in=codes)
    return {answer.question.code: answer for answer in answers.select_related("question")}


def _row(question: QuestionContent, answer: Answer | None, groups: Sequence[Group], levels: Levels) -> Row:
    own = answer.level if answer else None
    cells = tuple(_cell(group, levels.get((group.value, question.id), []), own) for group in groups)
    return Row(question=question, own=_own_figure(answer), cells=cells)


def _own_figure(answer: Answer | None) -> Figure:
    if answer and answer.level:
        return Figure(f"{answer.level} {Level(answer.level).label}", answer.level)
    return Figure(str(AnswerState(answer.state if answer else AnswerState.UNANSWERED).label), 0)


def _cell(group: Group, chosen: list[int], own: int | None) -> Cell:
    name, middle = str(group.label), gaps.middle(chosen)
    if middle is None:
        return Cell(name, Figure(_("Not shown"), 0), _("fewer than 5 chose one of the five answers"), side=None)
    figure = Figure(str(middle), gaps.shade(middle))
    if own is None:
        return Cell(name, figure, _("no level to compare with"), side=None)
    side = gaps.side(middle, own)
    return Cell(name, figure, _side_in_words(side, abs(middle - own)), side)


def _side_in_words(side: gaps.Side, apart: Decimal) -> str:
    if side == gaps.Side.CLOSE:
        return _("close to your answer")
    levels = _("1 level") if apart == 1 else _("%(number)s levels") % {"number": f"{apart.normalize():f}"}
    words = (
        _("%(levels)s lower than your answer") if side == gaps.Side.LOWER else _("%(levels)s higher than your answer")
    )
    return words % {"levels": levels}


def _summary(cells: Iterable[Cell]) -> str:
    sides = [cell.side for cell in cells if cell.side]
    differing = sum(side != gaps.Side.CLOSE for side in sides)
    if not sides:
        return _("can’t be compared with you yet, since you have given no levels")
    return ngettext(
        "differ from you on %(differing)d of the %(number)d question that can be compared",
        "differ from you on %(differing)d of the %(number)d questions that can be compared",
        len(sides),
    ) % {"differing": differing, "number": len(sides)}

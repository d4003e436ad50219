"""One area over all councils: answers, practices, barriers, and what changed since the round before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import PracticeTick, Round
from assessments.scoring import Kind, as_level
from characteristics.models import Area, Practice, Question
from reports.analysis.answers import Share, Tally, tally
from reports.analysis.change import Change, Direction, Move, Said, change_of
from reports.analysis.spread import QUARTILES_FROM
from reports.dashboards.analysis.reading import (
    Before,
    Met,
    Panel,
    answers_of,
    barriers_of,
    before,
    met_by,
    panel_of,
    questions_of,
)
from reports.dashboards.analysis.shown import AreaSpread, Bar, Named, area_spreads, bars, few_words, named, share_words
from reports.dashboards.filters import CouncilFilter
from reports.dashboards.handed_in import scores_of


@dataclass(frozen=True)
class QuestionRow:
    code: str
    short: str
    text: str
    bars: tuple[Bar, ...]
    not_applicable: int
    dont_know: int


@dataclass(frozen=True)
class PracticeRow:
    text: str
    share: Share
    words: str

    @property
    def has_percent(self) -> bool:
        """Whether the count says something that the words don't."""
        return self.share.of >= QUARTILES_FROM


@dataclass(frozen=True)
class PracticeGroup:
    """The practices under one question."""

    code: str
    short: str
    practices: tuple[PracticeRow, ...]


@dataclass(frozen=True)
class BarrierRow:
    name: str
    share: Share
    words: str
    councils: tuple[Named, ...]


@dataclass(frozen=True)
class MovedGroup:
    words: str
    councils: tuple[Named, ...]


@dataclass(frozen=True)
class ChangeShown:
    round_name: str
    basis: str
    """Which councils and which questions are compared, as sentences."""
    finding: str
    groups: tuple[MovedGroup, ...]
    """Up, about the same, down; none where nobody can be compared."""


@dataclass(frozen=True)
class AreaAnalysis:
    area: Area
    panel: Panel
    few: str
    spread: AreaSpread
    questions: tuple[QuestionRow, ...]
    practices: tuple[PracticeGroup, ...]
    barriers: tuple[BarrierRow, ...]
    """Those that somebody meets, the most frequent first."""
    unmet: tuple[str, ...]
    change: ChangeShown | None
    """None before there is an earlier round."""


def build(round_: Round, chosen: CouncilFilter, code: str) -> AreaAnalysis:
    """At most 22 queries, whatever the number of councils. Raises Area.DoesNotExist."""
    area = round_.framework.areas.get(code=code)
    panel = panel_of(round_, chosen)
    questions = questions_of([area])[area.pk]
    answers = answers_of(panel, questions)
    tallies = tallies_of(answers, questions)
    scores = scores_of(round_, [area], only=list(panel.assessments.values()))
    barriers = barrier_rows(panel, area, met_by(panel, [area]))
    return AreaAnalysis(
        area=area,
        panel=panel,
        few=few_words(panel, with_quartiles=True),
        spread=area_spreads(panel, scores, [area], {area.pk: len(questions)})[0],
        questions=_question_rows(questions, tallies),
        practices=_practice_groups(questions, practice_shares(panel, questions, tallies)),
        barriers=tuple(row for row in barriers if row.share.count),
        unmet=tuple(row.name for row in barriers if not row.share.count),
        change=_change(panel, questions, answers, before(panel, questions, area=area.code)),
    )


def tallies_of(answers: Said, questions: Sequence[Question]) -> dict[str, Tally]:
    """By code of question."""
    return {
        question.code: tally(said[question.code] for said in answers.values() if question.code in said)
        for question in questions
    }


def _question_rows(questions: Sequence[Question], tallies: Mapping[str, Tally]) -> tuple[QuestionRow, ...]:
    highest = max((count for one in tallies.values() for count in one.counts), default=0)
    return tuple(
        QuestionRow(
            code=question.code,
            short=question.short,
            text=question.text,
            bars=bars(tallies[question.code].counts, highest),
            not_applicable=tallies[question.code].not_applicable,
            dont_know=tallies[question.code].dont_know,
        )
        for question in questions
    )


def practice_shares(
    panel: Panel, questions: Sequence[Question], tallies: Mapping[str, Tally]
) -> list[tuple[Question, Practice, Share]]:
    """Of the councils to which the question applies, those that have the practice in place. Two queries."""
    by_id = {question.pk: question for question in questions}
    ticks = PracticeTick.objects.filter(
        answer__section__assessment__in=panel.handed_in(), practice__question__in=by_id
    ).exclude(answer__state=Kind.NOT_APPLICABLE)
    counts = dict(ticks.values_list("practice_id").annotate(Count("pk")))
    practices = Practice.objects.filter(question__in=by_id).order_by("question__position", "position")
    return [
        (
            by_id[practice.question_id],
            practice,
            Share(counts.get(practice.pk, 0), tallies[by_id[practice.question_id].code].applies_to),
        )
        for practice in practices
    ]


def _practice_groups(
    questions: Sequence[Question], shares: Sequence[tuple[Question, Practice, Share]]
) -> tuple[PracticeGroup, ...]:
    groups = (
        PracticeGroup(
            code=question.code,
            short=question.short,
            practices=tuple(
                PracticeRow(practice.text, share, share_words(share))
                for of, practice, share in shares
                if of == question
            ),
        )
        for question in questions
    )
    return tuple(group for group in groups if group.practices)


def barrier_rows(panel: Panel, area: Area, met: Met) -> list[BarrierRow]:
    """The most frequent first, then in the framework's order. One query."""
    rows = []
    for barrier in barriers_of([area])[area.pk]:
        meets = met.get(area.pk, {}).get(barrier.pk, frozenset())
        councils = [council for council in panel.assessments if council in meets]
        share = Share(len(councils), panel.n)
        rows.append(BarrierRow(barrier.name, share, share_words(share), named(panel, councils)))
    return sorted(rows, key=lambda row: -row.share.count)


def _change(panel: Panel, questions: Sequence[Question], after: Said, earlier: Before | None) -> ChangeShown | None:
    if earlier is None:
        return None
    found = change_of(earlier.answers, after, earlier.unchanged)
    return ChangeShown(
        round_name=earlier.round.name,
        basis=_basis(found, len(questions)),
        finding=_finding(found),
        groups=tuple(_moved(panel, found.of(direction), direction) for direction in Direction) if found.moves else (),
    )


def _basis(found: Change, asked: int) -> str:
    councils = ngettext("%(n)d council handed in both times", "%(n)d councils handed in both times", found.councils) % {
        "n": found.councils
    }
    questions = _("%(same)d of %(asked)d questions ask the same in both") % {"same": found.questions, "asked": asked}
    unscored = found.councils - len(found.moves)
    sentence = _("%(councils)s, and %(questions)s.") % {"councils": councils, "questions": questions}
    if not unscored or not found.questions:
        return sentence
    left_out = ngettext(
        "%(n)d is left out, since too little was answered in one of them.",
        "%(n)d are left out, since too little was answered in one of the two.",
        unscored,
    )
    return f"{sentence} {left_out % {'n': unscored}}"


def _finding(found: Change) -> str:
    if not found.moves:
        return _("There is nothing to compare.")
    return _(
        "%(up)d went up, %(same)d stayed about the same, %(down)d went down. "
        "The median was %(before)s and is now %(after)s."
    ) % {
        "up": len(found.of(Direction.UP)),
        "same": len(found.of(Direction.SAME)),
        "down": len(found.of(Direction.DOWN)),
        "before": found.median_before,
        "after": found.median_after,
    }


def _moved(panel: Panel, moves: Sequence[Move], direction: Direction) -> MovedGroup:
    words = {Direction.UP: _("Up"), Direction.SAME: _("About the same"), Direction.DOWN: _("Down")}[direction]
    levels = {move.council: f"{as_level(move.before)} → {as_level(move.after)}" for move in moves}
    return MovedGroup(words, named(panel, levels, levels))

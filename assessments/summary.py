"""The picture that an approver reads in ten minutes before signing off, from exactly what was submitted."""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments import changes, findings, last_round
from assessments.changes import Change
from assessments.models import AnswerState, Score, Submission
from assessments.picture import Group, finding_groups, thin_group
from assessments.scoring import as_level
from characteristics.models import Lens, Level


@dataclass(frozen=True)
class AreaSummary:
    code: str
    name: str
    level: Decimal | None
    """One decimal; None where too little was answered."""
    tag: int | None
    """The nearest of the five levels, and its name."""
    tag_name: str
    coverage: int | None
    """Per cent of the weight answered; None where nothing applies."""
    change: Change | None
    """Since the council's last round."""


@dataclass(frozen=True)
class LensSummary:
    name: str
    areas: tuple[AreaSummary, ...]

    @property
    def lowest(self) -> AreaSummary | None:
        scored = [area for area in self.areas if area.level is not None]
        return min(scored, key=lambda area: area.level or 0, default=None)


@dataclass(frozen=True)
class Summary:
    lenses: tuple[LensSummary, ...]
    levels: int
    dont_know: int
    not_applicable: int
    unanswered: int
    last_round: str
    """The name of the round that changes are measured from; empty where there is none."""
    groups: tuple[Group, ...]
    """What somebody may want to ask about, and of each whatever there is."""

    @property
    def changed(self) -> list[AreaSummary]:
        areas = [area for lens in self.lenses for area in lens.areas]
        return [area for area in areas if area.change and area.change.is_change]


def summarise(submission: Submission) -> Summary:
    """The submission comes with its assessment, council, round and framework. Five queries, or more where the
    framework has changed since the last round.
    """
    framework = submission.assessment.round.framework
    said = findings.said_in(submission, framework)
    last = last_round.read(submission.assessment)
    changed = changes.since(last, said) if last else {}
    found = finding_groups(findings.find(said, findings.related_pairs(framework)))
    states = Counter(one.state for one in said)
    return Summary(
        lenses=_lenses(submission, changed),
        levels=states[AnswerState.LEVEL],
        dont_know=states[AnswerState.DONT_KNOW],
        not_applicable=states[AnswerState.NOT_APPLICABLE],
        unanswered=states[AnswerState.UNANSWERED],
        last_round=last.round_name if last else "",
        groups=tuple(group for group in [*found, thin_group(said, to_come=False)] if group.lines),
    )


def _lenses(submission: Submission, changed: dict[str, Change]) -> tuple[LensSummary, ...]:
    scores = list(submission.scores.filter(theme=None).select_related("area").order_by("area__position"))
    return tuple(
        LensSummary(str(lens.label), tuple(_area(score, changed) for score in scores if score.area.lens == lens))
        for lens in Lens
        if any(score.area.lens == lens for score in scores)
    )


def _area(score: Score, changed: dict[str, Change]) -> AreaSummary:
    level = None if score.value is None else as_level(score.value)
    tag = None if level is None else Level(int(level.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    return AreaSummary(
        code=score.area.code,
        name=score.area.name,
        level=level,
        tag=None if tag is None else tag.value,
        tag_name="" if tag is None else str(tag.label),
        coverage=None if score.coverage is None else int(score.coverage * 100),
        change=changed.get(score.area.code) if level is not None else None,
    )

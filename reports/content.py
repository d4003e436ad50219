"""The content of a scorecard, as frozen data. The page, the PDF and the exports are drawn from it alone.

All texts are finished sentences or words in the reader's language; all figures are levels from 1 to 5 with one decimal.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.benchmarking import Position
from reports.facts import CouncilFacts, FrameworkFacts, ReleaseFacts, RoundFacts, SubmissionFacts
from reports.trends import AreaTrend

LINES_AT_A_GLANCE = 6


@dataclass(frozen=True)
class ScoreContent:
    """The score of an area or a theme."""

    level: Decimal | None
    coverage: int | None
    """Per cent of the weight that was answered, rounded down; None where no question applies."""
    unscored: str
    """Why there is no level, in words; empty where there is one."""


@dataclass(frozen=True)
class ThemeContent:
    code: str
    name: str
    score: ScoreContent


@dataclass(frozen=True)
class RungContent:
    """What the council may see of one of its groups in one area. Figures are None where withheld."""

    group: str
    n: int | None
    median: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    reason: str
    """Why there are no figures, in words; empty where there are some."""
    code: str = ""
    """Of the group."""


@dataclass(frozen=True)
class PeersContent:
    """The others in one area: the first group on the ladder that may be shown, and what stands on the other rungs."""

    chosen: RungContent | None
    why: str
    """Why this group, or why none, as a sentence."""
    others: tuple[RungContent, ...]
    position: Position | None
    position_words: str
    """'above what is typical', or why there is no position."""
    certainty: str = ""
    """How sure the position is, as a sentence; empty where there is none."""


@dataclass(frozen=True)
class PreviousContent:
    """The council's own score in its latest earlier assessment of the same framework."""

    round_name: str
    level: Decimal
    changed: bool
    """Whether the difference is as large as one answer step."""
    words: str
    """'up by 0.4' or 'about the same'."""


@dataclass(frozen=True)
class PracticeContent:
    text: str
    in_place: bool


@dataclass(frozen=True)
class AnswerContent:
    code: str
    short: str
    text: str
    theme: str
    """Name of the theme; empty where the area has none."""
    state: str
    """level, not_applicable, dont_know or unanswered."""
    state_words: str
    """'3 Developing', 'Not applicable', 'Don’t know', 'Not answered'."""
    level: int | None
    descriptor: str
    """What the chosen level says; empty without one."""
    reason: str
    evidence: str
    evidence_in_print: str
    """The first 600 characters or so; where that cuts, the document points to the service."""
    evidence_is_cut: bool
    confidence: str
    target: int | None
    target_words: str
    """'4 Established'; empty without a target."""
    next_words: str
    """The level above, '4 Established'; empty at the highest and without a level."""
    next_descriptor: str
    practices: tuple[PracticeContent, ...]


@dataclass(frozen=True)
class CaseStudyContent:
    """What a council did about the question that is weakest in the area."""

    question: str
    """The question's short label."""
    title: str
    council_name: str
    did: str
    result: str
    source: str
    source_in_brief: str
    """Publisher and year, where there is little room."""


@dataclass(frozen=True)
class AreaContent:
    code: str
    name: str
    short_name: str
    definition: str
    why: str
    """Why it matters to people who live there."""
    finding: str
    """Level, position and the others' median in one sentence: what stands with its chart."""
    score: ScoreContent
    themes: tuple[ThemeContent, ...]
    peers: PeersContent
    previous: PreviousContent | None
    trend: AreaTrend | None
    """None before the council's second round."""
    barriers: tuple[str, ...]
    answers: tuple[AnswerContent, ...]
    scrutiny: tuple[str, ...]
    """Questions that elected members can put."""
    ask: tuple[str, ...]
    """Who in the council can answer them."""
    case_study: CaseStudyContent | None


@dataclass(frozen=True)
class ComparedAlike:
    """The areas of which the same can be said: why this group, or how sure their position is."""

    why: str
    areas: str
    """Their names as a list in words; 'All areas' where it is all of them."""


@dataclass(frozen=True)
class LensContent:
    code: str
    name: str
    finding: str
    """What the lens shows, as a sentence: the title of its charts."""
    areas: tuple[AreaContent, ...]
    compared: tuple[ComparedAlike, ...]
    """Why these groups."""
    trend_finding: str
    """What has moved, as a sentence: the title of the trend; empty before the second round."""

    @property
    def trend_rounds(self) -> tuple[str, ...]:
        """Names of the rounds that the trend shows, the oldest first; empty before the second."""
        shown = next((area.trend for area in self.areas if area.trend), None)
        return tuple(point.round_name for point in shown.points) if shown else ()

    @property
    def previous_round(self) -> str:
        """Name of the earlier round that the areas' previous scores come from; empty where there are none."""
        return next((area.previous.round_name for area in self.areas if area.previous), "")


@dataclass(frozen=True)
class Highlight:
    """A strength or a gap."""

    area_code: str
    area_name: str
    level: Decimal
    words: str
    """How it stands to the peers' median, or the own level alone where there is none."""


@dataclass(frozen=True)
class Step:
    """Something to do next."""

    heading: str
    text: str


@dataclass(frozen=True)
class Standing:
    """The areas that share a position, or that have none."""

    position: Position | None
    words: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class FindingLine:
    area_name: str
    question_code: str
    """Empty where the finding is about the whole area."""
    words: str


@dataclass(frozen=True)
class Finding:
    code: str
    """dont_know, unanswered, unscored, outside_benchmark, no_evidence or practices."""
    heading: str
    explanation: str
    lines: tuple[FindingLine, ...]

    @property
    def is_long(self) -> bool:
        """Whether a page had better fold the lines away."""
        return len(self.lines) > LINES_AT_A_GLANCE


@dataclass(frozen=True)
class BarrierContent:
    name: str
    definition: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class MethodNote:
    heading: str
    text: str


@dataclass(frozen=True)
class ScorecardContent:
    council: CouncilFacts
    round: RoundFacts
    framework: FrameworkFacts
    submission: SubmissionFacts
    release: ReleaseFacts | None
    invented: bool
    summary: str
    """One sentence."""
    comparison: str
    """What the council is compared with, or why with nothing, as a sentence."""
    lenses: tuple[LensContent, ...]
    strengths: tuple[Highlight, ...]
    gaps: tuple[Highlight, ...]
    """Gaps that matter: never an area above what is typical."""
    change: str
    """What has changed since the round before, as sentences; empty where there is none to compare with."""
    trend_note: str
    """What will stand in the place of a trend; empty from the second round on."""
    steps: tuple[Step, ...]
    """What to do next."""
    standings: tuple[Standing, ...]
    """Only those that have areas."""
    certainties: tuple[ComparedAlike, ...]
    """How sure the positions are, each reason once."""
    findings: tuple[Finding, ...]
    """Only those that have lines."""
    barriers: tuple[BarrierContent, ...]
    """Those met in most areas first."""
    method: tuple[MethodNote, ...]

    @property
    def areas(self) -> tuple[AreaContent, ...]:
        return tuple(area for lens in self.lenses for area in lens.areas)

"""The executive and the full scorecard, which begins with the executive's pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.models import Confidence
from reports.charts import trend
from reports.charts.frames import BESIDE_RADAR, PAPER
from reports.content import AreaContent, LensContent, ScorecardContent
from reports.drawing import draw_radar, draw_range_plot, draw_strip, draw_trend
from reports.paper.naming import Naming, of_scorecard

LINES_ON_HALF_A_PAGE = 22
LETTERS_IN_A_LINE, LETTERS_IN_A_CELL = 125, 78
LINES_OF_A_QUESTION = 2
ALL = 100
"""Per cent."""


@dataclass(frozen=True)
class Profile:
    """A lens on the first pages: a radar with a small range plot beside it, or a range plot alone."""

    lens: LensContent
    radar: SafeString
    """Empty where a radar does not suit the lens."""
    plot: SafeString


@dataclass(frozen=True)
class DrawnTrend:
    lens: LensContent
    chart: SafeString


@dataclass(frozen=True)
class AreaPart:
    """One area on its half page."""

    area: AreaContent
    strip: SafeString
    facts: tuple[str, ...]
    """What else the strip shows, as sentences: the others' band, the earlier score; and what was answered of it."""
    remarks: tuple[str, ...]
    """What is to be known about single answers."""
    in_place: tuple[str, ...]
    """Practices."""
    missing: tuple[str, ...]

    @property
    def lines(self) -> int:
        """About how many lines it takes, without what stands above the answers."""
        study = self.area.case_study
        texts = [
            " ".join(self.in_place),
            " ".join(self.missing),
            " ".join(self.remarks),
            "; ".join(self.area.barriers),
            f"{study.title} {study.did} {study.result}" if study else "",
        ]
        cells = (ceil(len(answer.descriptor) / LETTERS_IN_A_CELL) for answer in self.area.answers)
        return sum(max(LINES_OF_A_QUESTION, lines) for lines in cells) + sum(
            ceil(len(text) / LETTERS_IN_A_LINE) for text in texts
        )


@dataclass(frozen=True)
class LensPart:
    name: str
    areas: tuple[AreaPart, ...]

    @property
    def flows(self) -> bool:
        """Whether some area needs more than half a page, so that areas follow each other without gaps."""
        return any(part.lines > LINES_ON_HALF_A_PAGE for part in self.areas)

    @property
    def splits(self) -> bool:
        """Whether areas don't go two to a page even so, and may be divided between pages."""
        pairs = zip(self.areas[::2], self.areas[1::2], strict=False)
        return any(one.lines + other.lines > 2 * LINES_ON_HALF_A_PAGE for one, other in pairs)


@dataclass(frozen=True)
class ForAreas:
    """Something that is true of several areas."""

    words: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    naming: Naming
    content: ScorecardContent
    profiles: tuple[Profile, ...]
    has_earlier: bool
    """Whether there is an earlier score to show in any area."""
    lenses: tuple[LensPart, ...] = ()
    """Empty in the executive scorecard, as what follows."""
    trends: tuple[DrawnTrend, ...] = ()
    """Empty before the council's second round too."""
    comparisons: tuple[ForAreas, ...] = ()
    """Why the areas are compared with the group that they are compared with."""
    withheld: tuple[ForAreas, ...] = ()
    """Figures of other groups that are not shown, and why."""


def executive(content: ScorecardContent) -> Paper:
    return Paper(
        naming=of_scorecard(content, kind=_("executive scorecard")),
        content=content,
        profiles=tuple(map(_profile, content.lenses)),
        has_earlier=any(area.previous for area in content.areas),
    )


def full(content: ScorecardContent) -> Paper:
    return Paper(
        naming=of_scorecard(content, kind=_("full scorecard")),
        content=content,
        profiles=tuple(map(_profile, content.lenses)),
        has_earlier=any(area.previous for area in content.areas),
        lenses=tuple(
            LensPart(lens.name, tuple(_area_part(content, area) for area in lens.areas)) for lens in content.lenses
        ),
        trends=tuple(DrawnTrend(lens, draw_trend(lens, trend.WIDE)) for lens in content.lenses if lens.trend_rounds),
        comparisons=_together(((area.peers.why, area.name) for area in content.areas), of=len(content.areas)),
        withheld=_together(_withheld(content.areas), of=len(content.areas)),
    )


def _profile(lens: LensContent) -> Profile:
    radar = draw_radar(lens)
    return Profile(lens, radar, draw_range_plot(lens, BESIDE_RADAR if radar else PAPER))


def _area_part(content: ScorecardContent, area: AreaContent) -> AreaPart:
    practices = [practice for answer in area.answers for practice in answer.practices]
    return AreaPart(
        area=area,
        strip=draw_strip(area),
        facts=tuple(filter(None, (_band(area), _before(area), _coverage(area)))),
        remarks=_remarks(content, area),
        in_place=tuple(practice.text for practice in practices if practice.in_place),
        missing=tuple(practice.text for practice in practices if not practice.in_place),
    )


def _band(area: AreaContent) -> str:
    chosen = area.peers.chosen
    if chosen is None or chosen.lower is None:
        return ""
    return _("Their middle half: %(lower)s to %(upper)s.") % {"lower": chosen.lower, "upper": chosen.upper}


def _coverage(area: AreaContent) -> str:
    coverage = area.score.coverage
    if coverage is None or coverage == ALL or area.score.unscored:
        return ""
    return _("%(coverage)s%% was answered.") % {"coverage": coverage}


def _before(area: AreaContent) -> str:
    if area.previous is None:
        return ""
    names = {"round": area.previous.round_name, "level": area.previous.level, "change": area.previous.words}
    return _("%(round)s: %(level)s, %(change)s.") % names


def _remarks(content: ScorecardContent, area: AreaContent) -> tuple[str, ...]:
    """What is to be known about single answers: 'Low confidence: DL01, DL03.'"""
    low = [answer.code for answer in area.answers if answer.confidence == str(Confidence.LOW.label)]
    own = {answer.code for answer in area.answers}
    found = {finding.code: [line.question_code for line in finding.lines] for finding in content.findings}
    named = [
        (_("Low confidence"), low),
        (_("Nothing named that shows it"), [code for code in found.get("no_evidence", ()) if code in own]),
        (_("Practices suggest another level"), [code for code in found.get("practices", ()) if code in own]),
    ]
    return tuple(
        _("%(remark)s: %(questions)s.") % {"remark": remark, "questions": ", ".join(codes)}
        for remark, codes in named
        if codes
    )


def _withheld(areas: Sequence[AreaContent]) -> Iterator[tuple[str, str]]:
    for area in areas:
        for rung in area.peers.others:
            if rung.reason:
                yield _("%(group)s: %(reason)s.") % {"group": rung.group, "reason": rung.reason}, area.name


def _together(pairs: Iterable[tuple[str, str]], of: int) -> tuple[ForAreas, ...]:
    """Areas by the words that hold for them, those of the most areas first; all `of` them are not listed."""
    found: dict[str, list[str]] = defaultdict(list)
    for words, area in pairs:
        if words:
            found[words].append(area)
    by_number = sorted(found.items(), key=lambda held: -len(held[1]))
    return tuple(ForAreas(words, (_("All areas"),) if len(areas) == of else tuple(areas)) for words, areas in by_number)

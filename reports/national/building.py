"""The whole content of a national report, from one release."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from characteristics import content as asked
from characteristics.models import Lens
from characteristics.queries import read_framework
from reports.analysis.answers import Share
from reports.facts import FrameworkFacts, ReleaseFacts, RoundFacts
from reports.models import BenchmarkRelease
from reports.national import sentences, shares
from reports.national.content import (
    Aggregate,
    BarrierShare,
    Earlier,
    Group,
    GroupArea,
    GroupLens,
    NationalContent,
    NotShown,
    SharedGap,
)
from reports.national.reading import Given, PublicGroup, given_by

NO_FIGURE = Aggregate(None, None, None, None, "")
MOST_GAPS, MOST_BARRIERS = 3, 2


def build(*, release: BenchmarkRelease) -> NationalContent:
    """Everything that the report says. Its queries don't grow with the councils."""
    round_ = release.round
    given, framework = given_by(release), read_framework(round_.framework)
    groups = {group: _group(group, given, framework) for group in given.groups}
    shown = {group: content for group, content in groups.items() if content.is_shown}
    nations = tuple(content for group, content in shown.items() if group.is_nation)
    return NationalContent(
        round=RoundFacts(round_.name, round_.slug, round_.closes_at),
        framework=FrameworkFacts(framework.title, framework.version),
        release=ReleaseFacts(release.code, release.released_at, round_.name, round_.closes_at, is_earlier=False),
        digest=release.digest,
        invented=round_.invented,
        is_public=release.public_at is not None,
        summary=sentences.summary(round_.name, given.nations, nations),
        taking_part=given.nations,
        also_before=_also_before(given),
        nations=nations,
        types=tuple(content for group, content in shown.items() if not group.is_nation),
        barriers=_barriers(given, framework),
        barriers_note=_barriers_note(given),
        gaps=tuple(gap for nation in nations for gap in _gaps(nation, given, framework)),
        not_shown=_not_shown([content for group, content in groups.items() if group.members & given.councils]),
        method=sentences.method(release.minimum_others),
    )


def _group(group: PublicGroup, given: Given, framework: asked.FrameworkContent) -> Group:
    found = (_lens(code, group, given, framework) for code in Lens)
    return Group(group.name, tuple(lens for lens in found if lens.areas))


def _lens(code: Lens, group: PublicGroup, given: Given, framework: asked.FrameworkContent) -> GroupLens:
    asked_of = [area for area in framework.of_lens(code) if area.questions]
    areas = tuple(_area(area, group, given) for area in asked_of)
    questions = [len(area.questions) for area in asked_of]
    return GroupLens(
        code=code.value,
        name=str(code.label),
        finding=sentences.group_finding(group.name, areas),
        trend_finding=sentences.trend_finding(group.name, list(zip(areas, questions, strict=True))),
        areas=areas,
    )


def _area(area: asked.AreaContent, group: PublicGroup, given: Given) -> GroupArea:
    key = (group.id, area.code)
    now = given.now.get(key, NO_FIGURE)
    earlier = tuple(Earlier(release.round.name, figures.get(key)) for release, figures in given.earlier)
    return GroupArea(
        name=area.name,
        short_name=area.short_name,
        now=now,
        earlier=earlier,
        words=sentences.area_words(now),
        moved_words=sentences.moved_words(now.moved, len(area.questions)),
        same_councils=_are_the_same(now, earlier),
    )


def _are_the_same(now: Aggregate, earlier: Sequence[Earlier]) -> bool:
    before = earlier[-1].aggregate if earlier else None
    return bool(now.moved and before) and now.moved is not None and now.moved.n == now.n == (before.n if before else 0)


def _also_before(given: Given) -> str:
    if not given.earlier:
        return ""
    round_name = given.earlier[-1][0].round.name
    return sentences.also_before(len(given.councils & given.before), len(given.councils), round_name)


def _barriers(given: Given, framework: asked.FrameworkContent) -> tuple[BarrierShare, ...]:
    """Those whose count is told, the most first, and then the others as the framework has them."""
    barriers = {barrier.code: barrier for area in framework.areas for barrier in area.barriers}
    if given.barriers.councils < shares.FEWEST_COUNCILS:
        return ()
    found = [_barrier(barrier, given) for barrier in barriers.values()]
    return tuple(sorted(found, key=lambda share: -(share.count or 0)))


def _barrier(barrier: asked.BarrierContent, given: Given) -> BarrierShare:
    share = Share(given.barriers.by_code[barrier.code], given.barriers.councils)
    is_told = shares.may_be_told(share.count, share.of)
    return BarrierShare(
        name=barrier.name,
        definition=f"{barrier.definition.split('. ')[0].rstrip('.')}.",
        count=share.count if is_told else None,
        percent=share.percent if is_told else None,
        words=shares.words(share),
    )


def _barriers_note(given: Given) -> str:
    if given.barriers.councils >= shares.FEWEST_COUNCILS:
        return ""
    return _("Fewer than %(fewest)s councils took part, so nothing is said of barriers.") % {
        "fewest": shares.FEWEST_COUNCILS
    }


def _gaps(nation: Group, given: Given, framework: asked.FrameworkContent) -> Iterator[SharedGap]:
    """The areas with the lowest medians, and what councils name as in the way there."""
    codes = {area.name: area.code for area in framework.areas}
    shown = [(area.now.median, area) for area in nation.areas if area.now.median is not None]
    for _median, area in sorted(shown, key=lambda pair: pair[0])[:MOST_GAPS]:
        yield SharedGap(nation.name, area.name, area.words, _in_the_way(codes[area.name], given, framework))


def _in_the_way(code: str, given: Given, framework: asked.FrameworkContent) -> tuple[str, ...]:
    counted = [
        (Share(given.barriers.by_area[code, barrier.code], given.barriers.councils), barrier.name)
        for barrier in framework.area(code).barriers
    ]
    told = [(share, name) for share, name in counted if shares.may_be_told(share.count, share.of)]
    most = sorted(told, key=lambda pair: -pair[0].count)[:MOST_BARRIERS]
    return tuple(_("%(barrier)s (%(count)s)") % {"barrier": name, "count": shares.words(share)} for share, name in most)


def _not_shown(groups: Sequence[Group]) -> tuple[NotShown, ...]:
    """By reason; a group of which nothing is shown is named once, without its areas."""
    places: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        reasons: dict[str, list[str]] = defaultdict(list)
        for area in group.areas:
            if area.now.reason:
                reasons[area.now.reason].append(area.name)
        for reason, areas in reasons.items():
            where = group.name if len(areas) == len(group.areas) else f"{group.name} ({', '.join(areas)})"
            places[reason].append(where)
    return tuple(NotShown(reason, tuple(where)) for reason, where in places.items())

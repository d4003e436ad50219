"""Rounds that a national report is made on."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from assessments.models import Round, Submission
from characteristics.models import Barrier, Framework
from councils.models import Council, Nation, OfficeRole, PeerGroupKind, User
from reports.models import BenchmarkRelease
from reports.national import NationalContent
from reports.rendering import national_content_of
from reports.services import release_benchmarks
from reports.tests.factories import CLOSES, make_closed_round
from reports.tests.handing_in import YEAR
from reports.tests.papers import load_real_framework
from tests.factories import make_assessment, make_council, make_group, make_submission, make_user

SCOTS, WELSH = 12, 4


def make_nations() -> list[Council]:
    """Twelve Scottish councils and four Welsh ones, each nation with one more that takes no part."""
    scots = [make_council(f"Burgh {number:02}") for number in range(SCOTS + 1)]
    welsh = [make_council(f"Tref {number:02}", nation=Nation.WALES) for number in range(WELSH + 1)]
    make_group("Scotland", kind=PeerGroupKind.NATION, councils=scots)
    make_group("Wales", kind=PeerGroupKind.NATION, councils=welsh)
    return [*scots[:-1], *welsh[:-1]]


def manager() -> User:
    return User.objects.filter(office_role=OfficeRole.MANAGER).first() or make_user(office_role=OfficeRole.MANAGER)


def submit(council: Council, round_: Round, level: str, barriers: Mapping[str, Sequence[str]] | None = None):
    """With these barriers, by code of area."""
    submission = make_submission(make_assessment(council, round_), level, by=manager())
    sections = [{"area": area, "barriers": list(codes)} for area, codes in (barriers or {}).items()]
    Submission.objects.filter(pk=submission.pk).update(content=json.dumps({"sections": sections}))
    return submission


def release_of(
    councils: Sequence[Council],
    round_: Round,
    *,
    start: int = 14,
    step: int = 2,
    barriers: Sequence[Mapping[str, Sequence[str]]] = (),
) -> BenchmarkRelease:
    """Levels from `start` tenths, `step` tenths apart up to 5; `barriers` of the first councils."""
    for place, council in enumerate(councils):
        named = barriers[place] if place < len(barriers) else {}
        submit(council, round_, f"{min(start + step * place, 50) / 10}", named)
    return release_benchmarks(round_=round_, by=manager(), at=round_.closes_at + timedelta(days=3))


def full_national_content() -> NationalContent:
    """The real framework, two rounds, two nations of which one is too small, two types, and barriers."""
    framework = load_real_framework()
    councils = make_nations()
    for place in range(2):
        name = ("Cities", "Counties")[place]
        make_group(name, kind=PeerGroupKind.COUNCIL_TYPE, councils=councils[place * 6 : place * 6 + 6])
    before = round_of(framework, "2024", -YEAR)
    release_of(councils[:12], before)
    now = round_of(framework, "2025", timedelta())
    Round.objects.filter(pk=now.pk).update(invented=True, name="Digital maturity 2025")
    now.refresh_from_db()
    area = framework.areas.order_by("position").first()
    codes = list(Barrier.objects.filter(areas=area).values_list("code", flat=True)) if area else []
    ticked = [{area.code: codes[: 1 + place % 4]} for place in range(9)] if area else []
    release = release_of(councils, now, start=16, step=3, barriers=ticked)
    return national_content_of(BenchmarkRelease.objects.select_related("round__framework").get(pk=release.pk))


def round_of(framework: Framework, slug: str, later: timedelta) -> Round:
    round_ = make_closed_round(framework, slug=slug, closes_at=CLOSES + later)
    round_.rungs.create(nation=Nation.SCOTLAND, kind=PeerGroupKind.COUNCIL_TYPE, position=9)
    round_.rungs.create(nation=Nation.WALES, kind=PeerGroupKind.NATION, position=1)
    return round_

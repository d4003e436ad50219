"""Worlds of many councils that have all handed in: two families of eight each, a country, and a round that has closed.

Everything but the scores is as small as it may be, and is written in bulk; all that is random comes from the seed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import TypeVar

from django.db.models import Model

from assessments.models import Assessment, LadderRung, Round, Score, Submission
from assessments.states import AssessmentState
from characteristics.models import Framework
from councils.models import Council, Nation, OfficeRole, PeerGroup, PeerGroupKind, User
from tests.factories import make_user
from tests.frameworks import QUESTIONS_PER_AREA

Row = TypeVar("Row", bound=Model)

NATIONS = {32: Nation.NORTHERN_IRELAND, 400: Nation.WALES, 10_000: Nation.ENGLAND, 100_000: Nation.SCOTLAND}
"""How large a world is, and the nation that it has to itself, so that all can stand in one database."""
FAMILY = 8
SHARE_THAT_TAKES_PART = 0.9
CLOSES = datetime(2025, 11, 28, 17, tzinfo=UTC)
AFTERWARDS = CLOSES + timedelta(days=3)
BATCH = 5_000
STEPS = 4 * QUESTIONS_PER_AREA
"""How many steps from the lowest to the highest score of an area."""

numbers = count(1)


@dataclass(frozen=True)
class LargeWorld:
    size: int
    round: Round
    councils: Sequence[Council]
    manager: User


def make_large_world(size: int, framework: Framework) -> LargeWorld:
    random = Random(size)
    manager = make_user(f"Manager of {size}", office_role=OfficeRole.MANAGER)
    councils = create(Council(**facts(size, number)) for number in range(size))
    round_ = Round.objects.create(
        framework=framework,
        name=f"Round of {size}",
        slug=f"of-{size}",
        opens_at=CLOSES - timedelta(days=60),
        closes_at=CLOSES,
    )
    make_groups(random, round_, councils)
    hand_in(random, round_, councils, manager)
    return LargeWorld(size, round_, councils, manager)


def create(rows: Iterable[Row]) -> list[Row]:
    made = list(rows)
    return list(type(made[0])._default_manager.bulk_create(made, batch_size=BATCH))


def facts(size: int, number: int) -> dict[str, object]:
    code = next(numbers)
    name = f"Council {number:05} of {size}"
    return {
        "gss_code": f"L{code:08}",
        "register_code": f"{code:05X}",
        "name": name,
        "official_name": name,
        "slug": f"council-{number:05}-of-{size}",
        "nation": NATIONS[size],
        "region": NATIONS[size].label,
        "council_type": "Council",
        "population": 100_000,
        "area_km2": 1_000,
    }


def make_groups(random: Random, round_: Round, councils: Sequence[Council]) -> None:
    kinds = {PeerGroupKind.LGBF_PLACE: FAMILY, PeerGroupKind.LGBF_PEOPLE: FAMILY, PeerGroupKind.NATION: len(councils)}
    for position, (kind, size) in enumerate(kinds.items(), start=1):
        LadderRung.objects.create(round=round_, nation=councils[0].nation, kind=kind, position=position)
        mixed = random.sample(councils, len(councils))
        sets = [mixed[start : start + size] for start in range(0, len(mixed), size)]
        groups = create(
            PeerGroup(code=f"{kind}-{round_.slug}-{number}", name=f"{kind.label} {number} {round_.slug}", kind=kind)
            for number in range(len(sets))
        )
        create(
            PeerGroup.councils.through(peergroup=group, council=council)
            for group, members in zip(groups, sets, strict=True)
            for council in members
        )


def hand_in(random: Random, round_: Round, councils: Sequence[Council], by: User) -> None:
    taking_part = (council for council in councils if random.random() < SHARE_THAT_TAKES_PART)
    assessments = create(
        Assessment(council=council, round=round_, state=AssessmentState.SIGNED_OFF) for council in taking_part
    )
    submissions = create(_submission(assessment, by) for assessment in assessments)
    areas = list(round_.framework.areas.order_by("position"))
    create(
        Score(submission=submission, area=area, value=Decimal(random.randint(0, STEPS)) / STEPS, coverage=1)
        for submission in submissions
        for area in areas
    )


def _submission(assessment: Assessment, by: User) -> Submission:
    content = f'{{"council":"{assessment.council.gss_code}"}}'
    return Submission(
        assessment=assessment,
        number=1,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        submitted_at=CLOSES,
        submitted_by=by,
        signed_off_at=CLOSES,
        signed_off_by=by,
    )

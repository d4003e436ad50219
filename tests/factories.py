"""Small worlds for tests: each function makes one thing, with whatever it needs.

Names and codes that are not given are numbered, so that two calls never meet in a unique constraint.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone
from django.utils.text import slugify

from assessments.models import Answer, AnswerState, Assessment, LadderRung, Round, Score, Section, Submission
from assessments.states import AssessmentState
from characteristics.models import Framework, Question
from councils.models import Council, Membership, Nation, OfficeRole, PeerGroup, PeerGroupKind, Role, User
from tests.frameworks import make_framework

LevelOrNone = int | str | Decimal | None
ShareOrNone = int | str | Decimal | None

numbers = count(1)

SCOTTISH_LADDER = {
    Nation.SCOTLAND: (PeerGroupKind.LGBF_PLACE, PeerGroupKind.LGBF_PEOPLE, PeerGroupKind.NATION),
}
"""The kinds of group tried for a council of each nation, first tried first."""


def make_user(
    name: str = "", *, email: str = "", office_role: OfficeRole | str = "", password: str | None = None
) -> User:
    """A person in no council; without a password they sign in by `client.force_login` alone."""
    number = next(numbers)
    user = User(
        email=email or f"person-{number}@example.org",
        name=name or f"Person {number}",
        office_role=office_role,
    )
    user.set_password(password)
    user.save()
    return user


def make_member(council: Council, role: Role, name: str = "", *, password: str | None = None) -> User:
    user = make_user(name, password=password)
    Membership.objects.create(user=user, council=council, role=role)
    return user


def make_council(
    name: str = "",
    *,
    nation: Nation = Nation.SCOTLAND,
    council_type: str = "Scottish unitary authority",
    population: int = 100_000,
    area_km2: int = 1_000,
    groups: Iterable[PeerGroup] = (),
) -> Council:
    number = next(numbers)
    name = name or f"Council {number}"
    council = Council.objects.create(
        gss_code=f"T{number:08}",
        register_code=f"{number:05}",
        name=name,
        official_name=f"{name} Council",
        slug=slugify(name),
        nation=nation,
        region=nation.value,
        council_type=council_type,
        population=population,
        area_km2=area_km2,
    )
    council.peer_groups.set(groups)
    return council


def make_group(
    name: str = "", *, kind: PeerGroupKind = PeerGroupKind.LGBF_PLACE, councils: Iterable[Council] = ()
) -> PeerGroup:
    number = next(numbers)
    group = PeerGroup.objects.create(code=f"group-{number}", name=name or f"Group {number}", kind=kind)
    group.councils.set(councils)
    return group


def make_round(
    framework: Framework | None = None,
    *,
    slug: str = "",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    ladder: Mapping[Nation, Iterable[PeerGroupKind]] = SCOTTISH_LADDER,
) -> Round:
    """A round that is open now, unless the test says when."""
    slug = slug or f"round-{next(numbers)}"
    made = Round.objects.create(
        slug=slug,
        name=f"Round {slug}",
        framework=framework or make_framework(),
        opens_at=opens_at or timezone.now() - timedelta(days=30),
        closes_at=closes_at or timezone.now() + timedelta(days=30),
    )
    LadderRung.objects.bulk_create(
        LadderRung(round=made, nation=nation, position=position, kind=kind)
        for nation, kinds in ladder.items()
        for position, kind in enumerate(kinds, start=1)
    )
    return made


def make_assessment(
    council: Council | None = None,
    round: Round | None = None,  # noqa: A002
    *,
    state: AssessmentState = AssessmentState.IN_PROGRESS,
    assigned_to: User | None = None,
) -> Assessment:
    """An assessment with its sections and, unanswered, its answers."""
    assessment = Assessment.objects.create(council=council or make_council(), round=round or make_round(), state=state)
    framework = assessment.round.framework
    sections = Section.objects.bulk_create(
        Section(assessment=assessment, area=area, assigned_to=assigned_to)
        for area in framework.areas.order_by("position")
    )
    by_area = {section.area_id: section for section in sections}
    Answer.objects.bulk_create(
        Answer(section=by_area[question.area_id], question=question)
        for question in Question.objects.filter(area__framework=framework).order_by("position")
    )
    return assessment


def answer_all(
    assessment: Assessment, level: int = 3, *, levels: Mapping[str, int] | None = None, by: User | None = None
) -> None:
    """Answer every question with a level; `levels` holds other ones, by code of question or of area."""
    levels = levels or {}
    answers = list(Answer.objects.filter(section__assessment=assessment).select_related("question__area"))
    for answer in answers:
        of_area = levels.get(answer.question.area.code, level)
        answer.level = levels.get(answer.question.code, of_area)
        answer.state = AnswerState.LEVEL
        answer.version += 1
        answer.changed_by = by
        answer.changed_at = timezone.now()
    Answer.objects.bulk_update(answers, ["level", "state", "version", "changed_by", "changed_at"])


def make_submission(
    assessment: Assessment,
    levels: Mapping[str, LevelOrNone] | LevelOrNone = 3,
    *,
    coverage: Mapping[str, ShareOrNone] | ShareOrNone = 1,
    by: User | None = None,
    at: datetime | None = None,
) -> Submission:
    """Hand in without answers: area scores as given, by code of area, or one for all. None is unscored.

    Areas that a mapping leaves out are at level 3, with full coverage.
    """
    areas = list(assessment.round.framework.areas.order_by("position"))
    levels = levels if isinstance(levels, Mapping) else {area.code: levels for area in areas}
    coverage = coverage if isinstance(coverage, Mapping) else {area.code: coverage for area in areas}
    scores = [
        Score(area=area, value=normalised(levels.get(area.code, 3)), coverage=coverage.get(area.code, 1))
        for area in areas
    ]
    content = json.dumps([[score.area.code, str(score.value), str(score.coverage)] for score in scores])
    submission = Submission.objects.create(
        assessment=assessment,
        number=assessment.submissions.count() + 1,
        content=content,
        digest=hashlib.sha256(f"{assessment.council.gss_code} {content}".encode()).hexdigest(),
        submitted_at=at or timezone.now(),
        submitted_by=by or make_user(),
    )
    for score in scores:
        score.submission = submission
    Score.objects.bulk_create(scores)
    assessment.state = AssessmentState.SUBMITTED
    assessment.save()
    return submission


def normalised(level: LevelOrNone) -> Decimal | None:
    return None if level is None else ((Decimal(level) - 1) / 4).quantize(Decimal("1e-8"))

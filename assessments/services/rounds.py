"""Plan a round, fix who is compared with whom, and invite councils to it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.ladders import default_rungs
from assessments.models import Answer, Assessment, LadderRung, Round, Section
from assessments.policies import NotNow, has_opened
from characteristics.models import Area, Question
from councils.models import AuditEvent, Council, PeerGroupKind, User
from councils.services import add_neighbours


@transaction.atomic
def plan_round(*, round_: Round, by: User, at: datetime) -> Round:
    """Save a new round with the usual peer ladder, and the nearest neighbours that stand on it."""
    round_.save()
    use_default_ladder(round_=round_)
    AuditEvent.objects.create(at=at, by=by, action="round planned", detail=round_.name)
    compute_neighbours(round_=round_, by=by, at=at)
    return round_


def use_default_ladder(*, round_: Round) -> bool:
    """Give a round without a peer ladder the usual one, which is data of the round and can be changed."""
    if round_.rungs.exists():
        return False
    LadderRung.objects.bulk_create(default_rungs(round_))
    return True


@transaction.atomic
def compute_neighbours(*, round_: Round, by: User, at: datetime) -> int:
    """Fix the nearest neighbours of each council whose ladder names them. Gives back of how many; raises NotNow.

    Once for a round and before it opens, so that nobody can have an eye on the answers. Twice is the same as once.
    """
    Round.objects.select_for_update().get(pk=round_.pk)
    nations = set(round_.rungs.filter(kind=PeerGroupKind.NEAREST).values_list("nation", flat=True))
    if not nations:
        return 0
    if has_opened(round_, at):
        raise NotNow(
            _("The round has opened. Nearest neighbours are computed before that, so it goes without new ones.")
        )
    count = add_neighbours(computed_for=round_.slug, nations=nations)
    if count:
        detail = f"{round_.name}: of {count} councils"
        AuditEvent.objects.create(at=at, by=by, action="nearest neighbours computed", detail=detail)
    return count


@transaction.atomic
def invite_councils(*, round_: Round, councils: Iterable[Council], by: User, at: datetime) -> list[Assessment]:
    """Give each council an assessment with its sections and empty answers; councils that have one are left alone."""
    have = set(round_.assessments.values_list("council_id", flat=True))
    new = Assessment.objects.bulk_create(
        Assessment(council=council, round=round_) for council in councils if council.pk not in have
    )
    areas = list(Area.objects.filter(framework=round_.framework).order_by("position"))
    questions = list(Question.objects.filter(area__framework=round_.framework).order_by("position"))
    sections = Section.objects.bulk_create(
        [Section(assessment=assessment, area=area) for assessment in new for area in areas], batch_size=2000
    )
    Answer.objects.bulk_create(
        [
            Answer(section=section, question=question)
            for section in sections
            for question in questions
            if question.area_id == section.area_id
        ],
        batch_size=2000,
    )
    AuditEvent.objects.bulk_create(
        AuditEvent(at=at, by=by, council_id=assessment.council_id, action="council invited", detail=round_.name)
        for assessment in new
    )
    return new

"""Mail before a round closes, to those with something left to do. Each is posted once, whenever this runs.

What is looked at is only the database and the clock: a beat that was away for a day catches up, and one that runs
twice tells nobody twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Assessment, Round, Section
from assessments.states import SETTLED, AssessmentState
from councils.models import Membership, Role
from notices.models import NoticeKind
from notices.services import Mail, post_each

Row = TypeVar("Row", Section, Membership)

WEEKS = timedelta(days=14)
DAYS = timedelta(days=2)
LATEST = timedelta(days=3)
"""How late the first reminder may be; whoever is given work after that has just been told about it."""
BATCH = 200
"""Assessments that are looked at together."""


@dataclass(frozen=True)
class Left:
    """What is not done in one assessment, and who could do it."""

    assessment: Assessment
    sections: Sequence[Section]
    members: Sequence[Membership]


def post_due(*, at: datetime) -> None:
    """Post what is due now in every round that is open and closes soon."""
    for round_ in Round.objects.filter(opens_at__lte=at, closes_at__gt=at, closes_at__lte=at + WEEKS):
        kind = _kind(round_.closes_at - at)
        if kind:
            for assessments in _batches(round_):
                _post(kind, assessments, at)


def _kind(left: timedelta) -> NoticeKind | None:
    if left <= DAYS:
        return NoticeKind.DEADLINE_DAYS
    return NoticeKind.DEADLINE_WEEKS if left > WEEKS - LATEST else None


@transaction.atomic
def _post(kind: NoticeKind, assessments: list[Assessment], at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        post_each(kind=kind, mails=[mail for left in _left(assessments) for mail in _mails(left, kind)], at=at)


def _batches(round_: Round) -> Iterator[list[Assessment]]:
    waiting = round_.assessments.exclude(state=AssessmentState.SIGNED_OFF)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield list(waiting.filter(pk__in=ids[start : start + BATCH]).with_names())


def _left(assessments: list[Assessment]) -> Iterator[Left]:
    """Two queries, however many assessments there are."""
    sections = Section.objects.filter(assessment__in=assessments).exclude(state__in=SETTLED)
    members = Membership.objects.filter(council__in=[assessment.council_id for assessment in assessments])
    by_assessment = _grouped(sections.select_related("area", "assigned_to").order_by("area__position"), "assessment_id")
    by_council = _grouped(members.select_related("user").order_by("user_id"), "council_id")
    for assessment in assessments:
        yield Left(
            assessment=assessment,
            sections=by_assessment.get(assessment.pk, []),
            members=by_council.get(assessment.council_id, []),
        )


def _mails(left: Left, kind: NoticeKind) -> Iterator[Mail]:
    if left.assessment.state == AssessmentState.SUBMITTED:
        yield from _to_approvers(left, kind)
        return
    for member in left.members:
        if member.role == Role.LEAD:
            sections = [_line(section, with_name=True) for section in left.sections]
            yield _mail(left, kind, member, "task_list", sections=sections, leads=True)
        elif member.role == Role.CONTRIBUTOR:
            own = [_line(section) for section in left.sections if section.assigned_to_id == member.user_id]
            if own:
                yield _mail(left, kind, member, "task_list", sections=own)


def _to_approvers(left: Left, kind: NoticeKind) -> Iterator[Mail]:
    for member in left.members:
        if member.role == Role.APPROVER:
            yield _mail(left, kind, member, "sign_off", to_sign_off=True)


def _mail(left: Left, kind: NoticeKind, member: Membership, page: str, **more: object) -> Mail:
    assessment = left.assessment
    # A deadline that was moved is another deadline.
    key = f"{kind}:{assessment.pk}:{assessment.round.closes_at:%Y-%m-%d}"
    context = {
        "council": assessment.council.name,
        "round": assessment.round.name,
        "closes_at": assessment.round.closes_at,
        "link": reverse(page, args=[assessment.council.slug, assessment.round.slug]),
        "sections": [],
        "leads": False,
        "to_sign_off": False,
    }
    return Mail(to=member.user, key=key, context=context | more)


def _line(section: Section, *, with_name: bool = False) -> str:
    """A section as a line of a list: who has it, and when the lead wants it."""
    parts = [section.area.name]
    if with_name:
        parts.append(section.assigned_to.name if section.assigned_to else _("nobody has it"))
    if section.due_on:
        parts.append(_("wanted by %(day)s") % {"day": date_format(section.due_on, "j F Y")})
    return ", ".join(parts)


def _grouped(rows: Iterable[Row], name: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups

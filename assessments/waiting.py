"""What waits for one person in each of their assessments, as sentences with the way there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import last_round, permissions, policies
from assessments.models import Answer, Assessment, Comment, HeldAnswer, Section
from assessments.picture import shortened
from assessments.states import AssessmentState, SectionState
from councils.models import Role, User
from councils.permissions import may


@dataclass(frozen=True)
class Waiting:
    words: str
    url: str


@dataclass(frozen=True)
class Work:
    """One assessment on a person's start page."""

    assessment: Assessment
    role: str
    role_name: str
    waiting: tuple[Waiting, ...]


def work_of(user: User, at: datetime) -> list[Work]:
    """The person's assessments, the latest round first."""
    memberships = {membership.council_id: membership for membership in user.memberships.all()}
    assessments = list(Assessment.objects.for_member(user).with_names().order_by("-round__closes_at", "council__name"))
    waiting = waiting_for(user, assessments, at)
    return [
        Work(one, memberships[one.council_id].role, memberships[one.council_id].get_role_display(), waiting[one.pk])
        for one in assessments
    ]


@dataclass(frozen=True)
class _Facts:
    """Of all the person's open assessments, by assessment."""

    sections: dict[int, list[Section]]
    sent_back: dict[int, str]
    """The words that a section came back with, by section."""
    comments: dict[int, int]
    """Open comments on the person's own sections, by assessment."""
    held: dict[int, int]
    to_confirm: dict[int, int]


def waiting_for(user: User, assessments: Iterable[Assessment], at: datetime) -> dict[int, tuple[Waiting, ...]]:
    """By assessment. Five queries, and a few for each assessment that waits for this person's sign-off or that they
    lead and that nobody has started.
    """
    assessments = list(assessments)
    working = [one for one in assessments if one.state == AssessmentState.IN_PROGRESS]
    facts = _facts(user, working)
    return {one.pk: tuple(_waiting(user, one, facts, at)) for one in assessments}


def _facts(user: User, assessments: list[Assessment]) -> _Facts:
    sections: dict[int, list[Section]] = defaultdict(list)
    rows = Section.objects.filter(assessment__in=assessments).select_related("area").order_by("area__position")
    for section in rows:
        sections[section.assessment_id].append(section)
    own = Comment.objects.filter(section__assessment__in=assessments, section__assigned_to=user, resolved_at=None)
    comments: dict[int, int] = defaultdict(int)
    sent_back: dict[int, str] = {}
    for comment in own.select_related("section").order_by("at", "pk"):
        comments[comment.section.assessment_id] += 1
        if comment.question_id is None and comment.section.state == SectionState.SENT_BACK:
            sent_back[comment.section_id] = comment.text
    held: dict[int, int] = defaultdict(int)
    answers = HeldAnswer.objects.filter(answer__section__assessment__in=assessments)
    for assessment in answers.values_list("answer__section__assessment", flat=True):
        held[assessment] += 1
    to_confirm: dict[int, int] = defaultdict(int)
    carried = Answer.objects.filter(section__assessment__in=assessments, to_confirm=True)
    to_confirm |= dict(carried.values_list("section__assessment").annotate(Count("pk")))
    return _Facts(sections, sent_back, comments, held, to_confirm)


def _waiting(user: User, assessment: Assessment, facts: _Facts, at: datetime) -> Iterator[Waiting]:
    role = user.roles.get(assessment.council_id)
    if assessment.state == AssessmentState.SUBMITTED and role == Role.APPROVER:
        yield _to_sign(user, assessment)
    if assessment.state != AssessmentState.IN_PROGRESS or role not in (Role.LEAD, Role.CONTRIBUTOR):
        return
    if not policies.has_opened(assessment.round, at):
        return
    if not policies.may_be_edited(assessment, at):
        if role == Role.LEAD:
            yield _closed(assessment)
        return
    if role == Role.LEAD:
        yield from _for_lead(assessment, facts)
    yield from _own(user, assessment, facts, at)


def _to_sign(user: User, assessment: Assessment) -> Waiting:
    url = _url("sign_off", assessment)
    if may(user, permissions.SIGN_OFF, assessment):
        return Waiting(_("Waiting for your sign-off"), url)
    return Waiting(_("Waiting for the sign-off of another approver, since you answered in it"), url)


def _closed(assessment: Assessment) -> Waiting:
    if assessment.reopen_asked_because:
        words = _("The round closed before this was submitted. The Digital Office has been asked for more time")
        return Waiting(words, assessment.get_absolute_url())
    words = _("The round closed before this was submitted. Ask the Digital Office for more time")
    return Waiting(words, _url("ask_to_reopen", assessment))


def _for_lead(assessment: Assessment, facts: _Facts) -> Iterator[Waiting]:
    sections = facts.sections[assessment.pk]
    ready = sum(section.state == SectionState.READY for section in sections)
    if assessment.returned_because:
        words = _("It came back: %(why)s") % {"why": shortened(assessment.returned_because)}
        yield Waiting(words, assessment.get_absolute_url())
    if all(section.state == SectionState.NOT_STARTED for section in sections) and last_round.offer(assessment):
        yield Waiting(_("Last round’s answers can be carried forward"), _url("carry_forward", assessment))
    if ready:
        yield Waiting(_("Ready for you to agree: %(count)d") % {"count": ready}, _url("picture", assessment) + "#ready")
    if facts.held[assessment.pk]:
        words = _("Written by two people at once: %(count)d. Choose a text") % {"count": facts.held[assessment.pk]}
        yield Waiting(words, _url("picture", assessment) + "#held")
    if facts.to_confirm[assessment.pk]:
        words = _("Answers from last round to be confirmed: %(count)d") % {"count": facts.to_confirm[assessment.pk]}
        yield Waiting(words, _url("picture", assessment) + "#to_confirm")
    if sections and all(section.state == SectionState.AGREED for section in sections):
        yield Waiting(_("Every section is agreed. Check and submit"), _url("check_answers", assessment))


def _own(user: User, assessment: Assessment, facts: _Facts, at: datetime) -> Iterator[Waiting]:
    own = [section for section in facts.sections[assessment.pk] if section.assigned_to_id == user.pk]
    back = [section for section in own if section.state == SectionState.SENT_BACK]
    left = [section for section in own if section.state in (SectionState.NOT_STARTED, SectionState.IN_PROGRESS)]
    for section in back:
        words = _("Sent back: %(area)s. %(why)s") % {
            "area": section.area.name,
            "why": shortened(facts.sent_back.get(section.pk, "")),
        }
        yield Waiting(words.strip(), _url("section", assessment, section.area.code))
    if left:
        words = ngettext("%(count)d section of yours is left", "%(count)d sections of yours are left", len(left))
        overdue = sum(section.is_overdue(timezone.localdate(at)) for section in left)
        late = _(", %(overdue)d of them overdue") % {"overdue": overdue} if overdue else ""
        yield Waiting(words % {"count": len(left)} + late, f"{assessment.get_absolute_url()}#yours")
    if facts.comments[assessment.pk]:
        words = _("Open comments on your sections: %(count)d") % {"count": facts.comments[assessment.pk]}
        yield Waiting(words, _url("picture", assessment) + "#comments")


def _url(name: str, assessment: Assessment, *more: str) -> str:
    return reverse(name, args=[assessment.council.slug, assessment.round.slug, *more])

"""Who gets mail about what was done to an assessment.

Never the person who did it, and nobody outside the council but the managers whom it asks. No mail holds an answer, a
note, a comment or a reason: it says what happened and where to read on.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from assessments.models import Answer, Assessment, Comment, Section, Submission
from assessments.states import SectionAction
from councils.models import Membership, OfficeRole, Role, User
from notices.models import NoticeKind
from notices.services import post

OFFICERS = (Role.LEAD, Role.CONTRIBUTOR)
READERS = (*OFFICERS, Role.APPROVER)
"""Those who may read answers and comments."""


def tell_assigned(*, sections: Sequence[Section], to: User, by: User, at: datetime) -> None:
    """One mail for all sections that somebody is given at once."""
    if not sections or to == by:
        return
    assessment = sections[0].assessment
    context = _about(assessment, by) | {
        "sections": [section.area.name for section in sections],
        "due_on": sections[0].due_on,
        "closes_at": assessment.round.closes_at,
    }
    post(kind=NoticeKind.ASSIGNED, people=[to], key=_now("assigned", sections[0].pk, at), context=context, at=at)


def tell_section_moved(*, section: Section, action: SectionAction, by: User, at: datetime) -> None:
    """The leads hear that a section is ready, and whoever has it that it came back."""
    if action == SectionAction.HAND_IN:
        _post_about(section, NoticeKind.SECTION_READY, _holding(section.assessment, Role.LEAD), by=by, at=at)
    elif action == SectionAction.RETURN:
        holder = Q(pk=section.assigned_to_id) & _holding(section.assessment, *OFFICERS)
        _post_about(section, NoticeKind.SECTION_RETURNED, holder, by=by, at=at)


def tell_comment(*, comment: Comment) -> None:
    """Whoever has the section, the leads, and those who said something in it before."""
    section = comment.section
    spoke = Comment.objects.filter(section=section).values("by")
    readers = _holding(section.assessment, *READERS) & (Q(pk=section.assigned_to_id) | Q(pk__in=spoke))
    concerned = User.objects.filter(_holding(section.assessment, Role.LEAD) | readers)
    context = _about(section.assessment, comment.by, section) | {"gave_back": False}
    if comment.question:
        context["section"] = f"{comment.question.code} {comment.question.short}"
        context["link"] = f"{context['link']}#{comment.question.code}"
    people = concerned.exclude(pk=comment.by_id)
    post(kind=NoticeKind.COMMENT, people=people, key=f"comment:{comment.pk}", context=context, at=comment.at)


def tell_given_back(*, section: Section, by: User, at: datetime) -> None:
    """The leads find somebody else; the words are in a comment."""
    _post_about(section, NoticeKind.COMMENT, _holding(section.assessment, Role.LEAD), by=by, at=at, gave_back=True)


def tell_submitted(*, submission: Submission) -> None:
    assessment, by = submission.assessment, submission.submitted_by
    approvers = User.objects.filter(_holding(assessment, Role.APPROVER)).exclude(pk=by.pk)
    context = _about(assessment, by) | {"link": _link("sign_off", assessment), "closes_at": assessment.round.closes_at}
    key = f"submitted:{submission.pk}"
    post(kind=NoticeKind.SUBMITTED, people=approvers, key=key, context=context, at=submission.submitted_at)


def tell_sent_back(*, assessment: Assessment, by: User, at: datetime) -> None:
    """Those who go on working: the leads, and whoever has a section."""
    working = _holding(assessment, Role.LEAD) | _having_a_section(assessment)
    people = User.objects.filter(working).exclude(pk=by.pk)
    key = _now("sent_back", assessment.pk, at)
    post(kind=NoticeKind.SENT_BACK, people=people, key=key, context=_about(assessment, by), at=at)


def tell_signed_off(*, submission: Submission, by: User, at: datetime) -> None:
    """Everybody in the council who worked on it."""
    assessment = submission.assessment
    answered = Answer.history.filter(section__assessment=assessment).values("changed_by")
    answerers = Q(pk__in=answered) & _holding(assessment, *Role)
    worked = answerers | _having_a_section(assessment) | _holding(assessment, Role.LEAD, Role.APPROVER)
    people = User.objects.filter(worked).exclude(pk=by.pk)
    key = f"signed_off:{submission.pk}"
    post(kind=NoticeKind.SIGNED_OFF, people=people, key=key, context=_about(assessment, by), at=at)


def tell_reopened(*, assessment: Assessment, by: User, at: datetime) -> None:
    working = _having_a_section(assessment) | _holding(assessment, Role.LEAD, Role.APPROVER)
    people = User.objects.filter(working).exclude(pk=by.pk)
    key = _now("reopened", assessment.pk, at)
    post(kind=NoticeKind.REOPENED, people=people, key=key, context=_about(assessment, by), at=at)


def tell_reopen_asked(*, assessment: Assessment, by: User, at: datetime) -> None:
    """Managers act on what stands on the round's progress page; once a day is enough to call them there."""
    managers = User.objects.filter(office_role=OfficeRole.MANAGER, is_active=True).exclude(pk=by.pk)
    context = _about(assessment, by) | {"link": reverse("office_progress", args=[assessment.round.slug])}
    key = f"reopen_asked:{assessment.pk}:{at:%Y-%m-%d}"
    post(kind=NoticeKind.REOPEN_ASKED, people=managers, key=key, context=context, at=at)


def _post_about(section: Section, kind: NoticeKind, who: Q, *, by: User, at: datetime, gave_back: bool = False) -> None:
    context = _about(section.assessment, by, section) | {"gave_back": gave_back}
    people = User.objects.filter(who).exclude(pk=by.pk)
    post(kind=kind, people=people, key=_now(kind, section.pk, at), context=context, at=at)


def _about(assessment: Assessment, by: User, section: Section | None = None) -> dict[str, object]:
    link = _link("section", assessment, section.area.code) if section else assessment.get_absolute_url()
    return {
        "council": assessment.council.name,
        "round": assessment.round.name,
        "section": section.area.name if section else "",
        "who": by.name,
        "link": link,
    }


def _link(page: str, assessment: Assessment, *more: str) -> str:
    return reverse(page, args=[assessment.council.slug, assessment.round.slug, *more])


def _now(what: str, pk: int, at: datetime) -> str:
    """A key for a deed that can be done again."""
    return f"{what}:{pk}:{at:%Y%m%dT%H%M%S%f}"


def _holding(assessment: Assessment, *roles: Role) -> Q:
    """Those in one of these roles in this council; a role in another council doesn't count."""
    return Q(pk__in=Membership.objects.filter(council=assessment.council_id, role__in=roles).values("user"))


def _having_a_section(assessment: Assessment) -> Q:
    given = Section.objects.filter(assessment=assessment, assigned_to__isnull=False)
    return Q(pk__in=given.values("assigned_to")) & _holding(assessment, *OFFICERS)

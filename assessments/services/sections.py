"""Give sections to colleagues, move them on, and talk about them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Comment, Section
from assessments.policies import NotNow
from assessments.services.locking import lock, log
from assessments.states import SectionAction
from assessments.telling import tell_assigned, tell_comment, tell_given_back, tell_section_moved
from characteristics.models import Question
from councils.models import User


@transaction.atomic
def assign_section(*, section: Section, to: User | None, by: User, at: datetime, due_on: date | None = None) -> None:
    assign_sections(sections=[section], to=to, by=by, at=at, due_on=due_on)


def _assign(section: Section, *, to: User | None, by: User, at: datetime, due_on: date | None) -> bool:
    """Whether somebody else had it before."""
    policies.check_assignable(lock(section.assessment), at)
    had = Section.objects.values_list("assigned_to", flat=True).get(pk=section.pk)
    section.assigned_to, section.due_on = to, due_on
    section.save(update_fields=["assigned_to", "due_on"])
    log(section.assessment, "section assigned", by, at, f"{section.area.code}: {to.name if to else _('nobody')}")
    return section.assigned_to_id != had


@transaction.atomic
def assign_sections(
    *, sections: Iterable[Section], to: User | None, by: User, at: datetime, due_on: date | None = None
) -> None:
    """Several at once, or none of them."""
    given = [section for section in sections if _assign(section, to=to, by=by, at=at, due_on=due_on)]
    if to:
        tell_assigned(sections=given, to=to, by=by, at=at)


@transaction.atomic
def give_back(*, section: Section, because: str, by: User, at: datetime) -> None:
    """The contributor can't answer the section, so that the lead finds somebody else; the words become a comment."""
    assessment = lock(section.assessment)
    policies.check_editable(assessment, at)
    section.refresh_from_db(fields=["assigned_to"])
    if section.assigned_to_id != by.pk:
        raise NotNow(_("This section is not yours any more."))
    section.assigned_to, section.due_on = None, None
    section.save(update_fields=["assigned_to", "due_on"])
    Comment.objects.create(section=section, text=because, by=by, at=at)
    log(assessment, "section given back", by, at, section.area.code)
    tell_given_back(section=section, by=by, at=at)


@transaction.atomic
def move_section(*, section: Section, action: SectionAction, by: User, at: datetime, because: str = "") -> None:
    """Move a section on; `because` becomes a comment on it. Raises NotNow where it can't be moved so from here."""
    assessment = lock(section.assessment)
    section.refresh_from_db(fields=["state"])
    policies.check_editable(assessment, at)
    section.state = policies.next_section_state(section, action)
    section.save(update_fields=["state"])
    if because:
        Comment.objects.create(section=section, text=because, by=by, at=at)
    log(assessment, f"section: {action.value.replace('_', ' ')}", by, at, section.area.code)
    tell_section_moved(section=section, action=action, by=by, at=at)


@transaction.atomic
def comment(*, section: Section, question: Question | None, text: str, by: User, at: datetime) -> Comment:
    """Leave a remark. Comments stay possible while the assessment is read and signed off."""
    said = Comment.objects.create(section=section, question=question, text=text, by=by, at=at)
    tell_comment(comment=said)
    return said


@transaction.atomic
def resolve(*, comment: Comment, by: User, at: datetime) -> None:
    """Close a comment; who was first stays on record."""
    Comment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_by=by, resolved_at=at)

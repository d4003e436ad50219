"""What pages need to know about assessments, as finished dataclasses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.models import Answer, AnswerState, Assessment, Comment, HeldAnswer, Round, Section
from assessments.states import SectionState
from characteristics.models import Lens
from councils.models import Council, Role, User


@dataclass(frozen=True)
class SectionProgress:
    """How far one section is. `answered` counts levels, not applicable and don't know alike."""

    section: Section
    answered: int
    dont_know: int
    of: int
    comments: int
    """Those that nobody has resolved yet."""
    is_overdue: bool
    to_confirm: int = 0
    """Answers carried forward from the last round that nobody has confirmed."""
    two_texts: int = 0
    """Answers that two people wrote at once, and nobody has chosen yet."""

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of and not self.to_confirm and not self.two_texts


@dataclass(frozen=True)
class LensProgress:
    """The sections of one lens or, without a name, the person's own ones."""

    name: str
    sections: tuple[SectionProgress, ...]


@dataclass(frozen=True)
class Progress:
    lenses: tuple[LensProgress, ...]

    @property
    def sections(self) -> list[SectionProgress]:
        return [section for lens in self.lenses for section in lens.sections]

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def of(self) -> int:
        return sum(section.of for section in self.sections)

    @property
    def missing(self) -> int:
        return self.of - self.answered

    @property
    def complete(self) -> int:
        return sum(section.is_complete for section in self.sections)

    @property
    def to_confirm(self) -> int:
        return sum(section.to_confirm for section in self.sections)

    @property
    def two_texts(self) -> int:
        return sum(section.two_texts for section in self.sections)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to answer, to confirm or to choose."""
        return not (self.missing or self.to_confirm or self.two_texts)

    @property
    def agreed(self) -> int:
        return sum(row.section.state == SectionState.AGREED for row in self.sections)


def get_assessment(user: User, council: str, round_slug: str) -> Assessment:
    """An assessment of one of the person's own councils; anybody else's is not found."""
    assessments = Assessment.objects.for_member(user).with_names()
    return get_object_or_404(assessments, council__slug=council, round__slug=round_slug)


def get_assessment_to_reopen(user: User, council: str, round_slug: str) -> Assessment:
    """For the Digital Office any council's: it knows who takes part, though it sees no draft."""
    assessments = Assessment.objects.all() if user.is_office else Assessment.objects.for_member(user)
    return get_object_or_404(assessments.with_names(), council__slug=council, round__slug=round_slug)


def get_section(assessment: Assessment, area: str) -> Section:
    sections = assessment.sections.select_related("area").prefetch_related(holder(assessment.council))
    section = get_object_or_404(sections, area__code=area)
    section.assessment = assessment
    return section


def progress(assessment: Assessment, *, user: User, today: date) -> Progress:
    """The sections as this person sees them: the own ones first. Two queries."""
    rows = [_progress(section, today) for section in _counted(assessment)]
    own = tuple(row for row in rows if row.section.assigned_to_id == user.pk)
    lenses = [LensProgress(str(lens.label), tuple(r for r in rows if r.section.area.lens == lens)) for lens in Lens]
    others = [LensProgress(lens.name, tuple(row for row in lens.sections if row not in own)) for lens in lenses]
    return Progress(tuple(lens for lens in [LensProgress("", own), *others] if lens.sections))


def _counted(assessment: Assessment) -> Iterable[Any]:
    waiting = Comment.objects.filter(section=OuterRef("pk"), resolved_at=None).values("section")
    held = HeldAnswer.objects.filter(answer__section=OuterRef("pk")).values("answer__section")
    return (
        assessment.sections.select_related("area")
        .prefetch_related(holder(assessment.council))
        .order_by("area__position")
        .annotate(
            answered=Count("answers", filter=~Q(answers__state=AnswerState.UNANSWERED)),
            dont_know=Count("answers", filter=Q(answers__state=AnswerState.DONT_KNOW)),
            of=Count("answers"),
            to_confirm=Count("answers", filter=Q(answers__to_confirm=True)),
            two_texts=Coalesce(Subquery(held.annotate(number=Count("answer", distinct=True)).values("number")), 0),
            waiting_comments=Coalesce(Subquery(waiting.annotate(number=Count("pk")).values("number")), 0),
        )
    )


def _progress(section: Any, today: date) -> SectionProgress:
    return SectionProgress(
        section=section,
        answered=section.answered,
        dont_know=section.dont_know,
        of=section.of,
        comments=section.waiting_comments,
        is_overdue=section.is_overdue(today),
        to_confirm=section.to_confirm,
        two_texts=section.two_texts,
    )


def answers_of(section: Section) -> dict[int, Answer]:
    """The section's answers with their ticks, by question id."""
    answers = section.answers.select_related("changed_by").prefetch_related("ticks")
    return {answer.question_id: answer for answer in answers}


def sections_with_answers(assessment: Assessment) -> QuerySet[Section]:
    """Everything that was answered, in the framework's order, for reading and checking; narrow it to read less."""
    answers = (
        Answer.objects.select_related("question", "changed_by")
        .prefetch_related("ticks", "question__descriptors", "question__practices")
        .order_by("question__position")
    )
    return (
        assessment.sections.select_related("area")
        .prefetch_related(Prefetch("answers", answers), "barriers")
        .order_by("area__position")
    )


def who_answered(assessment: Assessment) -> QuerySet[User]:
    """Everybody who ever changed an answer of it, by the history."""
    history: Any = Answer.history
    return User.objects.filter(pk__in=history.filter(section__assessment=assessment).values("changed_by")).order_by(
        "name"
    )


def who_can_sign(assessment: Assessment) -> QuerySet[User]:
    """The council's approvers who never answered in it."""
    approvers = who_can_send_back(assessment)
    return approvers.exclude(pk__in=who_answered(assessment).order_by().values("pk")).order_by("name")


def who_can_send_back(assessment: Assessment) -> QuerySet[User]:
    """All approvers of the council, those too who answered in it."""
    return User.objects.filter(
        memberships__council=assessment.council_id, memberships__role=Role.APPROVER, is_active=True
    ).order_by("name")


def colleagues(council: Council) -> QuerySet[User]:
    """Those who can be given a section: leads and contributors."""
    return User.objects.filter(
        memberships__council=council, memberships__role__in=["lead", "contributor"], is_active=True
    ).order_by("name")


def holder(council: Council) -> "Prefetch[str]":
    """For `prefetch_related`: who has a section. It is with nobody once they have left or have another role."""
    return Prefetch("assigned_to", colleagues(council))


def get_round(round_slug: str) -> Round:
    round_ = Round.objects.select_related("framework").filter(slug=round_slug).first()
    if round_ is None:
        raise Http404(round_slug)
    return round_

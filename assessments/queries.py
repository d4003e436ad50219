"""What pages need to know about assessments, as finished dataclasses."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.models import Answer, AnswerState, Assessment, Round, Section
from characteristics.models import Lens
from councils.models import Council, User


@dataclass(frozen=True)
class SectionProgress:
    """How far one section is. `answered` counts levels, not applicable and don't know alike."""

    section: Section
    answered: int
    dont_know: int
    of: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of

    @property
    def state(self) -> str:
        """not_started, in_progress or complete"""
        if self.answered == 0:
            return "not_started"
        return "complete" if self.is_complete else "in_progress"


@dataclass(frozen=True)
class LensProgress:
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


def get_assessment(user: User, council: str, round_slug: str) -> Assessment:
    """An assessment of one of the person's own councils; anybody else's is not found."""
    assessments = Assessment.objects.for_member(user).with_names()
    return get_object_or_404(assessments, council__slug=council, round__slug=round_slug)


def get_section(assessment: Assessment, area: str) -> Section:
    section = get_object_or_404(
        Section.objects.select_related("area", "assigned_to"), assessment=assessment, area__code=area
    )
    section.assessment = assessment
    return section


def progress(assessment: Assessment) -> Progress:
    answered = ~Q(answers__state=AnswerState.UNANSWERED)
    sections = (
        assessment.sections.select_related("area", "assigned_to")
        .order_by("area__position")
        .annotate(
            answered=Count("answers", filter=answered),
            dont_know=Count("answers", filter=Q(answers__state=AnswerState.DONT_KNOW)),
            of=Count("answers"),
        )
    )
    rows = [SectionProgress(section, section.answered, section.dont_know, section.of) for section in sections]
    return Progress(
        tuple(
            LensProgress(str(lens.label), tuple(row for row in rows if row.section.area.lens == lens))
            for lens in Lens
            if any(row.section.area.lens == lens for row in rows)
        )
    )


def answers_of(section: Section) -> dict[int, Answer]:
    """The section's answers with their ticks, by question id."""
    answers = section.answers.select_related("changed_by").prefetch_related("ticks")
    return {answer.question_id: answer for answer in answers}


def sections_with_answers(assessment: Assessment) -> QuerySet[Section]:
    """Everything that was answered, in the framework's order, for reading and checking."""
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


def colleagues(council: Council) -> QuerySet[User]:
    """Those who can be given a section: leads and contributors."""
    return User.objects.filter(
        memberships__council=council, memberships__role__in=["lead", "contributor"], is_active=True
    ).order_by("name")


@dataclass(frozen=True)
class Work:
    """One assessment on a person's start page."""

    assessment: Assessment
    role: str
    role_name: str


def work_of(user: User) -> list[Work]:
    """The person's assessments, the latest round first."""
    memberships = {m.council_id: m for m in user.memberships.all()}
    assessments = Assessment.objects.for_member(user).with_names().order_by("-round__closes_at", "council__name")
    return [
        Work(assessment, memberships[assessment.council_id].role, memberships[assessment.council_id].get_role_display())
        for assessment in assessments
    ]


def get_round(round_slug: str) -> Round:
    round_ = Round.objects.select_related("framework").filter(slug=round_slug).first()
    if round_ is None:
        raise Http404(round_slug)
    return round_

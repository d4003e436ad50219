"""One council’s work in one round, its sections, and what colleagues say about them."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.rounds import Round
from assessments.states import SETTLED, Action, AssessmentState, SectionState
from characteristics.models import Area, Barrier, Question
from councils.models import Council, User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_member(self, user: User) -> "AssessmentQuerySet":
        """The assessments of the councils that this person belongs to."""
        return self.filter(council__memberships__user=user)

    def submitted(self) -> "AssessmentQuerySet":
        """Those that a council has handed in, whether or not they are signed off."""
        return self.filter(state__in=[AssessmentState.SUBMITTED, AssessmentState.SIGNED_OFF])

    def signed_off(self) -> "AssessmentQuerySet":
        return self.filter(state=AssessmentState.SIGNED_OFF)

    def visible_to(self, user: User) -> "AssessmentQuerySet":
        """The own councils' assessments; the Digital Office sees submitted ones, never drafts."""
        own = models.Q(council_id__in=user.roles)
        handed_in = models.Q(state__in=[AssessmentState.SUBMITTED, AssessmentState.SIGNED_OFF])
        return self.filter(own | handed_in if user.is_office else own)

    def with_names(self) -> "AssessmentQuerySet":
        return self.select_related("council", "round", "round__framework")


class Assessment(models.Model):
    """One council's work in one round."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="assessments", verbose_name=_("council"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments", verbose_name=_("round"))
    state = models.CharField(
        _("state"), max_length=20, choices=AssessmentState.choices, default=AssessmentState.IN_PROGRESS
    )
    started_at = models.DateTimeField(
        _("started"), null=True, blank=True, help_text=_("when the first answer was saved")
    )
    evidence_shared = models.BooleanField(_("notes and evidence shared with the Digital Office"), default=False)
    returned_because = models.TextField(_("why it came back"), blank=True, max_length=2000)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(
        _("reopened"),
        null=True,
        blank=True,
        help_text=_("when a manager last reopened it; after the close, this lets it be submitted again"),
    )
    reopen_asked_because = models.TextField(_("why the council asks to reopen"), blank=True, max_length=2000)
    reopen_asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "round"], name="assessment_once_per_round"),
            models.CheckConstraint(condition=models.Q(state__in=AssessmentState.values), name="assessment_state_known"),
        ]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return f"{self.council.name}, {self.round.name}"

    def get_absolute_url(self) -> str:
        return reverse("task_list", args=[self.council.slug, self.round.slug])


class Event(models.Model):
    """Something that was done to the assessment as a whole, with the words that were said. Rows are only ever added."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="events")
    action = models.CharField(max_length=20, choices=Action.choices)
    because = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(action__in=Action.values), name="event_action_known")]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.get_action_display()}"


class Section(models.Model):
    """One area inside an assessment: the unit of delegation and progress."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="sections")
    area = models.ForeignKey(Area, models.PROTECT, related_name="sections")
    assigned_to = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="sections", verbose_name=_("assigned to")
    )
    due_on = models.DateField(_("wanted by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=SectionState.choices, default=SectionState.NOT_STARTED)
    barriers = models.ManyToManyField(Barrier, through="SectionBarrier", related_name="sections")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="section_once_per_area"),
            models.CheckConstraint(condition=models.Q(state__in=SectionState.values), name="section_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.area.name}: {self.assessment}"

    def get_absolute_url(self) -> str:
        return f"{self.assessment.get_absolute_url()}sections/{self.area.code}/"

    def is_overdue(self, today: date) -> bool:
        """Whether the day that it was wanted by is past, and it is neither handed in nor agreed."""
        return self.due_on is not None and self.due_on < today and self.state not in SETTLED


class SectionBarrier(models.Model):
    """A barrier that the council meets in one area."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="section_barriers")
    barrier = models.ForeignKey(Barrier, models.PROTECT, related_name="section_barriers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "barrier"], name="barrier_once_per_section")]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.barrier_id}"


class Comment(models.Model):
    """A remark of a colleague about a question or, without one, about the section; open until resolved."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.text[:40]}"

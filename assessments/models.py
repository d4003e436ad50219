"""What was answered and what it scores."""

import uuid
from datetime import date
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessments.states import SETTLED, AssessmentState, SectionState
from characteristics.models import Area, Barrier, Framework, Level, Practice, Question, Theme
from councils.models import Council, Nation, PeerGroupKind, User


class Round(models.Model):
    """A period in which councils assess; pinned to one framework."""

    slug = models.SlugField(_("name in addresses"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="rounds", verbose_name=_("framework"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    invented = models.BooleanField(
        _("invented results"), default=False, help_text=_("Every page and document of this round says so.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="round_closes_after_open"
            )
        ]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self) -> str:
        return self.name


class LadderRung(models.Model):
    """One step of a round's peer ladder: the kind of group tried at this place for councils of one nation."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="rungs")
    nation = models.CharField(_("nation"), max_length=20, choices=Nation)
    position = models.PositiveSmallIntegerField(_("place, from 1"))
    kind = models.CharField(_("kind of group"), max_length=20, choices=PeerGroupKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "nation", "position"], name="rung_place_unique"),
            models.UniqueConstraint(fields=["round", "nation", "kind"], name="rung_kind_once"),
        ]
        verbose_name = _("rung of the peer ladder")
        verbose_name_plural = _("peer ladder")

    def __str__(self) -> str:
        return f"{self.nation} {self.position}: {self.get_kind_display()}"


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


class AnswerState(models.TextChoices):
    UNANSWERED = "unanswered", _("Not answered yet")
    LEVEL = "level", _("A level")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    DONT_KNOW = "dont_know", _("Don’t know")


class Confidence(models.TextChoices):
    LOW = "low", _("Low: an informed guess")
    MEDIUM = "medium", _("Medium: several people agree")
    HIGH = "high", _("High: we could show it to a visitor")


class AnswerFields(models.Model):
    """What can be said to a question."""

    state = models.CharField(max_length=20, choices=AnswerState, default=AnswerState.UNANSWERED)
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    reason = models.TextField(blank=True, help_text="why the question is not applicable")
    evidence = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    target = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True, help_text="the level aimed at next")

    class Meta:
        abstract = True


class Answer(AnswerFields):
    """What a council says to one question. The row is there from the start, so that two first saves meet in it."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    practices = models.ManyToManyField(Practice, through="PracticeTick", related_name="answers")
    version = models.PositiveIntegerField(default=0, help_text="counts the saves that changed this row")
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    to_confirm = models.BooleanField(
        default=False, help_text="carried forward from the last round, and nobody has said yet that it is still true"
    )

    saved_from = models.CharField(
        max_length=32, blank=True, help_text="the opened page that saved last: its next save meets nobody but itself"
    )

    history = HistoricalRecords(excluded_fields=["saved_from"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "question"], name="answer_once_per_question"),
            models.CheckConstraint(condition=models.Q(state__in=AnswerState.values), name="answer_state_known"),
            models.CheckConstraint(
                # A check that comes out as null passes, so null is excluded by name.
                condition=models.Q(state=AnswerState.LEVEL, level__isnull=False, level__range=(1, 5))
                | (~models.Q(state=AnswerState.LEVEL) & models.Q(level__isnull=True)),
                name="answer_level_exactly_when_levelled",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AnswerState.NOT_APPLICABLE) | ~models.Q(reason=""),
                name="answer_not_applicable_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target__range=(1, 5)),
                name="answer_target_known",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__in=["", *Confidence.values]), name="answer_confidence_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.get_state_display()}"


class HeldAnswer(AnswerFields):
    """What an officer sent for an answer that somebody else had just changed: kept beside it until someone chooses.

    What the same officer goes on typing from the same page replaces it; anything else is a row of its own.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="held")
    practices = models.ManyToManyField(Practice, related_name="+")
    seen_version = models.PositiveIntegerField(help_text="the version of the answer that the officer started from")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "by", "seen_version"], name="held_answer_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: held for {self.by_id}"


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


class PracticeTick(models.Model):
    """A practice that the council has in place."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="ticks")
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="ticks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "practice"], name="practice_ticked_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.practice_id}"


class Submission(models.Model):
    """The event of handing in, with an immutable copy of exactly what was handed in.

    `content` is canonical JSON, `digest` its SHA-256. Scores, benchmarks and documents come from here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(help_text="from 1, one more after each return")
    content = models.TextField()
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_number_unique"),
            models.CheckConstraint(
                condition=models.Q(signed_off_at__isnull=True, signed_off_by__isnull=True)
                | models.Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
                name="submission_signed_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} ({self.number})"


class Score(models.Model):
    """An area's or a theme's score, computed once at submission. Unscored is null, never zero."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="scores")
    area = models.ForeignKey(Area, models.PROTECT, related_name="scores")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="scores")
    value = models.DecimalField(
        max_digits=9,
        decimal_places=8,
        null=True,
        blank=True,
        help_text="normalised, 0 (level 1) to 1 (level 5)",
    )
    coverage = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        null=True,
        help_text="share of the weight answered, 0-1; null where nothing applies",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "area"],
                condition=models.Q(theme__isnull=True),
                name="score_once_per_area",
            ),
            models.UniqueConstraint(
                fields=["submission", "theme"],
                condition=models.Q(theme__isnull=False),
                name="score_once_per_theme",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__range=(Decimal(0), Decimal(1))),
                name="score_value_normalised",
            ),
            models.CheckConstraint(
                condition=models.Q(coverage__isnull=True) | models.Q(coverage__range=(Decimal(0), Decimal(1))),
                name="score_coverage_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.value}"


class WorkbookUpload(models.Model):
    """A workbook that somebody uploaded, as it was read, until they apply it or a day has passed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="workbook_uploads")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    content = models.TextField(help_text="canonical JSON of what was read; emptied when it is applied")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content as it was read")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(content=""),
                name="workbook_upload_emptied_when_applied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.at:%Y-%m-%d %H:%M}"

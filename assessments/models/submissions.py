"""What was handed in and what it scores, and the workbooks on their way in."""

import uuid
from decimal import Decimal

from django.db import models

from assessments.models.assessments import Assessment
from characteristics.models import Area, Theme
from councils.models import User


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

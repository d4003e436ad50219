"""What a council says to each question."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from assessments.models.assessments import Section
from characteristics.models import Level, Practice, Question
from councils.models import User


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


class PracticeTick(models.Model):
    """A practice that the council has in place."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="ticks")
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="ticks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "practice"], name="practice_ticked_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.practice_id}"

"""The pulse: what a council asks its own people by one link, and what they say. No person stands behind an answer."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from characteristics.models import Framework, Level, Question
from councils.models import User


class Group(models.TextChoices):
    """Who somebody is in the council; all that is ever known of them."""

    STAFF = "staff", _("Staff")
    MANAGERS = "managers", _("Managers")
    MEMBERS = "members", _("Elected members")


class PulseQuestion(models.Model):
    """One of the few questions of a framework's pulse, in everyday words."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="pulse_questions")
    position = models.PositiveSmallIntegerField(help_text="place in the pulse, from 1")
    about = models.ForeignKey(
        Question, models.CASCADE, related_name="pulse_questions", help_text="whose levels the answers stand for"
    )
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="pulse_question_place_unique"),
            models.UniqueConstraint(fields=["framework", "about"], name="pulse_question_about_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.text}"


class PulseOption(models.Model):
    """What can be answered, and the level that it stands for."""

    question = models.ForeignKey(PulseQuestion, models.CASCADE, related_name="options")
    level = models.PositiveSmallIntegerField(choices=Level)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "level"], name="pulse_option_once_per_level"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="pulse_option_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.text}"


class Pulse(models.Model):
    """One council's pulse beside one assessment. Whoever knows the token can answer it while it is open."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="pulse")
    token = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="from then on there are results and no answers")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("opened_at")),
                name="pulse_closes_after_open",
            ),
            models.CheckConstraint(condition=~models.Q(token=""), name="pulse_has_token"),
        ]

    def __str__(self) -> str:
        return f"pulse {self.pk}"


class PulseResponse(models.Model):
    """One form that was sent. No name, no address and no time; the random key says nothing about the order either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="responses")
    group = models.CharField(max_length=10, choices=Group)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(group__in=Group.values), name="pulse_group_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_group_display())


class PulseAnswer(models.Model):
    """The level that was chosen for one question; null where somebody can't say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(PulseResponse, models.CASCADE, related_name="answers")
    question = models.ForeignKey(PulseQuestion, models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="pulse_answer_once_per_question"),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 5)), name="pulse_answer_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.level}"

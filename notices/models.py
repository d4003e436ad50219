"""Mail that people are to get, and what they don't want to get. A mail is a row before it is sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a mail is about. The labels are what a person ticks on the page about their mail."""

    INVITATION = "invitation", _("An invitation to the service")
    ROLE_CHANGED = "role_changed", _("A change of my role")
    ASSIGNED = "assigned", _("A section that is given to me")
    SECTION_READY = "section_ready", _("A section that is ready, where I am the lead")
    SECTION_RETURNED = "section_returned", _("A section of mine that is sent back")
    COMMENT = "comment", _("A comment on a section that I work on")
    SUBMITTED = "submitted", _("An assessment that waits for my sign-off")
    SENT_BACK = "sent_back", _("An assessment that is sent back")
    SIGNED_OFF = "signed_off", _("An assessment that I worked on and that is signed off")
    REOPENED = "reopened", _("An assessment that is reopened")
    REOPEN_ASKED = "reopen_asked", _("A council that asks to have its assessment reopened")
    DEADLINE_WEEKS = "deadline_weeks", _("The deadline in two weeks, if I have something left to do")
    DEADLINE_DAYS = "deadline_days", _("The deadline in two days, if I have something left to do")
    SCORECARD_READY = "scorecard_ready", _("A scorecard of my council that is ready")


NEEDED = frozenset(
    {NoticeKind.INVITATION, NoticeKind.ROLE_CHANGED, NoticeKind.SENT_BACK, NoticeKind.REOPENED, NoticeKind.REOPEN_ASKED}
)
"""Without these somebody would not know that they are wanted. They can't be turned off."""
OPTIONAL = tuple(kind for kind in NoticeKind if kind not in NEEDED)


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    SKIPPED = "skipped", _("No longer wanted")


class Notice(models.Model):
    """One mail to one person. The key says what it is about, so that nobody is told the same thing twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("about"), max_length=20, choices=NoticeKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("person"),
        help_text=_("empty where somebody is written to who has no account yet"),
    )
    email = models.EmailField(_("to"), max_length=254)
    key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField()
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, help_text=_("each claim counts one"))
    due_at = models.DateTimeField(
        help_text=_("when it may next be taken: while it is being sent, this is the end of the lease")
    )
    created_at = models.DateTimeField(_("wanted"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=NoticeState.values), name="notice_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~models.Q(state=NoticeState.SENT) & models.Q(sent_at__isnull=True)),
                name="notice_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=[NoticeState.QUEUED, NoticeState.SENDING]),
                name="notice_waiting",
            ),
        ]
        verbose_name = _("mail")
        verbose_name_plural = _("mail")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"


class MutedKind(models.Model):
    """A kind of mail that a person has turned off."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_kinds")
    kind = models.CharField(max_length=20, choices=NoticeKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="muted_kind_once"),
            models.CheckConstraint(condition=models.Q(kind__in=OPTIONAL), name="muted_kind_optional"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_kind_display()}"

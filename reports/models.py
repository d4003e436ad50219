"""Where it stands: frozen benchmarks, and the documents made from them."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Round, Submission
from characteristics.models import Area, Framework
from councils.models import Council, PeerGroup, User


class BenchmarkRelease(models.Model):
    """Benchmarks computed once from submitted assessments. Later work waits for the next release."""

    code = models.CharField(_("release id"), max_length=60, unique=True, help_text=_("printed on every scorecard"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="releases", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("number in its round"))
    digest = models.CharField(_("digest of what went in"), max_length=64)
    peers = models.TextField(_("ladders and groups"), blank=True, help_text=_("as they were then, in canonical JSON"))
    minimum_others = models.PositiveSmallIntegerField(_("minimum of others"), default=5)
    rules = models.PositiveSmallIntegerField(
        _("number of the rules"), default=1, help_text=_("that it was computed by")
    )
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("released by"))
    submissions = models.ManyToManyField(Submission, related_name="releases", verbose_name=_("submissions"))
    public_at = models.DateTimeField(_("aggregates public since"), null=True, blank=True)
    public_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made public by")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(public_at__isnull=True, public_by__isnull=True)
                | models.Q(public_at__isnull=False, public_by__isnull=False),
                name="release_public_by_somebody",
            ),
            models.UniqueConstraint(fields=["round", "number"], name="release_number_unique"),
            models.CheckConstraint(condition=models.Q(minimum_others__gte=5), name="release_minimum_has_a_floor"),
        ]
        verbose_name = _("benchmark release")
        verbose_name_plural = _("benchmark releases")

    def __str__(self) -> str:
        return self.code


class Withheld(models.TextChoices):
    """Why a figure is not shown."""

    TOO_FEW = "too_few", _("too few other councils took part")
    DIFFERENCE = "difference", _("it could be set against another group to work out a single council")
    CORRECTION = "correction", _("too few of its councils changed since an earlier release of this round")
    ALIKE = (
        "alike",
        _("its results are so alike, or so near an end of the scale, that a figure would give single councils away"),
    )


def panel_is_whole(*, least: int) -> models.Q:
    """Both medians of a matched panel are there or neither is, and never of fewer councils than these."""
    nothing = models.Q(panel_n__isnull=True, panel_before__isnull=True, panel_now__isnull=True)
    shown = models.Q(
        panel_withheld="",
        panel_n__isnull=False,
        panel_n__gte=least,
        panel_before__isnull=False,
        panel_now__isnull=False,
    )
    return nothing | shown


class BenchmarkFigure(models.Model):
    """What one council may see of the others in one of its groups for one area. All figures are levels, 1 to 5.

    n never counts the viewer. Where nothing may be shown, `withheld` says why and the figures are null.
    """

    release = models.ForeignKey(BenchmarkRelease, models.CASCADE, related_name="figures")
    viewer = models.ForeignKey(Council, models.PROTECT, related_name="benchmark_figures")
    group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="benchmark_figures")
    rung = models.PositiveSmallIntegerField(help_text="place of the group on the viewer's ladder, from 1")
    area = models.ForeignKey(Area, models.PROTECT, related_name="benchmark_figures")
    n = models.PositiveIntegerField(null=True, help_text="other councils; null where withheld")
    median = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    lower = models.DecimalField(max_digits=2, decimal_places=1, null=True, help_text="lower quartile, to 0.5")
    upper = models.DecimalField(max_digits=2, decimal_places=1, null=True, help_text="upper quartile, to 0.5")
    withheld = models.CharField(max_length=12, choices=Withheld, blank=True)
    panel_n = models.PositiveIntegerField(null=True, help_text="those of them that are in the round before as well")
    panel_before = models.DecimalField(max_digits=2, decimal_places=1, null=True, help_text="their median of then")
    panel_now = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    panel_withheld = models.CharField(max_length=12, choices=Withheld, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=panel_is_whole(least=5), name="figure_panel_is_whole"),
            models.UniqueConstraint(fields=["release", "viewer", "group", "area"], name="figure_unique"),
            models.CheckConstraint(
                condition=models.Q(withheld="", median__isnull=False, n__isnull=False, n__gte=5)
                | (
                    ~models.Q(withheld="")
                    & models.Q(median__isnull=True, lower__isnull=True, upper__isnull=True, n__isnull=True)
                ),
                name="figure_shown_or_withheld",
            ),
            models.CheckConstraint(
                condition=models.Q(lower__isnull=True, upper__isnull=True)
                | models.Q(lower__isnull=False, upper__isnull=False, n__isnull=False, n__gte=8),
                name="figure_band_from_eight",
            ),
        ]
        indexes = [models.Index(fields=["release", "viewer"], name="figure_by_viewer")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.viewer_id} {self.group_id} {self.area_id}"


class PublicFigure(models.Model):
    """What everybody may see of a nation or a council type in one area, once a manager makes the release public.

    Computed with the release, so that what is public later was judged together with everything else that it says.
    n counts all councils in the figures. Where nothing may be shown, `withheld` says why and the figures are null.
    """

    release = models.ForeignKey(BenchmarkRelease, models.CASCADE, related_name="public_figures")
    group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="public_figures")
    area = models.ForeignKey(Area, models.PROTECT, related_name="public_figures")
    n = models.PositiveIntegerField(null=True, help_text="councils in the figures; null where withheld")
    median = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    lower = models.DecimalField(max_digits=2, decimal_places=1, null=True, help_text="lower quartile, to 0.5")
    upper = models.DecimalField(max_digits=2, decimal_places=1, null=True, help_text="upper quartile, to 0.5")
    withheld = models.CharField(max_length=12, choices=Withheld, blank=True)
    panel_n = models.PositiveIntegerField(null=True, help_text="those of them that are in the round before as well")
    panel_before = models.DecimalField(max_digits=2, decimal_places=1, null=True, help_text="their median of then")
    panel_now = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    panel_withheld = models.CharField(max_length=12, choices=Withheld, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=panel_is_whole(least=6), name="public_figure_panel_is_whole"),
            models.UniqueConstraint(fields=["release", "group", "area"], name="public_figure_unique"),
            models.CheckConstraint(
                condition=models.Q(withheld="", median__isnull=False, n__isnull=False, n__gte=6)
                | (
                    ~models.Q(withheld="")
                    & models.Q(median__isnull=True, lower__isnull=True, upper__isnull=True, n__isnull=True)
                ),
                name="public_figure_shown_or_withheld",
            ),
            models.CheckConstraint(
                condition=models.Q(lower__isnull=True, upper__isnull=True)
                | models.Q(lower__isnull=False, upper__isnull=False, n__isnull=False, n__gte=9),
                name="public_figure_band_from_nine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.group_id} {self.area_id}"


class DocumentState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being made")
    MADE = "made", _("Ready")
    FAILED = "failed", _("Could not be made")
    STOPPED = "stopped", _("Stopped")


class DocumentKind(models.TextChoices):
    EXECUTIVE = "executive", _("Executive scorecard")
    SCORECARD = "scorecard", _("Full scorecard")
    SCRUTINY = "scrutiny", _("Scrutiny pack for elected members")
    NATIONAL = "national", _("National report")
    WORKSHOP_PACK = "workshop_pack", _("Workshop pack")


COUNCILS_OWN = (DocumentKind.EXECUTIVE, DocumentKind.SCORECARD, DocumentKind.SCRUTINY)
"""The documents of one council, made from one submission."""


class Document(models.Model):
    """A wanted document. The row is the truth; a Celery message only nudges a worker to look at it.

    A council's own documents are of a submission, and of the release that it is compared with; a national report is of
    a release, a workshop pack of a framework.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=DocumentKind, default=DocumentKind.SCORECARD)
    digest = models.CharField(max_length=64, unique=True, help_text="of everything that the document depends on")
    code = models.CharField(max_length=12, blank=True, help_text="printed on every page, to check a copy by")
    template_version = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10, blank=True)
    signed_off = models.BooleanField(default=False, help_text="whether its answers were signed off when it was wanted")
    in_bulk = models.BooleanField(default=False, help_text="wanted by a release; gives way to what people ask for")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="documents")
    release = models.ForeignKey(BenchmarkRelease, models.PROTECT, null=True, related_name="documents")
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, related_name="documents")
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.QUEUED)
    wanted_at = models.DateTimeField()
    wanted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="null where anybody may ask"
    )
    not_before = models.DateTimeField(null=True, blank=True, help_text="when to try again after a failure")
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0, help_text="grows with each claim; a late worker's number is stale")
    attempts = models.PositiveSmallIntegerField(default=0)
    lost_leases = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    file = models.FileField(upload_to="documents", blank=True)
    file_digest = models.CharField(max_length=64, blank=True, db_index=True, help_text="SHA-256 of the file")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="document_code_unique"),
            models.CheckConstraint(condition=models.Q(state__in=DocumentState.values), name="document_state_known"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=COUNCILS_OWN,
                    submission__isnull=False,
                    wanted_by__isnull=False,
                    framework__isnull=True,
                )
                | models.Q(
                    kind=DocumentKind.NATIONAL,
                    submission__isnull=True,
                    release__isnull=False,
                    wanted_by__isnull=False,
                    framework__isnull=True,
                )
                | models.Q(
                    kind=DocumentKind.WORKSHOP_PACK,
                    submission__isnull=True,
                    release__isnull=True,
                    framework__isnull=False,
                ),
                name="document_is_of_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DocumentState.MADE)
                | (~models.Q(file="") & models.Q(made_at__isnull=False, pages__isnull=False)),
                name="document_made_has_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DocumentState.RUNNING) | models.Q(lease_until__isnull=False),
                name="document_running_has_lease",
            ),
        ]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.digest[:12]} {self.state}"

    def get_absolute_url(self) -> str:
        """Where its state is shown and, once made, the file offered."""
        if self.framework:
            return reverse("workshop_pack", args=[self.framework.code, self.framework.version])
        if self.submission_id is None and self.release:
            return reverse("office_national", args=[self.release.round.slug])
        return reverse("scorecard", args=[self.pk])

    @property
    def scored_submission(self) -> Submission:
        """What a scorecard is of; a workshop pack is of none."""
        if self.submission is None:
            raise ValueError(f"{self} is of no submission")
        return self.submission

    @property
    def is_being_made(self) -> bool:
        return self.state in (DocumentState.QUEUED, DocumentState.RUNNING)

    @property
    def has_file(self) -> bool:
        """Whether there is a document to serve: only what has a row is served, and only what is in the storage."""
        name = self.file.name
        return self.state == DocumentState.MADE and name is not None and self.file.storage.exists(name)

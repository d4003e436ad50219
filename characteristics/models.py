"""What is asked. A framework is data with a version; nothing in the code knows how many areas or questions it has."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    NOT_STARTED = 1, _("Not started")
    EXPLORING = 2, _("Exploring")
    DEVELOPING = 3, _("Developing")
    ESTABLISHED = 4, _("Established")
    LEADING = 5, _("Leading")


class Lens(models.TextChoices):
    CHARACTERISTIC = "characteristic", _("Characteristics")
    OUTCOME = "outcome", _("Outcomes")


class Era(models.TextChoices):
    """The digital era that a question's upper levels belong to (Digital Office, 2018)."""

    PROCESS = "process", _("Process")
    TRANSACTION = "transaction", _("Transaction")
    OUTCOME = "outcome", _("Outcome")


class FrameworkStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def published(self) -> "FrameworkQuerySet":
        return self.filter(status=FrameworkStatus.PUBLISHED)

    def public(self) -> "FrameworkQuerySet":
        """Published or withdrawn: whatever councils were once asked stays readable; drafts are not."""
        return self.exclude(status=FrameworkStatus.DRAFT)

    def newest(self) -> "Framework | None":
        return self.order_by("-published_at").first()


class Framework(models.Model):
    """A versioned set of everything asked. Published, it never changes again; a round is pinned to one."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"))
    status = models.CharField(_("status"), max_length=10, choices=FrameworkStatus, default=FrameworkStatus.DRAFT)
    digest = models.CharField(_("digest of its files"), max_length=64)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="framework_version_unique"),
            models.CheckConstraint(
                condition=models.Q(status__in=FrameworkStatus.values), name="framework_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status=FrameworkStatus.DRAFT) | models.Q(published_at__isnull=False),
                name="framework_published_has_date",
            ),
        ]
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Source(models.Model):
    """A document that the framework rests on, as a reader outside would cite it."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="sources")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="source_code_unique")]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title} ({self.year})"


class Area(models.Model):
    """One characteristic or one outcome."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="areas")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    lens = models.CharField(max_length=20, choices=Lens)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20, help_text="for charts and table heads")
    definition = models.TextField()
    why = models.TextField(help_text="why it matters to people who live there")
    ask = models.JSONField(default=list, help_text="list of texts: whom to ask in the council")
    scrutiny = models.JSONField(default=list, help_text="list of texts: questions an elected member can put")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="area_code_unique"),
            models.UniqueConstraint(fields=["framework", "position"], name="area_position_unique"),
            models.CheckConstraint(condition=models.Q(lens__in=Lens.values), name="area_lens_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A group of questions inside a characteristic."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    definition = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="theme_code_unique")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """One thing asked. Its code stays the same for as long as its meaning does."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="questions")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="questions")
    position = models.PositiveSmallIntegerField(help_text="place in the framework, from 1")
    code = models.CharField(max_length=12)
    short = models.CharField(max_length=40, help_text="label for tables and charts")
    text = models.TextField()
    help = models.TextField(blank=True)
    evidence = models.JSONField(default=list, help_text="list of texts: what counts as evidence")
    terms = models.JSONField(default=list, help_text="list of {term, meaning}")
    weight = models.PositiveSmallIntegerField(default=1)
    not_applicable = models.TextField(blank=True, help_text="for whom it can be true; empty where it is not allowed")
    era = models.CharField(max_length=12, choices=Era)
    source = models.ForeignKey(Source, models.PROTECT, related_name="questions")
    source_section = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="question_code_unique"),
            models.CheckConstraint(condition=models.Q(weight__gte=1), name="question_weight_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short}"

    @property
    def allows_not_applicable(self) -> bool:
        return bool(self.not_applicable)


class RelatedQuestion(models.Model):
    """A question of the other lens that sees the same thing from its side."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="related")
    other = models.ForeignKey(Question, models.CASCADE, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "other"], name="related_question_once")]

    def __str__(self) -> str:
        return f"{self.question.code} and {self.other.code}"


class LevelDescriptor(models.Model):
    """What somebody would see in the council at one level of one question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="descriptors")
    level = models.PositiveSmallIntegerField(choices=Level)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "level"], name="descriptor_once_per_level"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="descriptor_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.question.code} level {self.level}"


class Practice(models.Model):
    """One action under a question, in place or not."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="practices")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="practice_code_unique")]

    def __str__(self) -> str:
        return self.code


class Barrier(models.Model):
    """Something that is in the way, named alike in all councils so that it can be counted."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="barriers")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    definition = models.TextField()
    areas = models.ManyToManyField(Area, related_name="barriers")
    source = models.ForeignKey(Source, models.PROTECT, related_name="barriers")
    source_section = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="barrier_code_unique")]

    def __str__(self) -> str:
        return self.name


class CaseStudy(models.Model):
    """What a real council did, as a published source tells it."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="case_studies")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=80)
    council_name = models.CharField(max_length=120)
    council_code = models.CharField(max_length=9, blank=True, help_text="GSS code where it is a council of ours")
    title = models.CharField(max_length=160)
    did = models.TextField()
    result = models.TextField()
    questions = models.ManyToManyField(Question, related_name="case_studies")
    source = models.ForeignKey(Source, models.PROTECT, related_name="case_studies")
    source_section = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="case_study_code_unique")]

    def __str__(self) -> str:
        return f"{self.council_name}: {self.title}"

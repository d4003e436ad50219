"""Who they are: people, councils, the groups that councils are compared in, and who may do what where."""

import uuid
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class OfficeRole(models.TextChoices):
    """What a person does for the Digital Office; most people have none."""

    ANALYST = "analyst", _("Analyst")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Platform administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person, known by e-mail address."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    office_role = models.CharField(_("Digital Office role"), max_length=20, choices=OfficeRole, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(office_role__in=["", *OfficeRole.values]), name="user_office_role_known"
            ),
        ]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets this person in; what they may do there is in permissions.py."""
        return self.office_role in (OfficeRole.MANAGER, OfficeRole.ADMINISTRATOR)

    @cached_property
    def roles(self) -> dict[int, str]:
        """The roles this person holds, by council id; read once per request."""
        return dict(self.memberships.values_list("council_id", "role"))

    @property
    def is_office(self) -> bool:
        """Whether this person may see named results of all councils."""
        return self.office_role in (OfficeRole.ANALYST, OfficeRole.MANAGER)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's hook, asked at each request: a change of password, role or council ends the person's sessions."""
        standing = f"{self.password} {self.office_role} {sorted(self.roles.items())}"
        return salted_hmac("councils.User.session", standing, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Asked by Django's admin templates alone; each admin class decides for itself."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class Nation(models.TextChoices):
    ENGLAND = "England", _("England")
    NORTHERN_IRELAND = "Northern Ireland", _("Northern Ireland")
    SCOTLAND = "Scotland", _("Scotland")
    WALES = "Wales", _("Wales")


class CouncilQuerySet(models.QuerySet["Council"]):
    def for_user(self, user: User) -> "CouncilQuerySet":
        """The councils whose work this person may know of: the own ones, or all for the Digital Office."""
        if user.is_office:
            return self
        return self.filter(memberships__user=user)

    def with_people_for(self, user: User) -> "CouncilQuerySet":
        """The councils whose people this person may know of: the own ones, or all for those who look after people."""
        return self if user.is_staff else self.filter(memberships__user=user)

    def alphabetical(self) -> "CouncilQuerySet":
        return self.order_by("name")


class Council(models.Model):
    """A principal council, with the open facts that peer groups are made from."""

    gss_code = models.CharField(_("GSS code"), max_length=9, unique=True)
    register_code = models.CharField(_("register code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    official_name = models.CharField(_("official name"), max_length=120)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    nation = models.CharField(_("nation"), max_length=20, choices=Nation)
    region = models.CharField(_("region"), max_length=40)
    council_type = models.CharField(_("type"), max_length=40)
    population = models.PositiveIntegerField(_("population in 2020"))
    area_km2 = models.PositiveIntegerField(_("area in square kilometres"))

    objects = CouncilQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(nation__in=Nation.values), name="council_nation_known"),
        ]
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    def __str__(self) -> str:
        return self.name

    @property
    def council_id(self) -> int:
        """A council is a thing of its own council, so that permissions can be asked about it like about any other."""
        return self.pk


class PeerGroupKind(models.TextChoices):
    """How a fixed group of councils came about."""

    LGBF_PLACE = "lgbf_place", _("LGBF area-type family")
    LGBF_PEOPLE = "lgbf_people", _("LGBF population family")
    NATION = "nation", _("Nation")
    TYPE_REGION = "type_region", _("Council type in a region")
    COUNCIL_TYPE = "council_type", _("Council type")
    NEAREST = "nearest", _("Nearest neighbours")


class PeerGroupQuerySet(models.QuerySet["PeerGroup"]):
    def shared(self) -> "PeerGroupQuerySet":
        """The groups that are the same for all their members, in every round."""
        return self.filter(owner=None)

    def neighbours_for(self, round_slug: str) -> "PeerGroupQuerySet":
        return self.filter(kind=PeerGroupKind.NEAREST, computed_for=round_slug)


class PeerGroup(models.Model):
    """A fixed set of councils. Nobody can make one up to single a council out.

    Nearest neighbours alone have an owner, whose ladder is the only one that they are on, and a round, by its slug.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=PeerGroupKind)
    councils = models.ManyToManyField(Council, related_name="peer_groups", verbose_name=_("councils"))
    owner = models.ForeignKey(Council, models.PROTECT, null=True, blank=True, related_name="neighbourhoods")
    computed_for = models.SlugField(_("computed for the round"), max_length=40, blank=True)

    objects = PeerGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PeerGroupKind.values), name="peer_group_kind_known"),
            models.CheckConstraint(
                condition=(models.Q(kind="nearest", owner__isnull=False) & ~models.Q(computed_for=""))
                | (~models.Q(kind="nearest") & models.Q(owner__isnull=True, computed_for="")),
                name="peer_group_owner_of_nearest_alone",
            ),
        ]
        verbose_name = _("peer group")
        verbose_name_plural = _("peer groups")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    LEAD = "lead", _("Lead")
    CONTRIBUTOR = "contributor", _("Contributor")
    APPROVER = "approver", _("Approver")
    VIEWER = "viewer", _("Viewer")


class Membership(models.Model):
    """What a person does for one council."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    council = models.ForeignKey(Council, models.CASCADE, related_name="memberships", verbose_name=_("council"))
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "council"], name="membership_once_per_council"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user.name}: {self.get_role_display()}, {self.council.name}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; their time may have run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def usable(self, at: datetime) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=at)


class Invitation(models.Model):
    """A role in a council that is kept for whoever receives a letter. The link in it holds the nonce, signed."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="invitations", verbose_name=_("council"))
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    nonce = models.CharField(max_length=32, help_text="new with each letter, so that the older link ends")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("invited"))
    sent_at = models.DateTimeField(_("last sent"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invitation_email_lower_case"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True) | models.Q(accepted_at__isnull=False),
                name="invitation_accepted_by_has_date",
            ),
        ]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>: {self.get_role_display()}"


class AuditEvent(models.Model):
    """Something that must be answered for later: who looked, who changed. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="audit_events", verbose_name=_("who"))
    council = models.ForeignKey(
        Council, models.PROTECT, null=True, blank=True, related_name="audit_events", verbose_name=_("council")
    )
    action = models.CharField(_("what"), max_length=60)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def get_absolute_url(self) -> str:
        return reverse("office_log")

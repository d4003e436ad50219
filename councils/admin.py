"""Django's admin: people, councils and the audit log. Who may do what there is decided by councils.permissions.

The admin never shows what a council wrote or scored: whoever runs the service reads no content.
"""

from importlib import import_module
from typing import Any, ClassVar, cast

from allauth.account.decorators import secure_admin_login
from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councils.models import AuditEvent, Council, Membership, PeerGroup, Role, User
from councils.permissions import MANAGE_PEOPLE, READ_AUDIT_LOG, may
from councils.policies import Refused, check_keeps_lead

# Other apps bring admin pages that would let staff pass by the audit log; they are loaded first so that they can go.
for app in ("django.contrib.auth", "allauth.account"):
    import_module(f"{app}.admin")
admin.site.unregister([Group, EmailAddress])

admin.site.site_header = _("Administration")
admin.site.site_title = _("Digital council self-assessment")
admin.site.index_title = _("People, rounds and releases")
# The service's own sign-in, with its limits; the admin's would pass them by.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class Guarded:
    """What an admin class or an inline lets somebody do, each by a permission; an empty one is nobody's."""

    to_view: ClassVar[str]
    to_add: ClassVar[str] = ""
    to_change: ClassVar[str] = ""
    to_delete: ClassVar[str] = ""

    def _may(self, request: HttpRequest, permission: str) -> bool:
        return bool(permission) and isinstance(request.user, User) and may(request.user, permission)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.to_view)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.to_view)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.to_add)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.to_change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.to_delete)


class GuardedAdmin(Guarded, admin.ModelAdmin):  # type: ignore[type-arg] # not subscriptable when run
    """An admin class whose changes are written in the audit log."""

    def save_model(self, request: HttpRequest, obj: Model, form: "forms.ModelForm[Any]", change: Any) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            changes = ", ".join(_change(form, name, is_new=not change) for name in form.changed_data)
            self.record(request, "changed" if change else "added", obj, changes)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.record(request, "deleted", obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        for obj in queryset:
            self.record(request, "deleted", obj)
        super().delete_queryset(request, queryset)

    def record(self, request: HttpRequest, what: str, obj: Model, detail: str = "") -> None:
        AuditEvent.objects.create(
            at=timezone.now(),
            by=cast(User, request.user),
            council_id=getattr(obj, "council_id", None),
            action=f"{obj._meta.verbose_name} {what}",
            detail=": ".join(part for part in (str(obj), detail) if part)[:300],
        )


def _change(form: "forms.ModelForm[Any]", name: str, *, is_new: bool) -> str:
    now = form.cleaned_data.get(name)
    return f"{name} {now}" if is_new else f"{name} {form.initial.get(name)} → {now}"


class PersonForm(forms.ModelForm):  # type: ignore[type-arg] # as above
    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean_is_active(self) -> bool:
        """Who is the only lead of a council stays, so that it can go on."""
        is_active: bool = self.cleaned_data["is_active"]
        if self.instance.pk and not is_active:
            for membership in self.instance.memberships.select_related("user", "council"):
                try:
                    check_keeps_lead(membership)
                except Refused as refusal:
                    raise forms.ValidationError(str(refusal)) from refusal
        return is_active


@admin.register(User)
class UserAdmin(GuardedAdmin):
    """People are never deleted, since the log names them; who leaves is made inactive."""

    to_view = to_add = to_change = MANAGE_PEOPLE
    form = PersonForm
    list_display = ("name", "email", "office_role", "is_active", "last_login")
    list_filter = ("office_role", "is_active")
    search_fields = ("name", "email")
    ordering = ("name",)
    actions = ("send_link",)
    fieldsets = (
        (
            None,
            {
                "fields": ("email", "name", "office_role", "is_active"),
                "description": _(
                    "Passwords are never set here. Save, tick the person in the list and choose "
                    "“Send a link to set the password”. Who works for a council is better invited on that "
                    "council’s page about people, where they set their own password."
                ),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        # A new address would let the next link go to somebody else, once the person has used the account.
        email = ("email",) if obj.last_login else ()
        # Nobody gives a role to themselves.
        role = ("office_role", "is_active") if obj == request.user else ()
        return email + role

    def save_model(self, request: HttpRequest, obj: Model, form: "forms.ModelForm[Any]", change: Any) -> None:
        if not change and isinstance(obj, User):
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Send a link to set the password"))
    def send_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = list(queryset.filter(is_active=True))
        for person in people:
            form = ResetPasswordForm({"email": person.email})
            if form.is_valid():
                form.save(request)
                self.record(request, "sent a link to set the password", person)
        sent = ngettext("A link was sent to %(n)d person.", "Links were sent to %(n)d people.", len(people))
        self.message_user(request, sent % {"n": len(people)}, messages.SUCCESS)


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg] # as above
    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        if self.instance.pk and role != Role.LEAD:
            try:
                check_keeps_lead(Membership.objects.get(pk=self.instance.pk))
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return role


@admin.register(Membership)
class MembershipAdmin(GuardedAdmin):
    """A council always keeps a lead, here too."""

    to_view = to_add = to_change = to_delete = MANAGE_PEOPLE
    form = MembershipForm
    list_display = ("user", "council", "role")
    list_filter = ("role",)
    list_select_related = ("user", "council")
    search_fields = ("user__name", "user__email", "council__name")
    ordering = ("council__name", "user__name")
    autocomplete_fields = ("user", "council")

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return ("user", "council") if obj else ()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any], request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any] | None":
        """Nobody gives a role to themselves."""
        if db_field.name == "user":
            kwargs["queryset"] = (
                User.objects.filter(is_active=True).exclude(pk=cast(User, request.user).pk).order_by("name")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_own(request, obj) and _may_go(obj)


def _is_own(request: HttpRequest, membership: Membership | None) -> bool:
    return membership is not None and membership.user_id == request.user.pk


def _may_go(membership: Membership | None) -> bool:
    try:
        if membership is not None:
            check_keeps_lead(membership)
    except Refused:
        return False
    return True


@admin.register(Council)
class CouncilAdmin(GuardedAdmin):
    """Facts from the fixture: `manage.py load_councils` would undo what was changed here."""

    to_view = MANAGE_PEOPLE
    list_display = ("name", "nation", "region", "council_type", "gss_code")
    list_filter = ("nation", "council_type")
    search_fields = ("name", "official_name", "gss_code")
    ordering = ("name",)


@admin.register(PeerGroup)
class PeerGroupAdmin(GuardedAdmin):
    """Fixed sets: nobody can make one up to single a council out."""

    to_view = MANAGE_PEOPLE
    list_display = ("name", "kind", "computed_for")
    list_filter = ("kind", "computed_for")
    search_fields = ("name",)
    ordering = ("kind", "name")


@admin.register(AuditEvent)
class AuditEventAdmin(GuardedAdmin):
    to_view = READ_AUDIT_LOG
    list_display = ("at", "by", "action", "council", "detail")
    list_select_related = ("by", "council")
    search_fields = ("by__name", "council__name", "action", "detail")
    ordering = ("-at",)

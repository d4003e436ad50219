"""Django's admin: frameworks to read, rounds to set up, and which council takes part. Never what a council answered."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.models import Assessment, LadderRung, Round
from assessments.policies import NotNow
from assessments.services import compute_neighbours, invite_councils, use_default_ladder
from characteristics.models import Area, Framework
from councils.admin import Guarded, GuardedAdmin
from councils.models import Council, PeerGroup, User
from councils.permissions import MANAGE_ROUNDS


class AreaInline(Guarded, admin.TabularInline):  # type: ignore[type-arg]
    to_view = MANAGE_ROUNDS
    model = Area
    fields = ("position", "code", "lens", "name")
    ordering = ("position",)


@admin.register(Framework)
class FrameworkAdmin(GuardedAdmin):
    """Frameworks come from files, by `manage.py load_framework`.

    Registered here because characteristics and councils don't know each other.
    """

    to_view = MANAGE_ROUNDS
    list_display = ("title", "version", "status", "published_at")
    ordering = ("title", "version")
    inlines = (AreaInline,)


class RungInline(Guarded, admin.TabularInline):  # type: ignore[type-arg]
    to_view = to_add = to_change = to_delete = MANAGE_ROUNDS
    model = LadderRung
    ordering = ("nation", "position")
    extra = 1


@admin.register(Round)
class RoundAdmin(GuardedAdmin):
    to_view = to_add = to_change = MANAGE_ROUNDS
    list_display = ("name", "framework", "opens_at", "closes_at")
    list_select_related = ("framework",)
    ordering = ("-closes_at",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (RungInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> tuple[str, ...]:
        """What councils answer and the addresses in their mail stay as they are once somebody is invited.

        The address stays from the moment that nearest neighbours were computed, which are kept by it.
        """
        if _has_begun(obj):
            return ("slug", "framework")
        return ("slug",) if _has_neighbours(obj) else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Round | None = None) -> dict[str, Any]:
        return {} if "slug" in self.get_readonly_fields(request, obj) else self.prepopulated_fields

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """A round added without a ladder gets the usual one: without a ladder nobody could be compared."""
        super().save_related(request, form, formsets, change)
        if use_default_ladder(round_=form.instance):
            self.record(request, "ladder filled", form.instance)
            messages.info(request, _("The round has the usual peer ladder. You can change it below."))
        self._compute_neighbours(request, form.instance)

    def _compute_neighbours(self, request: HttpRequest, round_: Round) -> None:
        """Whenever the ladder may have come to name them; what is there already stays."""
        try:
            count = compute_neighbours(round_=round_, by=cast(User, request.user), at=timezone.now())
        except NotNow as refusal:
            if not _has_neighbours(round_):
                messages.warning(request, str(refusal))
            return
        if count:
            words = ngettext(
                "The nearest neighbours of %(n)d council were computed, once for this round.",
                "The nearest neighbours of %(n)d councils were computed, once for this round.",
                count,
            )
            messages.info(request, words % {"n": count})

    def save_formset(
        self, request: HttpRequest, form: "forms.ModelForm[Any]", formset: "BaseModelFormSet[Any, Any]", change: Any
    ) -> None:
        super().save_formset(request, form, formset, change)
        rungs = [*formset.new_objects, *(rung for rung, _names in formset.changed_objects)]
        if rungs:
            self.record(request, "ladder changed", form.instance, ", ".join(map(str, rungs)))
        if formset.deleted_objects:
            self.record(request, "ladder shortened", form.instance, ", ".join(map(str, formset.deleted_objects)))


def _has_begun(round_: Round | None) -> bool:
    return round_ is not None and round_.assessments.exists()


def _has_neighbours(round_: Round | None) -> bool:
    return round_ is not None and PeerGroup.objects.neighbours_for(round_.slug).exists()


class InviteForm(forms.Form):
    round = forms.ModelChoiceField(Round.objects.none(), label=_("Round"))
    group = forms.ModelChoiceField(
        PeerGroup.objects.shared().order_by("kind", "name"), label=_("All councils of"), required=False
    )
    councils = forms.ModelMultipleChoiceField(
        Council.objects.alphabetical(),
        label=_("And these councils"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 15}),
        help_text=_("Hold Ctrl (or Cmd) to choose more than one. Those who are invited already are left alone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        still_open = Round.objects.filter(closes_at__gt=timezone.now()).order_by("closes_at")
        self.fields["round"].queryset = still_open  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("group") and not data.get("councils"):
            raise forms.ValidationError(_("Choose a group, some councils, or both."))
        return data

    @property
    def chosen(self) -> QuerySet[Council]:
        of_group = Q(peer_groups=self.cleaned_data["group"]) if self.cleaned_data["group"] else Q()
        named = Q(pk__in=self.cleaned_data["councils"])
        return Council.objects.filter(of_group | named).distinct()


@admin.register(Assessment)
class AssessmentAdmin(GuardedAdmin):
    """Adding means inviting. The state is the council's to change, on its own pages."""

    to_view = to_add = MANAGE_ROUNDS
    list_display = ("council", "round", "state")
    list_filter = ("round", "state")
    list_select_related = ("council", "round")
    search_fields = ("council__name",)
    ordering = ("-round__closes_at", "council__name")
    fields = ("council", "round", "state", "started_at")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request) or not isinstance(request.user, User):
            raise PermissionDenied
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            new = invite_councils(
                round_=form.cleaned_data["round"], councils=form.chosen, by=request.user, at=timezone.now()
            )
            words = ngettext("%(n)d council is invited.", "%(n)d councils are invited.", len(new)) % {"n": len(new)}
            self.message_user(request, words, messages.SUCCESS)
            return redirect("admin:assessments_assessment_changelist")
        context = self.admin_site.each_context(request) | {"title": _("Invite councils to a round"), "form": form}
        return TemplateResponse(request, "admin/assessments/assessment/invite.html", context | {"opts": self.opts})

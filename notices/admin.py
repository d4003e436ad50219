"""Django's admin: what became of each mail, for those who run the service. Never what it said."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notices.models import Notice
from notices.services import try_again


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not subscriptable when run
    """Nobody writes, changes or deletes mail here; what could not be sent can be tried again."""

    list_display = ("kind", "email", "state", "attempts", "error", "created_at", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("email",)
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    fields = ("kind", "email", "state", "attempts", "error", "created_at", "sent_at")
    actions = ("send_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Try again to send what could not be sent"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        count = try_again(notices=queryset, at=timezone.now())
        said = ngettext("%(n)d mail is tried again.", "%(n)d mails are tried again.", count)
        self.message_user(request, said % {"n": count}, messages.SUCCESS)

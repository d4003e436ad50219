"""Django's admin: releases and their figures, to read. They are made on the release page and never change."""

from django.contrib import admin

from councils.admin import GuardedAdmin
from councils.permissions import MANAGE_ROUNDS
from reports.models import BenchmarkFigure, BenchmarkRelease


@admin.register(BenchmarkRelease)
class BenchmarkReleaseAdmin(GuardedAdmin):
    to_view = MANAGE_ROUNDS
    list_display = ("code", "round", "released_at", "released_by")
    list_select_related = ("round", "released_by")
    fields = ("code", "round", "number", "released_at", "released_by", "digest")
    ordering = ("-released_at",)


@admin.register(BenchmarkFigure)
class BenchmarkFigureAdmin(GuardedAdmin):
    to_view = MANAGE_ROUNDS
    list_display = ("release", "viewer", "group", "area", "n", "median", "lower", "upper", "withheld")
    list_display_links = None
    list_select_related = ("release", "viewer", "group", "area")
    list_filter = ("release", "withheld")
    search_fields = ("viewer__name",)
    ordering = ("release", "viewer", "rung", "area")
    show_full_result_count = False

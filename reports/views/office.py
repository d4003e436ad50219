"""The Digital Office's pages about rounds: all of them, progress in one, and the audit log."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.permissions import REOPEN
from assessments.queries import get_round
from councils.http import SignedInRequest
from councils.models import AuditEvent
from councils.permissions import MANAGE_ROUNDS, READ_AUDIT_LOG, SEE_COUNCILS, check, may
from reports.dashboards import filters
from reports.dashboards import progress as round_progress
from reports.dashboards import rounds as all_rounds
from reports.forms import FilterForm, LogForm
from reports.views.office_councils import compare, councils, councils_csv

__all__ = ["compare", "councils", "councils_csv", "log", "progress", "rounds"]

EVENTS_ON_A_PAGE = 50


@require_safe
def rounds(request: SignedInRequest) -> HttpResponse:
    may_see, may_manage = may(request.user, SEE_COUNCILS), may(request.user, MANAGE_ROUNDS)
    if not (may_see or may_manage):
        raise PermissionDenied
    context = {"rounds": all_rounds.build(timezone.now()), "may_see": may_see, "may_manage": may_manage}
    return render(request, "reports/office/rounds.html", context)


@require_safe
def progress(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form = FilterForm(request.GET, choices=filters.choices(round_))
    chosen = form.filter if form.is_valid() else filters.CouncilFilter()
    context = {
        "round": round_,
        "form": form,
        "progress": round_progress.build(round_, chosen, timezone.now()),
        "may_manage": may(request.user, MANAGE_ROUNDS),
        "may_reopen": may(request.user, REOPEN),
    }
    return render(request, "reports/office/progress.html", context)


@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    check(request.user, READ_AUDIT_LOG)
    form = LogForm(request.GET)
    events = AuditEvent.objects.select_related("by", "council").order_by("-at", "-pk")
    if form.is_valid() and form.cleaned_data["council"]:
        events = events.filter(council=form.cleaned_data["council"])
    page = Paginator(events, EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/office/log.html", {"form": form, "page": page})

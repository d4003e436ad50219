"""The Digital Office's pages about rounds: all of them, progress in one, its release, and the audit log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import policies
from assessments.models import Round
from assessments.permissions import REOPEN
from assessments.queries import get_round
from councils.http import SignedInRequest
from councils.models import AuditEvent
from councils.permissions import MANAGE_ROUNDS, READ_AUDIT_LOG, SEE_COUNCILS, check, may
from reports import services
from reports.dashboards import filters, neighbours
from reports.dashboards import progress as round_progress
from reports.dashboards import rounds as all_rounds
from reports.forms import FilterForm, LogForm, ReleaseForm
from reports.services import AlreadyReleased, ReleaseRefused
from reports.views.office_councils import compare, councils, councils_csv

__all__ = ["compare", "councils", "councils_csv", "log", "progress", "release", "rounds"]

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


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, MANAGE_ROUNDS)
    round_ = get_round(round_slug)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            made = services.release_benchmarks(round_=round_, by=request.user, at=timezone.now(), code=code)
        except AlreadyReleased as there_already:
            messages.info(request, str(there_already))
            return redirect("office_release", round_.slug)
        except ReleaseRefused as refusal:
            form.add_error(None, str(refusal))
            return _show_release(request, round_, form, status=409)
        messages.success(request, _("Benchmarks released as %(code)s.") % {"code": made.code})
        return redirect("office_release", round_.slug)
    return _show_release(request, round_, form)


def _show_release(request: SignedInRequest, round_: Round, form: ReleaseForm, status: int = 200) -> HttpResponse:
    preview = services.preview_release(round_=round_)
    form.initial["code"] = preview.code
    context = {
        "round": round_,
        "form": form,
        "preview": preview,
        "is_open": not policies.has_closed(round_, timezone.now()),
        "is_same": preview.correction_of and not preview.changed,
        "withheld": sum(preview.withheld.values()),
        "releases": round_.releases.select_related("released_by").order_by("-number"),
        "may_see": may(request.user, SEE_COUNCILS),
        "neighbours": neighbours.build(round_),
    }
    return render(request, "reports/office/release.html", context, status=status)


@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    check(request.user, READ_AUDIT_LOG)
    form = LogForm(request.GET)
    events = AuditEvent.objects.select_related("by", "council").order_by("-at", "-pk")
    if form.is_valid() and form.cleaned_data["council"]:
        events = events.filter(council=form.cleaned_data["council"])
    page = Paginator(events, EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/office/log.html", {"form": form, "page": page})

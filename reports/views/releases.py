"""The releases of a round: what one would hold, making it, and showing it to everybody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import policies
from assessments.models import Round
from assessments.queries import get_round
from councils.http import SignedInRequest
from councils.permissions import MANAGE_ROUNDS, SEE_COUNCILS, check, may
from reports import aggregates, services
from reports.dashboards import neighbours
from reports.dashboards import releases as all_releases
from reports.forms import PublishForm, ReleaseForm
from reports.models import BenchmarkRelease
from reports.services import AlreadyReleased, NothingToPublish, ReleaseRefused


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, round_slug: str) -> HttpResponse:
    if request.method == "POST":
        check(request.user, MANAGE_ROUNDS)
    elif not (may(request.user, MANAGE_ROUNDS) or may(request.user, SEE_COUNCILS)):
        raise PermissionDenied
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
            return _show(request, round_, form, status=409)
        messages.success(request, _("Benchmarks released as %(code)s.") % {"code": made.code})
        return redirect("office_release", round_.slug)
    return _show(request, round_, form)


def _show(request: SignedInRequest, round_: Round, form: ReleaseForm, status: int = 200) -> HttpResponse:
    preview = services.preview_release(round_=round_)
    form.initial["code"] = preview.code
    at = timezone.now()
    context = {
        "round": round_,
        "form": form,
        "preview": preview,
        "why_not": services.why_not_now(round_=round_, at=at),
        "is_open": not policies.has_closed(round_, at),
        "withheld": sum(preview.withheld.values()),
        "releases": all_releases.build(round_),
        "neighbours": neighbours.build(round_),
        "may_see": may(request.user, SEE_COUNCILS),
        "may_manage": may(request.user, MANAGE_ROUNDS),
    }
    return render(request, "reports/office/release.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, round_slug: str, code: str) -> HttpResponse:
    check(request.user, MANAGE_ROUNDS)
    named = BenchmarkRelease.objects.select_related("round__framework", "public_by")
    release = get_object_or_404(named, round__slug=round_slug, code=code)
    if release.public_at:
        return _told_already(request, release)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _publish(request, release)
        except NothingToPublish as refusal:
            form.add_error(None, str(refusal))
    context = {"round": release.round, "form": form, "content": aggregates.build(release)}
    return render(request, "reports/office/publish.html", context, status=409 if form.non_field_errors() else 200)


def _publish(request: SignedInRequest, release: BenchmarkRelease) -> HttpResponse:
    if not services.publish_release(release=release, by=request.user, at=timezone.now()):
        release.refresh_from_db()
        return _told_already(request, release)
    said = _("Everybody can now see what %(code)s says of nations and council types.") % {"code": release.code}
    messages.success(request, said)
    return redirect("office_release", release.round.slug)


def _told_already(request: SignedInRequest, release: BenchmarkRelease) -> HttpResponse:
    if release.public_at and release.public_by:
        messages.info(
            request,
            _("%(code)s has been public since %(when)s, by %(who)s. Nothing more was done.")
            % {
                "code": release.code,
                "when": date_format(localtime(release.public_at), "j F Y, H:i"),
                "who": release.public_by.name,
            },
        )
    return redirect("office_release", release.round.slug)

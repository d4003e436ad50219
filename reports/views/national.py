"""The national report on a round's latest release: asked for, watched and taken away by analysts and managers."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Round
from assessments.queries import get_round
from councils.http import SignedInRequest
from councils.models import AuditEvent
from councils.permissions import MANAGE_ROUNDS, SEE_COUNCILS, check, may
from reports.models import BenchmarkRelease
from reports.views.delivery import deliver
from reports.wanting import find_national_report, remake, want_national_report


@require_http_methods(["GET", "HEAD", "POST"])
def national_report(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    release = _latest_release(round_)
    if request.method == "POST":
        if release:
            by, now = request.user, timezone.now()
            remake(document=want_national_report(release=release, by=by, at=now), by=by, at=now)
        return redirect("office_national", round_.slug)
    context = {
        "round": round_,
        "release": release,
        "document": find_national_report(release) if release else None,
        "may_see": True,
        "may_manage": may(request.user, MANAGE_ROUNDS),
    }
    return render(request, "reports/office/national.html", context)


@require_safe
def national_file(request: SignedInRequest, round_slug: str) -> HttpResponseBase:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    release = _latest_release(round_)
    document = find_national_report(release) if release else None
    if release is None or document is None or not document.has_file:
        return redirect("office_national", round_.slug)
    AuditEvent.objects.create(
        at=timezone.now(), by=request.user, action="national report downloaded", detail=release.code
    )
    return deliver(document, name=_("National report %(release)s.pdf") % {"release": release.code})


def _latest_release(round_: Round) -> BenchmarkRelease | None:
    return round_.releases.select_related("round").order_by("-number").first()

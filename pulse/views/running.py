"""The council's own pages: open a pulse, pass on its link, close it, read what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.models import Assessment
from assessments.policies import NotNow, has_opened
from assessments.queries import get_assessment
from councils.http import SignedInRequest
from councils.permissions import check, may
from pulse import permissions, policies, queries, services
from pulse.models import Pulse


@require_safe
def overview(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = get_assessment(request.user, council, round_slug)
    check(request.user, permissions.READ_PULSE, assessment)
    now = timezone.now()
    pulse = queries.pulse_of(assessment)
    context = {
        "assessment": assessment,
        "pulse": pulse,
        "questions": queries.questions_of(assessment.round.framework),
        "may_run": may(request.user, permissions.RUN_PULSE, assessment),
        "round_is_on": policies.round_is_on(assessment.round, now),
        "round_has_opened": has_opened(assessment.round, now),
        **(_state(pulse, now) if pulse else {}),
    }
    return render(request, "pulse/overview.html", context)


def _state(pulse: Pulse, now: datetime) -> dict[str, Any]:
    if policies.has_results(pulse):
        return {"results": queries.results(pulse)}
    address = reverse("answer_pulse", args=[pulse.token])
    return {
        "is_open": policies.is_open(pulse, now),
        "link": f"{settings.BASE_URL.rstrip('/')}{address}",
        "groups": queries.groups_with_enough(pulse),
    }


@require_POST
def open_pulse(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = get_assessment(request.user, council, round_slug)
    check(request.user, permissions.RUN_PULSE, assessment)
    try:
        services.open_pulse(assessment=assessment, by=request.user, at=timezone.now())
        messages.success(request, gettext("The pulse is open. Send the link to the people you want to ask."))
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    return _to_overview(assessment)


@dataclass(frozen=True)
class Deed:
    service: Callable[..., Pulse]
    done: Promise


DEEDS = {
    "close": Deed(services.close_pulse, _("The pulse is closed. These are its results.")),
    "renew": Deed(services.renew_link, _("The pulse has a new link. The old one leads nowhere now.")),
    "restart": Deed(services.restart_pulse, _("The pulse has begun again, with no answers and a new link.")),
}
"""What can't be taken back, and is therefore asked before it is done."""


@require_http_methods(["GET", "HEAD", "POST"])
def close_pulse(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    return _asked_first(request, council, round_slug, "close")


@require_http_methods(["GET", "HEAD", "POST"])
def renew_link(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    return _asked_first(request, council, round_slug, "renew")


@require_http_methods(["GET", "HEAD", "POST"])
def restart_pulse(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    return _asked_first(request, council, round_slug, "restart")


def _asked_first(request: SignedInRequest, council: str, round_slug: str, name: str) -> HttpResponse:
    assessment = get_assessment(request.user, council, round_slug)
    check(request.user, permissions.RUN_PULSE, assessment)
    pulse = queries.pulse_of(assessment)
    if pulse is None:
        raise Http404
    if request.method != "POST":
        return render(request, "pulse/confirm.html", {"assessment": assessment, "deed": name})
    deed = DEEDS[name]
    try:
        deed.service(pulse=pulse, by=request.user, at=timezone.now())
        messages.success(request, str(deed.done))
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    return _to_overview(assessment)


def _to_overview(assessment: Assessment) -> HttpResponse:
    return redirect("pulse", assessment.council.slug, assessment.round.slug)

"""The page behind the link: no account, no names."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.policies import NotNow
from pulse import policies, queries, services
from pulse.forms import PulseForm
from pulse.limits import is_allowed
from pulse.models import Pulse

COOKIE = "pulse_answered"
COOKIE_AGE = 60 * 24 * 60 * 60


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    pulse = queries.pulse_behind(token)
    if not policies.is_open(pulse, timezone.now()):
        return _page(request, "closed", pulse)
    questions = queries.questions_of(pulse.assessment.round.framework)
    if request.method == "POST":
        return _send(request, pulse, PulseForm(questions, request.POST))
    if COOKIE in request.COOKIES and "again" not in request.GET:
        return _page(request, "answered", pulse)
    return _page(request, "answer", pulse, form=PulseForm(questions))


def _send(request: HttpRequest, pulse: Pulse, form: PulseForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, "answer", pulse, form=form)
    if not is_allowed(request):
        form.add_error(
            None, _("Many answers come from your network at this moment. Wait a minute, then send yours again.")
        )
        return _page(request, "answer", pulse, form=form, status=429)
    try:
        services.record_response(pulse=pulse, sent=form.to_input(), at=timezone.now())
    except NotNow:
        return _page(request, "closed", pulse)
    response = redirect("pulse_thanks", pulse.token)
    _remember(response, pulse)
    return response


def _remember(response: HttpResponse, pulse: Pulse) -> None:
    """In the browser alone, so that somebody who follows the link a second time is told; nothing hangs on it."""
    response.set_cookie(
        COOKIE,
        "yes",
        max_age=COOKIE_AGE,
        path=reverse("answer_pulse", args=[pulse.token]),
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )


@login_not_required
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, "thanks", queries.pulse_behind(token))


def _page(request: HttpRequest, name: str, pulse: Pulse, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"pulse": pulse, "council": pulse.assessment.council}
    return render(request, f"pulse/{name}.html", context, status=status)

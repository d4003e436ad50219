"""The page that gives back what was typed when sign-in had ended or the page was too old."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councils import kept
from councils.http import SignedInRequest, wants_json
from councils.models import User

SHOWN_FROM = 4
"""Characters: shorter values are choices and marks, which nobody typed."""
WRITTEN = {"evidence", "reason"}
"""Of the fields of a question, those that hold words."""
MARKS = {"page", "barriers_seen", "digest"}


@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request: SignedInRequest) -> HttpResponse:
    """Send it again, or drop it."""
    form = kept.kept_for(request, request.user, at=timezone.now())
    if form is None:
        return redirect("home")
    if request.method == "POST":
        kept.drop(request)
        messages.warning(request, _("What you had typed was dropped."))
        return redirect(form.path)
    return render(request, "councils/kept_form.html", {"kept": form, "texts": _texts(form)})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an old page, or from another site: only the first is kept, to be sent again."""
    if wants_json(request):
        return JsonResponse({"old_page": True}, status=403)
    if not kept.keep(request, at=timezone.now()):
        return render(request, "403_csrf.html", status=403)
    if isinstance(request.user, User):
        return redirect("kept_form")
    return redirect_to_login(reverse("kept_form"))


def _texts(form: kept.KeptForm) -> list[tuple[str, str]]:
    """What a person wrote, for reading, with the code of its question if it has one; marks and choices are left out."""
    written = [(name.rpartition("-"), value) for name, value in form.fields if len(value.strip()) >= SHOWN_FROM]
    return [
        (code, value)
        for (code, _dash, field), value in written
        if field in WRITTEN or (not code and field not in MARKS and not value.isdecimal())
    ]

"""Whether a printed or sent copy is what was signed off: open to everybody who holds one."""

import hashlib

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from reports.forms import VerifyForm
from reports.verification import Verdict, verdict_on_code, verdict_on_file


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "reports/verify.html", {"form": VerifyForm()})
    if not _is_allowed(request):
        form = VerifyForm(request.POST)
        form.add_error(None, _("Many copies are being checked from your network. Wait a minute, then try again."))
        return render(request, "reports/verify.html", {"form": form}, status=429)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reports/verify.html", {"form": form})
    return render(request, "reports/verified.html", {"verdict": _verdict(form), "by_file": form.cleaned_data["file"]})


def _verdict(form: VerifyForm) -> Verdict:
    file = form.cleaned_data["file"]
    return verdict_on_file(_sha256(file)) if file else verdict_on_code(form.cleaned_data["code"])


def _sha256(file: "File[bytes]") -> str:
    """The file is never opened as what it says it is."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _is_allowed(request: HttpRequest) -> bool:
    """Where the counters are away, people can check all the same: a code is too long to be guessed."""
    try:
        allowed: bool = ratelimit.consume(request, action="verify")
    except RedisError:
        return True
    return allowed

"""The workshop pack of a framework as a PDF: open to everybody, made once."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from characteristics.models import Framework
from councils.models import User
from reports.views.delivery import deliver
from reports.wanting import find_workshop_pack, remake, want_workshop_pack


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_pack(request: HttpRequest, code: str, version: str) -> HttpResponse:
    framework = get_object_or_404(Framework.objects.public(), code=code, version=version)
    if request.method == "POST":
        by, now = request.user if isinstance(request.user, User) else None, timezone.now()
        document = want_workshop_pack(framework=framework, by=by, at=now)
        remake(document=document, by=by, at=now)
        return redirect("workshop_pack", code, version)
    context = {"framework": framework, "document": find_workshop_pack(framework)}
    return render(request, "reports/workshop_pack.html", context)


@login_not_required
@require_safe
def workshop_file(request: HttpRequest, code: str, version: str) -> HttpResponseBase:
    framework = get_object_or_404(Framework.objects.public(), code=code, version=version)
    document = find_workshop_pack(framework)
    if document is None or not document.has_file:
        return redirect("workshop_pack", code, version)
    names = {"framework": framework.title, "version": framework.version}
    return deliver(document, name=_("%(framework)s %(version)s workshop pack.pdf") % names)

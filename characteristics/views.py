"""The framework on public pages: what is asked, why, and where it comes from; and the same as a workshop pack."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from characteristics.models import Area, Framework
from characteristics.queries import read_area, read_framework


@login_not_required
@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    framework = Framework.objects.published().newest()
    if framework is None:
        return render(request, "characteristics/none.html", status=404)
    return redirect("framework", framework.code, framework.version)


@login_not_required
@require_safe
def framework(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """All areas with their questions, a click away from the levels."""
    found = get_object_or_404(Framework.objects.public(), code=code, version=version)
    context = {"framework": found, "content": read_framework(found)}
    return render(request, "characteristics/framework.html", context)


@login_not_required
@require_safe
def area(request: HttpRequest, code: str, version: str, area: str) -> HttpResponse:
    found = get_object_or_404(Framework.objects.public(), code=code, version=version)
    try:
        content = read_area(found, area)
    except Area.DoesNotExist as error:
        raise Http404(area) from error
    return render(request, "characteristics/area.html", {"framework": found, "area": content})


@login_not_required
@require_safe
def workshop(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """Everything on one page with boxes to tick and lines to write on, to be printed for a meeting."""
    found = get_object_or_404(Framework.objects.public(), code=code, version=version)
    return render(request, "characteristics/workshop.html", {"framework": found, "content": read_framework(found)})

"""Pages about the service, and what machines ask it."""

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FREE_SHARE = 0.05
"""Below this share of free disk the service is not ready: a scorecard could not be written."""


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/about.html")


@login_not_required
def sharing(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/sharing.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/accessibility.html")


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """The service can do its work: the database answers and a scorecard could be written."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        has_room = bool(settings.S3_BUCKET) or _has_room()
    except (DatabaseError, OSError):
        has_room = False
    if not has_room:
        return HttpResponse("not ready", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


def _has_room() -> bool:
    """In the folder of documents; what a bucket holds is not on this disk."""
    settings.SCORECARD_DIR.mkdir(parents=True, exist_ok=True)
    disk = shutil.disk_usage(settings.SCORECARD_DIR)
    return disk.free >= disk.total * FREE_SHARE

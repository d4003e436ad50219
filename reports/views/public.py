"""Public releases: what everybody may see, without sign-in, as pages and as files."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from reports import aggregates, drawing, open_data
from reports.aggregates import Aggregates
from reports.aggregates.words import LICENCE, LICENCE_URL

MAX_AGE = 300
"""Seconds. A release never changes, but a later one can become public, and the pages around it can be mended."""

View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """Nobody need sign in, and what somebody without any cookie gets may be kept by caches for all such readers.

    Whoever sends a cookie may be signed in: their page has their name on it, and stays private.
    """

    @wraps(view)
    def cached(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not request.COOKIES:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    return login_not_required(require_safe(cached))


@for_everybody
def releases(request: HttpRequest) -> HttpResponse:
    listed = aggregates.listed(aggregates.public_releases())
    return render(request, "reports/public/releases.html", {"releases": listed})


@for_everybody
def release(request: HttpRequest, code: str) -> HttpResponse:
    content = _content(code)
    context = {
        "content": content,
        "groups": drawing.draw_groups(content.groups),
        "dictionary": open_data.dictionary(content),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
    }
    return render(request, "reports/public/release.html", context)


@for_everybody
def figures_csv(request: HttpRequest, code: str) -> HttpResponse:
    content = _content(code)
    return _file(open_data.figures_csv(content), f"benchmarks-{content.release.code}.csv", "text/csv")


@for_everybody
def figures_json(request: HttpRequest, code: str) -> HttpResponse:
    content = _content(code)
    return _file(open_data.figures_json(content), f"benchmarks-{content.release.code}.json", "application/json")


@for_everybody
def dictionary(request: HttpRequest, code: str) -> HttpResponse:
    content = _content(code)
    return _file(open_data.dictionary_csv(content), f"benchmarks-{content.release.code}-dictionary.csv", "text/csv")


def _content(code: str) -> Aggregates:
    """404 for what is not public, whoever asks."""
    return aggregates.build(get_object_or_404(aggregates.public_releases(), code=code))


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

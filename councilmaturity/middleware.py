"""What every response carries."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from councils import kept
from councils.http import wants_json
from councils.models import User


def private_no_store(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep pages out of every cache, so that no browser or proxy shows one person's page to another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in, and keep the form that somebody sent after theirs had ended."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"sign_in": resolve_url(settings.LOGIN_URL)}, status=401)
        if kept.keep(request, at=timezone.now()):
            return redirect_to_login(reverse("kept_form"))
        response: HttpResponse = super().handle_no_permission(request, view_func)
        return response


def keep_forms(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Know whose forms are kept, and forget a form once it has been sent again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        before = kept.waiting_for(request) if request.method == "POST" else None
        response = get_response(request)
        if isinstance(request.user, User):
            kept.remember_person(request, response, request.user)
            if before and before is kept.waiting_for(request) and response.status_code < HTTPStatus.BAD_REQUEST:
                kept.drop(request)
        return response

    return middleware

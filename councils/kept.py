"""What somebody typed into a form that could not be taken because sign-in had ended or the page was old.

It stays in the browser's own session for an hour and is offered again after sign-in, to the same person alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from councils.models import User

SESSION_KEY = "kept_form"
COOKIE = "person"
"""Says who was last signed in with this browser, as a keyed digest."""
COOKIE_AGE = timedelta(days=14)
KEPT_FOR = timedelta(hours=1)
LIMIT = 300_000
"""Characters. A section with every text at its limit has some 30,000."""
NEVER = ("/accounts/", "/admin/", "/invitations/", "/pulse/")
"""Forms with passwords in them, and answers of which nobody may know whose they are."""
LEFT_OUT = {"csrfmiddlewaretoken"}


@dataclass(frozen=True)
class KeptForm:
    path: str
    fields: tuple[tuple[str, str], ...]
    """Names and values in the order in which they were sent; a name may come twice."""


def keep(request: HttpRequest, *, at: datetime) -> bool:
    """Put the form that was sent into the session. False where it isn't one that may be kept."""
    person = _person(request)
    if not person or not _may_be_kept(request):
        return False
    fields = [[name, value] for name in request.POST if name not in LEFT_OUT for value in request.POST.getlist(name)]
    if sum(len(name) + len(value) for name, value in fields) > LIMIT:
        return False
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "person": person,
        "at": at.isoformat(),
    }
    return True


def kept_for(request: HttpRequest, user: User, *, at: datetime) -> KeptForm | None:
    """What this person typed, while it is fresh."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None:
        return None
    is_fresh = at - datetime.fromisoformat(kept["at"]) < KEPT_FOR
    if not is_fresh or not constant_time_compare(kept["person"], mark_of(user)):
        drop(request)
        return None
    return KeptForm(path=kept["path"], fields=tuple((name, value) for name, value in kept["fields"]))


def is_waiting(request: HttpRequest) -> bool:
    """Whether a page should point to what was kept."""
    user = getattr(request, "user", None)
    return (
        isinstance(user, User)
        and SESSION_KEY in request.session
        and kept_for(request, user, at=timezone.now()) is not None
    )


def drop(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def waiting_for(request: HttpRequest) -> object | None:
    """What is kept for exactly this address, if anything."""
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {})
    return kept if kept.get("path") == request.get_full_path() else None


def remember_person(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """So that what is kept later, without sign-in, comes back to this person and to nobody else."""
    mark = mark_of(user)
    if request.COOKIES.get(COOKIE) != mark:
        response.set_cookie(
            COOKIE,
            mark,
            max_age=COOKIE_AGE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )


def mark_of(user: User) -> str:
    return salted_hmac("councils.kept", str(user.pk), algorithm="sha256").hexdigest()[:32]


def _person(request: HttpRequest) -> str:
    return mark_of(request.user) if isinstance(request.user, User) else request.COOKIES.get(COOKIE, "")


def _may_be_kept(request: HttpRequest) -> bool:
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return (
        request.method == "POST"
        # A file would have to be chosen again anyway.
        and not request.FILES
        and not request.path.startswith(NEVER)
        # Another site must not be able to put words into somebody's form.
        and urlsplit(sent_from).netloc == request.get_host()
    )

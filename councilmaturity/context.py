"""What every page needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest

from councils import kept
from councils.http import chosen_council
from councils.models import User
from councils.serving import current_council


def site(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION, "has_kept_form": kept.is_waiting(request)} | _council(request)


def _council(request: HttpRequest) -> dict[str, object]:
    """For the header: the council that somebody who serves several works for now."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    shown = request.resolver_match.kwargs.get("council") if request.resolver_match else None
    return {"current_council": current_council(user, shown=shown, chosen=chosen_council(request))}

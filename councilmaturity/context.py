"""What every page needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest

from councils import kept


def site(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION, "has_kept_form": kept.is_waiting(request)}

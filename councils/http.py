"""What views ask of a request."""

from django.http import HttpRequest

from councils.models import User


class SignedInRequest(HttpRequest):
    """A request whose sender is known: what views behind sign-in receive."""

    user: User


CURRENT_COUNCIL = "council"
"""Where the session keeps the council that somebody who serves several chose last, by its name in addresses."""


def chosen_council(request: HttpRequest) -> str | None:
    return request.session.get(CURRENT_COUNCIL)


def wants_json(request: HttpRequest) -> bool:
    """A script of ours asks, not a person's browser."""
    return request.headers.get("Accept", "") == "application/json"

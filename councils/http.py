"""What views ask of a request."""

from django.http import HttpRequest

from councils.models import User


class SignedInRequest(HttpRequest):
    """A request whose sender is known: what views behind sign-in receive."""

    user: User


def wants_json(request: HttpRequest) -> bool:
    """A script of ours asks, not a person's browser."""
    return request.headers.get("Accept", "") == "application/json"

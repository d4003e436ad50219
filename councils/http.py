"""A request whose sender is known: what views behind sign-in receive."""

from django.http import HttpRequest

from councils.models import User


class SignedInRequest(HttpRequest):
    user: User

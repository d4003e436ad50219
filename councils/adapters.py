"""How sign-in behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by the Digital Office or by a council's lead; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

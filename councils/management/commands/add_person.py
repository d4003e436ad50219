"""Make an account: the way the first manager of a new service gets in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.models import OfficeRole, User


class Command(BaseCommand):
    help = "Add a person. They set their password with 'I have forgotten my password' on the sign-in page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--office-role", choices=OfficeRole.values, default="")

    def handle(self, *, email: str, name: str, office_role: str, **options: Any) -> None:
        try:
            user = User.objects.create_user(email, name=name, office_role=office_role)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{user} is there and can set a password at the sign-in page.")

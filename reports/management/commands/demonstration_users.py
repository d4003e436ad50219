"""Whom to sign in as."""

from typing import Any

from django.core.management.base import BaseCommand

from councils.models import User
from reports.management.demonstration import PASSWORD

WHAT_TO_SEE = {
    "lead@west-lothian.example": "a lead, half-way through this year's assessment",
    "contributor@west-lothian.example": "a contributor with one section",
    "lead@angus.example": "a lead who has not started",
    "lead@stirling.example": "a lead with answers to confirm, and one that two people wrote at once",
    "approver@orkney-islands.example": "an approver with an assessment to sign off",
    "viewer@glasgow-city.example": "a viewer who downloads the scorecard",
    "viewer@orkney-islands.example": "a viewer of two councils, who can switch between them",
    "analyst@office.example": "the Digital Office: all councils side by side",
    "manager@office.example": "the Digital Office: rounds and releases",
    "administrator@office.example": "the platform administrator: people and rounds, no answers",
}


class Command(BaseCommand):
    help = "Print the demonstration's users."

    def handle(self, **options: Any) -> None:
        there = set(User.objects.filter(email__in=WHAT_TO_SEE).values_list("email", flat=True))
        for email, what in WHAT_TO_SEE.items():
            if email in there:
                self.stdout.write(f"  {email:<36} {what}")
        self.stdout.write(f"  password for all: {PASSWORD}")

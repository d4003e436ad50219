"""Everything that the demonstration needs before it is served, in one process."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from assessments.models import Round


class Command(BaseCommand):
    help = "Make the tables; where there is no round, load the demonstration. Print the users."

    def handle(self, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if not Round.objects.exists():
            self.stderr.write("loading the demonstration; this takes a minute, the first time alone")
            call_command("load_councils", "fixtures/councils.csv", stdout=self.stderr)
            call_command("load_framework", "fixtures/framework/framework.yaml", publish=True, stdout=self.stderr)
            call_command("load_demonstration", stdout=self.stderr)
        # By name: nothing here imports the pulse, which is no part of any result.
        call_command("load_pulse", "fixtures/pulse/pulse.yaml", stdout=self.stderr)
        call_command("demonstration_pulse", stdout=self.stderr)
        call_command("demonstration_users", stdout=self.stdout)

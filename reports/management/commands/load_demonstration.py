"""Fill an empty database with the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.models import Round
from characteristics.models import Framework, FrameworkStatus
from councils.models import Council
from notices.services import forget_all
from reports.management.demonstration import Demonstration


class Command(BaseCommand):
    help = "Load invented results for real councils. Only for a demonstration, and only where no round exists."

    def handle(self, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Invented results belong in a demonstration alone: set DEMONSTRATION=1.")
        if Round.objects.exists():
            self.stdout.write("There are rounds already; nothing was changed.")
            return
        framework = Framework.objects.filter(status=FrameworkStatus.PUBLISHED).order_by("pk").last()
        if framework is None or not Council.objects.exists():
            raise CommandError("Load a published framework (load_framework) and the councils (load_councils) first.")
        with transaction.atomic():
            last, this = Demonstration(framework, timezone.now()).load()
            # Nobody is written to about what is invented.
            forget_all()
        self.stdout.write(
            f"{last.name}: {last.assessments.count()} councils, released. "
            f"{this.name}: {this.assessments.count()} councils, open until {this.closes_at:%d %B %Y}."
        )

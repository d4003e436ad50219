"""Compute releases again from their inputs, and say whether every figure is the same."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.figures import RULES
from reports.models import BenchmarkRelease
from reports.services import ReleaseCheck, check_release


class Command(BaseCommand):
    help = "Compute releases again from their inputs and compare them with what is stored; fails where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="such as 2026-R1")
        parser.add_argument("--all", action="store_true", help="every release there is")

    def handle(self, *args: Any, **options: Any) -> None:
        codes: list[str] = options["codes"]
        if bool(codes) == options["all"]:
            raise CommandError("Name the releases to check, or say --all.")
        releases = BenchmarkRelease.objects.select_related("round__framework").order_by("released_at", "pk")
        chosen = list(releases if options["all"] else releases.filter(code__in=codes))
        unknown = sorted(set(codes) - {release.code for release in chosen})
        if unknown:
            raise CommandError(f"There is no release {', '.join(unknown)}.")
        checks = [(release, check_release(release)) for release in chosen]
        for release, check in checks:
            self.stdout.write(f"{release.code}: {self._words(check)}")
        wrong = [release.code for release, check in checks if not check.holds]
        if wrong:
            raise CommandError(f"Not what the inputs give: {', '.join(wrong)}.")

    def _words(self, check: ReleaseCheck) -> str:
        if check.holds and not check.is_of_these_rules:
            return (
                f"{check.figures} figures by rules {check.rules}, not compared, since these are rules {RULES}; "
                "the inputs are what they were"
            )
        if check.holds:
            return f"{check.figures} figures, all as the inputs give them"
        found = [f"{check.different} of {check.figures} figures differ"] if check.different else []
        found += [f"{check.broken} submissions are not what their digest says"] if check.broken else []
        found += [] if check.is_same_digest else ["the digest of the inputs differs"]
        return "; ".join(found)

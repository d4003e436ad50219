"""manage.py load_councils FILE"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from councils.council_files import CouncilRow, read_council_file
from councils.services import load_councils


class Command(BaseCommand):
    help = "Loads councils and their peer groups from a CSV file, or says what is wrong in it and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="such as fixtures/councils.csv")

    def handle(self, *, file: Path, **options: object) -> None:
        rows = self._read(file)
        groups = load_councils(rows=rows)
        self.stdout.write(f"councils: {len(rows)}")
        self.stdout.write(f"peer groups: {len(groups)}")

    def _read(self, path: Path) -> tuple[CouncilRow, ...]:
        read = read_council_file(path)
        if isinstance(read, tuple):
            return read
        for mistake in read:
            self.stderr.write(str(mistake))
        raise CommandError(f"{len(read)} {'mistake' if len(read) == 1 else 'mistakes'}; nothing was changed")

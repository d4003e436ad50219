"""manage.py load_framework FILE [--check] [--publish]"""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from characteristics.framework_entries import LENSES, FrameworkFile
from characteristics.framework_files import read_framework_file
from characteristics.services import FrameworkIsFixed, load_framework


class Command(BaseCommand):
    help = "Loads a framework from its YAML files, or says what is wrong in them and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="framework.yaml; the files that it names stand beside it")
        parser.add_argument("--check", action="store_true", help="only check the files and count what they hold")
        parser.add_argument("--publish", action="store_true", help="publish it too; after that it never changes")

    def handle(self, *, file: Path, check: bool, publish: bool, **options: object) -> None:
        files = self._read(file)
        for line in counts(files):
            self.stdout.write(line)
        if check:
            return
        try:
            framework = load_framework(files=files, at=timezone.now(), publish=publish)
        except FrameworkIsFixed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{framework.code} {framework.version} is loaded: {framework.status}")

    def _read(self, path: Path) -> FrameworkFile:
        read = read_framework_file(path)
        if isinstance(read, FrameworkFile):
            return read
        for mistake in read:
            self.stderr.write(str(mistake))
        raise CommandError(f"{len(read)} {'mistake' if len(read) == 1 else 'mistakes'}; nothing was changed")


def counts(files: FrameworkFile) -> list[str]:
    """What a framework holds, one kind a line."""
    lenses = Counter(area.lens for area in files.areas)
    return [
        f"areas: {', '.join(f'{lenses[lens]} {lens}' for lens in LENSES)}",
        f"questions: {len(files.questions)}",
        f"level descriptors: {sum(len(question.levels) for question in files.questions)}",
        f"practices: {sum(len(question.practices) for question in files.questions)}",
        f"barriers: {len(files.barriers)}",
        f"case studies: {len(files.case_studies)}",
    ]

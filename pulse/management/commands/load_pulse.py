"""manage.py load_pulse FILE [--check FRAMEWORK]"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from characteristics.framework_entries import FrameworkFile, Mistake
from characteristics.framework_files import read_framework_file
from characteristics.models import Framework
from pulse.pulse_files import PulseFile, read_pulse_file, unknown_questions
from pulse.services import PulseIsFixed, load_pulse


class Command(BaseCommand):
    help = "Loads the pulse of a framework from its YAML file, or says what is wrong in it and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the pulse; its framework must have been loaded before")
        parser.add_argument(
            "--check", type=Path, metavar="FRAMEWORK", help="only check the file, against this framework.yaml"
        )

    def handle(self, *, file: Path, check: Path | None, **options: object) -> None:
        read = read_pulse_file(file)
        if not isinstance(read, PulseFile):
            raise self._refusal(read)
        if check:
            self._refuse(_against(read, check))
        else:
            self._load(read)
        self.stdout.write(f"pulse of {read.framework} {read.version}: {len(read.questions)} questions")

    def _load(self, pulse: PulseFile) -> None:
        framework = Framework.objects.filter(code=pulse.framework, version=pulse.version).first()
        if framework is None:
            raise CommandError(f"load the framework {pulse.framework} {pulse.version} first (load_framework)")
        try:
            self._refuse(load_pulse(file=pulse, framework=framework))
        except PulseIsFixed as error:
            raise CommandError(str(error)) from error

    def _refuse(self, mistakes: Sequence[Mistake]) -> None:
        if mistakes:
            raise self._refusal(mistakes)

    def _refusal(self, mistakes: Sequence[Mistake]) -> CommandError:
        for mistake in mistakes:
            self.stderr.write(str(mistake))
        return CommandError(f"{len(mistakes)} {'mistake' if len(mistakes) == 1 else 'mistakes'}; nothing was changed")


def _against(pulse: PulseFile, path: Path) -> list[Mistake]:
    framework = read_framework_file(path)
    if not isinstance(framework, FrameworkFile):
        return framework
    if (pulse.framework, pulse.version) != (framework.code, framework.version):
        message = f"is {pulse.framework} {pulse.version}, but {path} is {framework.code} {framework.version}"
        return [Mistake(pulse.place.file, pulse.place.line, "framework", message)]
    return unknown_questions(pulse, [question.code for question in framework.questions])

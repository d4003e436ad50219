"""The states of an assessment and of its sections as pictures for docs/architecture.md."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import TextChoices

from assessments.models import Assessment, Section
from assessments.states import SECTION_TRANSITIONS, TRANSITIONS

PICTURES: dict[str, tuple[TextChoices, Mapping[Any, Any]]] = {
    "assessment": (Assessment._meta.get_field("state").default, TRANSITIONS),
    "section": (Section._meta.get_field("state").default, SECTION_TRANSITIONS),
}
"""The state that each begins in, and its table."""


class Command(BaseCommand):
    help = "Print the states of an assessment or a section as a Mermaid diagram, drawn from the table of transitions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("of", choices=PICTURES, help="what the states are of")

    def handle(self, *, of: str, **options: Any) -> None:
        for line in _lines(*PICTURES[of]):
            self.stdout.write(line)


def _lines(first: TextChoices, transitions: Mapping[Any, Any]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in type(first):
        yield f"    {state.value}: {state.label}"
    yield f"    [*] --> {first}"
    for action, steps in transitions.items():
        for step in steps:
            yield f"    {step.before} --> {step.after}: {action.label} ({step.who})"

"""The states of an assessment as a picture for docs/architecture.md."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from assessments.models import Assessment
from assessments.states import TRANSITIONS, AssessmentState


class Command(BaseCommand):
    help = "Print the states of an assessment as a Mermaid diagram, drawn from the table of transitions."

    def handle(self, **options: Any) -> None:
        for line in _lines():
            self.stdout.write(line)


def _lines() -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in AssessmentState:
        yield f"    {state}: {state.label}"
    yield f"    [*] --> {Assessment._meta.get_field('state').get_default()}"
    for action, steps in TRANSITIONS.items():
        for step in steps:
            yield f"    {step.before} --> {step.after}: {action.label} ({step.who})"

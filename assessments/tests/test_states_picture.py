"""The pictures of the states in the documents."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.documents import block, part, read


@pytest.mark.parametrize(
    ("of", "heading"),
    [("assessment", "The states of an assessment"), ("section", "The states of a section")],
    ids=["assessment", "section"],
)
def test_the_picture_in_the_documents_is_what_the_command_draws(of, heading):
    drawn = StringIO()
    call_command("draw_states", of, stdout=drawn)

    shown = block(part(read("docs/architecture.md"), heading), "mermaid")
    assert shown == drawn.getvalue(), f"paste what `manage.py draw_states {of}` prints into docs/architecture.md"

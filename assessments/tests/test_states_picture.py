"""The picture of the states in the documents."""

from io import StringIO

from django.core.management import call_command

from tests.documents import block, part, read


def test_the_picture_in_the_documents_is_what_the_command_draws():
    drawn = StringIO()
    call_command("draw_states", stdout=drawn)

    shown = block(part(read("docs/architecture.md"), "The states of an assessment"), "mermaid")
    assert shown == drawn.getvalue(), "paste what `manage.py draw_states` prints into docs/architecture.md"

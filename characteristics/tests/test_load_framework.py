"""manage.py load_framework, as the person at the keyboard sees it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from characteristics.models import Framework, FrameworkStatus
from characteristics.tests.files import BARRIERS, LEADING, edit_file, write_files

pytestmark = pytest.mark.django_db

COUNTS = [
    "areas: 1 characteristic, 1 outcome",
    "questions: 3",
    "level descriptors: 15",
    "practices: 2",
    "barriers: 1",
    "case studies: 1",
]


def run(*arguments):
    out = StringIO()
    call_command("load_framework", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_a_check_counts_and_changes_nothing(tmp_path):
    assert run(write_files(tmp_path), "--check", "--publish") == COUNTS
    assert not Framework.objects.exists()


def test_a_framework_is_loaded_as_a_draft(tmp_path):
    assert run(write_files(tmp_path)) == [*COUNTS, "small 1 is loaded: draft"]
    assert Framework.objects.get().status == FrameworkStatus.DRAFT


def test_a_framework_is_loaded_and_published(tmp_path):
    assert run(write_files(tmp_path), "--publish") == [*COUNTS, "small 1 is loaded: published"]
    assert Framework.objects.get().status == FrameworkStatus.PUBLISHED


@pytest.mark.parametrize("option", ["--check", "--publish"])
def test_mistakes_are_printed_one_a_line_and_nothing_is_loaded(tmp_path, option):
    path = write_files(tmp_path)
    edit_file(tmp_path / LEADING, "weight: 2", "weight: 0")
    edit_file(tmp_path / BARRIERS, "document: guide", "document: guild")
    errors = StringIO()
    with pytest.raises(CommandError, match=r"^2 mistakes; nothing was changed$"):
        call_command("load_framework", str(path), option, stderr=errors)
    assert errors.getvalue().splitlines() == [
        f"{tmp_path}/areas/LE.yaml:22: LE01.weight: 0 is not a whole number from 1 to 100",
        f"{tmp_path}/barriers.yaml:6: money.source.document: no source has the code 'guild'; the sources are guide",
    ]
    assert not Framework.objects.exists()


def test_a_change_of_a_published_framework_is_refused(tmp_path):
    path = write_files(tmp_path)
    run(path, "--publish")
    edit_file(tmp_path / LEADING, "weight: 2", "weight: 3")
    with pytest.raises(CommandError, match="give the changed framework a new version"):
        run(path)

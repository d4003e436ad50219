"""A framework's files: what is read from them, and what happens where one can't be read."""

import pytest
from django.apps import apps

from characteristics import framework_entries
from characteristics.framework_readers import LONGEST
from characteristics.models import Era, Lens, Level
from characteristics.tests.files import (
    BARRIERS,
    CASE_STUDIES,
    CONNECTING,
    FRAMEWORK,
    LEADING,
    edit_file,
    mistakes_in,
    read,
    write_files,
)


def test_a_valid_framework_is_read_with_all_its_parts(tmp_path):
    framework = read(write_files(tmp_path))
    leading, connecting = framework.areas
    assert (framework.code, framework.version, framework.sources[0].year) == ("small", "1", 2021)
    assert [question.code for question in framework.questions] == ["LE01", "CO01", "CO02"]
    assert [(theme and theme.code, question.weight) for theme, question in leading.placed_questions()] == [("LE-A", 2)]
    assert [practice.code for practice in connecting.questions[0].practices] == ["CO01.1", "CO01.2"]
    assert [question.not_applicable for question in connecting.questions] == ["Councils without homes.", ""]
    assert [reference.code for reference in framework.barriers[0].areas] == ["LE", "CO"]
    assert [level.level for level in framework.questions[0].levels] == [1, 2, 3, 4, 5]
    assert framework.case_studies[0].council_code == "S12000033"


def test_texts_lose_the_space_around_them(tmp_path):
    path = write_files(tmp_path)
    edit_file(tmp_path / BARRIERS, "There is too little of it.", '"  There is too little of it. \\n"')
    assert read(path).barriers[0].definition == "There is too little of it."


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(LEADING, "code: LE\n", "# The first area\ncode: LE\n", id="comment"),
        pytest.param(LEADING, "Who sets the aim.", ">-\n  Who sets\n  the aim.", id="line breaks"),
        pytest.param(LEADING, "ask: [Chief executive]", "ask:\n  - Chief executive", id="another notation"),
    ],
)
def test_the_digest_stays_where_the_content_stays(tmp_path, file, old, new):
    path = write_files(tmp_path)
    before = read(path).digest
    edit_file(tmp_path / file, old, new)
    assert read(path).digest == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(FRAMEWORK, "Two areas are enough.", "Two areas are plenty.", id="framework"),
        pytest.param(FRAMEWORK, "areas/LE.yaml\n  - areas/CO.yaml", "areas/CO.yaml\n  - areas/LE.yaml", id="order"),
        pytest.param(LEADING, "An aim with a date.", "An aim with a day.", id="descriptor"),
        pytest.param(LEADING, "weight: 2", "weight: 3", id="weight"),
        pytest.param(CONNECTING, "There is a map.", "There is a chart.", id="practice"),
        pytest.param(BARRIERS, "[LE, CO]", "[LE]", id="areas of a barrier"),
        pytest.param(CASE_STUDIES, "year: 2020", "year: 2021", id="case study"),
    ],
)
def test_the_digest_changes_with_the_content(tmp_path, file, old, new):
    path = write_files(tmp_path)
    before = read(path).digest
    edit_file(tmp_path / file, old, new)
    assert read(path).digest != before


def test_all_mistakes_in_all_files_are_named_at_once(tmp_path):
    path = write_files(tmp_path)
    edit_file(tmp_path / CASE_STUDIES, "year: 2020", "year: soon")
    edit_file(tmp_path / LEADING, "weight: 2", "weight: 0")
    edit_file(tmp_path / LEADING, "era: process", "era: stone")
    edit_file(tmp_path / BARRIERS, "name: Money", "name:")
    assert mistakes_in(path) == [
        "areas/LE.yaml:22: LE01.weight: 0 is not a whole number from 1 to 100",
        "areas/LE.yaml:24: LE01.era: 'stone' is not one of process, transaction, outcome",
        "barriers.yaml:3: money.name: is empty",
        "case_studies.yaml:10: town-aim.year: soon is not a whole number from 1900 to 2100",
    ]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param(LEADING, b"code: [LE\n", "areas/LE.yaml:2: file: is not valid YAML: ", id="bracket"),
        pytest.param(LEADING, b"code: LE\n\tname: A\n", "areas/LE.yaml:2: file: is not valid YAML: ", id="tab"),
        pytest.param(LEADING, b"code: LE\n---\ncode: LE\n", "areas/LE.yaml:2: file: is not valid YAML: ", id="two"),
        pytest.param(LEADING, b"code: *LE\n", "areas/LE.yaml:1: file: is not valid YAML: ", id="alias"),
        pytest.param(LEADING, b"code: \x00LE\n", "areas/LE.yaml:1: file: is not valid YAML: ", id="NUL"),
        pytest.param(LEADING, b"name: Caf\xe9\n", "areas/LE.yaml:1: file: is not UTF-8 text", id="latin-1"),
        pytest.param(CASE_STUDIES, b"", "case_studies.yaml:1: file: is empty", id="empty"),
        pytest.param(BARRIERS, b"- money\n", "barriers.yaml:1: file: must have fields with names", id="list"),
        pytest.param(FRAMEWORK, b"? [a]\n: b\n", "framework.yaml:1: file: the name of a field must be text", id="key"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, file, text, expected):
    path = write_files(tmp_path)
    (tmp_path / file).write_bytes(text)
    assert mistakes_in(path)[0].startswith(expected)


def test_while_a_file_is_unread_no_code_is_called_unknown(tmp_path):
    path = write_files(tmp_path)
    (tmp_path / CONNECTING).write_text("code: [")
    assert len(mistakes_in(path)) == 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("areas/CO.yaml", "areas/OC.yaml", "small.areas[2]: there is no file areas/OC.yaml", id="gone"),
        pytest.param("areas/CO.yaml", "areas", "small.areas[2]: there is no file areas ", id="folder"),
        pytest.param("areas/CO.yaml", "areas/LE.yaml", "small.areas[2]: names the file areas/LE.yaml a se", id="twice"),
    ],
)
def test_a_file_that_is_not_there_is_named_where_it_is_asked_for(tmp_path, old, new, expected):
    path = write_files(tmp_path)
    edit_file(path, old, new)
    (mistake,) = mistakes_in(path)
    assert mistake.startswith(f"framework.yaml:12: {expected}")


def test_a_framework_that_is_not_there_is_a_mistake_too(tmp_path):
    assert mistakes_in(tmp_path / FRAMEWORK) == ["framework.yaml:1: file: can't be read: No such file or directory"]


@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_text_is_what_the_database_keeps(name):
    model, field = name.split(".")
    assert apps.get_model("characteristics", model)._meta.get_field(field).max_length == LONGEST[name]


def test_lenses_eras_and_levels_are_those_of_the_database():
    assert list(framework_entries.LENSES) == Lens.values
    assert list(framework_entries.ERAS) == Era.values
    assert list(framework_entries.LEVELS) == Level.values

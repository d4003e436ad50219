"""Reading a framework for pages."""

from datetime import UTC, datetime

import pytest

from characteristics.content import LevelContent, TermContent
from characteristics.models import Area, Framework
from characteristics.queries import read_area, read_framework
from characteristics.services import load_framework
from characteristics.tests.files import edit_file, read, write_files
from characteristics.tests.fixture import FIXTURE

pytestmark = pytest.mark.django_db


def load(path):
    return load_framework(files=read(path), at=datetime(2026, 5, 4, tzinfo=UTC), publish=True)


@pytest.fixture
def small(tmp_path):
    return load(write_files(tmp_path))


def test_a_framework_is_read_with_all_its_parts(small):
    content = read_framework(small)
    assert (content.code, content.version, content.status, content.digest) == ("small", "1", "published", small.digest)
    assert [(area.code, area.position) for area in content.areas] == [("LE", 1), ("CO", 2)]
    assert [question.code for question in content.questions] == ["LE01", "CO01", "CO02"]
    assert [str(source) for source in content.sources] == ["A publisher, A guide (2021)"]
    assert [area.code for area in content.of_lens("outcome")] == ["CO"]
    assert content.area("CO").questions[0] is content.question("CO01")


def test_a_question_is_read_with_all_that_hangs_on_it(small):
    question = read_framework(small).question("LE01")
    assert (question.text, question.short, question.weight) == ("What is the aim?", "The aim", 2)
    assert (question.help, question.evidence, question.era) == ("Think of the plan.", ("The plan",), "process")
    assert question.terms == (TermContent("plan", "What is meant to happen."),)
    assert [level.level for level in question.levels] == [1, 2, 3, 4, 5]
    assert question.levels[2] == LevelContent(3, "Developing", "An aim with a date.")
    assert str(question.source) == "A publisher, A guide (2021): One"
    (related,) = question.related
    assert (related.code, related.short, related.area_code) == ("CO01", "Being online", "CO")
    (study,) = question.case_studies
    assert (study.council_name, study.year, str(study.source)) == (
        "Town Council",
        2020,
        "A publisher, A guide (2021): Five",
    )


def test_a_question_has_no_more_than_its_own(small):
    question = read_framework(small).question("CO02")
    assert (question.practices, question.related, question.case_studies, question.terms) == ((), (), (), ())
    assert question.not_applicable == ""


def test_questions_stand_in_their_themes_and_in_their_area(small):
    leading, connecting = read_framework(small).areas
    assert [(theme.code, theme.questions) for theme in leading.themes] == [("LE-A", leading.questions)]
    assert leading.questions[0].theme_id == leading.themes[0].id
    assert (connecting.themes, connecting.questions[0].theme_id) == ((), None)


def test_ids_are_those_of_the_database(small):
    area = read_area(small, "CO")
    row = Area.objects.get(code="CO")
    assert (area.id, area.questions[0].area_id) == (row.pk, row.pk)
    assert [question.id for question in area.questions] == list(
        row.questions.order_by("position").values_list("pk", flat=True)
    )
    assert [practice.id for practice in area.questions[0].practices] == list(
        row.questions.get(code="CO01").practices.order_by("position").values_list("pk", flat=True)
    )
    assert [barrier.id for barrier in area.barriers] == list(row.barriers.values_list("pk", flat=True))


@pytest.mark.parametrize("code", ["LE", "CO"])
def test_an_area_read_alone_is_the_area_in_its_framework(small, code):
    assert read_area(small, code) == read_framework(small).area(code)


def test_an_area_that_is_not_in_the_framework_does_not_exist(small, tmp_path):
    edit_file(tmp_path / "framework.yaml", "code: small", "code: other")
    other = load(tmp_path / "framework.yaml")
    assert read_area(other, "LE").id != read_area(small, "LE").id
    with pytest.raises(Area.DoesNotExist):
        read_area(small, "XX")


def test_two_frameworks_do_not_mix(small, tmp_path):
    edit_file(tmp_path / "framework.yaml", "code: small", "code: other")
    before = read_framework(small)
    load(tmp_path / "framework.yaml")
    assert read_framework(small) == before


def test_reading_takes_as_many_queries_for_a_large_framework(small, django_assert_num_queries):
    large = load(FIXTURE)
    for framework in (small, large):
        fresh = Framework.objects.get(pk=framework.pk)
        with django_assert_num_queries(8):
            read_framework(fresh)


def test_a_section_page_reads_its_area_in_seven_queries(small, django_assert_num_queries):
    large = load(FIXTURE)
    for framework, code in ((small, "LE"), (large, "DL"), (large, "CON")):
        with django_assert_num_queries(7):
            read_area(framework, code)

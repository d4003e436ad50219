"""Loading, publishing and withdrawing frameworks."""

from datetime import UTC, datetime

import pytest
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext

from characteristics.models import (
    Area,
    Barrier,
    CaseStudy,
    Framework,
    FrameworkStatus,
    LevelDescriptor,
    Practice,
    Question,
    RelatedQuestion,
    Source,
    Theme,
)
from characteristics.services import FrameworkIsFixed, load_framework, withdraw_framework
from characteristics.tests.files import BARRIERS, FRAMEWORK, LEADING, edit_file, read, write_files

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MODELS = [
    Framework,
    Source,
    Area,
    Theme,
    Question,
    RelatedQuestion,
    LevelDescriptor,
    Practice,
    Barrier,
    Barrier.areas.through,
    CaseStudy,
    CaseStudy.questions.through,
]


def load(path, *, publish=False):
    return load_framework(files=read(path), at=AT, publish=publish)


def everything():
    """All rows of all tables, with their primary keys."""
    return [serialize("json", model.objects.order_by("pk")) for model in MODELS]


def number_of_rows():
    return [model.objects.count() for model in MODELS]


@pytest.fixture
def small(tmp_path):
    return write_files(tmp_path)


@pytest.fixture
def edited(small):
    """Load the small framework with this call first; then its files say something else."""

    def load_and_edit(*, publish):
        framework = load(small, publish=publish)
        edit_file(small.parent / LEADING, "What is the aim?", "Who has an aim?")
        return framework

    return load_and_edit


def test_a_framework_is_loaded_with_all_its_parts(small):
    framework = load(small)
    assert number_of_rows() == [1, 1, 2, 1, 3, 1, 15, 2, 1, 2, 1, 2]
    assert (framework.status, framework.published_at) == (FrameworkStatus.DRAFT, None)
    question = Question.objects.get(code="LE01")
    assert (question.theme.code, question.weight, question.source_section) == ("LE-A", 2, "One")
    assert question.terms == [{"term": "plan", "meaning": "What is meant to happen."}]
    assert question.descriptors.get(level=3).text == "An aim with a date."
    assert [(related.other.code, related.why) for related in question.related.all()] == [
        ("CO01", "An aim needs a line.")
    ]
    assert Question.objects.get(code="CO01").not_applicable == "Councils without homes."


def test_areas_and_questions_are_numbered_through_the_whole_framework(small):
    load(small)
    assert list(Area.objects.order_by("position").values_list("position", "code")) == [(1, "LE"), (2, "CO")]
    assert list(Question.objects.order_by("position").values_list("position", "code")) == [
        (1, "LE01"),
        (2, "CO01"),
        (3, "CO02"),
    ]


@pytest.mark.parametrize("publish", [False, True], ids=["draft", "published"])
def test_loading_twice_is_the_same_as_loading_once(small, publish):
    load(small, publish=publish)
    before = everything()
    load_framework(files=read(small), at=AT.replace(year=2027), publish=publish)
    assert everything() == before


def test_a_draft_is_replaced_as_a_whole(small):
    first = load(small)
    edit_file(small.parent / LEADING, "code: LE01", "code: LE07")
    edit_file(small.parent / "case_studies.yaml", "[LE01, CO01]", "[LE07]")
    edit_file(small.parent / "case_studies.yaml", "[CO02]", "[CO01, CO02]")
    edit_file(small.parent / BARRIERS, "[LE, CO]", "[LE]")
    edit_file(small, "Two areas are enough.", "Two areas are plenty.")
    second = load(small)
    assert (second.pk, second.summary) == (first.pk, "Two areas are plenty.")
    assert second.digest != first.digest
    assert number_of_rows() == [1, 1, 2, 1, 3, 1, 15, 2, 1, 1, 1, 1]
    assert Question.objects.filter(code="LE01").count() == 0


def test_a_draft_is_published_on_request_alone(small):
    load(small)
    framework = load(small, publish=True)
    framework.refresh_from_db()
    assert (framework.status, framework.published_at) == (FrameworkStatus.PUBLISHED, AT)


def test_a_published_framework_never_changes(edited, small):
    edited(publish=True)
    before = everything()
    with pytest.raises(FrameworkIsFixed, match=r"small 1 is published and never changes again.*new version"):
        load(small)
    assert everything() == before


def test_a_withdrawn_framework_never_changes(edited, small):
    withdraw_framework(framework=edited(publish=True))
    before = everything()
    with pytest.raises(FrameworkIsFixed, match="small 1 is withdrawn"):
        load(small, publish=True)
    assert everything() == before


def test_a_withdrawn_framework_stays_withdrawn_when_the_same_files_are_loaded(small):
    withdraw_framework(framework=load(small, publish=True))
    assert load(small, publish=True).status == FrameworkStatus.WITHDRAWN


def test_a_new_version_stands_beside_the_published_one(edited, small):
    edited(publish=True)
    edit_file(small.parent / FRAMEWORK, '"1"', '"2"')
    load(small)
    assert list(Framework.objects.order_by("version").values_list("version", "status")) == [
        ("1", FrameworkStatus.PUBLISHED),
        ("2", FrameworkStatus.DRAFT),
    ]
    assert Question.objects.filter(code="LE01").count() == 2


def test_a_draft_cannot_be_withdrawn(small):
    with pytest.raises(FrameworkIsFixed, match="is a draft"):
        withdraw_framework(framework=load(small))


def test_loading_takes_as_many_queries_for_many_questions_as_for_few(small):
    few = read(small)
    add_questions(small, count=30)
    many = read(small)
    assert queries_of_loading(many) == queries_of_loading(few) <= 25


def add_questions(path, *, count):
    codes = [f"CO{number}" for number in range(10, 10 + count)]
    connecting = path.parent / "areas/CO.yaml"
    text = connecting.read_text()
    last = text[text.index("  - code: CO02") :]
    connecting.write_text(text + "".join(last.replace("CO02", code) for code in codes))
    edit_file(path.parent / "case_studies.yaml", "[CO02]", f"[CO02, {', '.join(codes)}]")
    edit_file(path, '"1"', '"2"')


def queries_of_loading(files):
    with CaptureQueriesContext(connection) as queries:
        load_framework(files=files, at=AT, publish=False)
    return len(queries)

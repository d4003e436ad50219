"""The framework that the service is run with: complete, and as its outline wants it."""

import csv
from collections import Counter

import pytest
from django.conf import settings

from characteristics.framework_entries import LEVELS
from characteristics.tests.files import read
from characteristics.tests.fixture import FIXTURE

QUESTIONS_PER_CHARACTERISTIC = {"DL": 8, "UF": 6, "DW": 6, "CO": 6, "TD": 7, "IN": 6}
OUTCOMES = ["CON", "DAT", "DEM", "ECO", "ETH", "INC", "LEA", "ORG", "PAR", "SEC", "SER", "VAL"]


@pytest.fixture(scope="module")
def framework():
    return read(FIXTURE)


def test_it_has_six_characteristics_and_twelve_outcomes_in_order(framework):
    lenses = [(area.code, area.lens) for area in framework.areas]
    assert lenses == [
        *((code, "characteristic") for code in QUESTIONS_PER_CHARACTERISTIC),
        *((code, "outcome") for code in OUTCOMES),
    ]


def test_every_question_of_the_outline_stands_once_in_its_area_and_in_order(framework):
    counts = QUESTIONS_PER_CHARACTERISTIC | dict.fromkeys(OUTCOMES, 3)
    expected = [f"{area}{number:02}" for area, count in counts.items() for number in range(1, count + 1)]
    assert [question.code for question in framework.questions] == expected
    assert len(expected) == 75


def test_every_question_has_a_descriptor_of_its_own_for_each_level(framework):
    texts = [level.text for question in framework.questions for level in question.levels]
    assert len(texts) == 75 * len(LEVELS) == 375
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_outcome_questions_have_three_practices_and_no_others_have_any(framework):
    for area in framework.areas:
        for question in (question for _, question in area.placed_questions()):
            numbers = range(1, 4) if area.lens == "outcome" else []
            assert [practice.code for practice in question.practices] == [f"{question.code}.{n}" for n in numbers]
    assert sum(len(question.practices) for question in framework.questions) == 108


def test_characteristics_have_themes_with_codes_in_order_and_outcomes_have_none(framework):
    for area in framework.areas:
        letters = "ABCDEF"[: len(area.themes)]
        assert [theme.code for theme in area.themes] == [f"{area.code}-{letter}" for letter in letters]
        assert bool(area.themes) == (area.lens == "characteristic")


def test_every_area_has_barriers(framework):
    with_barriers = {reference.code for barrier in framework.barriers for reference in barrier.areas}
    assert {area.code for area in framework.areas} - with_barriers == set()


def test_case_studies_name_councils_that_there_are(framework):
    with (settings.BASE_DIR / "fixtures" / "councils.csv").open(newline="") as file:
        known = {row["gss_code"] for row in csv.DictReader(file)}
    assert {study.council_code for study in framework.case_studies} - known - {""} == set()

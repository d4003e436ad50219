"""Every mistake in a workbook is named with its sheet, its cell, what was found and what would be right."""

from datetime import datetime

import pytest

from assessments.forms import EVIDENCE_LIMIT, REASON_LIMIT
from assessments.tests.workbooks import blank, edited, filled, read_back, row_of
from assessments.workbooks.layout import HEADER_ROW, Column


@pytest.fixture(scope="module")
def good() -> bytes:
    return blank()


WRONG = {
    "a level that isn't": ("DATA02", Column.ANSWER, "7", "Found “7”: choose one of: “1 Not started”"),
    "half a level": ("DATA02", Column.ANSWER, 3.5, "Found “3.5”"),
    "words for a level": ("DATA02", Column.ANSWER, "fairly good", "Found “fairly good”"),
    "not applicable where it can't be": (
        "DATA02",
        Column.ANSWER,
        "Not applicable",
        "this question applies to every council",
    ),
    "a reason where none belongs": ("DATA02", Column.REASON, "We have none", "empty this cell"),
    "a reason that is too long": ("DATA01", Column.REASON, "x" * (REASON_LIMIT + 1), "shorten the text to 1,000"),
    "evidence that is too long": ("DATA02", Column.EVIDENCE, "x" * (EVIDENCE_LIMIT + 1), "Found 5,001 characters"),
    "a formula": ("DATA02", Column.EVIDENCE, "=1+1", "Found a formula"),
    "a formula for a level": ("DATA02", Column.ANSWER, "=E4", "Found a formula"),
    "half a letter": ("DATA02", Column.EVIDENCE, "broken _xD83D_", "a character that can’t be kept"),
    "a null character": ("DATA02", Column.EVIDENCE, "null _x0000_", "a character that can’t be kept"),
    "a confidence that isn't": ("DATA02", Column.CONFIDENCE, "Quite", "“High: we could show it to a visitor”"),
    "a target that isn't": ("DATA02", Column.TARGET, "Best", "“5 Leading”"),
    "a practice half in place": ("DATA02:DATA02.1", Column.ANSWER, "partly", "“Yes”, “No”"),
    "a barrier perhaps": ("DATA:barrier:money", Column.ANSWER, "?", "“Yes”, “No”"),
    "perhaps still true": ("DATA02", Column.STILL_TRUE, "maybe", "“Yes”, “No”"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_cell_is_named(good, name):
    key, column, value, message = WRONG[name]
    read = read_back(filled(good, {(key, column): value}))
    sheet, row = row_of(key)
    (mistake,) = read.mistakes
    assert (mistake.sheet, mistake.cell) == (sheet, f"{column.letter}{row}")
    assert message in mistake.message


def test_not_applicable_wants_its_reason(good):
    read = read_back(filled(good, {("DATA01", Column.ANSWER): "Not applicable"}))
    sheet, row = row_of("DATA01")
    (mistake,) = read.mistakes
    assert (mistake.sheet, mistake.cell) == (sheet, f"G{row}")
    assert "say here why" in mistake.message


def test_all_mistakes_are_named_at_once(good):
    wrong = {("DATA02", Column.ANSWER): "9", ("LEAD01", Column.ANSWER): "9", ("LEAD02", Column.TARGET): "9"}
    assert len(read_back(filled(good, wrong)).mistakes) == 3


MEANT = {
    "the level alone": (Column.ANSWER, 3, {"state": "level", "level": 3}),
    "the level as text": (Column.ANSWER, " 3 ", {"state": "level", "level": 3}),
    "its name alone": (Column.ANSWER, "developing", {"state": "level", "level": 3}),
    "both": (Column.ANSWER, "3 Developing", {"state": "level", "level": 3}),
    "a straight apostrophe": (Column.ANSWER, "Don't know", {"state": "dont_know", "level": None}),
    "a word of confidence": (Column.CONFIDENCE, "low", {"confidence": "low"}),
    "the target alone": (Column.TARGET, 5.0, {"target": 5}),
    "a figure as evidence": (Column.EVIDENCE, 2026, {"evidence": "2026"}),
    "a date as evidence": (Column.EVIDENCE, datetime(2026, 5, 4), {"evidence": "4 May 2026"}),  # noqa: DTZ001
    "spaces at the ends": (Column.EVIDENCE, "  The plan\r\nof May \n", {"evidence": "The plan\nof May"}),
}


@pytest.mark.parametrize("name", MEANT)
def test_what_is_plainly_meant_is_taken(good, name):
    column, value, expected = MEANT[name]
    read = read_back(filled(good, {("DATA02", column): value}))
    assert read.mistakes == ()
    content = read.answers["DATA02"].content
    assert {name: getattr(content, name) for name in expected} == expected


def test_a_row_that_is_gone_is_named(good):
    sheet, row = row_of("DATA02")
    read = read_back(edited(good, lambda book: book[sheet].delete_rows(row)))
    assert any("The row of DATA02" in mistake.message for mistake in read.mistakes)


def test_a_row_that_is_there_twice_is_named(good):
    sheet, row = row_of("DATA02")

    def double(book):
        book[sheet].cell(row + 40, Column.KEY).value = "DATA02"

    (mistake,) = read_back(edited(good, double)).mistakes
    assert f"the other time as row {row}" in mistake.message
    assert mistake.cell == f"B{row + 40}"


def test_a_row_of_nothing_is_named(good):
    sheet, row = row_of("DATA02")

    def add(book):
        book[sheet].cell(row + 40, Column.KEY).value = "DATA99"

    (mistake,) = read_back(edited(good, add)).mistakes
    assert "belongs to nothing" in mistake.message


def test_moved_columns_are_named(good):
    def swap(book):
        book["Outcomes"].cell(HEADER_ROW, Column.EVIDENCE).value = "Target"

    (mistake,) = read_back(edited(good, swap)).mistakes
    assert (mistake.sheet, mistake.cell) == ("Outcomes", f"F{HEADER_ROW}")
    assert "“Evidence and notes”" in mistake.message


def test_rows_in_another_order_are_read_all_the_same(good):
    def sort(book):
        sheet = book["Outcomes"]
        one, other = row_of("DATA02")[1], row_of("DATA02:DATA02.1")[1]
        for column in range(1, Column.STILL_TRUE + 1):
            here, there = sheet.cell(one, column), sheet.cell(other, column)
            here.value, there.value = there.value, here.value
        sheet.cell(other, Column.ANSWER).value = 4

    def unmerge(book):
        for merged in list(book["Outcomes"].merged_cells.ranges):
            book["Outcomes"].unmerge_cells(str(merged))
        sort(book)

    read = read_back(edited(good, unmerge))
    assert read.mistakes == ()
    assert read.answers["DATA02"].content.level == 4
    assert read.answers["DATA02"].place.row == row_of("DATA02:DATA02.1")[1]

"""What goes out in a workbook comes back the same, whatever the texts are."""

import io
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments.forms import EVIDENCE_LIMIT, REASON_LIMIT
from assessments.inputs import AnswerContent
from assessments.models import AnswerState, Confidence
from assessments.tests.workbooks import CODES, FRAMEWORK, answered, blank, content, filled, read_back, row_of
from assessments.workbooks import keeping, opening, reading, texts, writing
from assessments.workbooks.content import Stored, StoredAnswer
from assessments.workbooks.layout import Column
from tests.abuse import TEXTS

LEVELS = st.none() | st.integers(1, 5)
MARKS = st.sampled_from(
    ["_x0041_", "_x005F_", "_", "x000D_", "_x00", "41_", "\x01", "\x0b", "\ufffe", "=1+1", "'", "\t"]
)


def written(limit: int) -> st.SearchStrategy[str]:
    """Any text that the forms would keep."""
    anything = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60)
    tricky = st.lists(MARKS, max_size=8).map("".join)
    return st.one_of(anything, tricky).map(texts.normal).filter(lambda text: len(text) <= limit)


@st.composite
def contents(draw, code: str) -> AnswerContent:
    """Any answer that the form of this question would take."""
    question = FRAMEWORK.question(code)
    states = [AnswerState.UNANSWERED, AnswerState.LEVEL, AnswerState.DONT_KNOW]
    state = draw(st.sampled_from([*states, AnswerState.NOT_APPLICABLE] if question.not_applicable else states))
    reason = draw(written(REASON_LIMIT)) if question.not_applicable else ""
    return AnswerContent(
        state=state.value,
        level=draw(st.integers(1, 5)) if state == AnswerState.LEVEL else None,
        reason=(reason or "So it is") if state == AnswerState.NOT_APPLICABLE else reason,
        evidence=draw(written(EVIDENCE_LIMIT)),
        confidence=draw(st.sampled_from(["", *Confidence.values])),
        target=draw(LEVELS),
        practices=draw(st.frozensets(st.sampled_from([practice.id for practice in question.practices])))
        if question.practices
        else frozenset(),
    )


EVERYTHING = st.fixed_dictionaries({code: contents(code) for code in CODES})
BARRIERS = st.fixed_dictionaries({area.code: st.frozensets(st.sampled_from([1, 2])) for area in FRAMEWORK.areas})


@given(EVERYTHING, BARRIERS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_answers_come_back_equal(answers, barriers):
    stored = Stored({code: StoredAnswer(answer, 3) for code, answer in answers.items()}, barriers)
    read = read_back(writing.write(content(stored)))
    assert read.mistakes == ()
    assert {code: answer.content for code, answer in read.answers.items()} == answers
    ticked = {
        area.code: {b.id for b in area.barriers if read.barriers[area.code][b.code].ticked} for area in FRAMEWORK.areas
    }
    assert ticked == barriers


@given(st.text(st.characters(exclude_categories=[]), max_size=40) | st.lists(MARKS, max_size=10).map("".join))
def test_any_text_comes_back_from_its_escapes(text):
    assert texts.from_cell(texts.to_cell(text)) == text


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_harmful_texts_come_back_and_never_become_formulas(text):
    kept = texts.normal(text)
    data = writing.write(content(answered({"DATA02": AnswerContent(evidence=kept)})))
    assert read_back(data).answers["DATA02"].content.evidence == kept
    sheet, row = row_of("DATA02")
    cell = load_workbook(io.BytesIO(data))[sheet].cell(row, Column.EVIDENCE)
    assert cell.data_type in ("s", "n"), "text, or nothing at all"
    assert not kept or cell.value is not None


def test_the_longest_texts_fit_even_when_each_letter_is_escaped():
    longest = AnswerContent(
        state=AnswerState.NOT_APPLICABLE.value,
        reason="r" + "\x01" * (REASON_LIMIT - 1),
        evidence="\x01" * EVIDENCE_LIMIT,
    )
    read = read_back(writing.write(content(answered({"LEAD01": longest}))))
    assert read.answers["LEAD01"].content == longest
    assert read.mistakes == ()


def test_what_is_kept_between_uploading_and_applying_is_what_was_read():
    answer = AnswerContent(state="level", level=4, evidence="A plan", practices=frozenset({211}))
    sheets = opening.open_workbook(writing.write(content(answered({"DATA01": answer}))))
    stamp = reading.read_stamp(sheets)
    read = reading.read(sheets, FRAMEWORK, stamp)
    assert keeping.from_json(keeping.to_json(stamp, read)) == (stamp, read)


def test_every_cell_but_those_for_answers_is_locked():
    book = load_workbook(io.BytesIO(blank()))
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
    unlocked = {cell.coordinate for row in book["Outcomes"].iter_rows() for cell in row if not cell.protection.locked}
    question, practice, barrier = (row_of(key)[1] for key in ("DATA02", "DATA02:DATA02.1", "DATA:barrier:money"))
    assert {f"{letter}{question}" for letter in "EFHI"} | {f"E{practice}", f"E{barrier}"} <= unlocked
    assert not {cell for cell in unlocked if cell[0] not in "EFGHI"}
    assert f"G{question}" not in unlocked, "a reason has its cell only where the question may be not applicable"


def test_a_contributor_fills_in_the_own_sections_alone():
    book = load_workbook(io.BytesIO(writing.write(content(editable=frozenset({"LEAD"})))))
    assert all(cell.protection.locked for row in book["Outcomes"].iter_rows() for cell in row)
    assert not all(cell.protection.locked for row in book["Characteristics"].iter_rows() for cell in row)


def test_a_demonstration_says_that_it_is_invented():
    book = load_workbook(io.BytesIO(writing.write(content(invented=True))))
    for sheet in ("Instructions", "Characteristics", "Outcomes"):
        words = " ".join(str(cell.value) for row in book[sheet].iter_rows(max_row=3) for cell in row if cell.value)
        assert "invented" in words, sheet


def test_an_answer_carried_forward_can_be_confirmed():
    answer = AnswerContent(state="level", level=2)
    stored = Stored({**answered({}).answers, "LEAD02": StoredAnswer(answer, 1, to_confirm=True)}, {})
    data = writing.write(content(stored, last_round={"LEAD02": "2 Exploring. The plan of last year"}))
    assert not read_back(data).answers["LEAD02"].confirms
    assert read_back(filled(data, {("LEAD02", Column.STILL_TRUE): "Yes"})).answers["LEAD02"].confirms
    sheet, row = row_of("LEAD02")
    last = load_workbook(io.BytesIO(data))[sheet].cell(row, Column.LAST_ROUND).value
    assert last == "2 Exploring. The plan of last year"


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_workbook_saved_by_libreoffice_still_says_the_same(tmp_path):
    harmful = [texts.normal(text) for text in TEXTS.values()] + [
        "_x0041_",
        "\x01 control",
        "a\tb",
        "x" * EVIDENCE_LIMIT,
    ]
    for number in range(0, len(harmful), len(CODES)):
        some = dict(zip(CODES, harmful[number:], strict=False))
        answers = {code: AnswerContent(state="level", level=3, evidence=text) for code, text in some.items()}
        (tmp_path / f"{number}.xlsx").write_bytes(writing.write(content(answered(answers))))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    files = sorted(str(path) for path in tmp_path.glob("*.xlsx"))
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), *files], check=True, capture_output=True, timeout=180)
    for number in range(0, len(harmful), len(CODES)):
        read = read_back((tmp_path / "out" / f"{number}.xlsx").read_bytes())
        some = dict(zip(CODES, harmful[number:], strict=False))
        assert read.mistakes == ()
        assert {code: read.answers[code].content.evidence for code in some} == some

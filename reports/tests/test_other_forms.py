"""Results as a page, a workbook and a Word document: the same content, and nothing that the reader may not see."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from councils.models import AuditEvent, Role
from reports.content import ScorecardContent
from reports.spreadsheet import results_workbook
from reports.tests.handing_in import hand_in, say, sign, start
from reports.word import executive_document
from tests.factories import make_council, make_member, make_round, make_user

FORMS = ("results_full", "results_workbook", "results_word")
HOSTILE = "=cmd|'/c calc'!A1\x00\x0b<script>alert(1)</script>\u202e"


@pytest.fixture
def signed(db):
    assessment = start(make_council("Alder"), make_round(slug="now"))
    say(assessment, "LEAD01", evidence="Secret words")
    return sign(hand_in(assessment))


def fetch(name: str, user) -> bytes:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(name, args=["alder", "now"]))
    assert answer.status_code == 200
    return answer.content


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book}


def words_of(content: bytes) -> str:
    word = docx.Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_the_page_says_what_the_printed_one_says(signed):
    page = fetch("results_full", make_member(signed.assessment.council, Role.VIEWER)).decode()

    for words in ("Gaps that matter", "What to do next", "What the council says", "How this scorecard was made"):
        assert words in page
    assert page.count("<svg") == page.count("<title>") - 1
    assert page.count("<h1") == 1


@pytest.mark.parametrize(("role", "sees"), [(Role.LEAD, True), (Role.APPROVER, True), (Role.VIEWER, False)])
def test_notes_are_in_the_workbook_for_those_who_may_read_them(signed, role, sees):
    content = fetch("results_workbook", make_member(signed.assessment.council, role))

    assert ("Secret words" in repr(sheets(content))) == sees


@pytest.mark.parametrize("name", FORMS)
def test_nothing_leaves_with_notes_for_the_office_and_each_look_is_logged(signed, name):
    content = fetch(name, make_user(office_role="analyst"))

    text = {"results_full": bytes.decode, "results_workbook": lambda c: repr(sheets(c)), "results_word": words_of}
    assert "Secret words" not in text[name](content)
    assert AuditEvent.objects.filter(council=signed.assessment.council, action__startswith="results").count() == 1


def test_the_workbook_has_every_score_and_answer(content: ScorecardContent):
    found = sheets(results_workbook(content))

    scores, answers = found["Scores"][1:], found["Answers"][1:]
    assert [(row[0], None if row[2] is None else f"{row[2]:.1f}") for row in scores] == [
        (area.code, None if area.score.level is None else str(area.score.level)) for area in content.areas
    ]
    assert [(row[0], row[4]) for row in answers] == [(a.code, a.level) for area in content.areas for a in area.answers]


def test_the_word_document_has_the_scores_the_gaps_and_the_steps(content: ScorecardContent):
    text = words_of(executive_document(content, language="en-GB"))

    for words in [content.summary, *(gap.words for gap in content.gaps), *(step.heading for step in content.steps)]:
        assert words in text
    for area in content.areas:
        assert area.name in text
        assert str(area.score.level or "–") in text
    assert [text.count(f"{alike.areas}: {alike.why}") for alike in content.certainties] == [1]


def test_the_word_document_is_headed_and_says_its_language(content: ScorecardContent):
    word = docx.Document(BytesIO(executive_document(content, language="en-GB")))

    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [content.council.name]
    assert word.core_properties.language == "en-GB"
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in word.tables)


@pytest.mark.parametrize("make", [results_workbook, lambda c: executive_document(c, language="en-GB")])
def test_whatever_was_written_is_text(content: ScorecardContent, make):
    hostile = replace(content, summary=HOSTILE, council=replace(content.council, name=HOSTILE, official_name=HOSTILE))
    made = make(hostile)

    if made[:2] == b"PK" and make is results_workbook:
        assert all(
            cell.data_type != "f" for sheet in load_workbook(BytesIO(made)) for row in sheet.rows for cell in row
        )
    else:
        assert "<script>alert(1)</script>" in words_of(made)

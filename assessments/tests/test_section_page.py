"""The section page, as an officer meets it without scripts."""

import pytest
from django.utils import timezone

from assessments import services
from assessments.models import Answer
from assessments.tests.pages import SectionPage, fields_of


@pytest.fixture
def page(cast) -> SectionPage:
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    return page


def answer(cast, code: str) -> Answer:
    return Answer.objects.get(section__assessment=cast.assessment, question__code=code)


def test_an_answer_is_saved_and_shown_again(cast, page):
    practice = answer(cast, "DATA02").question.practices.first()
    page.fill(DATA02_choice="4", DATA02_evidence="Minutes of May", DATA02_confidence="high", DATA02_target="5")
    page.fill(DATA02_practices=[str(practice.pk)])
    response = page.send(follow=True)
    assert "Saved at" in response.content.decode()
    shown = fields_of(response.content.decode())
    assert shown["DATA02-choice"] == ["4"]
    assert shown["DATA02-evidence"][0].strip() == "Minutes of May"
    assert shown["DATA02-practices"] == [str(practice.pk)]
    assert (shown["DATA02-confidence"], shown["DATA02-target"]) == (["high"], ["5"])


def test_dont_know_is_saved_without_a_level(cast, page):
    page.fill(DATA02_choice="dont_know")
    page.send()
    assert (answer(cast, "DATA02").state, answer(cast, "DATA02").level) == ("dont_know", None)


def test_evidence_may_come_before_a_level(cast, page):
    page.fill(DATA02_evidence="Something to look at")
    page.send()
    assert (answer(cast, "DATA02").state, answer(cast, "DATA02").evidence) == ("unanswered", "Something to look at")


def test_not_applicable_needs_a_reason_and_keeps_everything_typed(cast, page):
    page.fill(DATA01_choice="not_applicable", DATA02_choice="3", DATA02_evidence="Kept in the form")
    response = page.send()
    html = response.content.decode()
    assert "DATA01: say why the question does not apply" in html
    assert 'href="#id_DATA01-reason"' in html
    assert 'id="id_DATA01-reason"' in html
    assert "Kept in the form" in html
    assert answer(cast, "DATA02").state == "unanswered"


def test_not_applicable_with_a_reason_is_saved(cast, page):
    page.fill(DATA01_choice="not_applicable", DATA01_reason="The county does this")
    page.send()
    assert (answer(cast, "DATA01").state, answer(cast, "DATA01").reason) == ("not_applicable", "The county does this")


def test_not_applicable_is_refused_where_the_question_does_not_allow_it(cast, page):
    page.fill(DATA02_choice="not_applicable")
    assert "DATA02: choose one of the levels shown" in page.send().content.decode()
    assert answer(cast, "DATA02").state == "unanswered"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        pytest.param("DATA02_choice", "9", "choose one of the levels shown", id="level 9"),
        pytest.param("DATA02_evidence", "x" * 5001, "shorten the evidence", id="evidence too long"),
        pytest.param("DATA02_evidence", "a\x00b", "Null characters are not allowed", id="a null character"),
        pytest.param("DATA02_practices", ["999999"], "not one of the available choices", id="somebody else's practice"),
        pytest.param("DATA02_target", "7", "not one of the available choices", id="a target off the scale"),
        pytest.param("DATA02_seen", "x", "valid value", id="a broken mark"),
        pytest.param("barriers", ["999999"], "not one of the available choices", id="an unknown barrier"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(cast, page, field, value, message):
    page.fill(**{"DATA03_choice": "3", field: value})
    response = page.send()
    assert response.status_code == 200
    assert message in response.content.decode()
    assert answer(cast, "DATA03").state == "unanswered"


def test_line_breaks_of_any_browser_are_the_same_text(cast, page):
    page.fill(DATA02_evidence="one\r\ntwo\rthree")
    page.send()
    assert answer(cast, "DATA02").evidence == "one\ntwo\nthree"


def test_a_save_that_comes_after_submission_keeps_the_words_on_the_page(cast, page):
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    page.fill(DATA02_evidence="Typed too late")
    response = page.send()
    assert response.status_code == 409
    assert "Typed too late" in response.content.decode()
    assert answer(cast, "DATA02").evidence == ""


def test_save_and_continue_goes_through_all_sections_to_the_check(cast):
    visited = []
    page = SectionPage(cast.ada, cast.assessment, "LEAD")
    while "/sections/" in page.url:
        visited.append(page.url.rstrip("/").rsplit("/", 1)[1])
        page.open()
        page.url = page.send("continue").url
    assert visited == ["LEAD", "USER", "CONN", "DATA"]
    assert page.url.endswith("/check/")


def test_a_contributor_edits_the_own_section_and_reads_the_others(cast):
    section = cast.assessment.sections.get(area__code="DATA")
    services.assign_section(section=section, to=cast.bob, by=cast.ada, at=timezone.now())
    own = SectionPage(cast.bob, cast.assessment, "DATA")
    own.open()
    own.fill(DATA02_choice="3")
    own.send()
    assert answer(cast, "DATA02").level == 3
    other = SectionPage(cast.bob, cast.assessment, "CONN")
    assert "This section is not yours. You can read it and comment." in other.open()
    assert not any(name.endswith("-choice") for name in other.fields)
    assert other.send().status_code == 403


def test_hostile_text_is_shown_as_text(cast, page):
    page.fill(DATA02_evidence="</textarea><script>alert(1)</script>")
    html = page.send(follow=True).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_page_takes_the_same_number_of_queries_for_any_number_of_questions(
    cast, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        page.open()

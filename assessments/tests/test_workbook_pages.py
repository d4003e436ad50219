"""Downloading a workbook, uploading it, looking at what it would change, and applying all of it or nothing."""

import io
import re
from datetime import timedelta
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments import services
from assessments.inputs import AnswerContent, AnswerInput, SectionInput
from assessments.models import Answer, Section, WorkbookUpload
from assessments.policies import NotNow
from assessments.services import content_of, submit_assessment
from assessments.services.workbooks import KEPT_FOR
from assessments.states import SectionState
from assessments.tests.workbooks import filled
from assessments.workbooks.layout import Column
from assessments.workbooks.receiving import StopAtLimit
from assessments.workbooks.safety import MAX_BYTES
from characteristics.content import FrameworkContent
from characteristics.queries import read_framework
from councils.models import AuditEvent
from tests.abuse import FORMULAS, MARKUP
from tests.factories import answer_all, make_assessment, make_round

NOW = ["alder", "now"]


class Desk:
    """One person with a browser and Excel."""

    def __init__(self, user, framework: FrameworkContent) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.framework = framework

    def download(self, *place: str) -> bytes:
        return self.client.get(reverse("workbook_file", args=place or NOW)).content

    def send(self, data: bytes, *place: str):
        file = SimpleUploadedFile("workbook.xlsx", data)
        return self.client.post(reverse("upload_workbook", args=place or NOW), {"workbook": file}, follow=True)

    def fill_and_send(self, cells: dict[tuple[str, Column], object], data: bytes | None = None) -> str:
        """The address of the page that says what would change."""
        response = self.send(filled(data or self.download(), cells, self.framework))
        assert response.redirect_chain, response.content.decode()
        return str(response.redirect_chain[-1][0])

    def read(self, url: str) -> str:
        return self.client.get(url).content.decode()

    def apply(self, url: str, **choices: str):
        fields = dict(re.findall(r'name="([A-Z0-9]+-version)" value="(\d+)"', self.read(url)))
        return self.client.post(url, fields | {f"{code}-use": use for code, use in choices.items()}, follow=True)


@pytest.fixture
def framework(cast) -> FrameworkContent:
    return read_framework(cast.assessment.round.framework)


@pytest.fixture
def ada(cast, framework) -> Desk:
    return Desk(cast.ada, framework)


def answer(cast, code: str) -> Answer:
    return Answer.objects.prefetch_related("ticks").get(section__assessment=cast.assessment, question__code=code)


def save_online(cast, code: str, content: AnswerContent, by) -> None:
    here = answer(cast, code)
    section = Section.objects.select_related("assessment__round").get(pk=here.section_id)
    sent = AnswerInput(here.question_id, content, here.version, content_of(here).fingerprint)
    services.record_answers(
        section=section, inputs=SectionInput((sent,), frozenset(), frozenset()), by=by, at=timezone.now()
    )


LEVEL_2 = AnswerContent(state="level", level=2, evidence="Seen online")
LEVEL_5 = AnswerContent(state="level", level=5, evidence="Later online")


def test_nothing_is_written_before_it_is_applied_and_then_all_of_it(cast, ada, framework):
    practice = framework.question("DATA02").practices[0]
    url = ada.fill_and_send(
        {
            ("DATA02", Column.ANSWER): "4 Established",
            ("DATA02", Column.EVIDENCE): "The plan of May",
            (f"DATA02:{practice.code}", Column.ANSWER): "Yes",
            ("DATA:barrier:money", Column.ANSWER): "Yes",
            ("LEAD01", Column.ANSWER): "Not applicable",
            ("LEAD01", Column.REASON): "A joint service does it",
        }
    )
    page = ada.read(url)
    assert "2 answers would change" in page
    assert "14 answers stay as they are online" in page
    assert "The plan of May" in page
    assert not Answer.objects.exclude(version=0).exists()
    response = ada.apply(url)
    assert "2 answers changed" in response.content.decode()
    wanted = AnswerContent(state="level", level=4, evidence="The plan of May", practices=frozenset({practice.id}))
    assert content_of(answer(cast, "DATA02")) == wanted
    assert answer(cast, "LEAD01").reason == "A joint service does it"
    assert answer(cast, "DATA02").changed_by == cast.ada
    assert cast.assessment.sections.get(area__code="DATA").barriers.get().code == "money"


def test_what_was_left_alone_never_overwrites_what_was_saved_online(cast, ada):
    data = ada.download()
    save_online(cast, "DATA03", LEVEL_2, cast.bob)
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4}, data)
    assert "15 answers stay as they are online" in ada.read(url)
    ada.apply(url)
    assert content_of(answer(cast, "DATA03")) == LEVEL_2


def test_a_clash_names_who_and_waits_for_a_choice(cast, ada):
    data = ada.download()
    save_online(cast, "DATA02", LEVEL_2, cast.bob)
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4, ("DATA03", Column.ANSWER): 3}, data)
    assert "Saved online by Bob" in ada.read(url)
    response = ada.apply(url)
    assert "DATA02: choose which answer stays" in response.content.decode()
    assert answer(cast, "DATA03").version == 0, "nothing is applied while a choice is missing"


@pytest.mark.parametrize(("choice", "level"), [("online", 2), ("workbook", 4)])
def test_a_clash_ends_as_was_chosen(cast, ada, choice, level):
    data = ada.download()
    save_online(cast, "DATA02", LEVEL_2, cast.bob)
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4, ("DATA03", Column.ANSWER): 3}, data)
    ada.apply(url, DATA02=choice)
    assert answer(cast, "DATA02").level == level
    assert answer(cast, "DATA03").level == 3


def test_a_choice_counts_for_the_answer_that_it_was_made_about(cast, ada):
    data = ada.download()
    save_online(cast, "DATA02", LEVEL_2, cast.bob)
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4}, data)
    shown = {"DATA02-version": "1", "DATA02-use": "workbook"}
    save_online(cast, "DATA02", LEVEL_5, cast.bob)
    response = ada.client.post(url, shown)
    assert "a colleague has just saved again" in response.content.decode()
    assert answer(cast, "DATA02").level == 5
    ada.apply(url, DATA02="workbook")
    assert answer(cast, "DATA02").level == 4


def test_one_answer_saved_at_the_last_moment_leaves_all_unwritten(cast, ada, framework):
    """What was compared a moment ago no longer holds when the assessment is locked."""
    url = ada.fill_and_send({("LEAD02", Column.ANSWER): 4, ("DATA02", Column.ANSWER): 4})
    kept = WorkbookUpload.objects.get()
    save_online(cast, "DATA02", LEVEL_2, cast.bob)
    late = {
        code: SectionInput(
            (AnswerInput(answer(cast, f"{code}02").question_id, AnswerContent(state="level", level=4), 0, ""),),
            frozenset(),
            frozenset(),
        )
        for code in ("LEAD", "DATA")
    }
    with pytest.raises(services.workbooks.Overtaken):
        services.workbooks.apply_upload(upload=kept, inputs=late, by=cast.ada, at=timezone.now())
    assert answer(cast, "LEAD02").version == 0
    assert not answer(cast, "DATA02").held.exists()
    kept.refresh_from_db()
    assert kept.applied_at is None
    assert kept.content
    assert "Saved online by Bob" in ada.read(url)


def test_mistakes_stand_in_the_way_of_everything(cast, ada):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): "9", ("DATA03", Column.ANSWER): 3})
    page = ada.read(url)
    assert "1 mistake to put right first" in page
    assert "Found “9”" in page
    assert "Apply all changes" not in page
    ada.apply(url)
    assert not Answer.objects.exclude(version=0).exists()


def test_a_second_click_changes_nothing(cast, ada):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    ada.apply(url)
    save_online(cast, "DATA02", LEVEL_2, cast.bob)
    response = ada.client.post(url, follow=True)
    assert "applied already" in response.content.decode()
    assert answer(cast, "DATA02").level == 2


def test_of_two_clicks_at_once_one_applies(cast, ada):
    """Both have passed the page's own look; the row lets one through."""
    ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    kept = WorkbookUpload.objects.get()
    services.workbooks.apply_upload(upload=kept, inputs={}, by=cast.ada, at=timezone.now())
    with pytest.raises(NotNow, match="applied already"):
        services.workbooks.apply_upload(upload=kept, inputs={}, by=cast.ada, at=timezone.now())


def test_what_was_applied_is_not_kept(ada):
    url = ada.fill_and_send({("DATA02", Column.EVIDENCE): "Words of the council"})
    assert "Words of the council" in WorkbookUpload.objects.get().content
    ada.apply(url)
    assert WorkbookUpload.objects.get().content == ""


def test_a_workbook_without_changes_has_nothing_to_apply(ada):
    page = ada.read(ada.fill_and_send({}))
    assert "nothing to apply" in page
    assert "Apply all changes" not in page


def test_an_upload_can_be_forgotten(ada):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    ada.client.post(url, {"drop": ""})
    assert not WorkbookUpload.objects.exists()
    assert not Answer.objects.exclude(version=0).exists()


def test_an_upload_is_kept_for_a_day(cast, ada):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    WorkbookUpload.objects.update(at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    response = ada.client.post(url, follow=True)
    assert "kept for a day" in response.content.decode()
    assert answer(cast, "DATA02").version == 0
    ada.fill_and_send({("DATA03", Column.ANSWER): 4})
    assert WorkbookUpload.objects.count() == 1


def test_nobody_else_sees_or_applies_an_upload(cast, ada, framework):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    for user in (cast.bob, cast.eve, cast.analyst, cast.manager):
        other = Desk(user, framework).client
        assert other.get(url).status_code == 404
        assert other.post(url).status_code == 404
    assert answer(cast, "DATA02").version == 0


def test_an_answer_carried_forward_is_confirmed_by_a_yes_or_by_a_change(cast, ada):
    for code in ("DATA02", "DATA03", "DATA04"):
        save_online(cast, code, LEVEL_2, cast.ada)
    Answer.objects.filter(question__code__in=["DATA02", "DATA03", "DATA04"]).update(to_confirm=True)
    url = ada.fill_and_send({("DATA02", Column.STILL_TRUE): "Yes", ("DATA03", Column.ANSWER): 4})
    assert "To be confirmed" in ada.read(url)
    ada.apply(url)
    assert not answer(cast, "DATA02").to_confirm
    assert content_of(answer(cast, "DATA02")) == LEVEL_2
    assert not answer(cast, "DATA03").to_confirm
    assert answer(cast, "DATA04").to_confirm


# A contributor


@pytest.fixture
def bob(cast, framework) -> Desk:
    cast.assessment.sections.filter(area__code="DATA").update(assigned_to=cast.bob)
    return Desk(cast.bob, framework)


def test_a_contributor_changes_the_own_sections(cast, bob):
    bob.apply(bob.fill_and_send({("DATA02", Column.ANSWER): 4}))
    assert answer(cast, "DATA02").changed_by == cast.bob


def test_what_a_contributor_changed_elsewhere_is_named(cast, ada, bob):
    url = bob.fill_and_send({("DATA02", Column.ANSWER): 4, ("LEAD02", Column.ANSWER): 3}, ada.download())
    page = bob.read(url)
    assert re.search(r"Characteristics, E\d+", page)
    assert "in a section that you can’t change" in page
    bob.apply(url)
    assert not Answer.objects.exclude(version=0).exists()


def test_a_section_that_was_handed_in_is_the_leads(cast, bob):
    data = bob.download()
    cast.assessment.sections.filter(area__code="DATA").update(state=SectionState.READY)
    cast.assessment.sections.filter(area__code="CONN").update(assigned_to=cast.bob)
    page = bob.read(bob.fill_and_send({("DATA02", Column.ANSWER): 4}, data))
    assert "handed to the lead" in page


# Refusals


def test_a_refusal_is_shown_beside_the_field_and_keeps_nothing(ada):
    response = ada.send(b"Code,Answer\n")
    page = response.content.decode()
    assert "There is a problem" in page
    assert "This is not an Excel workbook" in page
    assert not WorkbookUpload.objects.exists()


def test_another_councils_workbook_is_refused(cast, ada, framework):
    theirs = Desk(cast.eve, framework).download("birch", "now")
    assert "belongs to another council" in ada.send(theirs).content.decode()


def test_nothing_chosen_is_said(ada):
    page = ada.client.post(reverse("upload_workbook", args=NOW)).content.decode()
    assert "Choose the workbook that you filled in" in page


def test_a_huge_file_is_refused_in_words(ada):
    response = ada.send(b"PK\x03\x04" + b"\0" * (5 * MAX_BYTES))
    assert "larger than 2 MB" in response.content.decode()


def test_of_a_huge_file_little_more_than_the_limit_is_kept():
    handler = StopAtLimit()
    handler.new_file()
    chunk = b"\0" * 65_536
    kept = sum(len(handler.receive_data_chunk(chunk, number * len(chunk)) or b"") for number in range(1_000))
    assert MAX_BYTES < kept < MAX_BYTES + 2 * len(chunk)


def test_a_submitted_assessment_takes_no_workbook(cast, ada):
    data = ada.download()
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4}, data)
    submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    assert "has been submitted" in ada.send(data).content.decode()
    ada.apply(url)
    assert answer(cast, "DATA02").version == 0


# Harmful texts


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in (MARKUP | FORMULAS).items()])
def test_harmful_texts_are_shown_and_saved_as_text(cast, ada, text):
    save_online(cast, "DATA02", AnswerContent(state="level", level=2, evidence=text.strip()), cast.bob)
    data = ada.download()
    save_online(cast, "DATA02", AnswerContent(state="level", level=3, evidence=text.strip()), cast.bob)
    page = ada.read(ada.fill_and_send({("DATA02", Column.TARGET): 4, ("DATA03", Column.EVIDENCE): f"New {text}"}, data))
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page.replace(escape(text.strip()), "")
    url = str(WorkbookUpload.objects.get().pk)
    ada.apply(reverse("workbook_upload", args=[*NOW, url]), DATA02="workbook")
    assert answer(cast, "DATA02").evidence == text.strip()
    assert answer(cast, "DATA03").evidence == f"New {text}".strip()


def test_a_mistake_repeats_what_was_found_as_text(ada):
    page = ada.read(ada.fill_and_send({("DATA02", Column.ANSWER): "<script>alert(1)</script>"}))
    assert "Found “&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_fields_that_no_form_has_change_nothing(cast, ada):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    ada.client.post(url, {"content": "{}", "by": cast.bob.pk, "assessment": cast.other.pk, "applied_at": "2020-01-01"})
    assert answer(cast, "DATA02").changed_by == cast.ada
    assert not Answer.objects.filter(section__assessment=cast.other).exclude(version=0).exists()


# The rest


def test_an_upload_that_was_applied_holds_no_words(ada):
    ada.apply(ada.fill_and_send({("DATA02", Column.ANSWER): 4}))
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkbookUpload.objects.update(content="Words")


def test_a_download_is_on_record_and_private(cast, ada):
    response = ada.client.get(reverse("workbook_file", args=NOW))
    assert response["Content-Disposition"] == 'attachment; filename="Alder, Round now.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.filter(action="workbook downloaded", by=cast.ada, council=cast.alder).exists()


def test_last_rounds_answers_stand_beside_the_questions(cast, ada, framework):
    at = timezone.now() - timedelta(days=60)
    past = make_round(
        cast.assessment.round.framework, opens_at=at - timedelta(days=9), closes_at=at + timedelta(days=9)
    )
    before = make_assessment(cast.alder, past)
    answer_all(before, 2)
    Answer.objects.filter(section__assessment=before).update(evidence="As it was then")
    submit_assessment(assessment=before, by=cast.ada, at=at)
    sheet = load_workbook(io.BytesIO(ada.download()))["Outcomes"]
    said = [row[0].value for row in sheet.iter_rows(min_col=Column.LAST_ROUND, max_col=Column.LAST_ROUND)]
    assert "2 Exploring. As it was then" in said


def test_the_number_of_queries_does_not_grow_with_the_answers(cast, ada):
    url = ada.fill_and_send({("DATA02", Column.ANSWER): 4})
    with CaptureQueriesContext(
        connection,
    ) as few:
        ada.read(url)
    url = ada.fill_and_send({(f"DATA{number:02}", Column.ANSWER): 4 for number in range(1, 5)})
    with CaptureQueriesContext(connection) as many:
        ada.read(url)
    assert len(many) == len(few)

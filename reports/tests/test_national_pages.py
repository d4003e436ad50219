"""The page around the national report: asking, waiting, taking it away, and what a copy of it is worth."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from councils.models import AuditEvent, OfficeRole, User
from reports.models import BenchmarkRelease, Document, DocumentKind, DocumentState
from reports.rendering import work_on
from reports.services import publish_release, release_benchmarks
from reports.tests.factories import AFTERWARDS, World, make_world
from reports.tests.wanted import NOW, in_state, now, stored
from reports.verification import Outcome, verdict_on_code
from reports.wanting import want_national_report
from tests.factories import make_user
from tests.http import close

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a report"
LATER = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    made = make_world(16)
    made.submit_all(made.councils)
    for submission in made.round.assessments.all():
        submission.submissions.update(content='{"sections": []}')
    return made


@pytest.fixture
def release(world) -> BenchmarkRelease:
    return world.release()


@pytest.fixture
def analyst() -> User:
    return make_user("Analyst", office_role=OfficeRole.ANALYST)


@pytest.fixture
def report(release, analyst) -> Document:
    return want_national_report(release=release, by=analyst, at=NOW)


@pytest.fixture
def made(report) -> Document:
    name = default_storage.save(f"documents/{report.pk}-1.pdf", ContentFile(PDF))
    return in_state(DocumentState.MADE, report, file=name)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str = "office_national") -> str:
    return reverse(name, args=["2025"])


def page_for(user: User) -> str:
    return signed_in(user).get(url()).content.decode()


# Asking and waiting


def test_before_a_release_the_page_says_what_will_be_there(world, analyst):
    assert "This round has no release yet" in page_for(analyst)
    assert signed_in(analyst).post(url()).url == url()
    assert not Document.objects.exists()


def test_asking_twice_wants_one_report(release, analyst):
    before = Document.objects.filter(kind=DocumentKind.NATIONAL).count()
    for _ in range(2):
        assert signed_in(analyst).post(url()).url == url()

    document = Document.objects.get(kind=DocumentKind.NATIONAL)
    assert before == 0
    assert (document.release, document.submission, document.wanted_by) == (release, None, analyst)
    assert document.get_absolute_url() == url()


@pytest.mark.parametrize(
    ("state", "words", "looks_again"),
    [
        pytest.param(DocumentState.QUEUED, "The report is being made", True, id="waits"),
        pytest.param(DocumentState.RUNNING, "The report is being made", True, id="is being made"),
        pytest.param(DocumentState.FAILED, "The report could not be made", False, id="failed"),
        pytest.param(DocumentState.MADE, "Try again", False, id="its file is gone"),
    ],
)
def test_the_page_says_how_it_stands(report, analyst, state, words, looks_again):
    in_state(state, report)

    page = page_for(analyst)

    assert words in page
    assert ('http-equiv="refresh"' in page) == looks_again


def test_one_that_failed_or_was_lost_is_made_again(report, analyst):
    for state in (DocumentState.FAILED, DocumentState.MADE):
        in_state(state, report)
        signed_in(analyst).post(url())
        assert now(report).state == DocumentState.QUEUED


def test_the_rounds_pages_lead_to_it(release, world, analyst):
    for user, name in ((world.manager, "office_release"), (analyst, "office_progress")):
        assert f'href="{url()}"' in signed_in(user).get(reverse(name, args=["2025"])).content.decode()


# Taking it away


def test_the_file_is_handed_out_under_its_name_and_logged(made, analyst):
    answer = signed_in(analyst).get(url("office_national_file"))

    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith('attachment; filename="National report 2025-R1.pdf"')
    assert answer["Cache-Control"] == "private, no-store"
    event = AuditEvent.objects.get(action="national report downloaded")
    assert (event.by, event.detail) == (analyst, "2025-R1")


def test_without_a_file_the_download_leads_to_the_page_and_is_not_logged(report, analyst):
    assert signed_in(analyst).get(url("office_national_file")).url == url()
    assert not AuditEvent.objects.filter(action="national report downloaded").exists()


def test_nobody_reaches_it_through_the_councils_pages(made, analyst, world):
    for user in (analyst, world.manager):
        for name in ("scorecard", "scorecard_file"):
            answer = signed_in(user).get(reverse(name, args=[made.pk]))
            close(answer)
            assert answer.status_code == 404


# Making it


def test_it_is_made_like_any_document_and_its_code_says_what_it_is(report):
    work_on(scorecard_id=report.pk)

    document = now(report)
    assert (document.state, document.error) == (DocumentState.MADE, "")
    assert stored(document).startswith(b"%PDF")
    verdict = verdict_on_code(document.code)
    assert (verdict.outcome, verdict.kind, verdict.council) == (Outcome.GENUINE, "National report", "")
    assert verdict.heading == "It is the report on this release"
    assert verdict.release.startswith("2025-R1 of")


def test_a_copy_from_before_a_later_release_says_that_it_is_replaced(world, report):
    for council in world.councils[:4]:
        world.submit(council, "4.5")
    release_benchmarks(round_=world.round, by=world.manager, at=AFTERWARDS)

    verdict = verdict_on_code(report.code)

    assert (verdict.outcome, verdict.heading) == (Outcome.SUPERSEDED, "It has been replaced")
    assert "2025-R2" in verdict.since[0]


def test_once_the_figures_are_public_the_report_is_another(world, release, report):
    publish_release(release=release, by=world.manager, at=NOW + LATER)
    release.refresh_from_db()

    again = want_national_report(release=release, by=world.manager, at=NOW + 2 * LATER)

    assert again.pk != report.pk
    assert "The figures of the release were made public" in " ".join(verdict_on_code(report.code).since)
    assert verdict_on_code(again.code).outcome == Outcome.GENUINE


def test_one_that_was_overtaken_while_it_waited_fails_as_overtaken(world, release, report):
    publish_release(release=release, by=world.manager, at=NOW + LATER)

    work_on(scorecard_id=report.pk)

    assert (now(report).state, now(report).error) == (DocumentState.FAILED, "overtaken")


def test_the_page_behind_the_code_shows_no_score(report, client):
    page = client.post(reverse("verify"), {"code": report.code}).content.decode()

    assert "It is the report on this release" in page
    assert "National report" in page
    assert "Signed off" not in page

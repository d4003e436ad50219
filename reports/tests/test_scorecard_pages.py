"""The pages around a scorecard: asking, waiting, trying again, taking away; and who may."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from assessments.models import Assessment
from assessments.services import submit_assessment
from assessments.states import AssessmentState
from councils.models import AuditEvent
from reports.models import Document, DocumentKind, DocumentState
from reports.tests.handing_in import sign
from reports.tests.wanted import NOW, in_state, now
from reports.views.delivery import disposition
from reports.wanting import want_scorecard
from tests.factories import answer_all
from tests.http import close

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a scorecard"


def submit(assessment: Assessment, by):
    answer_all(assessment, by=by)
    return submit_assessment(assessment=assessment, by=by, at=NOW)


@pytest.fixture
def submission(cast):
    return submit(cast.assessment, cast.bob)


@pytest.fixture
def signed(submission):
    return sign(submission)


@pytest.fixture
def scorecard(cast, signed) -> Document:
    return want_scorecard(submission=signed, release=None, by=cast.ada, at=NOW)


@pytest.fixture
def made(scorecard) -> Document:
    name = default_storage.save(f"scorecards/{scorecard.pk}-1.pdf", ContentFile(PDF))
    return in_state(DocumentState.MADE, scorecard, file=name)


def want_url(assessment: Assessment) -> str:
    return reverse("want_scorecard", args=[assessment.council.slug, assessment.round.slug])


def file_url(scorecard: Document) -> str:
    return reverse("scorecard_file", args=[scorecard.pk])


def retry_url(scorecard: Document) -> str:
    return reverse("retry_scorecard", args=[scorecard.pk])


# Asking


def test_asking_leads_to_the_page_of_the_one_scorecard(client, cast, submission):
    client.force_login(cast.ada)
    answers = [client.post(want_url(cast.assessment)) for _ in range(2)]

    scorecard = Document.objects.get()
    assert [answer.url for answer in answers] == [scorecard.get_absolute_url()] * 2
    assert (scorecard.submission, scorecard.wanted_by) == (submission, cast.ada)


def test_what_is_not_handed_in_leads_to_the_results_page(client, cast):
    client.force_login(cast.ada)

    answer = client.post(want_url(cast.assessment))

    assert answer.url == reverse("results", args=["alder", "now"])
    assert not Document.objects.exists()


def test_one_that_was_put_off_is_offered_to_be_made(client, cast, scorecard):
    client.force_login(cast.ada)
    results = reverse("results", args=["alder", "now"])
    assert "Make the full scorecard (PDF)" not in client.get(results).content.decode()

    stopped = in_state(DocumentState.STOPPED, scorecard)
    assert "Make the full scorecard (PDF)" in client.get(results).content.decode()
    page = client.get(stopped.get_absolute_url()).content.decode()
    assert "Full scorecard: not made yet" in page
    assert "Try again" not in page

    client.post(want_url(cast.assessment))
    assert now(stopped).state == DocumentState.QUEUED


# Waiting


@pytest.mark.parametrize(
    ("state", "heading", "looks_again"),
    [
        pytest.param(DocumentState.QUEUED, "Full scorecard: waiting to be made", True, id="waits"),
        pytest.param(DocumentState.RUNNING, "Full scorecard: being made", True, id="is being made"),
        pytest.param(DocumentState.FAILED, "Full scorecard: could not be made", False, id="failed"),
        pytest.param(DocumentState.MADE, "Full scorecard: the file is missing", False, id="its file is missing"),
    ],
)
def test_the_page_says_how_it_stands_and_looks_again_only_while_there_is_something_to_wait_for(
    client, cast, scorecard, state, heading, looks_again
):
    client.force_login(cast.ada)
    page = client.get(in_state(state, scorecard).get_absolute_url()).content.decode()

    assert heading in page
    assert ('http-equiv="refresh"' in page) == looks_again
    assert ("Look again now" in page) == looks_again
    assert ("Try again" in page) != looks_again
    assert file_url(scorecard) not in page


def test_a_made_scorecard_can_be_downloaded_from_its_page(client, cast, made):
    client.force_login(cast.dan)
    page = client.get(made.get_absolute_url()).content.decode()

    assert "Full scorecard: ready" in page
    assert "A PDF of 8 pages" in page
    assert file_url(made) in page
    assert 'http-equiv="refresh"' not in page


# Trying again


def test_a_failed_scorecard_is_queued_again(client, cast, scorecard):
    client.force_login(cast.dan)
    failed = in_state(DocumentState.FAILED, scorecard)

    assert client.post(retry_url(failed)).url == failed.get_absolute_url()
    assert now(failed).state == DocumentState.QUEUED


def test_a_scorecard_whose_file_is_missing_is_made_again(client, cast, scorecard):
    client.force_login(cast.dan)
    lost = in_state(DocumentState.MADE, scorecard)

    assert client.post(retry_url(lost)).url == lost.get_absolute_url()
    assert now(lost).state == DocumentState.QUEUED


def test_a_made_scorecard_is_not_made_again(client, cast, made):
    client.force_login(cast.dan)
    client.post(retry_url(made))

    assert now(made).state == DocumentState.MADE


# Taking away


def test_the_file_comes_as_an_attachment_that_nothing_keeps(client, cast, made):
    client.force_login(cast.dan)
    answer = client.get(file_url(made))

    assert answer.getvalue() == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="Alder full scorecard now.pdf"')
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("state", DocumentState)
def test_without_a_file_the_download_leads_to_the_page(client, cast, scorecard, state):
    client.force_login(cast.dan)

    assert client.get(file_url(in_state(state, scorecard))).url == scorecard.get_absolute_url()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Fife.pdf", "attachment; filename=\"Fife.pdf\"; filename*=UTF-8''Fife.pdf", id="plain"),
        pytest.param("Môn.pdf", "attachment; filename=\"Mon.pdf\"; filename*=UTF-8''M%C3%B4n.pdf", id="accent"),
        pytest.param(
            '../a"\r\nb.pdf',
            "attachment; filename=\"..ab.pdf\"; filename*=UTF-8''..%2Fa%22%0D%0Ab.pdf",
            id="path, quote and line break",
        ),
    ],
)
def test_a_file_name_is_plain_for_old_programs_and_whole_for_others(name, expected):
    assert disposition(name) == expected


def test_a_download_by_the_digital_office_is_logged(client, cast, made):
    client.force_login(cast.analyst)
    close(client.get(file_url(made)))

    event = AuditEvent.objects.get(action="scorecard downloaded")
    assert (event.by, event.council_id) == (cast.analyst, cast.alder.pk)


def test_a_download_by_the_council_is_its_own_affair(client, cast, made):
    client.force_login(cast.dan)
    close(client.get(file_url(made)))

    assert not AuditEvent.objects.filter(action="scorecard downloaded").exists()


# Who may

PEOPLE_BEFORE = {"ada": 200, "bob": 200, "cat": 200, "dan": 403, "analyst": 403, "manager": 403}
PEOPLE_AFTER = {"ada": 200, "bob": 200, "cat": 200, "dan": 200, "analyst": 200, "manager": 200}
NEVER = {"eve": 404, "administrator": 404, "stranger": 404}


@pytest.mark.parametrize("person", PEOPLE_BEFORE | NEVER)
def test_before_sign_off_those_who_worked_on_it_may_see_it(client, cast, submission, person):
    scorecard = want_scorecard(submission=submission, release=None, by=cast.ada, at=NOW)
    client.force_login(getattr(cast, person))

    expected = (PEOPLE_BEFORE | NEVER)[person]
    assert client.get(scorecard.get_absolute_url()).status_code == expected
    assert client.post(want_url(cast.assessment)).status_code == (302 if expected == 200 else expected)


@pytest.mark.parametrize("person", PEOPLE_AFTER | NEVER)
def test_after_sign_off_the_whole_council_and_the_office_may(client, cast, made, person):
    client.force_login(getattr(cast, person))

    expected = (PEOPLE_AFTER | NEVER)[person]
    assert client.get(made.get_absolute_url()).status_code == expected
    answer = client.get(file_url(made))
    assert answer.status_code == expected
    close(answer)
    assert client.post(retry_url(made)).status_code == (302 if expected == 200 else expected)


def test_nobody_signed_in_goes_to_sign_in(client, made):
    for url in (made.get_absolute_url(), file_url(made)):
        assert client.get(url).url.startswith(reverse("account_login"))


def test_once_reopened_the_office_and_viewers_see_it_no_more(client, cast, made):
    Assessment.objects.filter(pk=cast.assessment.pk).update(state=AssessmentState.IN_PROGRESS)
    for person, expected in {"ada": 200, "dan": 403, "analyst": 404}.items():
        client.force_login(getattr(cast, person))
        assert client.get(made.get_absolute_url()).status_code == expected


@pytest.mark.parametrize("name", ["want", "retry"])
def test_nothing_is_asked_for_by_looking(client, cast, made, name):
    client.force_login(cast.ada)
    url = {"want": want_url(cast.assessment), "retry": retry_url(made)}[name]

    assert client.get(url).status_code == 405


# Which document


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param({}, DocumentKind.SCORECARD, id="nothing said"),
        pytest.param({"kind": "executive"}, DocumentKind.EXECUTIVE, id="executive"),
        pytest.param({"kind": "scrutiny"}, DocumentKind.SCRUTINY, id="scrutiny pack"),
    ],
)
def test_the_kind_that_is_asked_for_is_wanted(client, cast, signed, said, kind):
    client.force_login(cast.dan)
    assessment = signed.assessment
    answer = client.post(reverse("want_scorecard", args=[assessment.council.slug, assessment.round.slug]), said)

    document = Document.objects.get()
    assert document.kind == kind
    assert answer["Location"] == document.get_absolute_url()


@pytest.mark.parametrize("kind", ["national", "workshop_pack", "<script>"])
def test_no_other_kind_can_be_asked_for_here(client, cast, signed, kind):
    client.force_login(cast.dan)
    assessment = signed.assessment
    address = [assessment.council.slug, assessment.round.slug]
    answer = client.post(reverse("want_scorecard", args=address), {"kind": kind})

    assert answer["Location"] == reverse("results", args=address)
    assert not Document.objects.exists()


def test_the_results_page_offers_every_document(client, cast, signed):
    client.force_login(cast.dan)
    assessment = signed.assessment
    page = client.get(reverse("results", args=[assessment.council.slug, assessment.round.slug])).content.decode()

    for name in ("executive scorecard", "full scorecard", "scrutiny pack for elected members"):
        assert f"Make the {name} (PDF)" in page

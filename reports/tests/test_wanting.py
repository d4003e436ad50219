"""The same scorecard is wanted once, however often it is asked for."""

import shutil
from pathlib import Path

import pytest

from assessments.models import Submission
from reports import rendering, tasks
from reports.models import COUNCILS_OWN, Document, DocumentKind, DocumentState
from reports.tests.handing_in import sign
from reports.tests.wanted import NOW, in_state, now, someone_of, submitted, want
from reports.wanting import offers, remake

pytestmark = pytest.mark.django_db


def test_two_clicks_want_one_scorecard():
    submission = submitted()

    assert want(submission) == want(submission)
    assert Document.objects.count() == 1


def test_the_same_answers_of_two_councils_are_two_scorecards():
    assert want(submitted()) != want(submitted())


def test_signing_off_makes_a_scorecard_of_its_own():
    submission = submitted()
    before = want(submission)
    sign(submission)

    assert want(Submission.objects.get(pk=submission.pk)) != before


def test_a_changed_style_sheet_makes_a_scorecard_of_its_own(settings, tmp_path):
    submission = submitted()
    before = want(submission)
    settings.STATIC_BUILD_DIR = Path(shutil.copytree(settings.STATIC_BUILD_DIR, tmp_path / "build"))
    assert want(submission) == before

    (settings.STATIC_BUILD_DIR / "paper.css").write_text("p { color: red }")

    assert want(submission) != before


def offered(submission: Submission) -> dict[DocumentKind, Document]:
    return {offer.kind: offer.document for offer in offers(submission=submission, release=None) if offer.document}


def test_the_documents_of_a_submission_are_found_again(django_assert_num_queries):
    submission = submitted()
    assert offered(submission) == {}

    full = want(submission)
    pack = want(submission, kind=DocumentKind.SCRUTINY)

    with django_assert_num_queries(2):
        assert offered(submission) == {DocumentKind.SCORECARD: full, DocumentKind.SCRUTINY: pack}


@pytest.mark.parametrize("kind", COUNCILS_OWN)
def test_each_kind_is_a_document_of_its_own_and_is_made_as_what_it_is(kind):
    document = want(kind=kind)

    rendering.work_on(scorecard_id=document.pk)

    document.refresh_from_db()
    assert (document.kind, document.state) == (kind, DocumentState.MADE)
    assert Document.objects.count() == 1


def test_a_worker_is_nudged_once_and_only_after_the_row_is_there(django_capture_on_commit_callbacks, monkeypatch):
    nudged = []
    monkeypatch.setattr(tasks.render_scorecard, "delay", nudged.append)
    submission = submitted()
    with django_capture_on_commit_callbacks(execute=True):
        scorecard = want(submission)
        want(submission)
        assert nudged == []

    assert nudged == [str(scorecard.pk)]


@pytest.mark.django_db(transaction=True)
def test_asking_works_while_the_broker_is_away(monkeypatch):
    def no_broker(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.render_scorecard, "delay", no_broker)

    assert now(want()).state == DocumentState.QUEUED


@pytest.mark.parametrize("state", [DocumentState.FAILED, DocumentState.STOPPED])
def test_a_scorecard_that_is_not_coming_starts_afresh_when_asked_for_again(state):
    submission = submitted()
    failed = in_state(state, want(submission), lost_leases=1, in_bulk=True)

    wanted = want(submission)

    assert wanted == failed
    assert (wanted.state, wanted.attempts, wanted.lost_leases, wanted.error) == (DocumentState.QUEUED, 0, 0, "")
    assert not wanted.in_bulk


@pytest.mark.parametrize("state", [DocumentState.QUEUED, DocumentState.RUNNING, DocumentState.MADE])
def test_any_other_scorecard_asked_for_again_stays_as_it_is(state):
    submission = submitted()
    in_state(state, want(submission))

    assert want(submission).state == state


def test_a_scorecard_without_its_file_is_made_again():
    lost = in_state(DocumentState.MADE)

    assert remake(document=lost, by=someone_of(lost.submission), at=NOW)
    assert (now(lost).state, lost.file.name, lost.made_at) == (DocumentState.QUEUED, "", None)
    assert not remake(document=lost, by=someone_of(lost.submission), at=NOW)

"""A release wants its councils' scorecards; the office watches, stops, goes on, and takes them away."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.states import AssessmentState
from councils.models import AuditEvent
from reports import bulk, rendering, tasks
from reports.bulk import progress_of, queue_scorecards, retry_scorecards, stop_scorecards, time_left
from reports.models import Document, DocumentKind, DocumentState
from reports.rendering import more_urgent_than, next_in_bulk
from reports.tests.factories import AFTERWARDS, make_world
from reports.tests.wanted import NOW, want
from reports.views.delivery import safe_name
from reports.wanting import want_scorecard
from tests.factories import make_user

pytestmark = pytest.mark.django_db

COUNCILS = 6
ALL = COUNCILS * len(bulk.KINDS)
SECOND = timedelta(seconds=1)


@pytest.fixture
def world():
    made = make_world(COUNCILS)
    made.submit_all(made.councils)
    return made


@pytest.fixture
def release(world):
    return world.release()


def put(state: DocumentState, count: int, **fields: object) -> None:
    pks = list(Document.objects.order_by("wanted_at", "pk").values_list("pk", flat=True)[:count])
    Document.objects.filter(pk__in=pks).update(state=state, **fields)


def counts(release) -> tuple[int, ...]:
    now = progress_of(release, at=AFTERWARDS)
    return now.made, now.running, now.waiting, now.failed, now.missing


# Queueing


def test_a_release_wants_two_documents_of_each_council(release):
    rows = Document.objects.filter(release=release)

    assert rows.count() == ALL
    assert set(rows.values_list("kind", "state", "in_bulk")) == {
        (DocumentKind.EXECUTIVE, DocumentState.QUEUED, True),
        (DocumentKind.SCORECARD, DocumentState.QUEUED, True),
    }


def test_a_refused_release_wants_nothing(world, monkeypatch):
    monkeypatch.setattr("reports.services.releasing.write_figures", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        world.release()

    assert not Document.objects.exists()


def test_queueing_takes_as_many_queries_for_many_councils_as_for_few(django_assert_max_num_queries):
    queries = []
    for size, slug in ((6, "few"), (14, "many")):
        world = make_world(size, slug=slug)
        world.submit_all(world.councils)
        release = world.release()
        Document.objects.all().delete()
        with django_assert_max_num_queries(15) as captured:
            queue_scorecards(release=release, by=world.manager, at=AFTERWARDS)
        queries.append(len(captured))

    assert queries[0] == queries[1]


def test_few_messages_are_sent_and_only_after_the_rows_are_there(
    world, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(tasks.render_scorecard, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        world.release()
        assert sent == []

    assert len(set(sent)) == bulk.AT_ONCE


def test_what_somebody_asked_for_alone_is_not_wanted_twice(world, release):
    submission = release.submissions.first()

    one = want_scorecard(submission=submission, release=release, by=world.manager, at=AFTERWARDS)

    assert Document.objects.count() == ALL
    assert (one.in_bulk, one.state) == (False, DocumentState.QUEUED)


# The order


def test_what_people_ask_for_goes_before_what_a_release_wants(release, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.render_scorecard, "delay", sent.append)
    monkeypatch.setattr(rendering, "render", lambda document: worked.append(document.pk) or 1 / 0)
    worked: list[object] = []
    of_release = Document.objects.filter(in_bulk=True).first()
    asked = want()

    tasks.render_scorecard(str(of_release.pk))

    assert worked == [asked.pk]
    assert len(sent) == 1


def test_a_document_that_somebody_asked_for_leads_to_no_other(release):
    asked = want()

    assert more_urgent_than(asked.pk, at=NOW) is None
    assert next_in_bulk(asked.pk, at=NOW) is None


def test_a_failed_one_waits_before_it_is_tried_again(release):
    put(DocumentState.QUEUED, ALL, not_before=NOW + SECOND)
    one = Document.objects.first()

    assert rendering.claim(scorecard_id=one.pk, at=NOW) is None
    assert next_in_bulk(one.pk, at=NOW) is None
    assert rendering.claim(scorecard_id=one.pk, at=NOW + SECOND) is not None


# Stopping, going on, trying again


def test_stopping_takes_back_what_waits_and_going_on_wants_it_again(world, release):
    put(DocumentState.RUNNING, 1, lease_until=AFTERWARDS + SECOND)

    assert stop_scorecards(release=release, by=world.manager, at=AFTERWARDS) == ALL - 1
    assert counts(release) == (0, 1, 0, 0, ALL - 1)
    assert queue_scorecards(release=release, by=world.manager, at=AFTERWARDS) == ALL - 1
    assert counts(release) == (0, 1, ALL - 1, 0, 0)


def test_failed_ones_are_tried_again_and_no_others(world, release):
    put(DocumentState.FAILED, 2, error="took too long", attempts=3)
    progress = progress_of(release, at=AFTERWARDS)

    assert [failure.words for failure in progress.failures] == ["It took too long and was ended."] * 2
    assert retry_scorecards(release=release, by=world.manager, at=AFTERWARDS) == 2
    assert counts(release) == (0, 0, ALL, 0, 0)
    assert not Document.objects.filter(attempts__gt=0).exists()


@pytest.mark.parametrize(
    ("seconds", "to_do", "words"),
    [
        pytest.param([], 4, "Too few are made", id="none yet"),
        pytest.param([0, 2, 4], 4, "Too few are made", id="hardly any"),
        pytest.param([0, 2, 4, 6, 8], 90, "About 3 minutes", id="two seconds each"),
        pytest.param([0, 2, 4, 6, 8], 3, "Less than a minute", id="nearly done"),
        pytest.param([-900, -898, 4, 6, 8, 10], 90, "About 3 minutes", id="a pause in between does not count"),
        pytest.param([-900, -898, -896, -894, -892], 90, "None has been made", id="nobody makes them"),
    ],
)
def test_the_time_left_comes_from_the_last_ones_and_says_when_it_is_unknown(seconds, to_do, words):
    made_at = [NOW + second * SECOND for second in seconds]

    assert time_left(made_at, to_do, at=NOW + 10 * SECOND).startswith(words)


# The pages


def page(user, slug="2025"):
    client = Client()
    client.force_login(user)
    return client, reverse("office_scorecards", args=[slug])


def test_the_manager_stops_and_goes_on_and_each_is_in_the_log(world, release):
    client, url = page(world.manager)
    for deed in ("stop", "start", "no such", ""):
        assert client.post(url, {"deed": deed}).status_code == 302

    logged = AuditEvent.objects.filter(action__startswith="scorecards").order_by("at")
    assert list(logged.values_list("action", flat=True)) == [
        "scorecards queued",
        "scorecards stopped",
        "scorecards queued",
    ]
    assert f"0 of {ALL}" in client.get(url).content.decode()


def test_the_analyst_looks_and_is_offered_no_deed(world, release):
    client, url = page(make_user(office_role="analyst"))

    assert 'name="deed"' not in client.get(url).content.decode()


def test_the_page_takes_as_many_queries_for_many_councils_as_for_few(django_assert_max_num_queries):
    queries = []
    for size, slug in ((6, "few"), (14, "many")):
        world = make_world(size, slug=slug)
        world.submit_all(world.councils)
        world.release()
        client, url = page(world.manager, slug)
        with django_assert_max_num_queries(25) as captured:
            client.get(url)
        queries.append(len(captured))

    assert queries[0] == queries[1]


# The zip file


def made_and_signed(world, release, *councils) -> None:
    """All documents made; the assessments of these councils signed off."""
    of = Assessment.objects.filter(council__in=councils)
    release.submissions.filter(assessment__in=of).update(signed_off_at=AFTERWARDS, signed_off_by=world.manager)
    of.update(state=AssessmentState.SIGNED_OFF)
    queue_scorecards(release=release, by=world.manager, at=AFTERWARDS)
    for document in Document.objects.all():
        document.file.save("one.pdf", ContentFile(b"%PDF " + document.code.encode()), save=False)
        document.state, document.made_at, document.pages = DocumentState.MADE, AFTERWARDS, 1
        document.save()


def unzipped(response) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_file_holds_what_is_signed_off_and_is_logged(world, release):
    made_and_signed(world, release, world.councils[0])
    client, _url = page(world.manager)

    files = unzipped(client.get(reverse("office_scorecards_zip", args=["2025"])))

    name = world.councils[0].name
    assert set(files) == {f"{name} executive scorecard 2025.pdf", f"{name} full scorecard 2025.pdf"}
    assert all(content.startswith(b"%PDF") for content in files.values())
    assert AuditEvent.objects.filter(action="scorecards downloaded together", by=world.manager).count() == 1


def test_a_file_that_is_gone_is_named_and_the_others_come(world, release):
    made_and_signed(world, release, world.councils[0])
    gone = Document.objects.filter(signed_off=True).first()
    gone.file.storage.delete(gone.file.name)
    client, _url = page(world.manager)

    files = unzipped(client.get(reverse("office_scorecards_zip", args=["2025"])))

    assert len(files) == 2
    assert world.councils[0].name in files["Missing files.txt"].decode()


def test_with_nothing_to_take_there_is_no_zip_file_and_no_event(world, release):
    client, url = page(world.manager)

    assert client.get(reverse("office_scorecards_zip", args=["2025"])).url == url
    assert not AuditEvent.objects.filter(action="scorecards downloaded together").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "-..-etc-passwd.pdf"),
        ("C:\\x.pdf", "C--x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("a\x00b\nc\u202ed.pdf", "a b c d.pdf"),
        ("Caerdydd, tŷ.pdf", "Caerdydd, tŷ.pdf"),
        ("...", "_"),
    ],
)
def test_names_in_the_zip_file_lead_nowhere_else(name, safe):
    assert safe_name(name) == safe

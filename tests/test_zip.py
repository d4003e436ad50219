"""All scorecards in one zip file, through gunicorn as it is deployed: a sync worker with a time limit."""

import http.client
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.states import AssessmentState
from councils.models import AuditEvent
from reports.bulk import queue_scorecards
from reports.models import Document, DocumentState
from reports.tests.factories import AFTERWARDS, World, make_world
from tests.factories import make_user
from tests.service import Service
from tests.workers import below, database_url, memory_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not settings.REDIS_URL, reason="without Redis the web process has threads"
    ),
]

COUNCILS = 12
TIME_LIMIT = 8
"""Seconds, in place of the sixty that gunicorn gives a worker."""
MEGABYTE = 1_000_000
PDF = b"%PDF-1.7" + bytes(range(256)) * 6_500
STEP = 4 * MEGABYTE
PAUSE = TIME_LIMIT / 6


@pytest.fixture
def world() -> World:
    """Councils whose documents are all made and signed off."""
    world = make_world(COUNCILS)
    world.submit_all(world.councils)
    release = world.release()
    Document.objects.all().delete()
    release.submissions.update(signed_off_at=AFTERWARDS, signed_off_by=world.manager)
    Assessment.objects.update(state=AssessmentState.SIGNED_OFF)
    queue_scorecards(release=release, by=world.manager, at=AFTERWARDS)
    documents = list(Document.objects.all())
    for document in documents:
        document.file = default_storage.save(f"documents/{document.pk}.pdf", ContentFile(PDF))
        document.state, document.made_at, document.pages = DocumentState.MADE, AFTERWARDS, 1
    Document.objects.bulk_update(documents, ["file", "state", "made_at", "pages"])
    return world


@pytest.fixture
def web(world, tmp_path) -> Iterator[Service]:
    """One sync worker that is ended where it gives no sign of life for some seconds."""
    web = Service(tmp_path, database_url=database_url(), redis_url=settings.REDIS_URL)
    web.environment |= {
        "SCORECARD_DIR": str(settings.SCORECARD_DIR),
        "BASE_URL": settings.BASE_URL,
        "STATIC_MANIFEST": "0",
    }
    limits = ["--timeout", str(TIME_LIMIT), "--workers", "1", "--preload"]
    web.spawn("-m", "gunicorn", "-c", "python:councilmaturity.gunicorn", *limits, "councilmaturity.wsgi")
    try:
        web.wait()
        yield web
    finally:
        web.stop()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]


def ask(web: Service, user, target: Path) -> Answer:
    """Take the file away as slowly as a poor line would, so that it lasts longer than the time limit."""
    client = Client()
    client.force_login(user)
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    line.request("GET", reverse("office_scorecards_zip", args=["2025"]), headers={"Cookie": cookie})
    answer = line.getresponse()
    with target.open("wb") as file:
        while part := answer.read(STEP):
            file.write(part)
            time.sleep(PAUSE)
    line.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()})


def workers(web: Service) -> set[int]:
    return below({web.processes[0].pid})


def test_it_comes_whole_and_in_parts_longer_than_the_time_limit_for_the_office_alone_and_is_logged(
    web, world, tmp_path
):
    target, started = tmp_path / "all.zip", time.monotonic()
    (worker,) = workers(web)
    before = memory_of(worker, "VmHWM")

    refused, answer = ask(web, make_user(), target), ask(web, world.manager, target)

    assert time.monotonic() - started > TIME_LIMIT + 2
    assert refused.status == 403
    assert (answer.status, answer.headers["cache-control"]) == (200, "private, no-store")
    assert "content-length" not in answer.headers
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == COUNCILS * 2
        assert {entry.file_size for entry in archive.infolist()} == {len(PDF)}
    assert workers(web) == {worker}
    assert memory_of(worker, "VmHWM") - before < target.stat().st_size / 2
    assert AuditEvent.objects.get(action="scorecards downloaded together").by == world.manager

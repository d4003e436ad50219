"""The workshop pack: everything that is asked, as a PDF that anybody may have."""

import subprocess
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from characteristics.models import Framework, FrameworkStatus, LevelDescriptor
from reports.identity import identity_of_pack
from reports.models import Document, DocumentKind, DocumentState
from reports.rendering import draw_pack, work_on
from reports.wanting import want_workshop_pack
from tests.frameworks import make_framework
from tests.http import close


@pytest.fixture
def framework(db) -> Framework:
    return make_framework(code="asked")


def page(framework: Framework) -> str:
    return reverse("workshop_pack", args=[framework.code, framework.version])


def test_it_is_asked_for_made_and_downloaded_without_signing_in(framework):
    client = Client()
    assert "Make the PDF" in client.get(page(framework)).content.decode()
    client.post(page(framework))
    document = Document.objects.get()
    assert (document.kind, document.state) == (DocumentKind.WORKSHOP_PACK, DocumentState.QUEUED)
    assert "being made" in client.get(page(framework)).content.decode()
    work_on(scorecard_id=document.pk)
    assert "Download the workshop pack" in client.get(page(framework)).content.decode()
    response = client.get(reverse("workshop_file", args=["asked", "1.0"]))
    assert b"".join(response).startswith(b"%PDF-")
    assert "workshop pack.pdf" in response["Content-Disposition"]
    close(response)


def test_it_is_made_once_however_often_it_is_asked_for(framework):
    first = want_workshop_pack(framework=framework, by=None, at=timezone.now())
    assert want_workshop_pack(framework=framework, by=None, at=timezone.now()) == first


def test_a_pack_whose_file_has_gone_is_made_again(framework):
    Client().post(page(framework))
    work_on(scorecard_id=Document.objects.get().pk)
    document = Document.objects.get()
    document.file.storage.delete(document.file.name)
    assert "Try again" in Client().get(page(framework)).content.decode()
    Client().post(page(framework))
    assert Document.objects.get().state == DocumentState.QUEUED


def test_a_draft_has_none(framework):
    Framework.objects.filter(pk=framework.pk).update(status=FrameworkStatus.DRAFT)
    assert Client().get(page(framework)).status_code == 404


def test_it_holds_every_question_level_and_practice(framework, tmp_path: Path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(draw_pack(framework, identifier=identity_of_pack(framework).digest).content)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    printed = "".join(text.split())
    descriptors = LevelDescriptor.objects.filter(question__area__framework=framework).select_related("question")
    for descriptor in descriptors:
        assert "".join(descriptor.text.split()) in printed
        assert "".join(descriptor.question.text.split()) in printed


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"kind": DocumentKind.SCORECARD}, id="a scorecard of no submission"),
        pytest.param({"framework": None}, id="a pack of no framework"),
        pytest.param({"state": DocumentState.MADE}, id="made without a file"),
        pytest.param({"state": DocumentState.RUNNING}, id="running without a lease"),
    ],
)
def test_the_database_refuses_an_impossible_document(framework, values):
    document = want_workshop_pack(framework=framework, by=None, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**values)

"""One council's content and its documents, drawn once for all tests of what they look like."""

import pytest
from django.db import transaction

from reports.content import ScorecardContent
from reports.models import COUNCILS_OWN, DocumentKind
from reports.pdf import PdfFile
from reports.rendering import draw_pdf
from reports.tests.papers import full_content

Documents = dict[DocumentKind, PdfFile]


@pytest.fixture(scope="session")
def content(django_db_setup, django_db_blocker) -> ScorecardContent:
    """Made once and kept without its rows: content needs no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = full_content()
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="session")
def documents(content) -> Documents:
    return {kind: draw_pdf(content, kind=kind, identifier="one") for kind in COUNCILS_OWN}

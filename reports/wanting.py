"""Asking for a document. What is wanted is a row; the message to a worker only nudges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from assessments.models import Submission
from characteristics.models import Framework
from councils.models import User
from reports.content import ScorecardContent
from reports.models import BenchmarkRelease, Document, DocumentKind, DocumentState
from reports.rendering import content_of, digest_of_pack, digests_of
from reports.tasks import render_scorecard


@dataclass(frozen=True)
class Offer:
    """A kind of document that there can be of a council's results."""

    kind: DocumentKind
    name: str
    document: Document | None
    """Of just this content, where it was asked for already."""


def offers(content: ScorecardContent) -> tuple[Offer, ...]:
    """All kinds of documents of this content. One query."""
    digests = digests_of(content)
    found = {document.digest: document for document in Document.objects.filter(digest__in=digests.values())}
    return tuple(Offer(kind, str(kind.label), found.get(digest)) for kind, digest in digests.items())


@transaction.atomic
def want_scorecard(
    *,
    submission: Submission,
    release: BenchmarkRelease | None,
    kind: DocumentKind = DocumentKind.SCORECARD,
    by: User,
    at: datetime,
) -> Document:
    """The one document of this kind and content; queued if it is new or had failed."""
    digest = digests_of(content_of(submission=submission, release=release))[kind]
    return _want(digest, {"kind": kind, "submission": submission, "release": release}, by=by, at=at)


def find_workshop_pack(framework: Framework) -> Document | None:
    return Document.objects.filter(digest=digest_of_pack(framework)).first()


@transaction.atomic
def want_workshop_pack(*, framework: Framework, by: User | None, at: datetime) -> Document:
    """The one workshop pack of a framework; anybody may ask for it."""
    of = {"kind": DocumentKind.WORKSHOP_PACK, "framework": framework}
    return _want(digest_of_pack(framework), of, by=by, at=at)


def _want(digest: str, of: dict[str, Any], *, by: User | None, at: datetime) -> Document:
    defaults = {**of, "wanted_by": by, "wanted_at": at}
    document, is_new = Document.objects.get_or_create(digest=digest, defaults=defaults)
    failed = Document.objects.filter(pk=document.pk, state=DocumentState.FAILED)
    if is_new or _queue_again(failed, by=by, at=at):
        _nudge(document.pk)
        document.refresh_from_db()
    return document


@transaction.atomic
def remake(*, document: Document, by: User | None, at: datetime) -> bool:
    """Queue a document whose file has gone from the storage; anything else is left alone."""
    if document.has_file:
        return False
    without_file = Document.objects.filter(pk=document.pk, state=DocumentState.MADE, file=document.file.name)
    queued = _queue_again(without_file, by=by, at=at)
    if queued:
        _nudge(document.pk)
    return queued


def _queue_again(rows: QuerySet[Document], *, by: User | None, at: datetime) -> bool:
    fresh = {"attempts": 0, "lost_leases": 0, "error": "", "file": "", "made_at": None, "pages": None}
    return rows.update(state=DocumentState.QUEUED, wanted_by=by, wanted_at=at, **fresh) == 1


def _nudge(scorecard_id: UUID) -> None:
    def send() -> None:
        render_scorecard.delay(str(scorecard_id))

    # A nested function: robust=True reads the name of what it calls, and a partial has none.
    transaction.on_commit(send, robust=True)

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
from reports.identity import Identity, identities_of, identity_of_national, identity_of_pack
from reports.models import BenchmarkRelease, Document, DocumentKind, DocumentState
from reports.tasks import render_scorecard

NOT_COMING = (DocumentState.FAILED, DocumentState.STOPPED)


@dataclass(frozen=True)
class Offer:
    """A kind of document that there can be of a council's results."""

    kind: DocumentKind
    name: str
    document: Document | None
    """Of just this content, where it was asked for already."""


def offers(*, submission: Submission, release: BenchmarkRelease | None) -> tuple[Offer, ...]:
    """All kinds of documents of a submission. Two queries beyond those of what hangs on the submission."""
    identities = identities_of(submission, release)
    wanted = Document.objects.filter(digest__in=[identity.digest for identity in identities.values()])
    found = {document.digest: document for document in wanted}
    return tuple(Offer(kind, str(kind.label), found.get(one.digest)) for kind, one in identities.items())


@transaction.atomic
def want_scorecard(
    *,
    submission: Submission,
    release: BenchmarkRelease | None,
    kind: DocumentKind = DocumentKind.SCORECARD,
    by: User,
    at: datetime,
) -> Document:
    """The one document of this kind and content; queued if it is new, had failed or was stopped."""
    of = {"kind": kind, "submission": submission, "release": release}
    return _want(identities_of(submission, release)[kind], of, by=by, at=at)


def find_workshop_pack(framework: Framework) -> Document | None:
    return Document.objects.filter(digest=identity_of_pack(framework).digest).first()


@transaction.atomic
def want_workshop_pack(*, framework: Framework, by: User | None, at: datetime) -> Document:
    """The one workshop pack of a framework; anybody may ask for it."""
    of = {"kind": DocumentKind.WORKSHOP_PACK, "framework": framework}
    return _want(identity_of_pack(framework), of, by=by, at=at)


def find_national_report(release: BenchmarkRelease) -> Document | None:
    return Document.objects.filter(digest=identity_of_national(release).digest).first()


@transaction.atomic
def want_national_report(*, release: BenchmarkRelease, by: User, at: datetime) -> Document:
    """The one national report on a release as it is now, public or not yet."""
    of = {"kind": DocumentKind.NATIONAL, "release": release}
    return _want(identity_of_national(release), of, by=by, at=at)


def _want(identity: Identity, of: dict[str, Any], *, by: User | None, at: datetime) -> Document:
    defaults = {**of, **identity.fields, "wanted_by": by, "wanted_at": at}
    document, is_new = Document.objects.get_or_create(digest=identity.digest, defaults=defaults)
    rows = Document.objects.filter(pk=document.pk)
    is_queued = is_new or _queue_again(rows.filter(state__in=NOT_COMING), by=by, at=at)
    if is_queued or _goes_first(rows):
        _nudge(document.pk)
        document.refresh_from_db()
    return document


def _goes_first(rows: QuerySet[Document]) -> bool:
    """What a release wants goes before the rest of it once somebody waits for it at a page."""
    return rows.filter(state=DocumentState.QUEUED, in_bulk=True).update(in_bulk=False) == 1


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
    fresh |= {"in_bulk": False, "not_before": None}
    return rows.update(state=DocumentState.QUEUED, wanted_by=by, wanted_at=at, **fresh) == 1


def _nudge(scorecard_id: UUID) -> None:
    def send() -> None:
        render_scorecard.delay(str(scorecard_id))

    # A nested function: robust=True reads the name of what it calls, and a partial has none.
    transaction.on_commit(send, robust=True)

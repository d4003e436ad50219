"""The scorecards of a whole release: wanted together, counted, stopped and tried again.

What belongs to a release is worked out from its submissions each time, so that a document that somebody asked for
alone counts too, and one that has been overtaken does not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Submission
from assessments.states import AssessmentState
from councils.models import AuditEvent, User
from reports.identity import Identity, identities_of_all
from reports.models import BenchmarkRelease, Document, DocumentKind, DocumentState
from reports.pressing import Failed, TookTooLong, TookTooMuch
from reports.tasks import render_scorecard

KINDS = (DocumentKind.EXECUTIVE, DocumentKind.SCORECARD)
AT_ONCE = 4
"""Messages that are under way at a time; each worker sends the next. More would only stand before other people's."""
LOOKED_AT = 20
"""Finished documents that the time left is estimated from."""
FEWEST = 4
PAUSE = timedelta(minutes=2)
"""A longer time between two documents was no work but a stop, and says nothing about the next ones."""


@dataclass(frozen=True)
class Wanted:
    submission: Submission
    kind: DocumentKind
    identity: Identity


@dataclass(frozen=True)
class Failure:
    council: str
    kind: str
    words: str


@dataclass(frozen=True)
class Progress:
    total: int
    made: int
    running: int
    waiting: int
    failed: int
    stopped: int
    failures: tuple[Failure, ...]
    time_left: str
    """A sentence; empty where nothing is to be done."""

    @property
    def to_do(self) -> int:
        return self.running + self.waiting

    @property
    def missing(self) -> int:
        """Neither made nor on the way: stopped, or never asked for in this layout."""
        return self.total - self.made - self.running - self.waiting - self.failed


def wanted_by(release: BenchmarkRelease) -> list[Wanted]:
    """Three queries, whatever the number of councils."""
    names = ("assessment__council", "assessment__round", "signed_off_by")
    rows = release.submissions.select_related(*names).defer("content").order_by("assessment__council__name")
    submissions = list(rows)
    identities = identities_of_all(submissions, release)
    return [Wanted(one, kind, identities[one.pk][kind]) for one in submissions for kind in KINDS]


@transaction.atomic
def queue_scorecards(*, release: BenchmarkRelease, by: User, at: datetime) -> int:
    """Want whatever is missing, and go on with what was stopped. How many are on the way by that."""
    wanted = wanted_by(release)
    known = set(_documents(wanted).values_list("digest", flat=True))
    fresh = [_row(one, release, by, at) for one in wanted if one.identity.digest not in known]
    Document.objects.bulk_create(fresh, ignore_conflicts=True)
    stopped = _documents(wanted).filter(state=DocumentState.STOPPED)
    queued = len(fresh) + stopped.update(state=DocumentState.QUEUED, in_bulk=True, wanted_at=at, not_before=None)
    _log(release, "scorecards queued", queued, by, at)
    _nudge_on_commit(_documents(wanted))
    return queued


@transaction.atomic
def stop_scorecards(*, release: BenchmarkRelease, by: User, at: datetime) -> int:
    """Take back what waits for the release alone. What is being made is finished."""
    waiting = _documents(wanted_by(release)).filter(state=DocumentState.QUEUED, in_bulk=True)
    stopped = waiting.update(state=DocumentState.STOPPED)
    _log(release, "scorecards stopped", stopped, by, at)
    return stopped


@transaction.atomic
def retry_scorecards(*, release: BenchmarkRelease, by: User, at: datetime) -> int:
    documents = _documents(wanted_by(release))
    fresh = {"attempts": 0, "lost_leases": 0, "error": "", "not_before": None}
    failed = documents.filter(state=DocumentState.FAILED)
    queued = failed.update(state=DocumentState.QUEUED, in_bulk=True, wanted_at=at, **fresh)
    _log(release, "scorecards tried again", queued, by, at)
    _nudge_on_commit(documents)
    return queued


def progress_of(release: BenchmarkRelease, *, at: datetime) -> Progress:
    wanted = wanted_by(release)
    names = ("submission__assessment__council",)
    rows = list(_documents(wanted).select_related(*names).defer("submission__content"))
    counts = Counter(row.state for row in rows)
    to_do = counts[DocumentState.QUEUED] + counts[DocumentState.RUNNING]
    made_at = sorted(row.made_at for row in rows if row.made_at)
    return Progress(
        total=len(wanted),
        made=counts[DocumentState.MADE],
        running=counts[DocumentState.RUNNING],
        waiting=counts[DocumentState.QUEUED],
        failed=counts[DocumentState.FAILED],
        stopped=counts[DocumentState.STOPPED],
        failures=_failures(rows),
        time_left=time_left(made_at, to_do, at=at) if to_do else "",
    )


def time_left(made_at: Sequence[datetime], to_do: int, *, at: datetime) -> str:
    """From how quickly the last ones followed each other, by however many workers there are."""
    recent = made_at[-LOOKED_AT:]
    gaps = [later - earlier for earlier, later in pairwise(recent)]
    gaps = [gap for gap in gaps if gap <= PAUSE]
    if recent and at - recent[-1] > PAUSE:
        return _("None has been made in the last two minutes, so nobody can say how long the rest takes.")
    if len(gaps) < FEWEST:
        return _("Too few are made to say how long the rest takes.")
    seconds = sum(gaps, timedelta()) / len(gaps) * to_do
    minutes = round(seconds.total_seconds() / 60)
    if minutes < 1:
        return _("Less than a minute to go, going by the last ones.")
    return ngettext(
        "About %(n)s minute to go, going by the last ones.",
        "About %(n)s minutes to go, going by the last ones.",
        minutes,
    ) % {"n": minutes}


def documents_to_take(release: BenchmarkRelease) -> QuerySet[Document]:
    """The finished ones that the Digital Office may read: of what councils have signed off."""
    digests = [one.identity.digest for one in wanted_by(release) if one.identity.signed_off]
    rows = Document.objects.filter(digest__in=digests, state=DocumentState.MADE, signed_off=True)
    signed = rows.filter(submission__assessment__state=AssessmentState.SIGNED_OFF)
    names = ("submission__assessment__council", "submission__assessment__round")
    return signed.select_related(*names).defer("submission__content").order_by("submission__assessment__council__name")


def error_words(error: str) -> str:
    """Why a document could not be made, for people."""
    known = {
        TookTooLong.CODE: _("It took too long and was ended."),
        TookTooMuch.CODE: _("It needed too much memory and was ended."),
        "the worker was lost": _("It took the process down that made it, again and again."),
        "overtaken": _("What it was to be made from has changed meanwhile."),
        Failed.NOT_STARTED: _("The process that makes documents did not start."),
    }
    return known.get(error) or _("Something went wrong (%(error)s).") % {"error": error or _("unknown")}


def _documents(wanted: list[Wanted]) -> QuerySet[Document]:
    return Document.objects.filter(digest__in=[one.identity.digest for one in wanted])


def _row(one: Wanted, release: BenchmarkRelease, by: User, at: datetime) -> Document:
    of = {"kind": one.kind, "submission": one.submission, "release": release, **one.identity.fields}
    return Document(**of, in_bulk=True, wanted_by=by, wanted_at=at)


def _failures(rows: list[Document]) -> tuple[Failure, ...]:
    found = [
        Failure(row.scored_submission.assessment.council.name, row.get_kind_display(), error_words(row.error))
        for row in rows
        if row.state == DocumentState.FAILED
    ]
    return tuple(sorted(found, key=lambda failure: (failure.council, failure.kind)))


def _log(release: BenchmarkRelease, action: str, count: int, by: User, at: datetime) -> None:
    AuditEvent.objects.create(at=at, by=by, action=action, detail=f"{release.code}: {count}")


def _nudge_on_commit(documents: QuerySet[Document]) -> None:
    waiting = documents.filter(state=DocumentState.QUEUED, in_bulk=True).order_by("wanted_at", "pk")
    first: list[UUID] = list(waiting.values_list("pk", flat=True)[:AT_ONCE])

    def send() -> None:
        for pk in first:
            render_scorecard.delay(str(pk))

    # A nested function: robust=True reads the name of what it calls, and a partial has none.
    transaction.on_commit(send, robust=True)

"""The life of a wanted scorecard: claimed under a lease, rendered, finished or failed.

Every change of state is one conditional update whose row count says whether it happened, so that a worker that was
killed, hung or overtaken can neither lose a document nor write over a newer one.
"""

import hashlib
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.template.loader import render_to_string
from django.utils import timezone, translation

from assessments.models import Submission
from characteristics.content import FrameworkContent
from characteristics.models import Framework
from characteristics.queries import read_framework
from reports import national as national_report
from reports.content import ScorecardContent
from reports.copies import check_by
from reports.identity import Identity, identities_of, identity_of_national
from reports.models import BenchmarkRelease, Document, DocumentKind, DocumentState
from reports.national import NationalContent
from reports.paper import executive, full, national, scrutiny
from reports.paper.markup import without_indentation
from reports.pdf import PdfFile, make_pdf
from reports.pressing import Press, PressError, TookTooLong, TookTooMuch
from reports.scorecards import build, without_notes
from reports.telling import tell_scorecard_ready

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than CELERY_TASK_TIME_LIMIT, after which a worker ends a render."""
PATIENCE = timedelta(seconds=10)
"""How long a wanted scorecard may wait before the sweeper nudges a worker again."""
BACK_OFF = timedelta(seconds=15)
"""How long a failed one waits for its second attempt; four times that for the third."""
MAX_ATTEMPTS = 3
MAX_LOST_LEASES = 3


class Overtaken(PressError):
    """What was wanted can't be made any more: somebody has signed off or renamed something since."""


NOT_AGAIN = (TookTooLong, TookTooMuch, Overtaken)
"""What would go wrong in the same way once more, and keep others waiting."""


@dataclass(frozen=True)
class Claim:
    """The right to render one scorecard. A higher fence on the row means that somebody else has it now."""

    scorecard: Document
    fence: int


DRAWN_AS: dict[str, tuple[str, Callable[[ScorecardContent], object]]] = {
    DocumentKind.EXECUTIVE: ("reports/paper/executive.html", executive),
    DocumentKind.SCORECARD: ("reports/paper/scorecard.html", full),
    DocumentKind.SCRUTINY: ("reports/paper/scrutiny.html", scrutiny),
}
"""The documents of one council: their templates and what fills these."""


def content_of(*, submission: Submission, release: BenchmarkRelease | None) -> ScorecardContent:
    """What the document says. Notes stay out of it: everyone who may see the results may download it."""
    with translation.override(settings.LANGUAGE_CODE):
        framework = _asked(submission.assessment.round.framework)
        return without_notes(build(submission=submission, release=release, framework=framework))


def _asked(framework: Framework) -> FrameworkContent:
    """Read once by each worker, since what is published never changes: it is a third of the work before drawing."""
    if framework.published_at is None:
        return read_framework(framework)
    return _published(framework.pk, framework.digest, framework.published_at)


@lru_cache(maxsize=2)
def _published(pk: int, _digest: str, _published_at: datetime) -> FrameworkContent:
    return read_framework(Framework.objects.get(pk=pk))


def national_content_of(release: BenchmarkRelease) -> NationalContent:
    with translation.override(settings.LANGUAGE_CODE):
        return national_report.build(release=release)


def to_be_nudged(*, at: datetime, limit: int = 20) -> list[UUID]:
    """Scorecards that wait longer than they should, and those whose worker went away.

    What people asked for comes before what a release wants, and the oldest first.
    """
    waits = _waiting(at) & Q(wanted_at__lt=at - PATIENCE)
    rows = Document.objects.filter(waits | _abandoned(at)).order_by("in_bulk", "wanted_at")
    return list(rows.values_list("pk", flat=True)[:limit])


def more_urgent_than(scorecard_id: UUID, *, at: datetime) -> UUID | None:
    """What somebody waits for at a page, where the given one is wanted by a release."""
    if not Document.objects.filter(pk=scorecard_id, in_bulk=True).exists():
        return None
    return (
        Document.objects.filter(_waiting(at), in_bulk=False).order_by("wanted_at").values_list("pk", flat=True).first()
    )


def next_in_bulk(scorecard_id: UUID, *, at: datetime) -> UUID | None:
    """What a worker turns to after the given one, where that is wanted by a release."""
    if not Document.objects.filter(pk=scorecard_id, in_bulk=True).exists():
        return None
    waiting = Document.objects.filter(_waiting(at), in_bulk=True).order_by("wanted_at", "pk")
    return waiting.values_list("pk", flat=True).first()


def _waiting(at: datetime) -> Q:
    return Q(state=DocumentState.QUEUED) & (Q(not_before__isnull=True) | Q(not_before__lte=at))


def _abandoned(at: datetime) -> Q:
    return Q(state=DocumentState.RUNNING, lease_until__lt=at)


def work_on(*, scorecard_id: UUID) -> None:
    """Make one scorecard, if it still waits. What goes wrong is kept in its row."""
    held = claim(scorecard_id=scorecard_id, at=timezone.now())
    if held is None:
        return
    try:
        finish(held, render(held.scorecard), at=timezone.now())
    except Exception as error:  # noqa: BLE001 - whatever it is, the row must say that it failed
        where = traceback.extract_tb(error.__traceback__)[-1]
        logger.error("Document %s: %s in %s:%s", scorecard_id, type(error).__name__, where.filename, where.lineno)
        fail(held, error, at=timezone.now())


def claim(*, scorecard_id: UUID, at: datetime) -> Claim | None:
    """Take a scorecard that waits or whose worker's lease ran out; None where there is nothing to take."""
    give_up_on_lost(scorecard_id=scorecard_id, at=at)
    with transaction.atomic():
        taken = Document.objects.filter(_waiting(at) | _abandoned(at), pk=scorecard_id).update(
            lost_leases=Case(
                When(state=DocumentState.RUNNING, then=F("lost_leases") + 1),
                default=F("lost_leases"),
                output_field=IntegerField(),
            ),
            state=DocumentState.RUNNING,
            lease_until=at + LEASE,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
        )
        if taken != 1:
            return None
        rows = Document.objects.select_related(
            "submission__assessment__council",
            "submission__assessment__round__framework",
            "submission__signed_off_by",
            "release__round__framework",
            "framework",
        )
        scorecard = rows.get(pk=scorecard_id)
    return Claim(scorecard=scorecard, fence=scorecard.fence)


def give_up_on_lost(*, scorecard_id: UUID, at: datetime) -> bool:
    """Fail a scorecard that took its worker down again and again, before it takes the next one."""
    lost = Document.objects.filter(_abandoned(at), pk=scorecard_id, lost_leases__gte=MAX_LOST_LEASES - 1)
    return (
        lost.update(
            state=DocumentState.FAILED, lease_until=None, lost_leases=F("lost_leases") + 1, error="the worker was lost"
        )
        == 1
    )


def render(document: Document) -> PdfFile:
    """The document's file, drawn within the limits of time and memory. Raises PressError."""
    html = _html_as_wanted(document)
    return press().make(html=html, identifier=document.digest, folder=settings.STATIC_BUILD_DIR)


def _html_as_wanted(document: Document) -> str:
    """Content first and then the check, so that nothing can change in between without being seen."""
    if document.framework:
        return html_of_pack(document.framework)
    if document.submission is None and document.release:
        report = national_content_of(document.release)
        _check_is_still(document, identity_of_national(BenchmarkRelease.objects.get(pk=document.release.pk)))
        return html_of_national(report, code=document.code)
    content = content_of(submission=document.scored_submission, release=document.release)
    _check_is_still(document, identities_of(document.scored_submission, document.release)[DocumentKind(document.kind)])
    return html_of(content, DocumentKind(document.kind), code=document.code)


@lru_cache(maxsize=1)
def press() -> Press:
    return Press(seconds=settings.RENDER_SECONDS, megabytes=settings.RENDER_MEGABYTES)


def _check_is_still(document: Document, identity: Identity) -> None:
    if identity.digest != document.digest:
        raise Overtaken("overtaken")


def draw_pack(framework: Framework, *, identifier: str) -> PdfFile:
    """In this process and without limits, as all that is called draw."""
    return make_pdf(html=html_of_pack(framework), identifier=identifier, folder=settings.STATIC_BUILD_DIR)


def html_of_pack(framework: Framework) -> str:
    """A framework's questions with boxes to tick and lines to write on, for a meeting."""
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"content": read_framework(framework), "framework": framework, "language": language}
        return without_indentation(render_to_string("reports/paper/workshop.html", context))


def html_of_national(content: NationalContent, *, code: str = "") -> str:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"paper": national(content), "language": language, "check": check_by(code)}
        return without_indentation(render_to_string("reports/paper/national.html", context))


def draw_pdf(content: ScorecardContent, *, kind: DocumentKind, identifier: str, code: str = "") -> PdfFile:
    """The same content, identifier and code give the same bytes."""
    return make_pdf(html=html_of(content, kind, code=code), identifier=identifier, folder=settings.STATIC_BUILD_DIR)


def html_of(content: ScorecardContent, kind: DocumentKind, *, code: str = "") -> str:
    """A document before it is laid out on paper."""
    template, fill = DRAWN_AS[kind]
    with translation.override(settings.LANGUAGE_CODE):
        context = {"paper": fill(content), "language": settings.LANGUAGE_CODE, "check": check_by(code)}
        return without_indentation(render_to_string(template, context))


def finish(claim: Claim, made: PdfFile, *, at: datetime) -> bool:
    """Store the file, then say so in the row; False, and no file, where somebody else has the row now."""
    storage = Document.file.field.storage
    name = storage.save(f"documents/{claim.scorecard.pk}-{claim.fence}.pdf", ContentFile(made.content))
    with transaction.atomic():
        finished = _held(claim).update(
            state=DocumentState.MADE,
            file=name,
            file_digest=hashlib.sha256(made.content).hexdigest(),
            pages=made.pages,
            made_at=at,
            lease_until=None,
            error="",
        )
        if finished == 1:
            tell_scorecard_ready(scorecard=claim.scorecard, at=at)
    if finished != 1:
        storage.delete(name)
    return finished == 1


def fail(claim: Claim, error: Exception, *, at: datetime) -> bool:
    """Back into the queue for later, or failed for good. What is kept names the kind of error alone.

    The error's own text could hold what a council wrote, and so stays out of the row and of the log.
    """
    last = Q(attempts__gte=0) if isinstance(error, NOT_AGAIN) else Q(attempts__gte=F("lost_leases") + MAX_ATTEMPTS)
    tried = claim.scorecard.attempts - claim.scorecard.lost_leases
    failed = _held(claim).update(
        state=Case(When(last, then=Value(DocumentState.FAILED)), default=Value(DocumentState.QUEUED)),
        not_before=at + BACK_OFF * 4 ** (max(tried, 1) - 1),
        lease_until=None,
        error=(str(error) if isinstance(error, PressError) else type(error).__name__)[:300],
    )
    return failed == 1


def _held(claim: Claim) -> QuerySet[Document]:
    return Document.objects.filter(pk=claim.scorecard.pk, fence=claim.fence, state=DocumentState.RUNNING)

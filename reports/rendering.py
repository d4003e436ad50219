"""The life of a wanted scorecard: claimed under a lease, rendered, finished or failed.

Every change of state is one conditional update whose row count says whether it happened, so that a worker that was
killed, hung or overtaken can neither lose a document nor write over a newer one.
"""

import hashlib
import json
import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.template.loader import render_to_string
from django.utils import timezone, translation

from assessments.models import Submission
from characteristics.models import Framework
from characteristics.queries import read_framework
from reports.content import ScorecardContent
from reports.models import COUNCILS_OWN, BenchmarkRelease, Document, DocumentKind, DocumentState
from reports.paper import executive, full, scrutiny
from reports.pdf import PdfFile, bundled_files, make_pdf
from reports.scorecards import build, without_notes
from reports.telling import tell_scorecard_ready

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than CELERY_TASK_TIME_LIMIT, after which a worker ends a render."""
PATIENCE = timedelta(seconds=10)
"""How long a wanted scorecard may wait before the sweeper nudges a worker again."""
MAX_ATTEMPTS = 3
MAX_LOST_LEASES = 3

DRAWN_FROM = (
    "templates/reports/paper/**/*",
    "templates/charts/**/*",
    "reports/charts/**/*.py",
    "reports/drawing.py",
    "reports/paper/**/*.py",
    "reports/pdf.py",
    "reports/rendering.py",
)
DRAWN_WITH = ("weasyprint", "pikepdf", "pydyf", "fonttools", "django")


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
        return without_notes(build(submission=submission, release=release))


def digests_of(content: ScorecardContent) -> dict[DocumentKind, str]:
    """For each kind the SHA-256 of everything that it depends on, so that the same content is never rendered twice."""
    said = json.dumps(asdict(without_notes(content)), default=str, sort_keys=True)
    return {kind: _digest(kind, said) for kind in COUNCILS_OWN}


def digest_of_pack(framework: Framework) -> str:
    """SHA-256 of everything that a framework's workshop pack depends on."""
    return _digest(DocumentKind.WORKSHOP_PACK, f"{framework.code} {framework.version} {framework.digest}")


def _digest(kind: DocumentKind, said: str) -> str:
    parts = (kind, settings.LANGUAGE_CODE, template_version(), font_version(), said)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def template_version() -> str:
    """Changes with the templates, the code that fills them and the packages that draw them."""
    paths = {path for pattern in DRAWN_FROM for path in settings.BASE_DIR.glob(pattern)}
    packages = " ".join(f"{package} {version(package)}" for package in DRAWN_WITH)
    return _digest_of_files(paths, packages)


def font_version() -> str:
    """Changes with the fonts and the paper style sheet."""
    return _digest_of_files(bundled_files(settings.STATIC_BUILD_DIR).values())


def _digest_of_files(paths: Iterable[Path], more: str = "") -> str:
    contents = [path.read_bytes() for path in sorted(paths) if path.is_file()]
    return hashlib.sha256(b"\0".join([*contents, more.encode()])).hexdigest()


def to_be_nudged(*, at: datetime, limit: int = 20) -> list[UUID]:
    """Scorecards that wait longer than they should, and those whose worker went away; oldest first."""
    waits = Q(state=DocumentState.QUEUED, wanted_at__lt=at - PATIENCE)
    rows = Document.objects.filter(waits | _abandoned(at)).order_by("wanted_at")
    return list(rows.values_list("pk", flat=True)[:limit])


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
        fail(held, error)


def claim(*, scorecard_id: UUID, at: datetime) -> Claim | None:
    """Take a scorecard that waits or whose worker's lease ran out; None where there is nothing to take."""
    give_up_on_lost(scorecard_id=scorecard_id, at=at)
    with transaction.atomic():
        taken = Document.objects.filter(Q(state=DocumentState.QUEUED) | _abandoned(at), pk=scorecard_id).update(
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
            "submission__assessment__council", "submission__assessment__round", "release__round", "framework"
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
    if document.framework:
        return draw_pack(document.framework, identifier=document.digest)
    content = content_of(submission=document.scored_submission, release=document.release)
    return draw_pdf(content, kind=DocumentKind(document.kind), identifier=document.digest)


def draw_pack(framework: Framework, *, identifier: str) -> PdfFile:
    """A framework's questions with boxes to tick and lines to write on, for a meeting."""
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"content": read_framework(framework), "framework": framework, "language": language}
        html = render_to_string("reports/paper/workshop.html", context)
    return make_pdf(html=html, identifier=identifier, folder=settings.STATIC_BUILD_DIR)


def draw_pdf(content: ScorecardContent, *, kind: DocumentKind, identifier: str) -> PdfFile:
    """The same content and identifier give the same bytes."""
    return make_pdf(html=html_of(content, kind), identifier=identifier, folder=settings.STATIC_BUILD_DIR)


def html_of(content: ScorecardContent, kind: DocumentKind) -> str:
    """A document before it is laid out on paper."""
    template, fill = DRAWN_AS[kind]
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(template, {"paper": fill(content), "language": settings.LANGUAGE_CODE})


def finish(claim: Claim, made: PdfFile, *, at: datetime) -> bool:
    """Store the file, then say so in the row; False, and no file, where somebody else has the row now."""
    storage = Document.file.field.storage
    name = storage.save(f"documents/{claim.scorecard.pk}-{claim.fence}.pdf", ContentFile(made.content))
    with transaction.atomic():
        finished = _held(claim).update(
            state=DocumentState.MADE, file=name, pages=made.pages, made_at=at, lease_until=None, error=""
        )
        if finished == 1:
            tell_scorecard_ready(scorecard=claim.scorecard, at=at)
    if finished != 1:
        storage.delete(name)
    return finished == 1


def fail(claim: Claim, error: Exception) -> bool:
    """Back into the queue, or failed for good after the last attempt. What is kept names the kind of error alone.

    The error's own text could hold what a council wrote, and so stays out of the row and of the log.
    """
    last = Q(attempts__gte=F("lost_leases") + MAX_ATTEMPTS)
    failed = _held(claim).update(
        state=Case(When(last, then=Value(DocumentState.FAILED)), default=Value(DocumentState.QUEUED)),
        lease_until=None,
        error=type(error).__name__[:300],
    )
    return failed == 1


def _held(claim: Claim) -> QuerySet[Document]:
    return Document.objects.filter(pk=claim.scorecard.pk, fence=claim.fence, state=DocumentState.RUNNING)

"""All scorecards of a round's latest release: how far they are, and all of them in one file."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import RawIOBase

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Round
from assessments.queries import get_round
from councils.http import SignedInRequest
from councils.models import AuditEvent
from councils.permissions import MANAGE_ROUNDS, SEE_COUNCILS, check, may
from reports.bulk import documents_to_take, progress_of, queue_scorecards, retry_scorecards, stop_scorecards
from reports.forms import BulkForm
from reports.models import BenchmarkRelease, Document
from reports.views.delivery import disposition, file_name, safe_name

CHUNK = 64 * 1024
DEEDS: dict[str, Callable[..., int]] = {
    BulkForm.START: queue_scorecards,
    BulkForm.STOP: stop_scorecards,
    BulkForm.RETRY: retry_scorecards,
}


@require_http_methods(["GET", "HEAD", "POST"])
def scorecards(request: SignedInRequest, round_slug: str) -> HttpResponse:
    may_see, may_manage = may(request.user, SEE_COUNCILS), may(request.user, MANAGE_ROUNDS)
    if not (may_see or may_manage):
        raise PermissionDenied
    round_ = get_round(round_slug)
    release = _latest_release(round_)
    if request.method == "POST":
        check(request.user, MANAGE_ROUNDS)
        return _do(request, round_, release)
    now = timezone.now()
    context = {
        "round": round_,
        "release": release,
        "progress": progress_of(release, at=now) if release else None,
        "to_take": documents_to_take(release).count() if release and may_see else 0,
        "may_see": may_see,
        "may_manage": may_manage,
        "now": now,
    }
    return render(request, "reports/office/bulk.html", context)


def _do(request: SignedInRequest, round_: Round, release: BenchmarkRelease | None) -> HttpResponse:
    form = BulkForm(request.POST)
    if release and form.is_valid():
        deed = form.cleaned_data["deed"]
        count = DEEDS[deed](release=release, by=request.user, at=timezone.now())
        messages.success(request, _said(deed, count))
    return redirect("office_scorecards", round_.slug)


def _said(deed: str, count: int) -> str:
    if deed == BulkForm.STOP:
        words = ngettext("%(n)s document was stopped.", "%(n)s documents were stopped.", count)
    else:
        words = ngettext("%(n)s document is on its way.", "%(n)s documents are on their way.", count)
    return words % {"n": count} if count else _("There was nothing to do.")


@require_safe
def scorecards_zip(request: SignedInRequest, round_slug: str) -> HttpResponseBase:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    release = get_object_or_404(round_.releases.order_by("-number")[:1])
    documents = list(documents_to_take(release))
    if not documents:
        return redirect("office_scorecards", round_.slug)
    AuditEvent.objects.create(
        at=timezone.now(),
        by=request.user,
        action="scorecards downloaded together",
        detail=f"{release.code}: {len(documents)} documents",
    )
    response = StreamingHttpResponse(zipped(documents), content_type="application/zip")
    response["Content-Disposition"] = disposition(_("Scorecards %(release)s.zip") % {"release": release.code})
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _latest_release(round_: Round) -> BenchmarkRelease | None:
    return round_.releases.order_by("-number").first()


class _Outbox(RawIOBase):
    """What a zip file is written to; whatever is there is handed on and forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(part))
        return len(part)

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(documents: Iterable[Document]) -> Iterator[bytes]:
    """The files one after the other, never all in memory. A file that is gone is named in a list at the end."""
    outbox, gone = _Outbox(), []
    with zipfile.ZipFile(outbox, "w") as archive:  # PDFs are packed already.
        for name, document in _named(documents):
            try:
                source = document.file.open("rb")
            except OSError:
                gone.append(name)
                continue
            with source, archive.open(_entry(name, document), "w") as place:
                for chunk in source.chunks(CHUNK):
                    place.write(chunk)
                    yield outbox.take()
            yield outbox.take()
        if gone:
            archive.writestr(_("Missing files.txt"), "\n".join(gone) + "\n")
    yield outbox.take()


def _entry(name: str, document: Document) -> zipfile.ZipInfo:
    made = timezone.localtime(document.made_at)
    entry = zipfile.ZipInfo(name, date_time=made.timetuple()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def _named(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """With a name that no other has, whatever the system makes of capitals."""
    taken: set[str] = set()
    for document in documents:
        name = safe_name(file_name(document))
        stem, number = name.removesuffix(".pdf"), 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}).pdf"
        taken.add(name.casefold())
        yield name, document

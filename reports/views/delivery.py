"""Handing out a finished document."""

import re
import unicodedata
from urllib.parse import quote

from django.http import FileResponse
from django.utils.translation import gettext as _

from reports.models import Document

LONGEST_NAME = 120
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that stand for devices on Windows."""


def deliver(document: Document, *, name: str) -> FileResponse:
    """The file as an attachment that no cache keeps. Whether the person may have it is the caller's to check."""
    response = FileResponse(document.file.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(scorecard: Document) -> str:
    """Of a council's document, for the folder of whoever takes it away."""
    assessment = scorecard.scored_submission.assessment
    kind = scorecard.get_kind_display().lower()
    names = {"council": assessment.council.name, "round": assessment.round.slug, "kind": kind}
    return _("%(council)s %(kind)s %(round)s.pdf") % names


def safe_name(name: str) -> str:
    """A name that every system unpacks into the folder where it is unpacked, and nowhere else."""
    shown = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", name))
    shown = re.sub(r'[\\/:*?"<>|]', "-", shown).strip(" .")[-LONGEST_NAME:]
    return f"_{shown}" if RESERVED.match(shown) or not shown else shown


def disposition(name: str) -> str:
    """An attachment under this name, with a plain name for programs that read no other (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 .,()'-]", "", plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

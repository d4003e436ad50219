"""Handing out a finished document."""

import re
import unicodedata
from urllib.parse import quote

from django.http import FileResponse

from reports.models import Document


def deliver(document: Document, *, name: str) -> FileResponse:
    """The file as an attachment that no cache keeps. Whether the person may have it is the caller's to check."""
    response = FileResponse(document.file.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name: str) -> str:
    """An attachment under this name, with a plain name for programs that read no other (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 .,()'-]", "", plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

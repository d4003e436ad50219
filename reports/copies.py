"""How a reader of a printed copy finds out whether it is what was signed off."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from reports.identity import grouped


@dataclass(frozen=True)
class Check:
    code: str
    address: str


def check_by(code: str) -> Check | None:
    if not code:
        return None
    site = urlsplit(settings.BASE_URL).netloc
    return Check(code=grouped(code), address=f"{site}{reverse('verify').rstrip('/')}")

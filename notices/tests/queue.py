"""Mail in the queue, as tests need it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from notices.models import Notice, NoticeKind
from notices.services import post, post_to_address
from tests.factories import make_user

NOW = timezone.now() - timedelta(minutes=1)
INVITED = "new.person@example.org"
ABOUT = {"who": "Ada Lead", "council": "Alder", "round": "Round 2026", "link": "/assessments/alder/now/"}


def queued(person: Any = None, *, key: str = "signed_off:1", at: datetime = NOW) -> Notice:
    person = person or make_user()
    post(kind=NoticeKind.SIGNED_OFF, people=[person], key=key, context=ABOUT, at=at)
    return Notice.objects.get(key=f"{key}:{person.pk}")


def invited() -> Notice:
    context = ABOUT | {"by": "Ada Lead", "role": "Lead", "path": "/invitations/secret-token/", "until": NOW}
    post_to_address(kind=NoticeKind.INVITATION, email=INVITED, key="invitation:1", context=context, at=NOW)
    return Notice.objects.get(key="invitation:1")


def now(notice: Notice) -> Notice:
    notice.refresh_from_db()
    return notice

"""Put mail into the queue. Rows are written in the caller's transaction, so no mail tells what did not happen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import QuerySet

from notices.letters import Letter, write
from notices.models import OPTIONAL, MutedKind, Notice, NoticeKind, NoticeState
from notices.tasks import send_waiting_notices


class Person(Protocol):
    """Whoever has an account; the model is councils.models.User."""

    pk: Any
    email: str
    is_active: bool


@dataclass(frozen=True)
class Mail:
    """What one person is to be told; the key says what it is about."""

    to: Person
    key: str
    context: Mapping[str, object]


def post(*, kind: NoticeKind, people: Iterable[Person], key: str, context: Mapping[str, object], at: datetime) -> None:
    """The same mail to each of these people who wants it, once for this key."""
    wanting = _who_want(kind, people)
    if wanting:
        letter = write(kind, context)
        _insert([_notice(kind, _own(key, person), person, letter, at) for person in wanting])


def post_each(*, kind: NoticeKind, mails: Iterable[Mail], at: datetime) -> None:
    """A mail of its own to each of these people who wants it, once for its key. What was posted isn't written again."""
    mails = list(mails)
    wanting = {person.pk for person in _who_want(kind, (mail.to for mail in mails))}
    new = {_own(mail.key, mail.to): mail for mail in mails if mail.to.pk in wanting}
    for key in Notice.objects.filter(key__in=list(new)).values_list("key", flat=True):
        del new[key]
    _insert([_notice(kind, key, mail.to, write(kind, mail.context), at) for key, mail in sorted(new.items())])


def post_to_address(*, kind: NoticeKind, email: str, key: str, context: Mapping[str, object], at: datetime) -> None:
    """A mail to somebody who has no account yet, once for this key."""
    letter = write(kind, context)
    fields = {"subject": letter.subject, "body": letter.body, "due_at": at, "created_at": at}
    _insert([Notice(kind=kind, key=key, email=email, **fields)])


@transaction.atomic
def try_again(*, notices: QuerySet[Notice], at: datetime) -> int:
    """Queue again what failed. An invitation whose text is gone stays failed: somebody has to invite anew."""
    failed = notices.filter(state=NoticeState.FAILED).exclude(body="")
    count = failed.update(state=NoticeState.QUEUED, attempts=0, due_at=at, error="")
    if count:
        _nudge_after_commit()
    return count


def forget_all() -> None:
    """Drop all mail, waiting or sent: for invented data, about which nobody is to be written to."""
    Notice.objects.all().delete()


def muted(person: Person) -> frozenset[NoticeKind]:
    """The kinds of mail that this person has turned off."""
    kinds = MutedKind.objects.filter(person_id=person.pk).values_list("kind", flat=True)
    return frozenset(NoticeKind(kind) for kind in kinds)


@transaction.atomic
def choose(*, person: Person, wanted: Collection[NoticeKind]) -> None:
    """Turn all optional kinds off but the wanted ones."""
    off = [kind for kind in OPTIONAL if kind not in wanted]
    MutedKind.objects.filter(person_id=person.pk).exclude(kind__in=off).delete()
    MutedKind.objects.bulk_create([MutedKind(person_id=person.pk, kind=kind) for kind in off], ignore_conflicts=True)


def _who_want(kind: NoticeKind, people: Iterable[Person]) -> list[Person]:
    active = {person.pk: person for person in people if person.is_active}
    if not active:
        return []
    muted = set(MutedKind.objects.filter(kind=kind, person__in=list(active)).values_list("person_id", flat=True))
    return [active[pk] for pk in sorted(active.keys() - muted)]


def _own(key: str, person: Person) -> str:
    return f"{key}:{person.pk}"


def _notice(kind: NoticeKind, key: str, person: Person, letter: Letter, at: datetime) -> Notice:
    fields = {"subject": letter.subject, "body": letter.body, "due_at": at, "created_at": at}
    return Notice(kind=kind, key=key, person_id=person.pk, email=person.email, **fields)


def _insert(notices: list[Notice]) -> None:
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    _nudge_after_commit()


def _nudge_after_commit() -> None:
    def nudge() -> None:
        send_waiting_notices.delay()

    # A nested function: robust=True reads the name of what it calls, and a partial has none.
    transaction.on_commit(nudge, robust=True)

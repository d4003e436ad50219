"""What the service says to somebody who holds a copy of a document: whether it is what was signed off. No scores."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.models import Submission
from assessments.states import AssessmentState
from reports.identity import code_from, template_version
from reports.models import BenchmarkRelease, Document, DocumentKind
from reports.queries import release_for


class Outcome(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    NOT_SIGNED_OFF = "not_signed_off"
    BLANK = "blank"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    heading: str
    kind: str = ""
    council: str = ""
    round: str = ""
    release: str = ""
    """Code and date."""
    signed_off_at: datetime | None = None
    since: tuple[str, ...] = ()
    """What has happened since the document was made, as sentences."""


def verdict_on_code(typed: str) -> Verdict:
    code = code_from(typed)
    return _verdict(_documents().filter(code=code).first() if code else None)


def verdict_on_file(digest: str) -> Verdict:
    """By the SHA-256 of a file that somebody holds."""
    return _verdict(_documents().filter(file_digest=digest).first() if digest else None)


def _documents() -> QuerySet[Document]:
    names = ("submission__assessment__council", "submission__assessment__round", "release__round", "framework")
    return Document.objects.select_related(*names).defer("submission__content")


def _verdict(document: Document | None) -> Verdict:
    if document is None:
        return Verdict(Outcome.UNKNOWN, _("Not known"))
    if document.kind == DocumentKind.WORKSHOP_PACK:
        heading = _("A blank workshop pack: it has nobody’s answers in it")
        return Verdict(Outcome.BLANK, heading, kind=document.get_kind_display())
    if document.submission:
        return _of_council(document, document.submission)
    if document.release:
        return _of_release(document, document.release)
    return Verdict(Outcome.UNKNOWN, _("Not known"))


def _of_release(document: Document, release: BenchmarkRelease) -> Verdict:
    since = tuple(_since_report(document, release))
    heading = _("It has been replaced") if since else _("It is the report on this release")
    return Verdict(
        outcome=Outcome.SUPERSEDED if since else Outcome.GENUINE,
        heading=heading,
        kind=document.get_kind_display(),
        round=release.round.name,
        release=_release(release),
        since=since,
    )


def _since_report(document: Document, release: BenchmarkRelease) -> Iterator[str]:
    if release.public_at and release.public_at > document.wanted_at:
        yield _("The figures of the release were made public on %(when)s.") % {"when": _day(release.public_at)}
    yield from _since_release(document, release.round.releases.order_by("-number").first())


def _of_council(document: Document, submission: Submission) -> Verdict:
    since = tuple(_since(document, submission))
    outcome = _outcome(document, since)
    headings = {
        Outcome.GENUINE: _("It is what was signed off"),
        Outcome.SUPERSEDED: _("It was signed off, and has been replaced since"),
        Outcome.NOT_SIGNED_OFF: _("It is a draft: it was not signed off"),
    }
    return Verdict(
        outcome=outcome,
        heading=headings[outcome],
        kind=document.get_kind_display(),
        council=submission.assessment.council.official_name,
        round=submission.assessment.round.name,
        release=_release(document.release),
        signed_off_at=submission.signed_off_at if document.signed_off else None,
        since=since,
    )


def _outcome(document: Document, since: tuple[str, ...]) -> Outcome:
    if not document.signed_off:
        return Outcome.NOT_SIGNED_OFF
    return Outcome.SUPERSEDED if since else Outcome.GENUINE


def _since(document: Document, submission: Submission) -> Iterator[str]:
    assessment = submission.assessment
    if submission.signed_off_at and not document.signed_off:
        yield _("The council signed these answers off on %(when)s. The document made then has a code of its own.") % {
            "when": _day(submission.signed_off_at)
        }
    later = assessment.submissions.filter(number__gt=submission.number).defer("content")
    signed = later.filter(signed_off_at__isnull=False).order_by("-number").first()
    if signed and signed.signed_off_at:
        yield _("The council signed off a later assessment for this round on %(when)s.") % {
            "when": _day(signed.signed_off_at)
        }
    elif later:
        yield _("The council has handed in its answers again since. They are not signed off yet.")
    elif assessment.state == AssessmentState.IN_PROGRESS:
        yield _("The council is working on its answers again.")
    yield from _since_release(document, release_for(assessment))


def _since_release(document: Document, latest: BenchmarkRelease | None) -> Iterator[str]:
    if latest and latest.pk != document.release_id:
        names = {"code": latest.code, "when": _day(latest.released_at)}
        yield _("Benchmarks were released as %(code)s on %(when)s.") % names
    if document.template_version != template_version():
        yield _("The service lays documents out anew since. What the document is made from has not changed by that.")


def _release(release: BenchmarkRelease | None) -> str:
    if release is None:
        return _("Not compared with other councils")
    return _("%(code)s of %(when)s") % {"code": release.code, "when": _day(release.released_at)}


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")

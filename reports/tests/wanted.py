"""Scorecards that are wanted, in the small framework."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessments.models import Submission
from councils.models import Role, User
from reports.models import Document, DocumentKind, DocumentState
from reports.pdf import PdfFile
from reports.rendering import Claim, claim
from reports.tests.handing_in import hand_in, start
from reports.wanting import want_scorecard
from tests.factories import make_council, make_member, make_round

NOW = timezone.now()
MADE = PdfFile(content=b"%PDF-1.7 a document", pages=8)


def submitted(name: str = "") -> Submission:
    return hand_in(start(make_council(name), make_round()))


def someone_of(submission: Submission, role: Role = Role.LEAD) -> User:
    return make_member(submission.assessment.council, role)


def want(
    submission: Submission | None = None, *, kind: DocumentKind = DocumentKind.SCORECARD, at: datetime = NOW
) -> Document:
    submission = submission or submitted()
    return want_scorecard(submission=submission, release=None, kind=kind, by=someone_of(submission), at=at)


def claimed(scorecard: Document | None = None, *, at: datetime = NOW) -> Claim:
    held = claim(scorecard_id=(scorecard or want()).pk, at=at)
    assert held is not None
    return held


def in_state(state: DocumentState, scorecard: Document | None = None, **fields) -> Document:
    """A scorecard put into a state by hand, with what the state needs."""
    needs = {
        DocumentState.QUEUED: {},
        DocumentState.RUNNING: {"lease_until": NOW + timedelta(minutes=5), "fence": 1, "attempts": 1},
        DocumentState.MADE: {"file": "scorecards/gone.pdf", "made_at": NOW, "pages": 8},
        DocumentState.FAILED: {"error": "ValueError", "attempts": 3},
        DocumentState.STOPPED: {"in_bulk": True},
    }[state]
    scorecard = scorecard or want()
    Document.objects.filter(pk=scorecard.pk).update(state=state, **needs | fields)
    scorecard.refresh_from_db()
    return scorecard


def now(scorecard: Document) -> Document:
    scorecard.refresh_from_db()
    return scorecard


def stored(scorecard: Document) -> bytes:
    with scorecard.file.open("rb") as file:
        return file.read()

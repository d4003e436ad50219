"""A council hears once that its scorecard is ready: when the round's own release is out and the document is made."""

import pytest

from councils.models import OfficeRole, Role
from notices.models import Notice, NoticeKind
from reports.models import BenchmarkRelease, Document
from reports.rendering import claim, finish
from reports.tests.factories import AFTERWARDS, make_closed_round
from reports.tests.handing_in import hand_in, start
from reports.tests.wanted import MADE
from tests.factories import make_council, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    return hand_in(start(make_council("Alder"), make_closed_round(slug="2025")))


def released(round_) -> BenchmarkRelease:
    by = make_user(office_role=OfficeRole.MANAGER)
    return BenchmarkRelease.objects.create(
        code=f"{round_.slug}-R1", round=round_, number=1, digest="0" * 64, released_at=AFTERWARDS, released_by=by
    )


def make(submission, release, by, *, digest: str = "1" * 64) -> None:
    scorecard = Document.objects.create(
        submission=submission, release=release, digest=digest, wanted_by=by, wanted_at=AFTERWARDS
    )
    assert finish(claim(scorecard_id=scorecard.pk, at=AFTERWARDS), MADE, at=AFTERWARDS)


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind=NoticeKind.SCORECARD_READY).values_list("person__name", flat=True))


def people(submission) -> dict[Role, object]:
    submission.assessment.council.memberships.all().delete()
    return {role: make_member(submission.assessment.council, role, role.label) for role in Role}


@pytest.mark.parametrize(
    ("by", "heard"),
    [
        (Role.LEAD, ["Approver", "Lead"]),
        (Role.VIEWER, ["Approver", "Lead", "Viewer"]),
        (None, ["Approver", "Lead"]),
    ],
    ids=["a lead asked", "a viewer asked", "an analyst asked"],
)
def test_leads_approvers_and_whoever_in_the_council_asked_hear_of_it(submission, by, heard):
    asked = people(submission).get(by) or make_user("Analyst", office_role=OfficeRole.ANALYST)

    make(submission, released(submission.assessment.round), asked)

    assert told() == heard
    notice = Notice.objects.filter(kind=NoticeKind.SCORECARD_READY).first()
    assert notice.subject == "Alder, Round 2025: your scorecard is ready"
    assert "/assessments/alder/2025/results/" in notice.body


def test_a_scorecard_that_is_made_again_is_no_news(submission):
    lead = people(submission)[Role.LEAD]
    release = released(submission.assessment.round)
    for digest in ("1" * 64, "2" * 64):
        make(submission, release, lead, digest=digest)

    assert told() == ["Approver", "Lead"]


def test_a_scorecard_before_the_rounds_own_release_is_nobodys_mail(submission):
    lead = people(submission)[Role.LEAD]
    make(submission, None, lead)
    make(submission, released(make_closed_round(slug="2024")), lead, digest="2" * 64)

    assert told() == []


def test_another_council_hears_nothing(submission):
    make_member(make_council("Birch"), Role.LEAD, "Eve")

    make(submission, released(submission.assessment.round), people(submission)[Role.LEAD])

    assert "Eve" not in told()
    assert not Notice.objects.filter(kind=NoticeKind.SCORECARD_READY, body__contains="Birch").exists()

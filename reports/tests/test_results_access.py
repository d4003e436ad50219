"""Who sees a council's results and when, and what stands there before."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.states import AssessmentState
from councils.models import AuditEvent, OfficeRole, Role, User
from reports.tests.factories import CLOSES, World, make_closed_round
from reports.tests.handing_in import YEAR, assess, hand_in, make_neighbours, sign, start
from reports.tests.pages import address, open_page, table_of, text_of
from tests.factories import make_council, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_neighbours()


def actor(role: Role | OfficeRole | str, assessment: Assessment) -> User:
    if role == "neighbour":
        return make_member(make_council(), Role.LEAD)
    if isinstance(role, OfficeRole):
        return make_user(office_role=role)
    return make_member(assessment.council, role)


def bring_to(state: AssessmentState, assessment: Assessment) -> None:
    if state != AssessmentState.IN_PROGRESS:
        submission = hand_in(assessment)
        if state == AssessmentState.SIGNED_OFF:
            sign(submission)


# Who sees it when


@pytest.mark.parametrize(
    ("role", "in_progress", "submitted", "signed_off"),
    [
        pytest.param(Role.LEAD, 200, 200, 200, id="lead"),
        pytest.param(Role.CONTRIBUTOR, 200, 200, 200, id="contributor"),
        pytest.param(Role.APPROVER, 200, 200, 200, id="approver"),
        pytest.param(Role.VIEWER, 403, 403, 200, id="viewer"),
        pytest.param(OfficeRole.ANALYST, 404, 403, 200, id="analyst"),
        pytest.param(OfficeRole.MANAGER, 404, 403, 200, id="manager"),
        pytest.param(OfficeRole.ADMINISTRATOR, 404, 404, 404, id="platform administrator"),
        pytest.param("neighbour", 404, 404, 404, id="lead of another council"),
    ],
)
def test_results_are_for_those_who_worked_on_them_and_after_sign_off_for_more(
    client: Client, world: World, role, in_progress: int, submitted: int, signed_off: int
):
    expected = {
        AssessmentState.IN_PROGRESS: in_progress,
        AssessmentState.SUBMITTED: submitted,
        AssessmentState.SIGNED_OFF: signed_off,
    }
    found = {}
    for place, state in enumerate(expected):
        assessment = start(make_council(), make_closed_round(world.round.framework, slug=f"r{place}"))
        bring_to(state, assessment)
        found[state] = open_page(client, assessment, actor(role, assessment)).status_code

    assert found == expected


def test_nobody_sees_results_without_signing_in(client: Client, world: World):
    assessment = hand_in(assess(world)).assessment

    response = client.get(address(assessment))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_viewer_is_told_why_there_is_nothing_yet(client: Client, world: World):
    assessment = hand_in(assess(world)).assessment

    response = open_page(client, assessment, make_member(assessment.council, Role.VIEWER))

    assert "as soon as the council’s approver has signed them off" in text_of(response)
    assert "3.0" not in text_of(response)


@pytest.mark.parametrize(
    ("role", "logged"),
    [
        pytest.param(OfficeRole.ANALYST, 1, id="the Digital Office is logged"),
        pytest.param(Role.VIEWER, 0, id="the own council is not"),
    ],
)
def test_views_by_the_digital_office_are_logged(client: Client, world: World, role, logged: int):
    submission = sign(hand_in(assess(world)))
    user = actor(role, submission.assessment)

    open_page(client, submission.assessment, user)

    events = AuditEvent.objects.filter(action="results viewed", council=world.councils[0])
    assert [event.by for event in events] == [user] * logged


# Empty states


def test_before_submission_it_says_what_will_be_there(client: Client, world: World):
    assessment = assess(world)

    response = open_page(client, assessment)

    assert "three strengths and three gaps" in text_of(response)
    assert f'href="{assessment.get_absolute_url()}"' in response.content.decode()


def test_an_assessment_that_came_back_shows_no_old_results(client: Client, world: World):
    assessment = hand_in(assess(world)).assessment
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.IN_PROGRESS)

    assert "still being worked on" in text_of(open_page(client, assessment))


def test_without_a_release_it_shows_the_own_profile_and_says_so(client: Client, world: World):
    response = open_page(client, hand_in(assess(world)).assessment)

    assert "No benchmarks have been released" in text_of(response)
    assert table_of(response, "outcome") == [
        ["Connected places", "3.0", "100%", "No comparison", "No figures of others"],
        ["Data for decisions", "3.0", "100%", "No comparison", "No figures of others"],
    ]


def test_with_an_earlier_release_it_names_it(client: Client, world: World):
    release = world.release()
    later = make_closed_round(world.round.framework, slug="2026", closes_at=CLOSES + YEAR)

    page = text_of(open_page(client, hand_in(start(world.councils[0], later)).assessment))

    assert "Round 2026 has no benchmark release yet" in page
    assert release.code in page


def test_an_unsigned_page_says_so_and_a_signed_one_names_the_approver(client: Client, world: World):
    submission = hand_in(assess(world))
    before = text_of(open_page(client, submission.assessment))
    sign(submission, "Ada Approver")
    after = text_of(open_page(client, submission.assessment))

    assert "Not signed off yet." in before
    assert "Signed off by Ada Approver" in after


@pytest.mark.parametrize("invented", [True, False])
def test_invented_results_are_called_so(client: Client, world: World, invented: bool):
    world.round.invented = invented
    world.round.save()

    page = text_of(open_page(client, hand_in(assess(world)).assessment))

    assert ("All results on this page are invented" in page) == invented

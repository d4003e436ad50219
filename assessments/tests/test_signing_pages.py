"""Check your answers, submit, sign off, send back, reopen: the pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import services
from assessments.models import Answer
from assessments.states import AssessmentState
from councils.models import Membership, Role
from tests.factories import answer_all, make_member


def url(cast, name: str) -> str:
    return reverse(name, args=[cast.alder.slug, "now"])


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def state(cast) -> str:
    cast.assessment.refresh_from_db()
    return cast.assessment.state


@pytest.fixture
def submitted(cast):
    answer_all(cast.assessment, 3)
    return services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())


def test_check_says_what_is_missing_and_where(cast):
    html = as_(cast.ada).get(url(cast, "check_answers")).content.decode()
    assert "16 questions have no answer yet." in html
    assert "Submit although 16 questions are unanswered" in html


def test_submitting_incomplete_answers_wants_a_second_yes(cast):
    response = as_(cast.ada).post(url(cast, "submit"), {"confirm": "on"})
    assert "Confirm that the rest stays unanswered" in response.content.decode()
    assert state(cast) == AssessmentState.IN_PROGRESS
    as_(cast.ada).post(url(cast, "submit"), {"confirm": "on", "incomplete": "on"})
    assert state(cast) == AssessmentState.SUBMITTED


def test_submitting_complete_answers_wants_one_yes(cast):
    answer_all(cast.assessment, 3)
    as_(cast.ada).post(url(cast, "submit"), {"confirm": "on"})
    assert state(cast) == AssessmentState.SUBMITTED


def test_a_second_click_on_submit_says_what_happened(cast, submitted):
    response = as_(cast.ada).post(url(cast, "submit"), {"confirm": "on"}, follow=True)
    assert "has been submitted" in response.content.decode()
    assert cast.assessment.submissions.count() == 1


def test_levels_far_from_the_practices_and_levels_without_evidence_are_asked_about(cast):
    answer_all(cast.assessment, 5)
    html = as_(cast.ada).get(url(cast, "check_answers")).content.decode()
    assert "Level 5 with 0 of 3 practices in place: does the level still fit?" in html
    assert "Level 5 without evidence: what would you show a visitor?" in html


def test_the_approver_signs_what_they_read(cast, submitted):
    page = as_(cast.cat).get(url(cast, "sign_off")).content.decode()
    assert submitted.digest in page
    as_(cast.cat).post(url(cast, "sign_off"), {"digest": submitted.digest, "confirm": "on"})
    assert state(cast) == AssessmentState.SIGNED_OFF


def test_signing_without_the_tick_is_refused(cast, submitted):
    response = as_(cast.cat).post(url(cast, "sign_off"), {"digest": submitted.digest})
    assert "Confirm that you have read the answers" in response.content.decode()
    assert state(cast) == AssessmentState.SUBMITTED


def test_signing_answers_that_are_no_longer_these_is_refused(cast, submitted):
    response = as_(cast.cat).post(url(cast, "sign_off"), {"digest": "0" * 64, "confirm": "on"}, follow=True)
    assert "The answers have changed since you opened the page" in response.content.decode()
    assert state(cast) == AssessmentState.SUBMITTED


def test_nobody_signs_off_what_they_answered_in_even_under_another_role(cast):
    answer = Answer.objects.filter(section__assessment=cast.assessment)[0]
    answer.changed_by = cast.ada
    answer.save()
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    Membership.objects.filter(user=cast.ada).update(role=Role.APPROVER)
    digest = services.latest_submission(cast.assessment).digest
    assert "somebody else must sign it off" in as_(cast.ada).get(url(cast, "sign_off")).content.decode()
    response = as_(cast.ada).post(url(cast, "sign_off"), {"digest": digest, "confirm": "on"})
    assert response.status_code == 403
    assert state(cast) == AssessmentState.SUBMITTED


def test_sending_back_wants_words_and_shows_them_to_the_council(cast, submitted):
    response = as_(cast.cat).post(url(cast, "send_back"), {"because": " "})
    assert "Say why, so that your colleagues know what to change" in response.content.decode()
    assert state(cast) == AssessmentState.SUBMITTED
    as_(cast.cat).post(url(cast, "send_back"), {"because": "Ask <Bob> again"})
    html = as_(cast.ada).get(cast.assessment.get_absolute_url()).content.decode()
    assert "Sent back by Cat" in html
    assert "Ask &lt;Bob&gt; again" in html


def test_a_manager_reopens_with_a_reason(cast, submitted):
    assert "Reopen Alder" in as_(cast.manager).get(url(cast, "reopen")).content.decode()
    as_(cast.manager).post(url(cast, "reopen"), {"because": "A wrong figure"})
    assert state(cast) == AssessmentState.IN_PROGRESS


def test_a_viewer_sees_progress_and_no_answers(cast):
    html = as_(cast.dan).get(cast.assessment.get_absolute_url()).content.decode()
    assert "0 of 16 questions answered" in html
    assert "/sections/" not in html


def test_somebody_without_a_council_is_told_what_to_do(cast):
    html = as_(cast.stranger).get(reverse("home")).content.decode()
    assert "Your account is not in a council at the moment, so there is no work to show." in html


def test_an_approver_who_comes_too_early_reads_that_it_is_not_submitted(cast):
    page = as_(cast.cat).get(url(cast, "sign_off"), follow=True).content.decode()
    assert "It has not been submitted yet. You get an e-mail when it is." in page
    assert "faster" not in page


def test_an_approver_who_comes_back_too_early_reads_that_it_is_not_submitted_again(cast, submitted):
    services.send_back(assessment=cast.assessment, because="A wrong figure", by=cast.cat, at=timezone.now())
    page = as_(cast.cat).get(url(cast, "sign_off"), follow=True).content.decode()
    assert "It has not been submitted again yet." in page


def test_a_lead_is_led_to_the_approver_first_and_to_the_digital_office_then(cast, submitted):
    make_member(cast.alder, Role.APPROVER, "Abe")
    approver, office = "Ask your approver (Abe, Cat) to send it back.", "Ask the Digital Office to reopen"
    page = as_(cast.ada).get(url(cast, "task_list")).content.decode()
    assert page.index(approver) < page.index(office)
    assert "to send it back" not in as_(cast.cat).get(url(cast, "task_list")).content.decode()


@pytest.mark.parametrize("case", ["signed off", "without an approver"])
def test_a_lead_asks_the_digital_office_at_once_where_no_approver_can_help(cast, submitted, case):
    if case == "signed off":
        services.sign_off(assessment=cast.assessment, digest=submitted.digest, by=cast.cat, at=timezone.now())
    else:
        Membership.objects.filter(user=cast.cat).delete()
    page = as_(cast.ada).get(url(cast, "task_list")).content.decode()
    assert "to send it back" not in page
    assert "Ask the Digital Office to reopen" in page

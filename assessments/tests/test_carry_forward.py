"""Carrying last round's answers forward, and confirming each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import last_round, services
from assessments.models import Answer, Assessment, SectionBarrier
from assessments.policies import NotNow
from assessments.services.carrying import carry_forward
from assessments.states import SectionState
from assessments.tests.earlier import hand_in_earlier
from assessments.tests.pages import SectionPage
from characteristics.models import Question
from councils.models import AuditEvent
from tests.factories import answer_all
from tests.frameworks import make_framework

URL = reverse("carry_forward", args=["alder", "now"])


def again(cast, earlier: Assessment, code: str, **values) -> None:
    """Hand the earlier round in once more, with one answer changed."""
    services.reopen(assessment=earlier, because="More", by=cast.manager, at=timezone.now())
    Answer.objects.filter(section__assessment=earlier, question__code=code).update(**values)
    services.submit_assessment(assessment=earlier, by=cast.ada, at=timezone.now())


def answer(cast, code: str) -> Answer:
    return Answer.objects.select_related("section", "changed_by").get(
        section__assessment=cast.assessment, question__code=code
    )


def waiting(cast) -> set[str]:
    rows = Answer.objects.filter(section__assessment=cast.assessment, to_confirm=True)
    return set(rows.values_list("question__code", flat=True))


def carry(cast) -> int:
    return carry_forward(assessment=cast.assessment, by=cast.ada, at=timezone.now())


def opened(cast, area: str = "DATA") -> SectionPage:
    page = SectionPage(cast.ada, cast.assessment, area)
    page.open()
    return page


def as_ada(cast) -> Client:
    client = Client()
    client.force_login(cast.ada)
    return client


def test_every_answer_comes_with_all_that_was_said_and_is_to_be_confirmed(cast):
    earlier = hand_in_earlier(cast)
    stored = Answer.objects.get(section__assessment=earlier, question__code="DATA02")
    practice = stored.question.practices.get(code="DATA02.2")
    stored.ticks.create(practice=practice)
    again(cast, earlier, "DATA02", evidence="The plan", confidence="high", target=5)
    assert carry(cast) == 16
    carried = answer(cast, "DATA02")
    assert (carried.level, carried.evidence, carried.confidence, carried.target) == (3, "The plan", "high", 5)
    assert [tick.practice for tick in carried.ticks.all()] == [practice]
    assert (carried.to_confirm, carried.version, carried.changed_by) == (True, 1, cast.ada)
    assert len(waiting(cast)) == 16


def test_it_is_in_the_history_and_in_the_log(cast):
    hand_in_earlier(cast)
    carry(cast)
    assert list(answer(cast, "DATA02").history.values_list("level", "to_confirm", "history_user__name")) == [
        (3, True, "Ada")
    ]
    event = AuditEvent.objects.get(action="answers carried forward")
    assert (event.by, event.council, event.detail) == (cast.ada, cast.alder, "Round before: 16")


def test_it_starts_the_assessment_and_its_sections(cast):
    hand_in_earlier(cast)
    carry(cast)
    cast.assessment.refresh_from_db()
    assert cast.assessment.started_at is not None
    assert set(cast.assessment.sections.values_list("state", flat=True)) == {SectionState.IN_PROGRESS}


def test_what_somebody_answered_stays_also_where_they_took_it_back(cast):
    hand_in_earlier(cast)
    page = opened(cast)
    page.fill(DATA02_choice="5", DATA03_evidence="Only a note so far")
    page.send()
    assert carry(cast) == 14
    assert (answer(cast, "DATA02").level, answer(cast, "DATA02").to_confirm) == (5, False)
    assert (answer(cast, "DATA03").state, answer(cast, "DATA03").evidence) == ("unanswered", "Only a note so far")


@pytest.mark.parametrize(
    ("code", "values", "carried"),
    [
        pytest.param("DATA01", {"state": "not_applicable", "level": None, "reason": "No"}, True, id="not applicable"),
        pytest.param("DATA02", {"state": "dont_know", "level": None}, False, id="don't know"),
        pytest.param("DATA02", {"state": "unanswered", "level": None}, False, id="unanswered"),
    ],
)
def test_levels_and_what_does_not_apply_are_carried_but_no_gaps(cast, code, values, carried):
    again(cast, hand_in_earlier(cast), code, **values)
    carry(cast)
    assert (answer(cast, code).state == values["state"]) is (carried or values["state"] == "unanswered")
    assert answer(cast, code).to_confirm is carried


def test_questions_that_changed_are_not_carried(cast):
    old = make_framework(code="old")
    Question.objects.filter(area__framework=old, code="DATA02").update(text="What was asked then?")
    hand_in_earlier(cast, framework=old)
    assert carry(cast) == 15
    assert answer(cast, "DATA02").state == "unanswered"


def test_practices_of_another_version_become_those_of_this_one(cast):
    old = make_framework(code="old")
    earlier = hand_in_earlier(cast, framework=old)
    stored = Answer.objects.get(section__assessment=earlier, question__code="DATA02")
    stored.ticks.create(practice=stored.question.practices.get(code="DATA02.2"))
    again(cast, earlier, "DATA02")
    carry(cast)
    assert [tick.practice.question for tick in answer(cast, "DATA02").ticks.all()] == [answer(cast, "DATA02").question]


def test_barriers_are_not_carried(cast):
    earlier = hand_in_earlier(cast)
    services.reopen(assessment=earlier, because="More", by=cast.manager, at=timezone.now())
    section = earlier.sections.get(area__code="DATA")
    SectionBarrier.objects.create(section=section, barrier=section.area.barriers.get())
    services.submit_assessment(assessment=earlier, by=cast.ada, at=timezone.now())
    carry(cast)
    assert not SectionBarrier.objects.filter(section__assessment=cast.assessment).exists()


def test_a_second_click_does_nothing(cast):
    hand_in_earlier(cast)
    carry(cast)
    assert carry(cast) == 0
    assert answer(cast, "DATA02").history.count() == 1
    assert AuditEvent.objects.filter(action="answers carried forward").count() == 1


def test_nothing_is_carried_without_an_earlier_round_or_after_submission(cast):
    with pytest.raises(NotNow, match="nothing to carry forward"):
        carry(cast)
    hand_in_earlier(cast)
    answer_all(cast.assessment)
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    with pytest.raises(NotNow, match="submitted"):
        carry(cast)


def test_it_takes_the_same_queries_for_any_number_of_answers(cast):
    hand_in_earlier(cast)
    others = Answer.objects.filter(section__assessment=cast.assessment).exclude(question__code="DATA02")
    others.update(version=1)
    Assessment.objects.filter(pk=cast.assessment.pk).update(started_at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            carry(cast)
        return len(captured)

    one = queries()
    others.update(version=0)
    assert one == queries() <= 16


def test_still_true_confirms_what_was_carried(cast):
    hand_in_earlier(cast)
    carry(cast)
    page = opened(cast)
    page.fill(DATA02_still_true="on")
    assert page.send().status_code == 302
    assert waiting(cast) == set(last_round_codes(cast)) - {"DATA02"}
    confirmed = answer(cast, "DATA02")
    assert (confirmed.level, confirmed.version, confirmed.history.count()) == (3, 2, 2)


def last_round_codes(cast) -> list[str]:
    last = last_round.read(cast.assessment)
    assert last is not None
    return sorted(last.answers)


def test_changing_what_was_carried_confirms_it_too(cast):
    hand_in_earlier(cast)
    carry(cast)
    page = opened(cast)
    page.fill(DATA02_evidence="Looked at again in May")
    page.send()
    assert "DATA02" not in waiting(cast)
    assert answer(cast, "DATA02").level == 3


def test_saving_a_section_untouched_confirms_nothing(cast):
    hand_in_earlier(cast)
    carry(cast)
    opened(cast).send()
    assert len(waiting(cast)) == 16


def test_nothing_is_submitted_until_all_is_confirmed(cast):
    hand_in_earlier(cast)
    carry(cast)
    client = as_ada(cast)
    response = client.post(reverse("submit", args=["alder", "now"]), {"confirm": "on"}, follow=True)
    html = response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("check_answers", args=["alder", "now"])
    assert "16 answers from the last round are still to be confirmed" in html
    assert f"{reverse('section', args=['alder', 'now', 'DATA'])}#DATA02" in html
    for area in ("LEAD", "USER", "CONN", "DATA"):
        page = opened(cast, area)
        page.fill(**{f"{area}0{number}_still_true": "on" for number in (1, 2, 3, 4)})
        page.send()
    client.post(reverse("submit", args=["alder", "now"]), {"confirm": "on"})
    cast.assessment.refresh_from_db()
    assert cast.assessment.state == "submitted"


def test_still_true_takes_over_what_was_not_answered(cast):
    again(cast, hand_in_earlier(cast), "DATA02", evidence="The plan", confidence="high", target=5)
    page = opened(cast)
    page.fill(DATA02_still_true="on")
    page.send()
    taken = answer(cast, "DATA02")
    assert (taken.level, taken.evidence, taken.confidence, taken.target) == (3, "The plan", "high", 5)
    assert (taken.to_confirm, taken.changed_by) == (False, cast.ada)
    assert answer(cast, "DATA03").state == "unanswered"


def test_still_true_never_goes_over_what_was_typed(cast):
    again(cast, hand_in_earlier(cast), "DATA02", evidence="The plan", target=5)
    page = opened(cast)
    page.fill(DATA02_still_true="on", DATA02_evidence="The new plan", DATA03_still_true="on", DATA03_choice="1")
    page.send()
    assert (answer(cast, "DATA02").level, answer(cast, "DATA02").evidence, answer(cast, "DATA02").target) == (
        3,
        "The new plan",
        5,
    )
    assert answer(cast, "DATA03").level == 1


def test_still_true_of_a_question_that_changed_takes_nothing_over(cast):
    old = make_framework(code="old")
    Question.objects.filter(area__framework=old, code="DATA02").update(text="What was asked then?")
    hand_in_earlier(cast, framework=old)
    page = opened(cast)
    page.fill(DATA02_still_true="on")
    page.send()
    assert answer(cast, "DATA02").state == "unanswered"


def test_the_section_page_shows_last_round_and_says_where_the_question_changed(cast):
    old = make_framework(code="old")
    Question.objects.filter(area__framework=old, code="DATA02").update(text="What was asked then?")
    again(cast, hand_in_earlier(cast, framework=old), "DATA03", evidence="Minutes of March")
    page = opened(cast)
    html = page.open()
    assert "Last round (Round before): 3 Developing" in html
    assert "Minutes of March" in html
    assert "Last round (Round before): the question has changed since" in html
    assert 'name="DATA03-still_true"' in html
    assert 'name="DATA02-still_true"' not in html


def test_without_an_earlier_round_the_page_says_nothing_of_it(cast):
    html = opened(cast).open()
    assert "Last round" not in html
    assert "still_true" not in html


def test_the_lead_is_offered_to_carry_answers_forward_until_it_is_done(cast):
    hand_in_earlier(cast)
    client = as_ada(cast)
    assert URL in client.get(cast.assessment.get_absolute_url()).content.decode()
    page = " ".join(client.get(URL).content.decode().split())
    assert "16 questions have no answer yet and were answered in Round before" in page
    response = client.post(URL, follow=True)
    assert "16 answers of the last round are carried forward" in response.content.decode()
    assert URL not in response.content.decode()
    page = client.get(URL).content.decode()
    assert "Nothing is left to carry forward" in page
    assert "no earlier round" not in page
    assert "Nothing was left to carry forward" in client.post(URL, follow=True).content.decode()


def test_a_council_without_an_earlier_round_reads_just_that(cast):
    page = as_ada(cast).get(URL).content.decode()
    assert "your council has handed in no earlier round." in page
    assert "has one already" not in page


def test_the_offer_counts_what_is_left_out(cast):
    old = make_framework(code="old")
    Question.objects.filter(area__framework=old, code="DATA02").update(text="What was asked then?")
    again(cast, hand_in_earlier(cast, framework=old), "DATA03", state="dont_know", level=None)
    page = opened(cast, "CONN")
    page.fill(CONN02_choice="2")
    page.send()
    offer = last_round.offer(cast.assessment)
    assert offer is not None
    assert (offer.carried, offer.changed, offer.dont_know, offer.unanswered, offer.answered) == (13, 1, 1, 0, 1)


def test_nobody_is_offered_what_cannot_be_done(cast):
    earlier = hand_in_earlier(cast)
    client = Client()
    client.force_login(cast.bob)
    assert URL not in client.get(cast.assessment.get_absolute_url()).content.decode()
    assert last_round.offer(earlier) is None
    cast.assessment.round.closes_at = timezone.now() - timedelta(days=1)
    cast.assessment.round.save()
    lead = as_ada(cast)
    assert URL not in lead.get(cast.assessment.get_absolute_url()).content.decode()
    assert "can’t be changed now" in lead.get(URL).content.decode()


def test_what_is_handed_in_is_the_same_whether_carried_or_typed(cast):
    """The mark “to be confirmed” is no part of what a council says."""
    hand_in_earlier(cast)
    carry(cast)
    Answer.objects.filter(section__assessment=cast.assessment).update(to_confirm=False)
    carried = services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    assert "to_confirm" not in carried.content
    answer_all(cast.other)
    typed = services.submit_assessment(assessment=cast.other, by=cast.eve, at=timezone.now())
    assert carried.content.replace(cast.alder.gss_code, "") == typed.content.replace(cast.birch.gss_code, "")


def test_the_task_list_counts_what_is_to_be_confirmed_and_calls_no_such_section_complete(cast):
    hand_in_earlier(cast)
    client = as_ada(cast)
    client.post(URL)
    html = client.get(cast.assessment.get_absolute_url()).content.decode()
    assert html.count("4 to be confirmed.") == 4
    assert "0 of 4 sections complete" in " ".join(html.split())


def test_the_lead_is_told_how_many_wait_on_the_start_page_and_the_task_list(cast):
    hand_in_earlier(cast)
    number = carry(cast)
    client = as_ada(cast)
    assert f"Answers from last round to be confirmed: {number}" in client.get(reverse("home")).content.decode()
    task_list = client.get(cast.assessment.get_absolute_url()).content.decode()
    assert f"{number} answers from last round are to be confirmed." in task_list
    assert "Every question has an answer." not in task_list


def test_the_digital_office_sees_no_section_as_complete_before_it_is_confirmed(cast):
    hand_in_earlier(cast)
    carry(cast)
    client = Client()
    client.force_login(cast.analyst)
    html = client.get(reverse("office_progress", args=["now"])).content.decode()
    assert "0 of 4" in html
    assert "4 of 4" not in html

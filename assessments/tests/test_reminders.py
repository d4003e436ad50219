"""Before a round closes, those with something left are reminded once, and nobody else is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments import reminders, services, tasks
from assessments.models import Section
from assessments.states import AssessmentState, SectionState
from councils.models import Membership, Role
from notices.models import MutedKind, Notice, NoticeKind
from tests.factories import answer_all, make_assessment, make_council, make_member, make_round

pytestmark = pytest.mark.django_db

WEEKS, DAYS = NoticeKind.DEADLINE_WEEKS, NoticeKind.DEADLINE_DAYS


@pytest.fixture
def closes_at(cast):
    return cast.assessment.round.closes_at


def posted() -> set[tuple[str, str]]:
    """The kind of each mail and the name of its reader."""
    rows = Notice.objects.filter(kind__in=[WEEKS, DAYS])
    return set(rows.values_list("kind", "person__name"))


def body_to(person) -> str:
    return Notice.objects.get(person=person).body


def give(assessment, area, person, *, state=SectionState.IN_PROGRESS, due_on=None) -> None:
    Section.objects.filter(assessment=assessment, area__code=area).update(
        assigned_to=person, state=state, due_on=due_on
    )


def settle_all(assessment) -> None:
    assessment.sections.update(state=SectionState.AGREED)


# When


@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        pytest.param(timedelta(days=14, seconds=1), set(), id="more than two weeks"),
        pytest.param(timedelta(days=14), {WEEKS}, id="two weeks"),
        pytest.param(timedelta(days=12), {WEEKS}, id="the beat was down for two days"),
        pytest.param(timedelta(days=9), set(), id="too late for the first, too early for the second"),
        pytest.param(timedelta(days=2, seconds=1), set(), id="a little more than two days"),
        pytest.param(timedelta(days=2), {DAYS}, id="two days"),
        pytest.param(timedelta(minutes=5), {DAYS}, id="the beat was down until the last minutes"),
        pytest.param(timedelta(0), set(), id="the close"),
        pytest.param(timedelta(days=-1), set(), id="after the close"),
    ],
)
def test_reminders_go_out_two_weeks_and_two_days_before_the_close(cast, closes_at, before, kinds):
    reminders.post_due(at=closes_at - before)

    assert posted() == {(kind, name) for kind in kinds for name in ("Ada", "Eve")}


def test_a_round_that_has_not_opened_reminds_nobody(cast, closes_at):
    cast.assessment.round.opens_at = closes_at - timedelta(days=1)
    cast.assessment.round.save()

    reminders.post_due(at=closes_at - timedelta(days=2))

    assert posted() == set()


def test_each_reminder_goes_out_once_however_often_the_task_runs(cast, closes_at):
    for hours in range(0, 14 * 24, 6):
        reminders.post_due(at=closes_at - timedelta(days=14) + timedelta(hours=hours))

    assert Notice.objects.count() == 4
    assert posted() == {(kind, name) for kind in (WEEKS, DAYS) for name in ("Ada", "Eve")}


def test_a_deadline_that_was_moved_is_another_deadline(cast, closes_at):
    reminders.post_due(at=closes_at - timedelta(days=2))
    cast.assessment.round.closes_at += timedelta(days=7)
    cast.assessment.round.save()
    reminders.post_due(at=closes_at + timedelta(days=5))

    assert Notice.objects.filter(person=cast.ada, kind=DAYS).count() == 2


def test_the_task_looks_at_the_clock(cast, mailoutbox):
    cast.assessment.round.closes_at = timezone.now() + timedelta(days=1)
    cast.assessment.round.save()

    tasks.post_reminders()
    tasks.post_reminders()

    assert posted() == {(DAYS, "Ada"), (DAYS, "Eve")}


# Who


def test_a_contributor_with_a_section_left_is_told_which_and_by_when(cast, closes_at):
    give(cast.assessment, "DATA", cast.bob, due_on=date(2026, 11, 20))
    settle_all(cast.other)

    reminders.post_due(at=closes_at - timedelta(days=2))

    section = Section.objects.get(assessment=cast.assessment, area__code="DATA")
    assert f"- {section.area.name}, wanted by 20 November 2026\n" in body_to(cast.bob)
    assert f"- {section.area.name}, Bob, wanted by 20 November 2026\n" in body_to(cast.ada)
    assert ", nobody has it" in body_to(cast.ada)
    assert ", nobody has it" not in body_to(cast.bob)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SectionState.NOT_STARTED, True),
        (SectionState.IN_PROGRESS, True),
        (SectionState.SENT_BACK, True),
        (SectionState.READY, False),
        (SectionState.AGREED, False),
    ],
)
def test_a_contributor_is_reminded_of_what_is_not_handed_in(cast, closes_at, state, told):
    give(cast.assessment, "DATA", cast.bob, state=state)

    reminders.post_due(at=closes_at - timedelta(days=2))

    assert ((DAYS, "Bob") in posted()) == told


def test_a_lead_whose_sections_are_all_ready_is_told_to_submit(cast, closes_at):
    settle_all(cast.assessment)

    reminders.post_due(at=closes_at - timedelta(days=2))

    assert "check the answers and submit them" in body_to(cast.ada)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (AssessmentState.IN_PROGRESS, {"Ada", "Bob"}),
        (AssessmentState.SUBMITTED, {"Cat"}),
        (AssessmentState.SIGNED_OFF, set()),
    ],
)
def test_whose_turn_it_is_hangs_on_the_state_of_the_assessment(cast, closes_at, state, told):
    give(cast.assessment, "DATA", cast.bob)
    cast.assessment.state = state
    cast.assessment.save()

    reminders.post_due(at=closes_at - timedelta(days=14))

    assert {name for _, name in posted()} - {"Eve"} == told


def test_who_changed_roles_or_councils_is_not_reminded_of_old_work(cast, closes_at):
    give(cast.assessment, "DATA", cast.bob)
    Membership.objects.filter(user=cast.bob).update(role=Role.VIEWER)
    give(cast.assessment, "LEAD", cast.eve)

    reminders.post_due(at=closes_at - timedelta(days=2))

    assert posted() == {(DAYS, "Ada"), (DAYS, "Eve")}
    assert "Alder" not in body_to(cast.eve)


def test_one_person_in_two_councils_gets_a_mail_for_each(cast, closes_at):
    Membership.objects.create(user=cast.ada, council=cast.birch, role=Role.LEAD)

    reminders.post_due(at=closes_at - timedelta(days=2))

    subjects = Notice.objects.filter(person=cast.ada).values_list("subject", flat=True)
    assert sorted(subject.split(",")[0] for subject in subjects) == ["Alder", "Birch"]


def test_who_turned_one_reminder_off_still_gets_the_other(cast, closes_at):
    MutedKind.objects.create(person=cast.ada, kind=WEEKS)
    for before in (14, 2):
        reminders.post_due(at=closes_at - timedelta(days=before))

    assert posted() == {(DAYS, "Ada"), (WEEKS, "Eve"), (DAYS, "Eve")}


# What


def test_the_deadline_is_in_local_time_and_the_link_leads_to_the_work(cast, closes_at):
    reminders.post_due(at=closes_at - timedelta(days=2))

    assert f"{timezone.localtime(closes_at):%H:%M} (UK time)" in body_to(cast.ada)
    assert f"http://127.0.0.1:8000{cast.assessment.get_absolute_url()}\n" in body_to(cast.ada)


def test_no_reminder_tells_what_was_answered_or_by_another_council(cast, closes_at):
    for assessment, mark in ((cast.assessment, "alder-mark"), (cast.other, "birch-mark")):
        answer_all(assessment, 4, by=cast.ada)
        for section in assessment.sections.all():
            section.answers.update(evidence=mark, reason=mark)
            services.comment(section=section, question=None, text=mark, by=cast.cat, at=closes_at)

    reminders.post_due(at=closes_at - timedelta(days=2))

    assert posted() == {(DAYS, "Ada"), (DAYS, "Eve")}
    assert not Notice.objects.filter(body__contains="mark").exists()
    assert not Notice.objects.filter(person=cast.ada, body__contains="Birch").exists()
    assert not Notice.objects.filter(person=cast.eve, body__contains="Alder").exists()


@pytest.mark.parametrize("councils", [1, 12])
def test_reminding_takes_a_constant_number_of_queries(django_assert_num_queries, councils):
    round_ = make_round(closes_at=timezone.now() + timedelta(days=2))
    for _ in range(councils):
        council = make_council()
        bob = make_member(council, Role.CONTRIBUTOR)
        make_member(council, Role.LEAD)
        make_assessment(council, round_, assigned_to=bob)

    # The round, its assessments twice, sections, members, who wants it, what was posted, the rows; and a savepoint.
    with django_assert_num_queries(10):
        reminders.post_due(at=timezone.now())
    assert Notice.objects.count() == 2 * councils

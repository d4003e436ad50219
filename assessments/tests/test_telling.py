"""Who hears by mail of what was done: those whom it concerns, never the person who did it, never another council."""

from datetime import date

import pytest
from django.utils import timezone

from assessments import services
from assessments.models import Comment, Section
from assessments.states import AssessmentState, SectionAction, SectionState
from councils.models import Membership, Role
from notices.models import Notice, NoticeKind
from tests.factories import answer_all, make_member

pytestmark = pytest.mark.django_db

NOW = timezone.now()
WORDS = "our own words about alder-mark"


@pytest.fixture(autouse=True)
def _somebody_from_elsewhere(cast):
    """Eve leads for Birch and only views for Alder: what she may do there doesn't count here."""
    Membership.objects.create(user=cast.eve, council=cast.alder, role=Role.VIEWER)


@pytest.fixture
def section(cast) -> Section:
    return cast.assessment.sections.select_related("area", "assessment").get(area__code="DATA")


def told(kind: NoticeKind) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def all_told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("kind", "person__name"))


def give(section, to, *, by, due_on=None) -> None:
    services.assign_section(section=section, to=to, by=by, at=NOW, due_on=due_on)


def put_in(section, state) -> None:
    section.state = state
    section.save(update_fields=["state"])


def submit(cast):
    return services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=NOW)


# Sections


def test_whoever_is_given_a_section_hears_which_and_by_when(cast, section):
    give(section, cast.bob, by=cast.ada, due_on=date(2026, 12, 3))

    assert all_told() == {(NoticeKind.ASSIGNED, "Bob")}
    body = Notice.objects.get().body
    assert f"- {section.area.name}\n" in body
    assert "Wanted by Thursday 3 December 2026. The round closes on" in body


def test_a_second_click_and_a_new_date_are_not_told_again(cast, section):
    for due_on in (None, None, date(2026, 12, 3)):
        services.assign_section(section=section, to=cast.bob, by=cast.ada, at=timezone.now(), due_on=due_on)

    assert told(NoticeKind.ASSIGNED) == ["Bob"]


def test_nobody_is_told_of_what_they_gave_themselves_or_took_away(cast, section):
    give(section, cast.ada, by=cast.ada)
    give(section, None, by=cast.ada)

    assert all_told() == set()


def test_several_sections_given_at_once_are_one_mail(cast):
    sections = list(cast.assessment.sections.select_related("area", "assessment"))
    services.assign_sections(sections=sections, to=cast.bob, by=cast.ada, at=NOW)

    body = Notice.objects.get().body
    assert all(f"- {section.area.name}\n" in body for section in sections)
    assert f"has given you {len(sections)} sections" in body


def test_the_lead_hears_that_a_section_is_ready(cast, section):
    give(section, cast.bob, by=cast.ada)
    put_in(section, SectionState.IN_PROGRESS)
    services.move_section(section=section, action=SectionAction.HAND_IN, by=cast.bob, at=NOW)

    assert told(NoticeKind.SECTION_READY) == ["Ada"]


def test_whoever_has_the_section_hears_that_it_came_back_and_not_why(cast, section):
    give(section, cast.bob, by=cast.ada)
    put_in(section, SectionState.READY)
    services.move_section(section=section, action=SectionAction.RETURN, by=cast.ada, at=NOW, because=WORDS)

    assert told(NoticeKind.SECTION_RETURNED) == ["Bob"]
    assert told(NoticeKind.COMMENT) == []


@pytest.mark.parametrize("action", [SectionAction.AGREE, SectionAction.TAKE_BACK])
def test_other_moves_of_a_section_are_nobodys_mail(cast, section, action):
    put_in(section, SectionState.READY)
    services.move_section(section=section, action=action, by=cast.ada, at=NOW)

    assert all_told() == set()


def test_the_lead_hears_that_a_section_was_given_back(cast, section):
    give(section, cast.bob, by=cast.ada)
    services.give_back(section=section, because=WORDS, by=cast.bob, at=NOW)

    assert told(NoticeKind.COMMENT) == ["Ada"]
    assert "has given back the section" in Notice.objects.get(kind=NoticeKind.COMMENT).body


@pytest.mark.parametrize(("by", "heard"), [("ada", ["Bob", "Cat"]), ("bob", ["Ada", "Cat"]), ("cat", ["Ada", "Bob"])])
def test_a_comment_is_told_to_the_leads_the_holder_and_those_who_spoke_before(cast, section, by, heard):
    give(section, cast.bob, by=cast.ada)
    Comment.objects.create(section=section, text=WORDS, by=cast.cat, at=NOW)
    services.comment(section=section, question=None, text=WORDS, by=getattr(cast, by), at=NOW)

    assert told(NoticeKind.COMMENT) == heard


@pytest.mark.parametrize("person", ["bob", "eve"])
def test_a_comment_is_not_told_to_who_may_not_read_it(cast, section, person):
    """One lost the role, the other has it in another council alone."""
    section.assigned_to = getattr(cast, person)
    section.save()
    Membership.objects.filter(user=cast.bob, council=cast.alder).update(role=Role.VIEWER)
    services.comment(section=section, question=None, text=WORDS, by=cast.cat, at=NOW)

    assert told(NoticeKind.COMMENT) == ["Ada"]


# Signing


def test_the_approvers_hear_that_it_is_their_turn(cast):
    submit(cast)

    assert all_told() == {(NoticeKind.SUBMITTED, "Cat")}
    assert "/assessments/alder/now/sign-off/" in Notice.objects.get().body


def test_leads_and_holders_of_sections_hear_that_it_came_back(cast, section):
    give(section, cast.bob, by=cast.ada)
    make_member(cast.alder, Role.CONTRIBUTOR, "Nobody's section")
    submit(cast)
    services.send_back(assessment=cast.assessment, because=WORDS, by=cast.cat, at=NOW)

    assert told(NoticeKind.SENT_BACK) == ["Ada", "Bob"]


def test_everybody_who_worked_on_it_hears_that_it_is_signed_off(cast):
    fay = make_member(cast.alder, Role.VIEWER, "Fay who answered as a contributor once")
    answer = cast.assessment.sections.first().answers.first()
    answer.changed_by = fay
    answer.save()
    answer_all(cast.assessment, 3)
    submission = submit(cast)
    services.sign_off(assessment=cast.assessment, digest=submission.digest, by=cast.cat, at=NOW)

    assert told(NoticeKind.SIGNED_OFF) == ["Ada", fay.name]


def test_who_left_the_council_hears_nothing_more(cast, section):
    give(section, cast.bob, by=cast.ada)
    cast.bob.memberships.all().delete()
    submission = submit(cast)
    services.sign_off(assessment=cast.assessment, digest=submission.digest, by=cast.cat, at=NOW)

    assert told(NoticeKind.SIGNED_OFF) == ["Ada"]


def test_the_council_hears_that_it_was_reopened(cast, section):
    give(section, cast.bob, by=cast.ada)
    submit(cast)
    services.reopen(assessment=cast.assessment, because=WORDS, by=cast.manager, at=NOW)

    assert told(NoticeKind.REOPENED) == ["Ada", "Bob", "Cat"]


def test_managers_hear_that_a_council_asks_once_a_day(cast):
    submit(cast)
    for _ in range(2):
        services.ask_to_reopen(assessment=cast.assessment, because=WORDS, by=cast.ada, at=NOW)

    assert told(NoticeKind.REOPEN_ASKED) == ["Max"]
    assert "/office/now/" in Notice.objects.get(kind=NoticeKind.REOPEN_ASKED).body


# Everything


def test_a_deed_that_is_refused_tells_nobody(cast):
    submit(cast)
    Notice.objects.all().delete()
    with pytest.raises(services.signing.NotNow):
        submit(cast)

    assert all_told() == set()


def walk(cast, section) -> None:
    """Everything that is told, once."""
    give(section, cast.bob, by=cast.ada)
    put_in(section, SectionState.IN_PROGRESS)
    services.move_section(section=section, action=SectionAction.HAND_IN, by=cast.bob, at=NOW)
    services.move_section(section=section, action=SectionAction.RETURN, by=cast.ada, at=NOW, because=WORDS)
    services.comment(section=section, question=None, text=WORDS, by=cast.cat, at=NOW)
    answer_all(cast.assessment, 4)
    section.answers.update(evidence=WORDS, reason=WORDS)
    submit(cast)
    services.send_back(assessment=cast.assessment, because=WORDS, by=cast.cat, at=NOW)
    submission = submit(cast)
    services.sign_off(assessment=cast.assessment, digest=submission.digest, by=cast.cat, at=NOW)
    services.ask_to_reopen(assessment=cast.assessment, because=WORDS, by=cast.ada, at=NOW)
    services.reopen(assessment=cast.assessment, because=WORDS, by=cast.manager, at=NOW)


def test_no_mail_holds_what_somebody_wrote_and_none_goes_to_another_council(cast, section):
    walk(cast, section)

    kinds = {kind for kind, _ in all_told()}
    assert len(kinds) == 9
    assert cast.assessment.submissions.count() == 2
    for notice in Notice.objects.all():
        assert "alder-mark" not in notice.subject + notice.body
        assert "Birch" not in notice.subject + notice.body
    assert {name for _, name in all_told()} == {"Ada", "Bob", "Cat", "Max"}


def test_nobody_is_told_what_they_did_themselves(cast, section):
    walk(cast, section)

    for notice in Notice.objects.select_related("person"):
        assert not notice.body.startswith(notice.person.name), notice.body


@pytest.mark.parametrize("approvers", [1, 20])
def test_telling_takes_a_constant_number_of_queries(cast, django_assert_num_queries, approvers):
    for _ in range(approvers - 1):
        make_member(cast.alder, Role.APPROVER)
    cast.assessment.state = AssessmentState.IN_PROGRESS
    submission = submit(cast)
    Notice.objects.all().delete()

    # Who approves, who wants it, and the rows.
    with django_assert_num_queries(3):
        services.signing.tell_submitted(submission=submission)
    assert Notice.objects.count() == approvers


def test_a_comment_on_a_question_leads_to_the_question(cast, section):
    question = section.answers.select_related("question")[0].question
    services.comment(section=section, question=question, text=WORDS, by=cast.bob, at=NOW)

    mail = Notice.objects.filter(kind=NoticeKind.COMMENT)[0]
    assert question.code in mail.subject
    assert f"/sections/{section.area.code}/#{question.code}" in mail.body

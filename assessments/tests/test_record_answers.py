"""Saving a section: what is written, what is a conflict, and that nothing is lost."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.inputs import AnswerContent, AnswerInput, SectionInput
from assessments.models import Answer, AnswerState, Section
from assessments.policies import NotNow
from assessments.services import content_of, record_answers, reopen, submit_assessment
from assessments.states import AssessmentState

LEVEL_3 = AnswerContent(state=AnswerState.LEVEL, level=3)
LEVEL_4 = AnswerContent(state=AnswerState.LEVEL, level=4, evidence="The plan of May")


@pytest.fixture
def section(cast) -> Section:
    return cast.assessment.sections.select_related("assessment__round").get(area__code="DATA")


def first(section: Section) -> Answer:
    return section.answers.prefetch_related("ticks").order_by("question__position")[0]


def sent(answer: Answer, content: AnswerContent) -> AnswerInput:
    """What an officer sends who has the answer in front of them as it is now."""
    return AnswerInput(
        question_id=answer.question_id,
        content=content,
        seen_version=answer.version,
        seen_fingerprint=content_of(answer).fingerprint,
    )


def save(section, *answers, by, barriers=frozenset(), barriers_seen=frozenset()):
    inputs = SectionInput(answers=answers, barriers=frozenset(barriers), barriers_seen=frozenset(barriers_seen))
    return record_answers(section=section, inputs=inputs, by=by, at=timezone.now())


def test_a_saved_answer_says_who_and_when_and_is_in_the_history(cast, section):
    result = save(section, sent(first(section), LEVEL_4), by=cast.ada)
    answer = first(section)
    assert result.changed == 1
    assert content_of(answer) == LEVEL_4
    assert (answer.version, answer.changed_by) == (1, cast.ada)
    assert list(answer.history.values_list("level", "evidence", "history_user__name")) == [
        (4, "The plan of May", "Ada")
    ]


def test_saving_the_same_again_changes_nothing(cast, section):
    save(section, sent(first(section), LEVEL_4), by=cast.ada)
    assert save(section, sent(first(section), LEVEL_4), by=cast.bob).changed == 0
    assert first(section).changed_by == cast.ada
    assert first(section).history.count() == 1


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(cast, section):
    before = first(section)
    save(section, sent(before, LEVEL_4), by=cast.ada)
    result = save(section, sent(before, LEVEL_3), by=cast.bob)
    assert result.changed == 0
    (conflict,) = result.conflicts
    assert (conflict.theirs, conflict.their_name, conflict.version) == (LEVEL_4, "Ada", 1)
    assert content_of(first(section)) == LEVEL_4


def test_what_an_officer_did_not_touch_is_no_conflict(cast, section):
    before = first(section)
    save(section, sent(before, LEVEL_4), by=cast.ada)
    result = save(section, sent(before, content_of(before)), by=cast.bob)
    assert result.conflicts == ()
    assert content_of(first(section)) == LEVEL_4


def test_two_officers_who_say_the_same_are_no_conflict(cast, section):
    before = first(section)
    save(section, sent(before, LEVEL_4), by=cast.ada)
    assert save(section, sent(before, LEVEL_4), by=cast.bob).conflicts == ()


def test_a_conflict_in_one_answer_does_not_hold_up_the_others(cast, section):
    one, two = section.answers.prefetch_related("ticks").order_by("question__position")[:2]
    save(section, sent(one, LEVEL_4), by=cast.ada)
    result = save(section, sent(one, LEVEL_3), sent(two, LEVEL_3), by=cast.bob)
    assert result.changed == 1
    assert [conflict.question_id for conflict in result.conflicts] == [one.question_id]
    two.refresh_from_db()
    assert two.level == 3


def test_after_a_conflict_saving_again_replaces_the_other_answer(cast, section):
    before = first(section)
    save(section, sent(before, LEVEL_4), by=cast.ada)
    save(section, sent(before, LEVEL_3), by=cast.bob)
    assert save(section, sent(first(section), LEVEL_3), by=cast.bob).conflicts == ()
    assert content_of(first(section)) == LEVEL_3
    assert first(section).history.count() == 2


def test_practices_are_part_of_the_answer(cast, section):
    practice = first(section).question.practices.order_by("position")[0]
    ticked = replace(LEVEL_3, practices=frozenset([practice.pk]))
    save(section, sent(first(section), ticked), by=cast.ada)
    assert content_of(first(section)) == ticked
    save(section, sent(first(section), LEVEL_3), by=cast.ada)
    assert content_of(first(section)).practices == frozenset()


def test_barriers_of_two_officers_are_merged_tick_by_tick(cast, section):
    barrier = section.area.barriers.get().pk
    save(section, by=cast.ada, barriers=[barrier])
    save(section, by=cast.bob, barriers=[], barriers_seen=[])
    assert list(section.section_barriers.values_list("barrier_id", flat=True)) == [barrier]
    save(section, by=cast.bob, barriers=[], barriers_seen=[barrier])
    assert not section.section_barriers.exists()


def test_nothing_is_saved_once_submitted(cast, section):
    before = first(section)
    submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    with pytest.raises(NotNow, match="submitted"):
        save(section, sent(before, LEVEL_4), by=cast.ada)
    assert first(section).version == 0


def test_nothing_is_saved_before_the_round_opens(cast, section):
    cast.assessment.round.opens_at = timezone.now() + timezone.timedelta(days=1)
    cast.assessment.round.save()
    with pytest.raises(NotNow, match="not opened"):
        save(section, sent(first(section), LEVEL_4), by=cast.ada)


def closed(assessment, *, minutes: int) -> None:
    assessment.round.closes_at = timezone.now() - timezone.timedelta(minutes=minutes)
    assessment.round.save()


def test_nothing_is_saved_after_the_close(cast, section):
    closed(cast.assessment, minutes=11)
    with pytest.raises(NotNow, match="has closed"):
        save(section, sent(first(section), LEVEL_4), by=cast.ada)
    assert first(section).version == 0


def test_an_open_page_has_ten_minutes_of_grace(cast, section):
    closed(cast.assessment, minutes=9)
    assert save(section, sent(first(section), LEVEL_4), by=cast.ada).changed == 1


def test_a_council_that_did_not_hand_in_can_be_given_more_time(cast, section):
    closed(cast.assessment, minutes=60)
    reopen(assessment=cast.assessment, because="Flood", by=cast.manager, at=timezone.now())
    section.assessment.refresh_from_db()
    assert save(section, sent(first(section), LEVEL_4), by=cast.ada).changed == 1


def test_the_first_save_starts_the_assessment(cast, section):
    save(section, sent(first(section), LEVEL_4), by=cast.ada)
    cast.assessment.refresh_from_db()
    assert cast.assessment.started_at is not None
    assert cast.assessment.state == AssessmentState.IN_PROGRESS


def test_the_number_of_queries_does_not_grow_with_the_questions(cast, section):
    def queries(count: int, content: AnswerContent) -> int:
        answers = section.answers.prefetch_related("ticks").order_by("question__position")[:count]
        sends = [sent(answer, content) for answer in answers]
        with CaptureQueriesContext(connection) as captured:
            assert save(section, *sends, by=cast.ada).changed == count
        return len(captured)

    queries(1, LEVEL_3)  # the first save also starts the assessment
    assert queries(1, LEVEL_4) == queries(4, replace(LEVEL_4, level=5)) <= 12


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"state": "level", "level": None}, id="a level without its number"),
        pytest.param({"state": "level", "level": 6}, id="level 6"),
        pytest.param({"state": "level", "level": 0}, id="level 0"),
        pytest.param({"state": "dont_know", "level": 3}, id="don't know with a level"),
        pytest.param({"state": "not_applicable", "reason": ""}, id="not applicable without a reason"),
        pytest.param({"state": "perhaps"}, id="an unknown state"),
        pytest.param({"target": 9}, id="a target off the scale"),
        pytest.param({"confidence": "total"}, id="an unknown confidence"),
    ],
)
def test_the_database_refuses_an_impossible_answer(section, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=first(section).pk).update(**values)

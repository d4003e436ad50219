"""Several officers at once, on PostgreSQL: threads with connections of their own, set off together.

SQLite has one writer at a time by construction, so only PostgreSQL can show a race.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from assessments import services
from assessments.inputs import AnswerContent, AnswerInput, SectionInput
from assessments.models import Answer, AnswerState, Assessment, Section
from assessments.policies import NotNow
from assessments.services import content_of, recording
from councils.models import Role
from tests import frameworks
from tests.factories import answer_all, make_assessment, make_council, make_member

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL"),
]

WRITERS = 8
SAVES = 25


@dataclass(frozen=True)
class Outcome:
    saved: int
    conflicts: int


@pytest.fixture
def assessment(monkeypatch) -> Assessment:
    """With ten questions in each section."""
    monkeypatch.setattr(frameworks, "QUESTIONS_PER_AREA", 10)
    return make_assessment(make_council("Alder"))


@pytest.fixture
def section(assessment) -> Section:
    return assessment.sections.get(area__code="DATA")


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run all jobs in threads that start together; an exception is a result."""
    ready = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        ready.wait(timeout=30)
        try:
            return job()
        except (NotNow, OperationalError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(run, job) for job in jobs]]


def look(section: Section) -> dict[int, Answer]:
    return {answer.pk: answer for answer in section.answers.prefetch_related("ticks")}


def officer(section: Section, name: str, by) -> Callable[[], Outcome]:
    """Reads the section and saves all its answers, again and again, each time with words of their own."""

    def work() -> Outcome:
        saved = conflicts = 0
        for turn in range(SAVES):
            inputs = tuple(
                AnswerInput(
                    question_id=answer.question_id,
                    content=AnswerContent(AnswerState.LEVEL, turn % 5 + 1, evidence=f"{name} {turn}"),
                    seen_version=answer.version,
                    seen_fingerprint=content_of(answer).fingerprint,
                )
                for answer in look(section).values()
            )
            sent = SectionInput(inputs, frozenset(), frozenset())
            result = services.record_answers(section=section, inputs=sent, by=by, at=timezone.now())
            saved += result.changed
            conflicts += len(result.conflicts)
        return Outcome(saved, conflicts)

    return work


def officers(section: Section) -> list[Outcome]:
    council = section.assessment.council
    people = [make_member(council, Role.LEAD, f"Officer {n}") for n in range(WRITERS)]
    return [
        outcome
        for outcome in at_once([officer(section, person.name, person) for person in people])
        if isinstance(outcome, Outcome)
    ]


def lost(section: Section, outcomes: list[Outcome]) -> int:
    """Saves that were acknowledged but that no version of the row counts."""
    return sum(outcome.saved for outcome in outcomes) - sum(answer.version for answer in look(section).values())


def test_every_save_stands_in_the_history_or_was_reported_as_a_conflict(section):
    outcomes = officers(section)
    assert section.answers.count() == 10
    assert len(outcomes) == WRITERS
    assert sum(o.saved + o.conflicts for o in outcomes) == WRITERS * SAVES * section.answers.count()
    assert lost(section, outcomes) == 0
    assert Answer.history.filter(section=section).count() == sum(o.saved for o in outcomes)
    assert sum(o.conflicts for o in outcomes) > 0


def test_without_the_lock_saves_are_lost_so_the_test_above_can_fail(section, monkeypatch):
    def no_lock(assessment: Assessment) -> Assessment:
        return Assessment.objects.select_related("round__framework", "council").get(pk=assessment.pk)

    monkeypatch.setattr(recording, "lock", no_lock)
    outcomes = officers(section)
    deadlocks = WRITERS - len(outcomes)
    assert lost(section, outcomes) > 0 or deadlocks > 0


def test_two_clicks_on_submit_make_one_submission(assessment):
    answer_all(assessment, 3)
    lead = make_member(assessment.council, Role.LEAD)

    def submit() -> object:
        return services.submit_assessment(assessment=assessment, by=lead, at=timezone.now())

    results = at_once([submit] * WRITERS)
    assert sum(isinstance(result, NotNow) for result in results) == WRITERS - 1
    assert assessment.submissions.count() == 1


def test_what_is_saved_while_somebody_submits_is_in_the_submission_or_refused(assessment, section):
    answer_all(assessment, 3)
    lead = make_member(assessment.council, Role.LEAD)
    save = officer(section, "Late", make_member(assessment.council, Role.CONTRIBUTOR))

    def submit() -> object:
        return services.submit_assessment(assessment=assessment, by=lead, at=timezone.now())

    at_once([save, submit])
    frozen = services.latest_submission(assessment).content
    for answer in look(section).values():
        assert answer.evidence == "" or f'"evidence":"{answer.evidence}"' in frozen


def test_what_is_saved_while_somebody_signs_off_is_refused(assessment, section):
    lead, approver = make_member(assessment.council, Role.LEAD), make_member(assessment.council, Role.APPROVER)
    submission = services.submit_assessment(assessment=assessment, by=lead, at=timezone.now())

    def sign() -> object:
        return services.sign_off(assessment=assessment, digest=submission.digest, by=approver, at=timezone.now())

    results = at_once([sign, officer(section, "Late", lead)])
    assert [isinstance(result, NotNow) for result in results] == [False, True]
    assert all(answer.version == 0 for answer in look(section).values())


def test_a_sign_off_and_a_return_at_once_have_one_outcome(assessment):
    lead, approver = make_member(assessment.council, Role.LEAD), make_member(assessment.council, Role.APPROVER)
    digest = services.submit_assessment(assessment=assessment, by=lead, at=timezone.now()).digest

    def sign() -> object:
        return services.sign_off(assessment=assessment, digest=digest, by=approver, at=timezone.now())

    def back() -> object:
        services.send_back(assessment=assessment, because="No", by=approver, at=timezone.now())
        return "back"

    results = at_once([sign, back])
    assert sum(isinstance(result, NotNow) for result in results) == 1

"""A wanted scorecard is made once, by one worker at a time, whatever happens to the workers."""

import logging
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from reports import rendering, tasks
from reports.models import Document, DocumentState
from reports.rendering import LEASE, MAX_ATTEMPTS, MAX_LOST_LEASES, PATIENCE, claim, fail, finish, to_be_nudged
from reports.tests.wanted import MADE, NOW, claimed, in_state, now, stored, want

pytestmark = pytest.mark.django_db

AFTER_LEASE = NOW + LEASE + timedelta(seconds=1)


# Claiming


def test_a_claim_takes_a_lease():
    held = claimed()

    assert held.fence == 1
    assert (held.scorecard.state, held.scorecard.attempts) == (DocumentState.RUNNING, 1)
    assert held.scorecard.lease_until == NOW + LEASE


@pytest.mark.parametrize(
    ("state", "at"),
    [
        pytest.param(DocumentState.RUNNING, NOW, id="somebody else has it"),
        pytest.param(DocumentState.MADE, AFTER_LEASE, id="it is made"),
        pytest.param(DocumentState.FAILED, AFTER_LEASE, id="it failed for good"),
    ],
)
def test_nothing_is_claimed_where_there_is_nothing_to_do(state, at):
    assert claim(scorecard_id=in_state(state).pk, at=at) is None


def test_a_lost_lease_is_taken_over_and_counted_apart():
    first = claimed()

    second = claimed(first.scorecard, at=AFTER_LEASE)

    assert second.fence == first.fence + 1
    assert (second.scorecard.attempts, second.scorecard.lost_leases) == (2, 1)


def test_a_scorecard_that_takes_down_every_worker_fails():
    scorecard = want()
    for number in range(MAX_LOST_LEASES):
        claimed(scorecard, at=NOW + number * 2 * LEASE)

    assert claim(scorecard_id=scorecard.pk, at=NOW + MAX_LOST_LEASES * 2 * LEASE) is None
    assert (now(scorecard).state, scorecard.lost_leases) == (DocumentState.FAILED, MAX_LOST_LEASES)


# Finishing


def test_a_finished_scorecard_has_its_file():
    held = claimed()

    assert finish(held, MADE, at=NOW)

    scorecard = now(held.scorecard)
    assert (scorecard.state, scorecard.pages, scorecard.made_at) == (DocumentState.MADE, MADE.pages, NOW)
    assert stored(scorecard) == MADE.content


def test_a_late_worker_changes_nothing_and_leaves_no_file():
    late = claimed()
    second = claimed(late.scorecard, at=AFTER_LEASE)
    finish(second, MADE, at=AFTER_LEASE)
    before = set(default_storage.listdir("documents")[1])

    assert not finish(late, MADE, at=AFTER_LEASE)
    assert not fail(late, ValueError(), at=AFTER_LEASE)
    assert now(late.scorecard).state == DocumentState.MADE
    assert set(default_storage.listdir("documents")[1]) == before


def test_a_worker_whose_lease_ran_out_still_finishes_where_nobody_took_over():
    held = claimed()

    assert finish(held, MADE, at=AFTER_LEASE)


# Failing


def test_a_render_is_tried_three_times_and_then_fails():
    scorecard = want()
    states = []
    for number in range(MAX_ATTEMPTS):
        at = NOW + number * LEASE
        fail(claimed(scorecard, at=at), ValueError(), at=at)
        states.append(now(scorecard).state)

    assert states == [DocumentState.QUEUED, DocumentState.QUEUED, DocumentState.FAILED]


def test_lost_leases_use_up_no_attempt():
    scorecard = want()
    claimed(scorecard)
    for number in range(MAX_ATTEMPTS):
        assert now(scorecard).state != DocumentState.FAILED
        at = AFTER_LEASE + number * LEASE
        fail(claimed(scorecard, at=at), ValueError(), at=at)

    assert (now(scorecard).state, scorecard.lost_leases) == (DocumentState.FAILED, 1)


def test_what_went_wrong_is_kept_without_what_a_council_wrote(caplog, monkeypatch):
    def broken(_: Document) -> None:
        raise ValueError("our evidence is secret")

    monkeypatch.setattr(rendering, "render", broken)
    scorecard = want()
    with caplog.at_level(logging.ERROR):
        tasks.render_scorecard(str(scorecard.pk))

    assert now(scorecard).error == "ValueError"
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


# The task and the sweeper


def test_the_task_makes_the_document_and_does_it_once():
    scorecard = want()
    tasks.render_scorecard(str(scorecard.pk))
    made = now(scorecard)
    assert (made.state, made.fence) == (DocumentState.MADE, 1)
    assert stored(made).startswith(b"%PDF-1.7")

    tasks.render_scorecard(str(scorecard.pk))

    assert now(scorecard).fence == 1


@pytest.mark.parametrize(
    ("state", "at", "nudged"),
    [
        pytest.param(DocumentState.QUEUED, NOW + PATIENCE / 2, False, id="waits, but not for long"),
        pytest.param(DocumentState.QUEUED, NOW + PATIENCE * 2, True, id="waits too long"),
        pytest.param(DocumentState.RUNNING, NOW + LEASE / 2, False, id="is being made"),
        pytest.param(DocumentState.RUNNING, AFTER_LEASE, True, id="its worker went away"),
        pytest.param(DocumentState.MADE, AFTER_LEASE, False, id="is made"),
        pytest.param(DocumentState.FAILED, AFTER_LEASE, False, id="failed for good"),
    ],
)
def test_the_sweeper_nudges_for_what_waits_or_was_lost(state, at, nudged):
    scorecard = in_state(state)

    assert to_be_nudged(at=at) == ([scorecard.pk] if nudged else [])


def test_a_sweep_sends_a_nudge_for_each(monkeypatch):
    nudged = []
    monkeypatch.setattr(tasks.render_scorecard, "delay", nudged.append)
    waiting = want(at=NOW - PATIENCE * 2)

    tasks.sweep_scorecards()

    assert nudged == [str(waiting.pk)]

"""Nudges from the broker. Each looks at the database for what is to be done, and is safe to run twice."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from reports import rendering


@shared_task(acks_late=True, reject_on_worker_lost=True)
def render_scorecard(scorecard_id: str) -> None:
    """Make the named one, unless somebody waits for another; then go on with what its release wants, one by one."""
    named, now = UUID(scorecard_id), timezone.now()
    rendering.work_on(scorecard_id=rendering.more_urgent_than(named, at=now) or named)
    following = rendering.next_in_bulk(named, at=timezone.now())
    if following:
        render_scorecard.delay(str(following))


@shared_task
def sweep_scorecards() -> None:
    """Nudge a worker for whatever waits too long or has lost its worker."""
    for scorecard_id in rendering.to_be_nudged(at=timezone.now()):
        render_scorecard.delay(str(scorecard_id))

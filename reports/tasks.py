"""Nudges from the broker. Each looks at the database for what is to be done, and is safe to run twice."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from reports import rendering


@shared_task
def render_scorecard(scorecard_id: str) -> None:
    rendering.work_on(scorecard_id=UUID(scorecard_id))


@shared_task
def sweep_scorecards() -> None:
    """Nudge a worker for whatever waits too long or has lost its worker."""
    for scorecard_id in rendering.to_be_nudged(at=timezone.now()):
        render_scorecard.delay(str(scorecard_id))

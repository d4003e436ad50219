"""Nudges from the beat. The database and the clock say what is due, so a nudge too many does no harm."""

from celery import shared_task
from django.utils import timezone

from assessments import reminders


@shared_task
def post_reminders() -> None:
    reminders.post_due(at=timezone.now())

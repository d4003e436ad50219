"""Nudges from the broker and the beat. The database says what is to be sent, so a nudge too many does no harm."""

from celery import shared_task

from notices import sending


@shared_task
def send_waiting_notices() -> None:
    sending.send_waiting()

"""A Celery worker and its beat as threads of the web process, for the demonstration on one machine.

The broker is memory:// then, so the worker must live where the messages are. Both threads end with the process;
what they leave undone is a row that the next process sweeps up.
"""

import logging
import threading
import time
from collections.abc import Callable

from celery import beat
from celery.worker import WorkController

from councilmaturity.celery import app

logger = logging.getLogger(__name__)

PAUSE = 5
"""Seconds before a thread that failed starts again."""


def start() -> None:
    for run in (run_worker, run_beat):
        threading.Thread(target=keep_going, args=(run,), name=run.__name__, daemon=True).start()


def run_worker() -> None:
    """One task at a time. Celery's time limits don't hold here; those of reports/pressing.py for drawing do."""
    WorkController(app=app, pool_cls="solo", without_heartbeat=True, without_mingle=True, without_gossip=True).start()


def run_beat() -> None:
    """Keeps its times in memory: a sweep more or less does no harm."""
    beat.Service(app, scheduler_cls=beat.Scheduler).start()


def keep_going(run: Callable[[], None], *, pause: float = PAUSE) -> None:
    while True:
        try:
            run()
        except Exception:
            logger.exception("The embedded %s stopped and starts again", run.__name__)
        time.sleep(pause)

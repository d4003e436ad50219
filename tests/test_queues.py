"""Mail and documents go to queues of their own, and the embedded worker takes from both."""

from contextlib import suppress

import pytest

from assessments.tasks import post_reminders
from councilmaturity.celery import app
from notices.tasks import send_waiting_notices
from reports.tasks import sweep_scorecards

pytestmark = pytest.mark.redis


def takes(queue: str) -> list[str]:
    """The names of the tasks that wait in a queue; they are gone then."""
    names = []
    with (
        app.connection_for_read() as connection,
        connection.SimpleQueue(app.amqp.queues[queue]) as waiting,
        suppress(waiting.Empty),
    ):
        while True:
            message = waiting.get_nowait()
            names.append(message.headers["task"])
            message.ack()
    return names


@pytest.mark.parametrize(
    ("task", "queue", "other"),
    [
        (send_waiting_notices, "mail", "render"),
        (post_reminders, "mail", "render"),
        (sweep_scorecards, "render", "mail"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_message_waits_in_one_queue_alone(task, queue, other):
    for name in (queue, other):
        takes(name)

    task.delay()

    assert takes(other) == []
    assert takes(queue) == [task.name]


def test_a_worker_that_is_not_told_otherwise_takes_from_both():
    assert set(app.amqp.queues.consume_from) == {"mail", "render"}


def test_the_beat_knows_only_tasks_that_exist():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)

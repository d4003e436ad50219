"""How gunicorn serves the site: `gunicorn -c python:councilmaturity.gunicorn councilmaturity.wsgi`."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings

from councilmaturity import embedded

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT', '8000')}"
control_socket_disable = True
timeout = 60
graceful_timeout = 20
keepalive = 5
accesslog = None if settings.DEMONSTRATION else "-"
loglevel = "warning" if settings.DEMONSTRATION else "info"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - heartbeats, off the disk

if settings.EMBEDDED_WORKER:
    # The messages to the embedded worker are in this process's memory, so there is one process, and it stays.
    workers, threads, worker_class, max_requests = 1, 8, "gthread", 0
else:
    # Sync workers behind a proxy that buffers: threads would each hold a database connection.
    workers = int(os.environ.get("WEB_CONCURRENCY") or 2 * multiprocessing.cpu_count() + 1)
    threads, worker_class, max_requests, max_requests_jitter = 1, "sync", 2000, 200


class Beating:
    """An answer that is sent in parts, each of which is a sign of life."""

    def __init__(self, answer: Iterable[bytes], notify: Callable[[], None]) -> None:
        self._answer, self._notify = answer, notify

    def __iter__(self) -> Iterator[bytes]:
        for part in self._answer:
            self._notify()
            yield part

    def close(self) -> None:
        if hasattr(self._answer, "close"):
            self._answer.close()


def beating(application: Callable[..., Any], notify: Callable[[], None]) -> Callable[..., Any]:
    """A sync worker gives no sign of life during a request, so that a long file would be cut off after `timeout`.

    What hangs is ended all the same: it sends no part. Files that the system sends by itself are left to it.
    """

    def run(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        answer = application(environ, start_response)
        by_system = isinstance(answer, environ.get("wsgi.file_wrapper", ()))
        return answer if by_system or not getattr(answer, "streaming", False) else Beating(answer, notify)

    return run


def post_worker_init(worker: Any) -> None:
    worker.wsgi = beating(worker.wsgi, worker.notify)
    if settings.EMBEDDED_WORKER:
        embedded.start()

"""How gunicorn serves the site: `gunicorn -c python:councilmaturity.gunicorn councilmaturity.wsgi`."""

import multiprocessing
import os

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


def post_worker_init(worker: object) -> None:
    if settings.EMBEDDED_WORKER:
        embedded.start()

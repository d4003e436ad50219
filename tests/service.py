"""The whole service as its users meet it: real processes on a database of their own, with the demonstration in it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 60


class Service:
    """Environment and processes of one running service."""

    def __init__(self, folder: Path, *, database_url: str, redis_url: str) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.has_worker = bool(redis_url)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "DEMONSTRATION": "1",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BASE_URL": self.url,
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            "PORT": str(self.port),
            "SCORECARD_DIR": str(folder / "scorecards"),
            "STATIC_ROOT": str(folder / "static"),
            "STATIC_MANIFEST": "1",
            "WEB_CONCURRENCY": "2",
            "LOG_LEVEL": "WARNING",
        }

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)

    def spawn(self, *arguments: str) -> None:
        with (self.folder / f"{arguments[1]}.log").open("ab") as log:
            command = [sys.executable, *arguments]
            self.processes.append(subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log))

    def wait(self) -> None:
        ends = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < ends:
            with suppress(URLError, ConnectionError), urllib.request.urlopen(f"{self.url}/readyz") as answer:  # noqa: S310
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("the service did not answer; see the logs in " + str(self.folder))

    def start(self) -> None:
        """With Redis, gunicorn's processes and a separate Celery worker; without, one process with both."""
        self.spawn("-m", "gunicorn", "-c", "python:councilmaturity.gunicorn", "councilmaturity.wsgi")
        if self.has_worker:
            self.spawn("-m", "celery", "-A", "councilmaturity", "worker", "--beat", "--concurrency", "1")
        self.wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()


@contextmanager
def running(folder: Path, *, database_url: str, redis_url: str = "") -> Iterator[Service]:
    """A service with the demonstration in it, started."""
    service = Service(folder, database_url=database_url, redis_url=redis_url)
    service.manage("migrate", "-v0")
    service.manage("collectstatic", "--noinput", "-v0")
    service.manage("load_councils", "fixtures/councils.csv")
    service.manage("load_framework", "fixtures/framework/framework.yaml", "--publish")
    service.manage("load_demonstration")
    try:
        service.start()
        yield service
    finally:
        service.stop()

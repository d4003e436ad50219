"""The Celery workers as bin/worker starts them: real processes on the test's own database and Redis."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120
"""Seconds; far more than it takes, because others may use the machine too."""
TICKS = os.sysconf("SC_CLK_TCK")
NANOSECONDS = 1e9


def until(holds: Callable[[], object], *, seconds: float = PATIENCE, pause: float = 0.1) -> None:
    """Wait for what another process does."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            raise TimeoutError("it did not happen in time")
        time.sleep(pause)


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    group: int
    cpu: float
    """Seconds."""


def processes() -> list[Process]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            cpu = sum(map(int, fields[11:13])) / TICKS
            if fields[0] != "Z":
                found.append(Process(int(path.parent.name), int(fields[1]), int(fields[2]), cpu))
    return found


def below(pids: set[int]) -> set[int]:
    """The children of processes."""
    return {process.pid for process in processes() if process.parent in pids}


def cpu_of(pids: set[int]) -> float:
    return sum(process.cpu for process in processes() if process.pid in pids)


def memory_of(pid: int, what: str) -> int:
    """Bytes: `VmRSS` are those it has, `VmHWM` the most that it ever had; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(what):
                return int(line.split()[1]) * 1024
    return 0


def waited(pids: set[int]) -> float:
    """Seconds that processes were ready to run and others had the processors."""
    waits = 0
    for pid in pids:
        with suppress(OSError):
            waits += sum(int(path.read_text().split()[1]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return waits / NANOSECONDS


class Workers:
    """`bin/worker` with all that it starts, as one group of processes."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.command = ["bin/worker", *arguments]
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            **environment,
        }
        self.log = folder / "workers.log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def renders(self) -> set[int]:
        """The process that has the render queue, once it is there."""
        return {pid for pid in below({self.process.pid}) if b"render@%h" in started_as(pid)}

    @property
    def children(self) -> set[int]:
        """Of that process: each takes one document after the other, and draws it in a child of its own."""
        return below(self.renders)

    @property
    def drawing(self) -> set[int]:
        return below(self.children)

    @property
    def at_work(self) -> set[int]:
        return self.renders | self.children | self.drawing

    def kill(self) -> None:
        """All at once and without a word, as when the machine goes."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def started_as(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextmanager
def working(folder: Path, *arguments: str, **environment: str) -> Iterator[Workers]:
    workers = Workers(folder, *arguments, **environment)
    workers.start()
    try:
        yield workers
    finally:
        workers.kill()


def database_url() -> str:
    """Of the database that the test has, which pytest-django made."""
    of = connection.settings_dict
    password = f":{quote(of['PASSWORD'])}" if of["PASSWORD"] else ""
    return f"postgres://{of['USER']}{password}@{of['HOST']}:{of['PORT'] or 5432}/{of['NAME']}"

"""The commands that people start the service with, and the worker inside the demonstration's process."""

import os
import re
import socket
import subprocess

import pytest

from councilmaturity import embedded
from tests.service import ROOT

TARGETS = ["help", "setup", "run", "test", "check", "lock", "bench", "soak", "screens", "worker"]


def test_make_help_lists_each_target_in_a_line():
    # Under `make test` this make is a nested one, which would print the directories that it enters.
    command = ["make", "--no-print-directory", "help"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.split()[0] for line in lines] == TARGETS


def test_a_port_in_use_is_said_before_anything_else_is_done():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        started = subprocess.run(
            ["bin/run"],
            cwd=ROOT,
            env={**os.environ, "PORT": port},
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    assert started.returncode == 1
    assert f"Port {port} is in use" in started.stderr
    assert started.stdout == ""


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_requirements_are_pinned_with_hashes(name):
    entries = re.split(r"\n(?=\w)", (ROOT / name).read_text())
    pinned = [entry for entry in entries if not entry.startswith("#")]
    assert pinned
    assert all(re.match(r"[\w.\[\],-]+==\S+ ", entry) and "--hash=sha256:" in entry for entry in pinned)


def test_the_embedded_worker_starts_again_after_a_failure(caplog):
    runs = []

    def run() -> None:
        runs.append(1)
        if len(runs) < 3:
            raise ValueError
        raise SystemExit

    with pytest.raises(SystemExit):
        embedded.keep_going(run, pause=0)
    assert len(runs) == 3
    assert caplog.text.count("starts again") == 2

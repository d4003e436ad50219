"""Draws PDFs in a child process that may take so much time and memory and no more.

Web process and workers have one child each, which draws one document after the other. A document that hangs or swells
takes this child down and nothing else; the next document gets a new one.
"""

import atexit
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from reports.pdf import PdfFile, make_pdf

BASE_DIR = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
SECONDS_MORE = 30
"""After its time a child without a parent ends itself."""
NICENESS = 5
MEGABYTE = 1_000_000
LIFE = 50
"""Documents until a child is replaced: each leaves a little memory behind."""


class PressError(Exception):
    """No document came out. The message is a code for the row: it never holds what a council wrote."""


class TookTooLong(PressError):
    CODE = "took too long"


class TookTooMuch(PressError):
    CODE = "took too much memory"


class Failed(PressError):
    """Went wrong in another way; the message names the kind of error."""

    NOT_STARTED, ENDED = "did not start", "ended by itself"


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    pipe: "Connection[object, object]"
    parent: int
    made: int = 0


class Press:
    def __init__(self, *, seconds: float, megabytes: int, life: int = LIFE) -> None:
        self._seconds, self._megabytes, self._life = seconds, megabytes, life
        self._lock = threading.Lock()
        self._child: _Child | None = None
        atexit.register(self.close)

    def make(self, *, html: str, identifier: str, folder: Path) -> PdfFile:
        """What make_pdf makes of it, within the limits. Raises PressError."""
        with self._lock:
            child = self._child_at_hand()
            try:
                made = self._ask(child, (html, identifier, folder))
            except BaseException:
                self._end()
                raise
            child.made += 1
            if child.made >= self._life:
                self._end()
            return made

    def close(self) -> None:
        with self._lock:
            self._end()

    def _ask(self, child: _Child, order: tuple[str, str, Path]) -> PdfFile:
        try:
            child.pipe.send(order)
            if not child.pipe.poll(self._seconds):
                raise TookTooLong(TookTooLong.CODE)
            made = child.pipe.recv()
        except (EOFError, ConnectionError) as lost:
            raise _why_lost(child.process.wait(SECONDS_MORE)) from lost
        if isinstance(made, PdfFile):
            return made
        if made == MemoryError.__name__:
            raise TookTooMuch(TookTooMuch.CODE)
        raise Failed(str(made))

    def _child_at_hand(self) -> _Child:
        child = self._child
        if child and child.parent == os.getpid() and child.process.poll() is None:
            return child
        if child and child.parent != os.getpid():
            self._child = None  # Another process's, from before this one was forked.
        self._end()
        self._child = child = self._start()
        if not child.pipe.poll(SECONDS_TO_START):
            self._end()
            raise Failed(Failed.NOT_STARTED)
        child.pipe.recv()
        return child

    def _start(self) -> _Child:
        ours, theirs = socket.socketpair()
        with theirs:
            limits = [str(theirs.fileno()), str(self._megabytes), str(int(self._seconds) + SECONDS_MORE)]
            process = subprocess.Popen(  # noqa: S603 - this file and numbers of our own
                [sys.executable, "-m", "reports.pressing", *limits],
                cwd=BASE_DIR,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        return _Child(process, Connection(ours.detach()), os.getpid())

    def _end(self) -> None:
        child, self._child = self._child, None
        if child and child.parent == os.getpid():
            child.pipe.close()
            child.process.kill()
            child.process.wait()


def _why_lost(ended: int) -> PressError:
    """A library that gets no memory ends its process by a signal, and so does the kernel."""
    return TookTooMuch(TookTooMuch.CODE) if ended < 0 else Failed(Failed.ENDED)


def serve(pipe: "Connection[object, object]", *, seconds: int) -> None:
    """What the child does until its parent hangs up."""
    pipe.send("ready")
    while True:
        try:
            order = cast(tuple[str, str, Path], pipe.recv())
        except EOFError:
            return
        signal.alarm(seconds)
        pipe.send(_made(*order))
        signal.alarm(0)


def _made(html: str, identifier: str, folder: Path) -> PdfFile | str:
    try:
        return make_pdf(html=html, identifier=identifier, folder=folder)
    except BaseException as error:  # noqa: BLE001 - WeasyPrint's own refusals are no Exceptions
        return type(error).__name__


def main(descriptor: int, megabytes: int, seconds: int) -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    serve(Connection(descriptor), seconds=seconds)


if __name__ == "__main__":
    # Under its own name, so that what goes through the pipe is of the same classes on both sides.
    from reports.pressing import main as run

    run(*map(int, sys.argv[1:4]))

"""wait_until_ready ADDRESS PID: ends well as soon as the address answers 200, badly when the process is gone."""

import os
import sys
import time
import urllib.request

PATIENCE = 60
"""Seconds."""


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


address, process = sys.argv[1], int(sys.argv[2])
end = time.monotonic() + PATIENCE
while not answers(address):
    if not runs(process) or time.monotonic() > end:
        sys.exit(1)
    time.sleep(0.1)

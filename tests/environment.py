"""The environment that tests run in; loaded by pytest before Django's settings are read."""

import os
import tempfile
from urllib.parse import urlsplit

os.environ.setdefault("DEMONSTRATION", "1")
os.environ["SCORECARD_DIR"] = tempfile.mkdtemp(prefix="scorecards-")
os.environ["STATIC_ROOT"] = tempfile.mkdtemp(prefix="static-")
os.environ["STATIC_MANIFEST"] = "0"
os.environ["LOG_LEVEL"] = "ERROR"
# A DATABASE_URL without its own database: pytest-django makes a test database beside it.
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

# Workers that test at once share a Redis; each has a database of its own there, so that one can't clear the other's.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if os.environ.get("REDIS_URL") and worker.startswith("gw"):
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{2 + int(worker[2:]) % 14}").geturl()

"""The whole service for tests in a browser, made once for all of them on each database."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.servers import postgresql_url, redis_url, with_database
from tests.service import Service, running

ON = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("sqlite", "postgresql and redis")]


@pytest.fixture(scope="session", params=ON)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    if request.param == "sqlite":
        with running(folder, database_url=f"sqlite:///{folder / 'service.sqlite3'}") as service:
            yield service
        return
    server, cache = postgresql_url(), redis_url()
    if not (server and cache):
        pytest.skip("no PostgreSQL and Redis here")
    with (
        with_database(server, f"end_to_end_{uuid4().hex[:8]}") as database_url,
        running(folder, database_url=database_url, redis_url=cache) as service,
    ):
        yield service


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": arguments}

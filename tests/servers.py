"""The PostgreSQL and Redis that tests may use: those named by the environment, or those on the standard local ports."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def postgresql_url() -> str:
    """Address of a server, with a database that is there; empty where there is none."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        return url
    local = "postgres://root@127.0.0.1:5432/postgres"
    return local if answers(5432) and lets_in(local) else ""


def lets_in(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def redis_url() -> str:
    return os.environ.get("REDIS_URL") or ("redis://127.0.0.1:6379/1" if answers(6379) else "")


@contextmanager
def with_database(server: str, name: str) -> Iterator[str]:
    """The address of a new database, dropped at the end."""
    parts = urlsplit(server)
    connection = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    connection.close()

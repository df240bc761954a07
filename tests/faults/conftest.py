"""Databases and nodes that a test may do anything to."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.faults.nodes import Node, node
from tests.faults.proxy import Proxy

MakeNode = Callable[..., Node]


@pytest.fixture
def make_node(tmp_path: Path) -> Iterator[MakeNode]:
    """Start nodes, each in a folder of its own name; all are stopped afterwards."""
    started: list[Node] = []

    def make(name: str = "node", *arguments: str, **environ: str) -> Node:
        started.append(node(tmp_path / name, *arguments, **environ))
        return started[-1].start()

    yield make
    for each in started:
        each.stop()


@pytest.fixture
def database() -> str:
    """The address of the tests' PostgreSQL."""
    address = os.environ.get("SERVICEBOT_TEST_DATABASE_URL")
    if not address:
        pytest.skip("SERVICEBOT_TEST_DATABASE_URL is not set")
    return address


@pytest.fixture
def postgres(database: str) -> Iterator[str]:
    """The address of an empty schema of the tests' PostgreSQL."""
    address = database
    schema = f"servicebot_{secrets.token_hex(6)}"
    server = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{address}?options=-csearch_path%3D{schema}"
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


@pytest.fixture
def redis() -> str:
    """The address of the tests' Redis."""
    address = os.environ.get("SERVICEBOT_TEST_REDIS_URL")
    if not address:
        pytest.skip("SERVICEBOT_TEST_REDIS_URL is not set")
    return address


@pytest.fixture
def way(postgres: str) -> Iterator[tuple[Proxy, str]]:
    """A way to PostgreSQL that a test may cut, and the address that goes by it."""
    parts = urlsplit(postgres)
    proxy = Proxy((parts.hostname or "127.0.0.1", parts.port or 5432))
    user = f"{parts.username}@" if parts.username else ""
    yield proxy, urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{proxy.port}"))
    proxy.close()

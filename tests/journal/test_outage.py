"""PostgreSQL goes away in the middle and comes back: every turn is there."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import make_url, select

from servicebot.journal.database import open_engine, reading
from servicebot.journal.records import Health, Record
from servicebot.journal.store import Journal
from servicebot.journal.tables import TURNS

MakeRecord = Callable[..., Record]


class Line:
    """A line to a server, that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        """Listen on a free port."""
        self._target = (host, port)
        self._ends: list[socket.socket] = []
        self.is_up = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Drop all that is connected, and let nobody in."""
        self.is_up = False
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends = []

    def close(self) -> None:
        """Listen no more."""
        self.cut()
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if not self.is_up:
                    client.close()
                    continue
                server = socket.create_connection(self._target)
                self._ends += [client, server]
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError), source, sink:
        while data := source.recv(65536):
            sink.sendall(data)


@pytest.fixture
def line() -> Iterator[Line]:
    """A line to the test server."""
    url = make_url(os.environ["SERVICEBOT_TEST_DATABASE_URL"])
    line = Line(url.host or "127.0.0.1", url.port or 5432)
    yield line
    line.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_outage_loses_nothing_and_delays_nobody(
    database_url: str, request: pytest.FixtureRequest, make_record: MakeRecord
) -> None:
    line: Line = request.getfixturevalue("line")
    through = make_url(database_url).set(host="127.0.0.1", port=line.port)
    journal = Journal(through.render_as_string(hide_password=False))
    journal.start()
    journal.record(make_record("before"))
    assert journal.flush()

    line.cut()
    started = time.perf_counter()
    for number in range(50):
        journal.record(make_record(f"during-{number}"))
    assert time.perf_counter() - started < 1.5
    deadline = time.monotonic() + 10
    while journal.health.fault is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert journal.health.fault is not None
    assert journal.health.queued == 50

    line.is_up = True
    assert journal.flush(20)
    assert journal.health == Health(None, 0, 0)
    journal.close()
    engine = open_engine(database_url)
    with reading(engine) as connection:
        kept = set(connection.scalars(select(TURNS.c.id)))
    engine.dispose()
    assert kept == {"before", *(f"during-{number}" for number in range(50))}

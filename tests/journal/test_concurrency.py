"""Several writers, counting and purging at once: nothing is lost or doubled."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from servicebot.journal import counters
from servicebot.journal.counters import count_all
from servicebot.journal.database import open_engine, reading
from servicebot.journal.migrations import migrate
from servicebot.journal.records import Feedback, Record
from servicebot.journal.retention import purge
from servicebot.journal.scribe import Scribe
from servicebot.journal.store import Journal
from servicebot.journal.tables import HOURLY, TURNS
from servicebot.journal.terms import Retention

MakeRecord = Callable[..., Record]
WRITERS, EACH, OLD = 4, 60, 15

WRITE_UNTIL_KILLED = """
import sys, secrets
from datetime import datetime, UTC
from servicebot.journal.records import Heard, record_of
from servicebot.journal.scribe import Scribe
from servicebot.journal.store import Journal
from servicebot.replies import Reply

journal = Journal(sys.argv[1])
journal.start()
while True:
    reply = Reply(secrets.token_hex(8), "answer", "x")
    heard = Heard(datetime.now(UTC), "api", 100)
    if journal.record(record_of("combien de places ?", reply, heard)):
        print(reply.id, flush=True)
"""


def write(address: str, records: list[Record]) -> None:
    """Write as one process of a town does; every third reply is judged."""
    journal = Journal(address)
    journal.start()
    for number, record in enumerate(records):
        journal.record(record)
        if number % 3 == 0:
            journal.attach(Feedback(record.id, useful=number % 2 == 0))
    assert journal.flush(60)
    journal.close()


def totals(address: str) -> list[int]:
    """Return the turns that are kept, those counted, and the opinions counted."""
    engine = open_engine(address)
    count_all(engine)
    with reading(engine) as connection:
        kept = connection.scalar(select(func.count()).select_from(TURNS))
        sums = [func.sum(HOURLY.c[name]) for name in ("n", "useful", "useless")]
        counted = connection.execute(select(*sums)).one()
    engine.dispose()
    return [int(value or 0) for value in (kept, *counted)]


@pytest.mark.slow
def test_four_writers_and_a_purge_lose_and_double_nothing(
    database_url: str, make_record: MakeRecord
) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    now = datetime.now(UTC)
    old = now - timedelta(days=40)
    writers = [
        [
            make_record(f"{writer}-{number}", at=old if number < OLD else now)
            for number in range(EACH)
        ]
        for writer in range(WRITERS)
    ]
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=write, args=(database_url, records))
        for records in writers
    ]
    for process in processes:
        process.start()
    stopped = threading.Event()

    def keep_purging() -> None:
        while not stopped.is_set():
            purge(engine, Retention(), datetime.now(UTC), most=50)
            time.sleep(0.01)

    purger = threading.Thread(target=keep_purging)
    purger.start()
    for process in processes:
        process.join(60)
    stopped.set()
    purger.join()
    count_all(engine)
    purge(engine, Retention(), datetime.now(UTC))
    engine.dispose()

    kept, counted, useful, useless = totals(database_url)
    assert [process.exitcode for process in processes] == [0] * WRITERS
    assert kept == WRITERS * (EACH - OLD)
    assert counted == WRITERS * EACH
    assert useful + useless <= WRITERS * EACH // 3
    assert useful + useless >= WRITERS * (EACH - OLD) // 3


@pytest.mark.slow
def test_what_is_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'servicebot.sqlite'}"
    acknowledged: list[str] = []
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITE_UNTIL_KILLED, address],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        acknowledged.append(process.stdout.readline().strip())
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines()
        acknowledged += [line for line in rest if len(line) == 16]
        process.stdout.close()
        process.wait(10)

    engine = open_engine(address)
    with reading(engine) as connection:
        kept = set(connection.scalars(select(TURNS.c.id)))
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
    assert len(acknowledged) > 100
    assert set(acknowledged) <= kept


def test_counting_all_of_it_gives_up_where_another_never_ends(
    database_url: str, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "PATIENCE", 0.1)
    monkeypatch.setattr(counters.Counter, "count", lambda *_: 0)
    engine = open_engine(database_url)
    migrate(engine)
    scribe = Scribe(engine)
    scribe.write([make_record()])

    count_all(engine)

    assert counters.Counter(engine).is_behind()
    scribe.close()
    engine.dispose()

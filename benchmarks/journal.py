"""How fast the journal is: what it adds to an answer, and a million rows.

Usage: python benchmarks/journal.py [--rows 1000000] [ADDRESS]
"""

# ruff: noqa: INP001, T201  (a script of its own, that prints)

import argparse
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from servicebot.journal.counters import count_all
from servicebot.journal.database import open_engine
from servicebot.journal.migrations import migrate
from servicebot.journal.records import Heard, Record, record_of
from servicebot.journal.retention import purge
from servicebot.journal.scribe import Scribe
from servicebot.journal.statistics.figures import Period, read_figures
from servicebot.journal.store import Journal
from servicebot.journal.terms import Retention
from servicebot.replies import Reply

_DAYS = 31
_ENTRIES = 400
_BATCH = 5000


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("address", nargs="?")
    options.add_argument("--rows", type=int, default=1_000_000)
    given = options.parse_args()
    folder = tempfile.mkdtemp()
    address = given.address or f"sqlite:///{Path(folder) / 'servicebot.sqlite'}"
    _measure_answers(address)
    engine = open_engine(address)
    migrate(engine)
    now = datetime.now(UTC)
    _timed("write", lambda: _fill(engine, given.rows, now))
    _timed("count", lambda: count_all(engine))
    period = Period((now - timedelta(days=_DAYS)).date(), now.date())
    _timed("statistics", lambda: read_figures(engine, period, lambda _, __: True))
    _timed("purge of a day", lambda: purge(engine, Retention(), now))
    engine.dispose()


def _measure_answers(address: str) -> None:
    """Print what masking and the commit add to an answer."""
    journal = Journal(address)
    journal.start()
    times = []
    for number in range(3000):
        reply = Reply(secrets.token_hex(8), "answer", "", entry=f"a.{number % 50}")
        started = time.perf_counter()
        heard = Heard(datetime.now(UTC), "api", 250)
        journal.record(record_of("combien de places à la crèche ?", reply, heard))
        times.append(1e6 * (time.perf_counter() - started))
        time.sleep(0.0005)
    journal.close()
    centiles = statistics.quantiles(times, n=100)
    print(f"added to an answer: p50 {centiles[49]:.0f} µs, p99 {centiles[98]:.0f} µs\n")


def _fill(engine: Engine, rows: int, now: datetime) -> None:
    scribe = Scribe(engine)
    batch: list[Record] = []
    for record in _records(rows, now):
        batch.append(record)
        if len(batch) == _BATCH:
            scribe.write(batch)
            batch = []
    if batch:
        scribe.write(batch)
    scribe.close()


def _records(rows: int, now: datetime) -> Iterator[Record]:
    step = timedelta(days=_DAYS) / rows
    for number in range(rows):
        is_lost = number % 8 == 0
        entry = f"sujet{number % 60}.aspect{number % _ENTRIES}"
        yield Record(
            id=secrets.token_hex(8),
            at=now - timedelta(days=_DAYS) + number * step,
            channel=("widget", "api", "chat")[number % 3],
            question=f"une question numéro {number % 20_000} sur la commune",
            folded=f"une question numero {number % 20_000} sur la commune",
            kind="fallback" if is_lost else "answer",
            entry=None if is_lost else entry,
            subject=f"sujet{number % 60}",
            aspect=f"aspect{number % 25}",
            confidence=0.2 if is_lost else 0.9,
            runner_up=entry,
            latency=150 + number % 700,
        )


def _timed(name: str, work: Callable[[], object]) -> None:
    started = time.perf_counter()
    result = work()
    said = f" ({result})" if isinstance(result, int) else ""
    print(f"{name}: {time.perf_counter() - started:.2f} s{said}")


if __name__ == "__main__":
    main()

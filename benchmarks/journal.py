"""How fast the journal is: what it adds to an answer, and a million rows.

Usage: python benchmarks/journal.py [--rows 1000000] [ADDRESS...]

Without an address a SQLite file is measured. In a PostgreSQL database everything is
made in a schema of its own; what was made is taken away at the end, whatever happens.
"""

# ruff: noqa: INP001, T201  (a script of its own, that prints)

import argparse
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, make_url, text

from servicebot.bot import Bot
from servicebot.journal.accounts import Accounts, NewAccount, Role
from servicebot.journal.counters import Counter, count_all
from servicebot.journal.database import is_sqlite, open_engine, writing
from servicebot.journal.records import Heard, Record, record_of
from servicebot.journal.retention import purge
from servicebot.journal.scribe import Scribe
from servicebot.journal.sessions import Sessions
from servicebot.journal.store import Journal
from servicebot.journal.terms import Retention
from servicebot.knowledge.loader import load
from servicebot.replies import Reply, new_id
from servicebot.settings import Settings
from servicebot.web.app import create_app
from servicebot.web.holder import BotHolder

_DAYS = 31
_ENTRIES = 400
_QUESTIONS = 200_000
_BATCH = 5000
_ANSWERS, _TURN = 2000, 100
"""So many answers are noted, and so many bare commits made, by turns of a hundred."""

_AGAIN = 3
_BAR = 1.0
"""Seconds that a page may take."""

_PAGES = ("/guichet/questions", "/guichet/statistiques", "/guichet/veille")
_KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
_SECRET = b"only for this measure, nothing is sealed"


def main() -> None:
    """Measure each database and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("addresses", nargs="*", metavar="ADDRESS")
    options.add_argument("--rows", type=int, default=1_000_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bot = Bot.build(load(_KNOWLEDGE), secret=_SECRET)
        here = f"sqlite:///{Path(folder) / 'servicebot.sqlite'}"
        for address in given.addresses or [here]:
            with _room_in(address) as room:
                _measure(room, bot, given.rows, Path(folder))


@contextmanager
def _room_in(address: str) -> Iterator[str]:
    """Give an address where nothing is, and take away what will have been made."""
    engine = open_engine(address)
    if is_sqlite(engine):
        engine.dispose()
        yield address
        return
    schema = f"servicebot_measured_{secrets.token_hex(4)}"
    with writing(engine) as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = {"options": f"-csearch_path={schema}"}
    url = make_url(address).update_query_dict(own)
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with writing(engine) as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


def _measure(address: str, bot: Bot, rows: int, folder: Path) -> None:
    print(f"\n{make_url(address).drivername}, {rows} rows\n")
    print("| what | s | of them on the processor | bar |")
    print("| --- | ---: | ---: | ---: |")
    _measure_answers(address)
    journal = Journal(address)
    now = datetime.now(UTC)
    _timed("write", lambda: _fill(journal.engine, rows, now))
    _timed("count", lambda: _count(journal.engine))
    _timed("purge of a day", lambda: _purge(journal.engine, now), _BAR)
    journal.start()
    with closing(journal):
        client = _editor(journal, bot, folder)
        for page in _PAGES:
            for _ in range(_AGAIN):
                _timed(page, lambda page=page: _get(client, page), _BAR)


def _measure_answers(address: str) -> None:
    """Print what masking and the commit add to an answer, beside a bare commit."""
    journal = Journal(address)
    journal.start()
    scribe = Scribe(journal.engine)
    added, bare = [], []
    with closing(journal):
        for _ in range(_ANSWERS // _TURN):
            for number in range(_TURN):
                reply = _reply(f"a.{number}")
                added.append(_microseconds(lambda reply=reply: _note(journal, reply)))
                time.sleep(0.0005)
            journal.flush()
            records = [_recorded(_reply("a.b")) for _ in range(_TURN)]
            bare += [_microseconds(lambda r=r: scribe.write([r])) for r in records]
        scribe.close()
    for name, times in (("added to an answer", added), ("a commit alone", bare)):
        centiles = statistics.quantiles(times, n=100)
        said = f"{centiles[49]:.0f}, {centiles[98]:.0f}"
        print(f"| {name}, p50 and p99 in µs | {said} | | |")


def _reply(entry: str) -> Reply:
    return Reply(new_id(datetime.now(UTC)), "answer", "", entry=entry)


def _note(journal: Journal, reply: Reply) -> None:
    journal.record(_recorded(reply))


def _recorded(reply: Reply) -> Record:
    heard = Heard(datetime.now(UTC), "api", 250)
    return record_of("combien de places à la crèche ?", reply, heard)


def _microseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1e6 * (time.perf_counter() - started)


def _editor(journal: Journal, bot: Bot, folder: Path) -> FlaskClient:
    """Return an editor at the desk."""
    holder = BotHolder(_KNOWLEDGE, lambda _: bot)
    holder.load()
    settings = Settings(secret_key=_SECRET.decode(), var=folder)
    app = create_app(settings, bot_holder=holder, journal=journal)
    now = datetime.now(UTC)
    account = NewAccount("claire", "Claire", Role.EDITOR, None)
    account = Accounts(journal.engine).add(account, now)
    client = app.test_client()
    client.set_cookie("guichet", Sessions(journal.engine).open(account, now))
    return client


def _get(client: FlaskClient, page: str) -> None:
    response = client.get(page)
    if response.status_code != 200:
        raise SystemExit(f"{page}: {response.status}")


def _purge(engine: Engine, now: datetime) -> int:
    return purge(engine, Retention(), now).turns


def _count(engine: Engine) -> None:
    """Count to the end, however long that takes; a page of the desk waits 2 s."""
    counter = Counter(engine)
    while counter.is_behind():
        count_all(engine)


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
        at = now - timedelta(days=_DAYS) + number * step
        yield Record(
            id=new_id(at),
            at=at,
            channel=("widget", "api", "chat")[number % 3],
            question=f"une question numéro {number % _QUESTIONS} sur la commune",
            folded=f"une question numero {number % _QUESTIONS} sur la commune",
            kind="fallback" if is_lost else "answer",
            entry=None if is_lost else entry,
            subject=f"sujet{number % 60}",
            aspect=f"aspect{number % 25}",
            confidence=0.2 if is_lost else 0.9,
            runner_up=entry,
            latency=150 + number % 700,
        )


def _timed(name: str, work: Callable[[], object], bar: float | None = None) -> None:
    started, busy = time.perf_counter(), time.process_time()
    result = work()
    taken, busy = time.perf_counter() - started, time.process_time() - busy
    said = f" ({result} turns)" if isinstance(result, int) else ""
    wanted = f"≤ {bar:.0f}" if bar else ""
    print(f"| {name}{said} | {taken:.2f} | {busy:.2f} | {wanted} |")


if __name__ == "__main__":
    main()

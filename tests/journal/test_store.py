"""Turns are kept; what goes wrong with the journal never reaches the citizen."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData, Table, select

from servicebot.journal.counters import count_all
from servicebot.journal.database import is_sqlite, open_engine, reading, writing
from servicebot.journal.migrations import migrate
from servicebot.journal.records import Feedback, Record
from servicebot.journal.scribe import Scribe
from servicebot.journal.store import Journal
from servicebot.journal.tables import ASKED, HOURLY, LATENCIES, MISSED, TURNS

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=ZoneInfo("Europe/Paris"))
MakeRecord = Callable[..., Record]


def rows(journal: Journal) -> list[dict[str, Any]]:
    """Return all turns, once they are all written."""
    assert journal.flush()
    with reading(journal.engine) as connection:
        found = connection.execute(select(TURNS).order_by(TURNS.c.id))
        return [dict(row) for row in found.mappings()]


def test_a_turn_is_kept_as_it_was(journal: Journal, make_record: MakeRecord) -> None:
    journal.record(make_record())

    (row,) = rows(journal)
    assert (row["day"], row["hour"], row["at"]) == ("2026-11-23", 12, 1795433400000)
    assert (row["question"], row["entry"]) == ("combien de crèches ?", "creches.nombre")
    assert (row["confidence"], row["latency"], row["useful"]) == (0.9, 250, None)


def test_sqlite_has_committed_when_it_says_so_and_postgresql_queues(
    journal: Journal, make_record: MakeRecord
) -> None:
    told = []
    for number in range(20):
        told.append(journal.record(make_record(f"r{number}")))
        journal.flush()

    assert any(told) is is_sqlite(journal.engine)
    assert len(rows(journal)) == 20


def test_feedback_finds_its_turn(journal: Journal, make_record: MakeRecord) -> None:
    journal.record(make_record("a"))
    journal.record(make_record("b"))
    journal.attach(Feedback("b", useful=False, comment="trop court"))

    first, second = rows(journal)
    assert (first["useful"], first["comment"]) == (None, None)
    assert (second["useful"], second["comment"]) == (0, "trop court")


def test_an_entry_that_cannot_be_written_is_lost_alone(
    journal: Journal, make_record: MakeRecord
) -> None:
    journal.record(make_record("a"))
    journal.record(make_record("nothing", kind=None))
    journal.record(make_record("b"))

    assert [row["id"] for row in rows(journal)] == ["a", "b"]
    assert (journal.health.lost, journal.health.fault) == (1, None)


def test_a_journal_without_its_tables_makes_them_again(
    journal: Journal, make_record: MakeRecord
) -> None:
    everything = MetaData()
    everything.reflect(journal.engine)
    everything.drop_all(journal.engine)

    journal.record(make_record("a"))

    assert [row["id"] for row in rows(journal)] == ["a"]


def test_a_database_that_is_away_costs_no_answer(make_record: MakeRecord) -> None:
    journal = Journal("postgresql://127.0.0.1:9/nothing")
    journal.start()

    started = time.perf_counter()
    committed = [journal.record(make_record(str(n))) for n in range(20)]

    assert time.perf_counter() - started < 0.8
    assert committed == [False] * 20
    assert journal.health.queued == 20
    assert journal.health.fault is not None
    journal.close(timeout=0.1)


def test_a_file_that_is_locked_delays_one_answer_for_a_moment(
    tmp_path_factory: pytest.TempPathFactory, make_record: MakeRecord
) -> None:
    path = tmp_path_factory.mktemp("locked") / "servicebot.sqlite"
    journal = Journal(f"sqlite:///{path}")
    journal.start()

    with writing(journal.engine):
        started = time.perf_counter()
        first = journal.record(make_record("a"))
        waited = time.perf_counter() - started
        second = journal.record(make_record("b"))

    assert (first, second) == (False, False)
    assert 0.04 < waited < 0.5
    assert time.perf_counter() - started < 1
    assert [row["id"] for row in rows(journal)] == ["a", "b"]
    assert journal.health.lost == 0
    journal.close()


def counted(journal: Journal, table: Table) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return the counts of a table by their keys."""
    keys = [column.name for column in table.primary_key]
    sums = [c for c in ("n", "on_hours", "useful", "useless") if c in table.columns]
    assert journal.flush()
    count_all(journal.engine)
    with reading(journal.engine) as connection:
        found = connection.execute(select(table)).mappings().all()
    return {tuple(r[k] for k in keys): tuple(r[s] for s in sums) for r in found}


def test_turns_are_counted_as_they_are_written(
    journal: Journal, make_record: MakeRecord
) -> None:
    journal.record(make_record("a"))
    journal.record(make_record("b", aspect="horaires", entry="creches.horaires"))
    journal.record(make_record("c", kind="fallback", entry=None, folded="autre chose"))
    journal.record(make_record("d", kind="fallback", entry=None, folded="autre chose"))

    day = "2026-11-23"
    assert counted(journal, HOURLY) == {
        (day, 12, "api", "answer"): (2, 1, 0, 0),
        (day, 12, "api", "fallback"): (2, 0, 0, 0),
    }
    assert counted(journal, ASKED)[
        (day, "answer", "creches.horaires", "creches", "horaires")
    ] == (1, 0, 0)
    assert counted(journal, LATENCIES) == {(day, 250): (4,)}
    assert counted(journal, MISSED) == {(day, "fallback", "autre chose"): (2,)}


def test_the_last_opinion_counts(journal: Journal, make_record: MakeRecord) -> None:
    hour = ("2026-11-23", 12, "api", "answer")
    missed = ("2026-11-23", "useless", "combien de creches")
    journal.record(make_record("a"))
    journal.attach(Feedback("nobody", useful=True))
    journal.attach(Feedback("a", useful=False))
    journal.attach(Feedback("a", useful=False, comment="non"))

    assert counted(journal, HOURLY)[hour] == (1, 0, 0, 1)
    assert counted(journal, MISSED)[missed] == (1,)

    journal.attach(Feedback("a", useful=True))

    assert counted(journal, HOURLY)[hour] == (1, 0, 1, 0)
    assert counted(journal, MISSED)[missed] == (0,)
    assert rows(journal)[0]["comment"] is None


def test_a_question_is_missed_for_one_reason(
    journal: Journal, make_record: MakeRecord
) -> None:
    for name, useful in (("early", False), ("late", True)):
        journal.record(make_record(name, folded=name, confidence=0.5))
        journal.record(make_record(f"no {name}", folded="no", kind="fallback"))
        if useful:
            assert counted(journal, MISSED)
        journal.attach(Feedback(name, useful=False))
        journal.attach(Feedback(f"no {name}", useful=False))
    day = "2026-11-23"

    judged = counted(journal, MISSED)
    journal.attach(Feedback("late", useful=True))
    again = counted(journal, MISSED)

    assert {key: n for key, n in judged.items() if n != (0,)} == {
        (day, "useless", "early"): (1,),
        (day, "useless", "late"): (1,),
        (day, "fallback", "no"): (2,),
    }
    assert {key: n for key, n in again.items() if n != (0,)} == {
        (day, "useless", "early"): (1,),
        (day, "doubtful", "late"): (1,),
        (day, "fallback", "no"): (2,),
    }


def test_a_request_sent_again_is_kept_once_and_can_be_judged(
    journal: Journal, make_record: MakeRecord
) -> None:
    journal.record(make_record("a", key="k"))
    journal.record(make_record("b", key="k", at=NOON + timedelta(minutes=9)))
    journal.record(make_record("c", key="other"))
    journal.attach(Feedback("b", useful=True))

    assert [(row["id"], row["useful"]) for row in rows(journal)] == [
        ("a", 1),
        ("c", None),
    ]
    assert counted(journal, HOURLY)[("2026-11-23", 12, "api", "answer")][0] == 2


def test_ten_minutes_later_it_is_another_request(
    journal: Journal, make_record: MakeRecord
) -> None:
    journal.record(make_record("a", key="k"))
    journal.record(make_record("b", key="k", at=NOON + timedelta(minutes=10)))
    journal.record(make_record("c", key="k", at=NOON + timedelta(minutes=11)))

    assert [row["id"] for row in rows(journal)] == ["a", "b"]


def test_a_batch_written_again_is_not_counted_again(
    journal: Journal, make_record: MakeRecord
) -> None:
    scribe = Scribe(journal.engine)
    batch = [make_record("a"), make_record("b", key="k"), make_record("c", key="k")]
    for again in (False, True):
        scribe.write(batch, again=again)

    assert [row["id"] for row in rows(journal)] == ["a", "b"]
    assert counted(journal, HOURLY)[("2026-11-23", 12, "api", "answer")][0] == 2


def test_an_opinion_waits_for_a_turn_that_another_process_writes(
    journal: Journal, make_record: MakeRecord
) -> None:
    journal.attach(Feedback("late", useful=True))
    assert journal.flush()
    Scribe(journal.engine).write([make_record("late")])

    deadline = time.monotonic() + 5
    while rows(journal)[0]["useful"] is None and time.monotonic() < deadline:
        time.sleep(0.05)

    assert rows(journal)[0]["useful"] == 1


def test_a_journal_away_at_start_comes_back_and_is_purged_though_nobody_asks(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    path, elsewhere = tmp_path / "journal.sqlite", tmp_path / "elsewhere.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    scribe = Scribe(engine)
    scribe.write([make_record(at=NOON - timedelta(days=4000))])
    scribe.close()
    engine.dispose()
    path.rename(elsewhere)
    path.mkdir()
    journal = Journal(f"sqlite:///{path}")
    journal.start()
    assert journal.health.fault is not None

    path.rmdir()
    elsewhere.rename(path)

    deadline = time.monotonic() + 10
    while journal.health.fault is not None or rows(journal):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    journal.close()

"""Turns are kept; what goes wrong with the journal never reaches the citizen."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from servicebot.journal.database import is_sqlite, reading, writing
from servicebot.journal.records import Feedback, Record
from servicebot.journal.store import Journal
from servicebot.journal.tables import METADATA, TURNS

MakeRecord = Callable[..., Record]


def rows(journal: Journal) -> list[dict[str, Any]]:
    """Return all turns, once they are all written."""
    assert journal.flush()
    with reading(journal.engine) as connection:
        found = connection.execute(select(TURNS).order_by(TURNS.c.id))
        return [dict(row) for row in found.mappings()]


def test_a_turn_is_kept_as_it_was(journal: Journal, make_record: MakeRecord) -> None:
    committed = journal.record(make_record())

    (row,) = rows(journal)
    assert committed is is_sqlite(journal.engine)
    assert (row["day"], row["hour"], row["at"]) == ("2026-11-23", 12, 1795433400000)
    assert (row["question"], row["entry"]) == ("combien de crèches ?", "creches.nombre")
    assert (row["confidence"], row["latency"], row["useful"]) == (0.9, 250, None)


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
    journal.record(make_record("a"))
    journal.record(make_record("b"))

    assert [row["id"] for row in rows(journal)] == ["a", "b"]
    assert (journal.health.lost, journal.health.fault) == (1, None)


def test_a_journal_without_its_tables_makes_them_again(
    journal: Journal, make_record: MakeRecord
) -> None:
    with writing(journal.engine) as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DELETE FROM schema_version"))

    journal.record(make_record("a"))

    assert [row["id"] for row in rows(journal)] == ["a"]


def test_a_database_that_is_away_costs_no_answer(make_record: MakeRecord) -> None:
    journal = Journal("postgresql://127.0.0.1:9/nothing")
    journal.start()

    started = time.perf_counter()
    committed = [journal.record(make_record(str(n))) for n in range(20)]

    assert time.perf_counter() - started < 0.05
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
    assert 0.04 < waited < 0.09
    assert time.perf_counter() - started < 0.2
    assert [row["id"] for row in rows(journal)] == ["a", "b"]
    assert journal.health.lost == 0
    journal.close()

"""A backup holds all that is kept, and goes back into either kind of database."""

import gzip
import hashlib
import json
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select

from servicebot.errors import JournalError
from servicebot.journal.accounts import Accounts, NewAccount, Role
from servicebot.journal.backup import kept_tables, read, save
from servicebot.journal.database import open_engine, reading, writing
from servicebot.journal.migrations import MIGRATIONS, migrate
from servicebot.journal.overlay import OverlayStore
from servicebot.journal.records import Record
from servicebot.journal.restore import restore
from servicebot.journal.store import Journal
from servicebot.journal.tables import ACCOUNTS, SESSIONS, TURNS
from servicebot.knowledge.base import Phrasing

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MakeRecord = Callable[[str], Record]
Content = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def source(database_url: str, make_record: MakeRecord) -> Iterator[Engine]:
    """A database in which something of several kinds is kept."""
    journal = Journal(database_url)
    journal.start()
    for number in range(3):
        journal.record(make_record(f"t{number}"))
    journal.flush()
    Accounts(journal.engine).add(
        NewAccount("anne", "Anne", Role.AGENT, "un long mot de passe"), NOW
    )
    learned = OverlayStore(journal.engine)
    learned.teach(Phrasing("creches.nombre", "combien de crêches"), "anne", NOW)
    journal.close()  # its writer counts turns behind our back
    with writing(journal.engine) as connection:
        row = {"id": "s", "account": 1, "created": 1, "seen": 1}
        connection.execute(insert(SESSIONS).values(row))
    yield journal.engine
    journal.engine.dispose()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite file."""
    engine = open_engine(f"sqlite:///{tmp_path / 'target.sqlite'}")
    yield engine
    engine.dispose()


def content(engine: Engine) -> Content:
    """Return all rows of all tables that a backup holds, but for the versions."""
    with reading(engine) as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key)
                )
            ]
            for table in kept_tables()
            if table.name != "versions"
        }


def test_a_backup_goes_from_either_kind_into_sqlite(
    source: Engine, target: Engine, tmp_path: Path
) -> None:
    saved = save(source, tmp_path / "backup", NOW)
    restored = restore(target, tmp_path / "backup", force=False)

    assert content(target) == content(source)
    assert saved == restored
    assert (saved.rows["turns"], saved.rows["accounts"]) == (3, 1)
    assert "sessions" not in saved.rows


def test_a_backup_goes_from_sqlite_into_either_kind_and_numbers_go_on(
    target: Engine, database_url: str, make_record: MakeRecord, tmp_path: Path
) -> None:
    migrate(target)
    Accounts(target).add(
        NewAccount("anne", "Anne", Role.AGENT, "un long mot de passe"), NOW
    )
    save(target, tmp_path / "backup", NOW)
    journal = Journal(database_url)
    restore(journal.engine, tmp_path / "backup", force=False)

    assert content(journal.engine) == content(target)
    Accounts(journal.engine).add(
        NewAccount("bruno", "Bruno", Role.AGENT, "un long mot de passe"), NOW
    )
    journal.start()
    journal.record(make_record("after"))
    assert journal.flush()
    with reading(journal.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(ACCOUNTS)) == 2
    journal.close()


def test_what_is_there_is_replaced_only_when_told_and_processes_see_it(
    source: Engine, tmp_path: Path
) -> None:
    save(source, tmp_path / "backup", NOW)
    before = content(source)
    OverlayStore(source).reject("une question", "anne", NOW)

    with pytest.raises(JournalError, match="--force"):
        restore(source, tmp_path / "backup", force=False)
    assert content(source) != before
    restore(source, tmp_path / "backup", force=True)
    assert content(source) == before


@pytest.mark.parametrize("damage", ["cut", "changed", "other", "not gzip"])
def test_a_damaged_file_changes_nothing(
    source: Engine, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "backup"
    save(source, path, NOW)
    whole = path.read_bytes()
    lines = gzip.decompress(whole)
    path.write_bytes(
        {
            "cut": whole[: len(whole) // 2],
            "changed": gzip.compress(lines.replace(b"Anne", b"Anna")),
            "other": gzip.compress(b'{"format": "x"}\n'),
            "not gzip": b"SQLite format 3",
        }[damage]
    )
    before = content(source)

    with pytest.raises(JournalError, match="backup"):
        restore(source, path, force=True)
    assert content(source) == before


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    target: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the second version made it, when turns were not counted yet."""
    path = tmp_path / "backup"
    columns = [c.name for c in TURNS.columns if c.name != "counted"]
    row = ["t", 1, "2026-11-28", 9, "api", "q", "q", "answer", *[None] * 3]
    _write_old(path, 2, columns, [*row, 0.5, None, 900, None, None])

    restore(target, path, force=False)

    assert [turn[0] for turn in content(target)["turns"]] == ["t"]
    monkeypatch.setattr("servicebot.journal.backup.MIGRATIONS", MIGRATIONS[:1])
    with pytest.raises(JournalError, match="plus récent"):
        read(path)


def _write_old(path: Path, schema: int, columns: list[str], row: list[object]) -> None:
    engine = open_engine(f"sqlite:///{path}.sqlite")
    save(engine, path, NOW)
    engine.dispose()
    head = json.loads(gzip.decompress(path.read_bytes()).splitlines()[0])
    lines = [head | {"schema": schema}, {"table": "turns", "columns": columns}, row]
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    foot = json.dumps({"sha256": _digest(body), "rows": 1}).encode() + b"\n"
    path.write_bytes(gzip.compress(body + foot))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_a_backup_is_private_and_never_replaces_a_file(
    source: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "backup"
    save(source, path, NOW)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(JournalError, match="existe déjà"):
        save(source, path, NOW)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []

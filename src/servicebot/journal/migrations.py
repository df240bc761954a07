"""How the database came to be: numbered steps, only ever added to at the end.

A step is a tuple of SQL statements that SQLite and PostgreSQL both understand;
`{serial}` stands for a whole-number key that counts by itself. A step that has been
released is never changed: what it got wrong, a later one puts right.
"""

from sqlalchemy import Connection, Engine, text

from servicebot.errors import JournalError
from servicebot.journal.database import is_sqlite, writing

Step = tuple[str, ...]

MIGRATIONS: tuple[Step, ...] = (
    (
        """
        CREATE TABLE turns (
            id TEXT PRIMARY KEY,
            at BIGINT NOT NULL,
            day TEXT NOT NULL,
            hour SMALLINT NOT NULL,
            channel TEXT NOT NULL,
            question TEXT,
            folded TEXT,
            kind TEXT NOT NULL,
            entry TEXT,
            subject TEXT,
            aspect TEXT,
            confidence DOUBLE PRECISION NOT NULL,
            runner_up TEXT,
            latency BIGINT NOT NULL,
            useful SMALLINT,
            comment TEXT
        )
        """,
        "CREATE INDEX turns_at ON turns (at)",
        "CREATE INDEX turns_kind_at ON turns (kind, at)",
    ),
    (
        """
        CREATE TABLE accounts (
            id {serial},
            login TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role SMALLINT NOT NULL,
            active SMALLINT NOT NULL,
            password TEXT,
            external TEXT UNIQUE,
            created BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            account BIGINT NOT NULL,
            created BIGINT NOT NULL,
            seen BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE audit (
            id {serial},
            at BIGINT NOT NULL,
            who TEXT NOT NULL,
            act TEXT NOT NULL,
            target TEXT NOT NULL,
            detail TEXT NOT NULL
        )
        """,
    ),
    (
        """
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY,
            state TEXT NOT NULL,
            until BIGINT NOT NULL
        )
        """,
        "CREATE INDEX conversations_until ON conversations (until)",
    ),
    (
        """
        CREATE TABLE overlay (
            id {serial},
            kind TEXT NOT NULL,
            entry TEXT NOT NULL,
            text TEXT NOT NULL,
            author TEXT NOT NULL,
            at BIGINT NOT NULL,
            undone BIGINT
        )
        """,
        """
        CREATE TABLE notices (
            id {serial},
            text TEXT NOT NULL,
            about TEXT,
            closes SMALLINT NOT NULL,
            start BIGINT NOT NULL,
            finish BIGINT NOT NULL,
            shown BIGINT NOT NULL,
            author TEXT NOT NULL,
            at BIGINT NOT NULL
        )
        """,
        "CREATE TABLE versions (name TEXT PRIMARY KEY, number BIGINT NOT NULL)",
        "INSERT INTO versions VALUES ('overlay', 0), ('notices', 0)",
        """
        CREATE TABLE handled (
            folded TEXT PRIMARY KEY,
            act TEXT NOT NULL,
            author TEXT NOT NULL,
            at BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE flags (
            id {serial},
            question TEXT NOT NULL,
            folded TEXT NOT NULL,
            author TEXT NOT NULL,
            at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX turns_useless ON turns (at) WHERE useful = 0",
    ),
    (
        "ALTER TABLE turns ADD COLUMN counted SMALLINT NOT NULL DEFAULT 0",
        "CREATE INDEX turns_uncounted ON turns (at) WHERE counted = 0",
        """
        CREATE TABLE requests (
            key TEXT PRIMARY KEY,
            at BIGINT NOT NULL,
            turn TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE echoes (
            id TEXT PRIMARY KEY,
            at BIGINT NOT NULL,
            turn TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE hourly (
            day TEXT NOT NULL,
            hour SMALLINT NOT NULL,
            channel TEXT NOT NULL,
            kind TEXT NOT NULL,
            n BIGINT NOT NULL,
            on_hours BIGINT NOT NULL,
            useful BIGINT NOT NULL,
            useless BIGINT NOT NULL,
            PRIMARY KEY (day, hour, channel, kind)
        )
        """,
        """
        CREATE TABLE asked (
            day TEXT NOT NULL,
            kind TEXT NOT NULL,
            entry TEXT NOT NULL,
            subject TEXT NOT NULL,
            aspect TEXT NOT NULL,
            n BIGINT NOT NULL,
            useful BIGINT NOT NULL,
            useless BIGINT NOT NULL,
            PRIMARY KEY (day, kind, entry, subject, aspect)
        )
        """,
        """
        CREATE TABLE latencies (
            day TEXT NOT NULL,
            step BIGINT NOT NULL,
            n BIGINT NOT NULL,
            PRIMARY KEY (day, step)
        )
        """,
        """
        CREATE TABLE missed (
            day TEXT NOT NULL,
            reason TEXT NOT NULL,
            folded TEXT NOT NULL,
            question TEXT NOT NULL,
            entry TEXT NOT NULL,
            n BIGINT NOT NULL,
            PRIMARY KEY (day, reason, folded)
        )
        """,
    ),
    ("DROP INDEX turns_kind_at", "DROP INDEX turns_useless"),
    ("CREATE INDEX missed_folded ON missed (folded, reason, day, n)",),
    (
        """
        CREATE TABLE attempts (
            id {serial},
            who TEXT NOT NULL,
            at BIGINT NOT NULL
        )
        """,
    ),
)

_SERIAL = {
    True: "INTEGER PRIMARY KEY AUTOINCREMENT",
    False: "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
}
_LOCK = 0x5E2B07
"""What the processes that start at once agree on in PostgreSQL."""


def migrate(engine: Engine) -> None:
    """Bring the database up to date; several processes may do so at the same time.

    A database made by a newer servicebot raises `JournalError`.
    """
    with writing(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK}
            )
            _make_schema(connection)
        bring(connection)


def _make_schema(connection: Connection) -> None:
    """Make the schema that the address names, unless there is one to write to."""
    if connection.scalar(text("SELECT current_schema()")) is not None:
        return
    path = connection.scalar(text("SHOW search_path"))
    quote = connection.dialect.identifier_preparer.quote
    name = str(path).split(",")[0].strip().strip('"')
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {quote(name)}"))


def bring(connection: Connection, version: int | None = None) -> None:
    """Take the steps that are missing, up to a version, else to the newest."""
    done = _version(connection)
    if done > len(MIGRATIONS):
        raise JournalError(
            f"la base de données est à la version {done}, plus récente que ce "
            f"programme (version {len(MIGRATIONS)}) : mettez servicebot à jour"
        )
    for number, step in enumerate(MIGRATIONS[done:version], done + 1):
        _take(connection, step, number)


def _version(connection: Connection) -> int:
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
    )
    return connection.scalar(text("SELECT max(version) FROM schema_version")) or 0


def _take(connection: Connection, step: Step, number: int) -> None:
    serial = _SERIAL[is_sqlite(connection.engine)]
    for statement in step:
        connection.execute(text(statement.replace("{serial}", serial)))
    connection.execute(
        text("INSERT INTO schema_version (version) VALUES (:number)"),
        {"number": number},
    )

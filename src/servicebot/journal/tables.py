"""The tables as queries see them; `migrations` makes them, a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

METADATA = MetaData()

TURNS = Table(
    "turns",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("hour", SmallInteger, nullable=False),
    Column("channel", Text, nullable=False),
    Column("question", Text),
    Column("folded", Text),
    Column("kind", Text, nullable=False),
    Column("entry", Text),
    Column("subject", Text),
    Column("aspect", Text),
    Column("confidence", Double, nullable=False),
    Column("runner_up", Text),
    Column("latency", BigInteger, nullable=False),
    Column("useful", SmallInteger),
    Column("comment", Text),
)
"""One row a turn: `at` in milliseconds since 1970 (UTC), `day` (ISO) and `hour` in the
town's time, `latency` in microseconds, `useful` 1, 0 or null; texts are masked."""

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", SmallInteger, nullable=False),
    Column("active", SmallInteger, nullable=False),
    Column("password", Text),
    Column("external", Text, unique=True),
    Column("created", BigInteger, nullable=False),
)
"""Who may enter the desk: `password` is a scrypt hash, `external` a provider's name."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)
"""Who is at the desk; `id` is the SHA-256 of the cookie."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
"""Who changed what at the desk."""

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""What is kept for clients that carry no context: `id` is a keyed hash of the sender,
`state` JSON, `until` in milliseconds since 1970 (UTC)."""

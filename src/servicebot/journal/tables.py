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

OVERLAY = Table(
    "overlay",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("undone", BigInteger),
)
"""What was learned at the desk: `kind` is phrasing, negative, draft or entry, `text` a
question, or the JSON of a draft or entry; `undone` when it was taken back."""

NOTICES = Table(
    "notices",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("text", Text, nullable=False),
    Column("about", Text),
    Column("closes", SmallInteger, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("finish", BigInteger, nullable=False),
    Column("shown", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""What the town announces; the instants are in milliseconds since 1970."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""How often each thing that processes keep in memory has changed."""

HANDLED = Table(
    "handled",
    METADATA,
    Column("folded", Text, primary_key=True),
    Column("act", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Questions of the inbox that somebody has dealt with."""

FLAGS = Table(
    "flags",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("question", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Questions that agents have marked, masked."""

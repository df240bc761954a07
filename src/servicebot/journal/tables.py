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
    Column("counted", SmallInteger, nullable=False),
)
"""One row a turn: `at` in milliseconds since 1970 (UTC), `day` (ISO) and `hour` in the
town's time, `latency` in microseconds, `useful` 1, 0 or null, `counted` 1 once it is
part of the counts; texts are masked."""

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

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Logins of the last minute that did not succeed; `who` is a keyed hash."""

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

REQUESTS = Table(
    "requests",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("turn", Text, nullable=False),
)
"""Requests that may be sent again: the digest of their key, and their turn."""

ECHOES = Table(
    "echoes",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("turn", Text, nullable=False),
)
"""Replies to a request sent again, and the turn that stands for all of them."""

HOURLY = Table(
    "hourly",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("hour", SmallInteger, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("on_hours", BigInteger, nullable=False),
    Column("useful", BigInteger, nullable=False),
    Column("useless", BigInteger, nullable=False),
)
"""How many turns, how many of them about opening hours, judged useful, judged not."""

ASKED = Table(
    "asked",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("aspect", Text, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("useful", BigInteger, nullable=False),
    Column("useless", BigInteger, nullable=False),
)
"""What was asked, each day; what a turn does not have is empty."""

LATENCIES = Table(
    "latencies",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("step", BigInteger, primary_key=True),
    Column("n", BigInteger, nullable=False),
)
"""How many answers took how long: microseconds down to their first two digits."""

MISSED = Table(
    "missed",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("folded", Text, primary_key=True),
    Column("question", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
)
"""Questions without a good answer, the same ones together: `reason` is `fallback`,
`clarification`, `doubtful` or `useless`, `question` one of them as it was put (masked),
`entry` the nearest one, or the one that was given. Kept as long as the text."""

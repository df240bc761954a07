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

"""The database and Redis: whether they answer, and what the database says."""

from collections.abc import Iterator
from datetime import UTC, datetime

from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from servicebot.checkup.findings import Finding, error, warning, well
from servicebot.errors import SettingsError
from servicebot.journal.database import is_sqlite, open_engine, reading
from servicebot.journal.migrations import MIGRATIONS
from servicebot.journal.tables import TURNS
from servicebot.settings import Settings

_SLOW = 0.25
_APART = 5.0
_TABLE = "schema_version"
_NEWEST = "SELECT max(version) FROM schema_version"


def examine_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what is to be said of the database, and of the clock beside it."""
    try:
        engine = open_engine(settings.database_url)
    except (SettingsError, OSError) as refused:
        yield error("base de données", str(refused), "corrigez SERVICEBOT_DATABASE_URL")
        return
    try:
        with reading(engine) as connection:
            yield from _version(connection)
            yield _clock(connection, now)
    except SQLAlchemyError as away:
        yield error(
            "base de données",
            f"elle ne répond pas ({str(away).splitlines()[0]})",
            "démarrez-la, puis vérifiez SERVICEBOT_DATABASE_URL et ses droits",
        )
    finally:
        engine.dispose()


def examine_redis(settings: Settings) -> Finding:
    """Say whether the shared rate limits are shared."""
    if settings.redis_url is None:
        return well("redis", "sans Redis : chaque processus compte de son côté")
    try:
        waits = {"socket_connect_timeout": _SLOW, "socket_timeout": 4 * _SLOW}
        is_there = storage_from_string(settings.redis_url, **waits).check()
    except ConfigurationError:
        is_there = False
    if is_there:
        return well("redis", "il répond")
    return error(
        "redis",
        "il ne répond pas : chaque processus compte de son côté",
        "démarrez-le, puis vérifiez SERVICEBOT_REDIS_URL",
    )


def _version(connection: Connection) -> Iterator[Finding]:
    if not inspect(connection).has_table(_TABLE):
        yield well("base de données", "vide : le premier démarrage la prépare")
        return
    done = connection.scalar(text(_NEWEST)) or 0
    kind = "SQLite" if is_sqlite(connection.engine) else "PostgreSQL"
    if done > len(MIGRATIONS):
        yield error(
            "base de données",
            f"{kind}, version {done}, plus récente que ce programme",
            "mettez servicebot à jour sur ce nœud",
        )
    elif done < len(MIGRATIONS):
        yield warning(
            "base de données",
            f"{kind}, version {done} sur {len(MIGRATIONS)}",
            "sauvegardez-la ; le prochain démarrage la met à jour",
        )
    else:
        yield well("base de données", f"{kind}, version {done}")


def _clock(connection: Connection, now: datetime) -> Finding:
    there = _their_time(connection, now)
    apart = abs((there - now).total_seconds())
    if apart <= _APART:
        return well("horloge", now.astimezone().isoformat(timespec="seconds"))
    return error(
        "horloge",
        f"elle est à {apart:.0f} secondes de ce que dit la base de données",
        "réglez les machines par NTP (timedatectl set-ntp true)",
    )


def _their_time(connection: Connection, now: datetime) -> datetime:
    """Return PostgreSQL's clock, else the last turn's time where it is to come."""
    if not is_sqlite(connection.engine):
        said: datetime | None = connection.scalar(select(func.clock_timestamp()))
        return said or now
    if not inspect(connection).has_table(TURNS.name):
        return now
    last = connection.scalar(select(func.max(TURNS.c.at))) or 0
    return max(now, datetime.fromtimestamp(last / 1000, UTC))

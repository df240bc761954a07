"""Instants as the database keeps them: milliseconds since 1970, in UTC."""

from datetime import UTC, datetime


def millis(moment: datetime) -> int:
    """Return an aware instant in milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def instant(value: int) -> datetime:
    """Return the instant of so many milliseconds since 1970, in UTC."""
    return datetime.fromtimestamp(value / 1000, UTC)

"""How the desk's pages say instants and messages; their sentences are in templates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from servicebot.french.moments import format_date, format_time
from servicebot.french.typography import polish, upper_first


def say_instant(moment: datetime, zone: ZoneInfo) -> str:
    """Say an instant in the town's time: « le 28 novembre 2026 à 16 h 50 »."""
    local = moment.astimezone(zone)
    day = format_date(local.date(), weekday=False)
    return f"le {day} à {format_time(local)}"


def sentence(text: str) -> str:
    """Make a message a sentence: a capital, a full stop, French typography."""
    return upper_first(polish(text.rstrip(".") + "."))


def say_day(day: str) -> str:
    """Say an ISO day: « 28 novembre 2026 »."""
    return format_date(date.fromisoformat(day), weekday=False)

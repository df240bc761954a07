"""Hours told from those just spoken of: « et le lendemain ? », « jusqu'à quand ? »."""

import re
from datetime import date, datetime, timedelta

from servicebot.french.moments import format_date
from servicebot.french.moments.dates import add_months
from servicebot.french.text import fold
from servicebot.knowledge.aspects import HOURS
from servicebot.understanding.dialogue import Context

_AFTER = r"(?:d['’]?\s?apr[èe]s|suivante?|qui suit|qui vient apr[èe]s)"
_BEFORE = r"(?:d['’]?\s?avant|pr[ée]c[ée]dente?|qui pr[ée]c[èe]de)"
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_STEP = re.compile(
    rf"\b(?:(?:le|la|au|du)\s+(?:(?P<two>sur\s?lendemain)|(?P<one>lendemain)"
    rf"|(?P<eve>(?P<far>avant[ -])?veille)|(?P<day>jours?|{'|'.join(_WEEKDAYS)}"
    rf"|semaine)\s+(?:(?P<next>{_AFTER})|{_BEFORE})))\b"
    r"(?!\s+(?:de|du|des)\b|\s+d['’])",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(\W*(?:(?:et|mais|ok|alors|donc)\s+)*(?:[çc]a\s(?:dure|va|reste)\s|c['’]est\s)?"
    r"(?:jusqu['’]?\s?[àa]|[àa] partir de|d[èe]s))\s+quand(?=\W*$)",
    re.IGNORECASE,
)
"""What asks an hour where a date would be told without a moment before it."""

_WHEN_THEN = re.compile(
    r"^\W*(?:(?:et|mais|alors|donc|bon)\s+)*quand(?:\s(?:alors|donc|du coup))?\W*$",
    re.IGNORECASE,
)
_AND_THEN = re.compile(r"^\W*et\s(?:apr[èe]s|ensuite)\W*$", re.IGNORECASE)
_OF_MONTH = re.compile(
    r"^\W*(?:et|ou|puis)\s+(?:le|du)\s+(\d\d?)(?:er)?\W*$", re.IGNORECASE
)
NEAR, LAST = 15, 31
"""How many days back a day of the month may be; farther, it is of the next month."""


def stepped(text: str, context: Context, now: datetime) -> str:
    """Return a message about hours whose days are dates, not steps from the last one.

    « et le lendemain ? », after « le 24 décembre », asks about « le 25 décembre », and
    « jusqu'à quand ? » until which hour.
    """
    if context.aspect != HOURS or not (context.entries or context.survey):
        return text
    text = _WHEN.sub(r"\1 quelle heure", text)
    if _WHEN_THEN.match(text):
        return "ça ouvre quand ?"
    if context.day and _AND_THEN.match(text):
        text = "et le lendemain ?"
    day = date.fromisoformat(context.day) if context.day else now.date()
    if found := of_month(text, context):
        return f"et le {_date(_near(day, int(found[1])))} ?"
    return _STEP.sub(lambda found: _said(found, day), text)


def of_month(text: str, context: Context) -> re.Match[str] | None:
    """Return the day of the month that is all of a message after a day of hours."""
    if context.aspect != HOURS or not context.day:
        return None
    found = _OF_MONTH.match(text)
    return found if found and 0 < int(found[1]) <= LAST else None


def _near(day: date, number: int) -> date:
    """Return the day of that number in the month of a day, or in the next one."""
    month = day.replace(day=1)
    if number < day.day - NEAR:
        month = add_months(month, 1)
    while True:
        try:
            return month.replace(day=number)
        except ValueError:
            month = add_months(month, 1)


def _said(found: re.Match[str], day: date) -> str:
    """Return the date, or the week, to which a step from a day leads."""
    word = fold(found["day"] or "")
    sign = 1 if found["next"] else -1
    if word == "semaine":
        monday = day + timedelta(7 * sign - day.weekday())
        return f"la semaine du {_date(monday)}"
    if word in _WEEKDAYS:
        away = (_WEEKDAYS.index(word) - day.weekday()) % 7
        days = (away or 7) if sign > 0 else away - 7
    elif found["eve"]:
        days = -2 if found["far"] else -1
    else:
        days = 2 if found["two"] else 1 if found["one"] else sign
    return f"le {_date(day + timedelta(days))}"


def _date(day: date) -> str:
    return format_date(day, weekday=False).replace("\u00a0", " ")

"""Dates that contradict themselves: they are asked back, never answered."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from servicebot.answers.wording import Wording
from servicebot.french.moments import Moment, format_date
from servicebot.french.moments.dates import DAY_NAMES
from servicebot.french.text import fold
from servicebot.french.typography import upper_first
from servicebot.replies import Choice, Reply

_NAMED = re.compile(r"\b(lun|mar|mer|jeu|ven|sam|dim)")
_IMPOSSIBLE = "il n’y a pas"


def contradicted(moments: Iterable[Moment]) -> Moment | None:
    """Return the first of some moments that contradicts itself."""
    return next((moment for moment in moments if moment.contradiction), None)


def ask_back(wording: Wording, moment: Moment, label: str = "") -> Reply:
    """Return the question back about a date, with the days that may be meant.

    `label` is the place that was asked about, if one was.
    """
    text = wording.say(
        "clarify_moment", Contradiction=upper_first(moment.contradiction or "")
    )
    choices = tuple(
        Choice(upper_first(said), f"{label} : ouvert {said} ?".lstrip(" :"))
        for said in map(format_date, meant_days(moment))
    )
    return Reply("", "clarification", text, choices=choices)


def meant_days(moment: Moment) -> tuple[date, ...]:
    """Return the days that « dimanche 28 novembre », a Saturday, may have meant.

    They are the date itself and the nearest day of that name; an impossible date
    leaves none.
    """
    if (moment.contradiction or "").startswith(_IMPOSSIBLE):
        return ()
    day = moment.start.date()
    named = _NAMED.search(fold(moment.text))
    if named is None:
        return (day,)
    number = [name[:3] for name in DAY_NAMES].index(named[1])
    shift = (number - day.weekday() + 3) % 7 - 3
    return (day, day + timedelta(days=shift))

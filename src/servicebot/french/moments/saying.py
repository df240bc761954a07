"""Moments said back in French, so that what was understood is always seen."""

from datetime import date, datetime, timedelta

from servicebot.french.moments.clock import LUNCH, PARTS
from servicebot.french.moments.dates import DAY, DAY_NAMES, MONTH_NAMES
from servicebot.french.moments.model import Moment

NARROW, NO_BREAK = "\u202f", "\u00a0"
_NEAR = {
    -2: "avant-hier",
    -1: "hier",
    0: "aujourd’hui",
    1: "demain",
    2: "après-demain",
}
_PART_NAMES = {
    PARTS[1]: "le matin",
    PARTS[3]: "l’après-midi",
    PARTS[4]: "le soir",
    PARTS[6]: "la nuit",
    LUNCH: "entre midi et deux",
}
_WHOLE_DAY, _DAWN, _WEEK = 1440, 6, 7
_FEASTS = {
    "noel": "Noël",
    "jour de noel": "Noël",
    "reveillon de noel": "réveillon de Noël",
    "paques": "Pâques",
    "dimanche de paques": "dimanche de Pâques",
    "lundi de paques": "lundi de Pâques",
    "ascension": "Ascension",
    "jeudi de l ascension": "jeudi de l’Ascension",
    "vendredi de l ascension": "vendredi de l’Ascension",
    "pentecote": "Pentecôte",
    "lundi de pentecote": "lundi de Pentecôte",
    "lundi de la pentecote": "lundi de Pentecôte",
    "toussaint": "Toussaint",
    "assomption": "Assomption",
    "armistice": "armistice de 1918",
    "fete nationale": "fête nationale",
    "fete du travail": "fête du Travail",
    "fete de la musique": "fête de la musique",
    "fete des meres": "fête des Mères",
    "fete des peres": "fête des Pères",
    "jour de l an": "jour de l’An",
    "nouvel an": "nouvel an",
    "saint sylvestre": "Saint-Sylvestre",
    "saint valentin": "Saint-Valentin",
    "vendredi saint": "vendredi saint",
}


def format_date(day: date, *, weekday: bool = True, year: bool = True) -> str:
    r"""Return a day in French, with « 1er » and its parts kept on one line.

    >>> format_date(date(2027, 5, 1)), format_date(date(2027, 5, 2), year=False)
    ('samedi 1er\xa0mai\xa02027', 'dimanche 2\xa0mai')
    """
    number = "1er" if day.day == 1 else str(day.day)
    text = f"{number}{NO_BREAK}{MONTH_NAMES[day.month - 1]}"
    if year:
        text += f"{NO_BREAK}{day.year}"
    return f"{DAY_NAMES[day.weekday()]} {text}" if weekday else text


def format_time(time: datetime | int) -> str:
    r"""Return a time of day, given as a datetime or in minutes from midnight.

    >>> format_time(510), format_time(480), format_time(720), format_time(1440)
    ('8\u202fh\u202f30', '8\u202fh', '12\u202fh', 'minuit')
    """
    minutes = time if isinstance(time, int) else time.hour * 60 + time.minute
    hours, rest = divmod(minutes % _WHOLE_DAY, 60)
    if not rest and not hours:
        return "minuit"
    return f"{hours}{NARROW}h" + (f"{NARROW}{rest:02d}" if rest else "")


def format_span(start: datetime, end: datetime) -> str:
    r"""Return a span of time: its hours within a day, else its days (end excluded).

    >>> format_span(datetime(2026, 12, 24), datetime(2027, 1, 3))
    'du jeudi 24\\xa0décembre\\xa02026 au samedi 2\\xa0janvier\\xa02027'
    """
    if _minutes(start) or _minutes(end) or end - start < DAY:
        return _hours(start, end)
    last = (end - DAY).date()
    first = start.date()
    if first == last:
        return format_date(first)
    if last - first == DAY:
        return f"{_opening(first, last)} et {format_date(last)}"
    return f"du {_opening(first, last)} au {format_date(last)}"


def say_moment(moment: Moment, now: datetime) -> str:
    """Return a moment in French as it was understood, always with its date.

    A moment that contradicts itself is said by its contradiction.
    """
    if moment.contradiction:
        return moment.contradiction
    if moment.kind == "recurring":
        return _say_recurring(moment, now)
    name = _feast_name(moment)
    return _say_once(moment, now) + (f" ({name})" if name else "")


def _say_once(moment: Moment, now: datetime) -> str:
    start, end = moment.start, moment.end
    if moment.kind == "instant":
        return f"{_day(start.date(), now)} à {_clock(start)}"
    if _is_whole(moment):
        first, last = start.date(), (end - DAY).date()
        return _day(first, now) if first == last else format_span(start, end)
    if end - start <= DAY:
        return f"{_day(start.date(), now)}, {_hours(start, end)}"
    return f"du {_edge(start)} au {_edge(end, is_end=True)}"


def _say_recurring(moment: Moment, now: datetime) -> str:
    """Return « le samedi matin (le prochain : samedi 28 novembre 2026) »."""
    start = moment.start.date()
    hours = "" if _is_whole(moment) else _hours_of(moment)
    if moment.weekday is not None:
        general = f"le {DAY_NAMES[moment.weekday]}" + (f", {hours}" if hours else "")
    elif moment.holiday:
        general = f"pendant les {moment.holiday}"
        if moment.holiday == "jours fériés":
            general = "les jours fériés"
    else:
        general = hours
    if not _is_whole(moment) or moment.end - moment.start <= DAY:
        date_said = _day(start, now)
    else:
        date_said = format_span(moment.start, moment.end)
    return f"{general} ({date_said})" if general else date_said


def _hours_of(moment: Moment) -> str:
    if moment.end - moment.start <= timedelta(minutes=1):
        return f"à {_clock(moment.start)}"
    return _hours(moment.start, moment.end)


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _is_whole(moment: Moment) -> bool:
    return not _minutes(moment.start) and not _minutes(moment.end)


def _day(day: date, now: datetime) -> str:
    """Return « demain lundi 23 novembre », or the full date further away."""
    near = _NEAR.get((day - now.date()).days)
    if near is None:
        return format_date(day)
    return f"{near} {format_date(day, year=False)}"


def _clock(time: datetime) -> str:
    """Return a time of day, with « du matin » where it might be misunderstood."""
    early = 0 < time.hour < _DAWN
    return format_time(time) + (" du matin" if early else "")


def _edge(time: datetime, *, is_end: bool = False) -> str:
    """Return one end of a span; midnight ends the day before."""
    if _minutes(time):
        return f"{format_date(time.date())} à {_clock(time)}"
    return format_date((time - DAY if is_end else time).date())


def _hours(start: datetime, end: datetime) -> str:
    first = _minutes(start)
    last = first + round((_naive(end) - _naive(start)).total_seconds() / 60)
    if (first, last) in _PART_NAMES:
        return _PART_NAMES[first, last]
    if not first:
        return f"avant {_clock(end)}"
    if last == _WHOLE_DAY:
        return f"à partir de {_clock(start)}"
    return f"de {_clock(start)} à {_clock(end)}"


def _naive(time: datetime) -> datetime:
    return time.replace(tzinfo=None)


def _opening(first: date, last: date) -> str:
    """Return the first day of a span, without the month or year that it shares."""
    if first.year != last.year:
        return format_date(first)
    if first.month != last.month:
        return format_date(first, year=False)
    number = "1er" if first.day == 1 else str(first.day)
    return f"{DAY_NAMES[first.weekday()]} {number}"


def _feast_name(moment: Moment) -> str | None:
    if moment.holiday is None:
        return None
    return _FEASTS.get(moment.holiday, moment.holiday)

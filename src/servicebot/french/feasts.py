"""The feasts of the French year, by name: « lundi de Pâques », « la Toussaint »."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from servicebot.french.text import fold


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    The golden number and the epact give the paschal full moon; Easter is the Sunday
    after it.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


def nth_weekday(year: int, month: int, weekday: int, rank: int) -> date:
    """Return the nth such weekday (Monday is 0) of a month; -1 is the last."""
    if rank < 0:
        after = date(year + month // 12, month % 12 + 1, 1)
        back = (after.weekday() - weekday - 1) % 7 + 1
        return after - timedelta(days=back + 7 * (-rank - 1))
    first = date(year, month, 1)
    ahead = (weekday - first.weekday()) % 7
    return first + timedelta(days=ahead + 7 * (rank - 1))


def _mothers_day(year: int) -> date:
    last = nth_weekday(year, 5, 6, -1)
    pentecost = easter(year) + timedelta(days=49)
    return last + timedelta(days=7) if last == pentecost else last


_FROM_EASTER = {
    "mardi gras": -47,
    "mercredi des cendres": -46,
    "rameaux": -7,
    "jeudi saint": -3,
    "vendredi saint": -2,
    "samedi saint": -1,
    "paques": 0,
    "dimanche de paques": 0,
    "lundi de paques": 1,
    "ascension": 39,
    "jeudi de l ascension": 39,
    "vendredi de l ascension": 40,
    "pentecote": 49,
    "dimanche de pentecote": 49,
    "lundi de pentecote": 50,
    "lundi de la pentecote": 50,
}
_FIXED = {
    "jour de l an": (1, 1),
    "nouvel an": (1, 1),
    "premier de l an": (1, 1),
    "epiphanie": (1, 6),
    "chandeleur": (2, 2),
    "saint valentin": (2, 14),
    "premier avril": (4, 1),
    "fete du travail": (5, 1),
    "victoire de 1945": (5, 8),
    "victoire 1945": (5, 8),
    "fete de la victoire": (5, 8),
    "armistice de 1945": (5, 8),
    "fete de la musique": (6, 21),
    "saint jean": (6, 24),
    "fete nationale": (7, 14),
    "assomption": (8, 15),
    "halloween": (10, 31),
    "toussaint": (11, 1),
    "jour des morts": (11, 2),
    "armistice": (11, 11),
    "armistice de 1918": (11, 11),
    "armistice 1918": (11, 11),
    "reveillon de noel": (12, 24),
    "noel": (12, 25),
    "jour de noel": (12, 25),
    "saint etienne": (12, 26),
    "reveillon": (12, 31),
    "reveillon du nouvel an": (12, 31),
    "saint sylvestre": (12, 31),
}
_RULES: dict[str, Callable[[int], date]] = {
    "fete des meres": _mothers_day,
    "fete des peres": lambda year: nth_weekday(year, 6, 6, 3),
    "journees du patrimoine": lambda year: nth_weekday(year, 9, 5, 3),
}
_ARTICLES = ("la ", "le ", "les ", "l ", "du ", "de la ", "des ", "de l ", "de ")

FEAST_NAMES: tuple[str, ...] = tuple(sorted({*_FROM_EASTER, *_FIXED, *_RULES}))


@lru_cache(maxsize=4096)
def feast(name: str, year: int) -> date | None:
    """Return the day of a feast, by any of its names, or None when unknown.

    >>> feast("la Pentecôte", 2026)
    datetime.date(2026, 5, 24)
    """
    key = _plain(name)
    if key in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[key])
    if key in _FIXED:
        return date(year, *_FIXED[key])
    return _RULES[key](year) if key in _RULES else None


def _plain(name: str) -> str:
    key = " ".join(fold(name).replace("'", " ").replace("-", " ").split())
    for article in _ARTICLES:
        if key.startswith(article):
            return key.removeprefix(article)
    return key

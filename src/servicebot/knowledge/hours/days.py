"""The days of a French timetable: « lundi au vendredi », « 2e et 4e samedis »."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from servicebot.errors import HoursError
from servicebot.french.text import fold
from servicebot.knowledge.hours.osm import DAYS
from servicebot.knowledge.hours.rules import MONTHS

DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTH_NAMES = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_ALL = tuple(range(7))
_GROUPS = {
    "tous les jours": _ALL, "7j/7": _ALL, "7/7": _ALL, "chaque jour": _ALL,
    "toute la semaine": _ALL, "7 jours sur 7": _ALL, "tlj": _ALL,
    "en semaine": _ALL[:5], "semaine": _ALL[:5], "jours ouvres": _ALL[:5],
    "jours ouvrables": _ALL[:6],
    "week-end": _ALL[5:], "week-ends": _ALL[5:], "weekend": _ALL[5:],
}  # fmt: skip
_SHORT = {
    form: number
    for number, name in enumerate(DAY_NAMES)
    for form in (name, f"{name}s", name[:3], f"{name[:3]}.", name[:2])
}
_MONTHS = {fold(name): number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTHS |= {
    short: number
    for number, forms in enumerate(
        [
            "janv|jan",
            "fev|fevr",
            "mars",
            "avr",
            "mai",
            "juin",
            "juil",
            "aout",
            "sept|sep",
            "oct",
            "nov",
            "dec",
        ],
        1,
    )
    for form in forms.split("|")
    for short in (form, f"{form}.")
}
_RANKS = {
    "premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5, "dernier": -1, "derniers": -1, "premiers": 1,
}  # fmt: skip
_RANK = re.compile(r"(\d)(?:er|ers|e|eme|emes|nd|s)")
_ARTICLE = re.compile(r"^(?:les? |tous les |chaque |du |des |de )+")
_PARITY = re.compile(r" ?(?:\(|des |les |en )?semaines? (paire|impaire)s?\)?$")
_WEEKS = {"paire": "week 02-52/2", "impaire": "week 01-53/2"}
_DATE = re.compile(
    r"(?:le )?(?P<day>\d{1,2})(?:er)?(?:/| )(?P<month>\d{1,2}|[a-z]+\.?)"
    r"(?:[/ ](?P<year>\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class Days:
    """Some days of the week, perhaps only the nth of a month, perhaps odd weeks."""

    numbers: frozenset[int]
    ranks: tuple[int, ...] = ()
    weeks: str = ""

    @property
    def selector(self) -> str:
        """These days in OpenStreetMap syntax."""
        nth = f"[{','.join(map(str, self.ranks))}]" if self.ranks else ""
        runs: list[list[int]] = []
        for number in sorted(self.numbers):
            if runs and runs[-1][-1] == number - 1 and not nth:
                runs[-1].append(number)
            else:
                runs.append([number])
        days = ",".join(_run(run, nth) for run in runs)
        return " ".join(filter(None, (self.weeks, days)))

    @property
    def breadth(self) -> tuple[int, int]:
        """How general this is: the wider comes first, the narrower wins."""
        return (bool(self.ranks) + bool(self.weeks), -len(self.numbers))


def read_days(key: str) -> Days | None:
    """Read a key that says days of the week, or return None if it says no such thing.

    >>> read_days("2e et 4e samedis").selector
    'Sa[2,4]'
    """
    text = " ".join(fold(key).split()).removesuffix(" du mois")
    parity = _PARITY.search(text)
    if parity:
        text = text[: parity.start()].rstrip(" ,")
    weeks = _WEEKS[parity[1]] if parity else ""
    nth = _nth(text)
    if nth:
        return Days(nth[1], nth[0], weeks)
    numbers = _all_but(text)
    return Days(numbers, (), weeks) if numbers else None


def read_parity(key: str) -> str | None:
    """Read « semaines paires » or « semaines impaires » as a selector of weeks."""
    found = re.fullmatch(r"(?:les )?semaines? (paire|impaire)s?", fold(key))
    return _WEEKS[found[1]] if found else None


def read_month_day(text: str, key: str) -> tuple[int | None, int, int] | None:
    """Read « 1er juin », « 15/06 » or « 3 août 2026 »: (year or None, month, day)."""
    found = _DATE.fullmatch(fold(text).strip())
    if found is None:
        return None
    word = found["month"]
    month = int(word) if word.isdigit() else _MONTHS.get(word)
    if month is None:
        return None
    year, day = int(found["year"] or 0) or None, int(found["day"])
    try:
        date(year or 2028, month, day)
    except ValueError:
        raise HoursError(f"le jour « {text} » n’existe pas", key) from None
    return year, month, day


def read_date(value: object, key: str) -> date:
    """Read a full date: 2026-08-03, 03/08/2026 or « 3 août 2026 »."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = read_month_day(text, key)
    if found is None or found[0] is None:
        message = f"« {text} » n’est pas une date ; écrivez par exemple 2026-08-03"
        raise HoursError(message, key)
    return date(found[0], found[1], found[2])


def read_season(key: str) -> str | None:
    """Read months or « du 1er juin au 30 septembre » as a selector, or None."""
    text = re.sub(r"^(?:en |pendant |de |du |d')+", "", fold(key).strip())
    between = re.split(r" au | a | jusqu'au | ?- ?", text)
    if len(between) == 2:
        return _between(between[0].strip(), between[1].strip(), key)
    words = re.split(r" ?, ?| et | ?/ ?", text)
    if all(word in _MONTHS for word in words):
        return ",".join(MONTHS[_MONTHS[word] - 1] for word in words)
    return None


def suggestion(word: str, known: list[str]) -> str:
    """Return « ; vouliez-vous dire … ? » for the closest known word, or nothing."""
    plain = {fold(name): name for name in known}
    close = get_close_matches(fold(word), plain, 1, 0.6)
    return f" ; vouliez-vous dire « {plain[close[0]]} » ?" if close else ""


def _run(numbers: list[int], nth: str) -> str:
    first, last = DAYS[numbers[0]], DAYS[numbers[-1]]
    return first + nth if first == last else f"{first}-{last}"


def _between(first: str, last: str, key: str) -> str | None:
    if first in _MONTHS and last in _MONTHS:
        return f"{MONTHS[_MONTHS[first] - 1]}-{MONTHS[_MONTHS[last] - 1]}"
    end = read_month_day(last, key)
    if end is None:
        return None
    start = read_month_day(_completed(first, last), key)
    if start is None:
        return None
    if start[0] is None and end[0] is not None:
        start = (end[0] - (start[1:] > end[1:]), *start[1:])
    if end[0] is None and start[0] is not None:
        raise HoursError(f"« {key} » : dites aussi l’année de la fin", key)
    if end[0] is not None and start > end:
        raise HoursError(f"« {key} » finit avant de commencer", key)
    return f"{_osm_date(start)}-{_osm_date(end)}"


def _completed(first: str, last: str) -> str:
    """Return « 1er juin » for the first part of « du 1er au 30 juin »."""
    if re.fullmatch(r"\d{1,2}(?:er)?", first):
        return f"{first} {last.split(' ', 1)[-1]}"
    return first


def _osm_date(found: tuple[int | None, int, int]) -> str:
    year = f"{found[0]} " if found[0] else ""
    return f"{year}{MONTHS[found[1] - 1]} {found[2]:02d}"


def _nth(text: str) -> tuple[tuple[int, ...], frozenset[int]] | None:
    head, _, last = _ARTICLE.sub("", text).rpartition(" ")
    if last not in _SHORT or not head:
        return None
    ranks = []
    for word in re.split(r" ?, ?| et (?:le )?| ", head):
        found = _RANK.fullmatch(word)
        rank = _RANKS.get(word) or (int(found[1]) if found else 0)
        if not rank or rank > 5:
            return None
        ranks.append(rank)
    return tuple(sorted(ranks)), frozenset({_SHORT[last]})


def _all_but(text: str) -> frozenset[int]:
    kept, _, but = text.partition(" sauf ")
    numbers = _listed(kept.strip(" ,"))
    out = _listed(but) if but else frozenset()
    return frozenset() if but and not out else numbers - out


def _listed(text: str) -> frozenset[int]:
    """Return the days of « lundi, mercredi au vendredi », or nothing."""
    numbers: set[int] = set()
    for part in re.split(r" ?[,&+/] ?(?!7)| et ", text):
        found = _ranged(_ARTICLE.sub("", part.strip()) or part.strip(), part.strip())
        if not found:
            return frozenset()
        numbers |= found
    return frozenset(numbers)


def _ranged(text: str, whole: str) -> set[int]:
    for name in (text, whole):
        if name in _GROUPS:
            return set(_GROUPS[name])
        if name in _SHORT:
            return {_SHORT[name]}
    ends = re.split(r" au | a | ?- ?", text)
    if len(ends) != 2 or not all(end.strip() in _SHORT for end in ends):
        return set()
    first, last = (_SHORT[end.strip()] for end in ends)
    return {(first + n) % 7 for n in range((last - first) % 7 + 1)}

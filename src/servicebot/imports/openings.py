"""The openings of the administration's directory, written in OpenStreetMap syntax."""

from collections.abc import Iterable
from dataclasses import dataclass

from servicebot.errors import HoursError
from servicebot.french.text import fold

_FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_OSM = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_LONGEST = 450


@dataclass(frozen=True, slots=True)
class Opening:
    """Days in French, from and to; times (« 08:30:00 », « 12:00:00 »); a comment."""

    first: str
    last: str
    times: tuple[tuple[str, str], ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Openings as knowledge files have them: the hours, and what they do not hold."""

    hours: str = ""
    note: str = ""


def written(openings: Iterable[Opening], comment: str = "") -> Written:
    """Return openings as hours; a comment makes them uncertain, and is quoted.

    « Le 2e et 4e samedis » changes what an opening means, so that a commented one is
    never plainly open. HoursError where a day or a time is not one.
    """
    rules: list[str] = []
    notes = [comment]
    days: set[int] = set()
    for opening in openings:
        span = _days(opening)
        times = _times(opening.times)
        note = " ".join(filter(None, (opening.comment.strip(), comment.strip())))
        notes.append(opening.comment)
        if times or note:
            mark = ", " if days & set(span) and rules else "; "
            rules.append(f"{mark if rules else ''}{_rule(span, times, note)}")
            days |= set(span)
    text = "".join(rules)
    note = _said_once(notes)
    if not text or len(text) > _LONGEST:
        return Written(note=note)
    return Written(text, note)


def _said_once(notes: Iterable[str]) -> str:
    """Return the notes one after the other, without those that another one holds."""
    said = list(dict.fromkeys(filter(None, (note.strip() for note in notes))))
    alone = [n for n in said if not any(n in other and n != other for other in said)]
    return " ".join(alone)


def _rule(days: list[int], times: str, note: str) -> str:
    shown = _OSM[days[0]] + (f"-{_OSM[days[-1]]}" if days[1:] else "")
    doubt = f'unknown "{note.replace(chr(34), "’")}"' if note else ""
    return " ".join(filter(None, (shown, times, doubt)))


def _days(opening: Opening) -> list[int]:
    first, last = _day(opening.first), _day(opening.last or opening.first)
    if last < first:
        raise HoursError(f"« {opening.first} » vient après « {opening.last} »")
    return list(range(first, last + 1))


def _day(name: str) -> int:
    try:
        return _FRENCH.index(fold(name).strip())
    except ValueError:
        raise HoursError(f"jour inconnu : « {name} »") from None


def _times(times: tuple[tuple[str, str], ...]) -> str:
    """Return « 08:30-12:00,14:00-17:00 »."""
    spans = []
    for start, end in times:
        if not start and not end:
            continue
        if not start or not end:
            raise HoursError(f"il manque une heure : « {start or end} »")
        spans.append(f"{start[:5]}-{'24:00' if end[:5] == '00:00' else end[:5]}")
    return ",".join(spans)

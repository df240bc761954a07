"""The times of a day as a clerk writes them: « 8h-12h, 13h30-17h30 », « fermé »."""

import re
from dataclasses import dataclass
from typing import Literal

from servicebot.errors import HoursError
from servicebot.french.text import fold
from servicebot.knowledge.hours.osm import checked_spans
from servicebot.knowledge.hours.rules import BY_APPOINTMENT, Rule, RuleKind
from servicebot.knowledge.hours.values import DAY

EXAMPLE = "« 8h-12h, 13h30-17h30 », « fermé » ou « sur rendez-vous »"

_TIME = r"(?:\d{1,2}(?: ?(?:h|heures?|:|\.) ?(?:\d{2})?)?|midi|minuit)"
_SPAN = re.compile(
    rf"(?:de )?(?P<start>{_TIME}) ?(?:-|a|jusqu'a) ?(?P<end>{_TIME})"
    r"(?P<night> (?:du matin|(?:le )?lendemain|la nuit|\(nuit\)))?"
)
_CLOCK = re.compile(r"(\d{1,2})(?: ?(?:h|heures?|:|\.) ?(\d{2})?)?")
_ALL_DAY = {
    "24h/24", "24h24", "24/24", "24h sur 24", "24 h/24", "24h/24h", "jour et nuit",
    "toute la journee", "24/7", "24h/24 7j/7", "24h/24, 7j/7", "24h/24 et 7j/7",
    "0h-24h", "en continu",
}  # fmt: skip
_USUAL = {"ouvert", "ouverte", "ouverts", "comme d'habitude", "inchange", "inchanges"}
_CLOSED = re.compile(r"ferm(?:e|ee|es|ees|eture|er)|off|closed|non|ferme .*")
_MEETING = re.compile(r"(?:uniquement |seulement )?(?:sur|avec) (?:rendez-vous|rdv)")
_WITHOUT = re.compile(r"sans (?:rendez-vous|rdv)")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_LISTED = re.compile(r" ?(?:,|;|/| et | puis | \+ ) ?(?:de )?(?=\d|midi|minuit|\x00)")


@dataclass(frozen=True, slots=True)
class Times:
    """What holds on a day: rules without a selector, or the usual hours."""

    rules: tuple[Rule, ...]
    mode: Literal["hours", "closed", "usual"] = "hours"

    def under(self, selector: str) -> tuple[Rule, ...]:
        """Return the rules of these times on the days that a selector says."""
        return tuple(
            Rule(selector, rule.spans, rule.kind, rule.note, added=number > 0)
            for number, rule in enumerate(self.rules)
        )


def read_times(value: object, *, night: bool, key: str) -> Times:
    """Read what follows the days: hours, closed, or by appointment."""
    if value is None or value is False:
        return Times((Rule(kind="off"),), "closed")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = "ouvert" if value is True else text
    plain = fold(text).rstrip(".")
    if plain in _USUAL:
        return Times((), "usual")
    if _CLOSED.fullmatch(plain):
        note = _PARENTHESES.search(text)
        return Times((Rule(kind="off", note=note[1] if note else None),), "closed")
    if plain in _ALL_DAY:
        return Times((Rule(spans=((0, DAY),)),))
    if _MEETING.fullmatch(plain):
        return Times((Rule(kind="by_appointment", note=BY_APPOINTMENT),))
    return _read_spans(text, night=night, key=key)


def _read_spans(text: str, *, night: bool, key: str) -> Times:
    """Read spans, gathered by kind and note: those that differ add to the first."""
    notes = [found.strip() for found in _PARENTHESES.findall(text)]
    marked = fold(_PARENTHESES.sub("\x00", text))
    pieces = _split(marked)
    _check_meetings(pieces, key)
    groups: dict[tuple[RuleKind, str | None], list[tuple[int, int]]] = {}
    spans = []
    for piece in pieces:
        note = notes.pop(0) if "\x00" in piece else None
        kind, note = _kind(piece, note)
        late = night or (note is not None and fold(note) == "nuit")
        span = _span(_bare(piece), night=late, key=key)
        spans.append(span)
        kept = None if note and fold(note) == "nuit" else note
        groups.setdefault((kind, kept), []).append(span)
    checked_spans([(s, min(e, DAY)) for s, e in spans], night=False, key=key)
    return Times(
        tuple(
            Rule(spans=tuple(sorted(found)), kind=kind, note=note)
            for (kind, note), found in groups.items()
        )
    )


def _split(marked: str) -> list[str]:
    return [piece.strip() for piece in _LISTED.split(marked) if piece.strip(" ,;")]


def _bare(piece: str) -> str:
    piece = _MEETING.sub("", _WITHOUT.sub("", piece))
    return " ".join(piece.replace("\x00", " ").split())


def _kind(piece: str, note: str | None) -> tuple[RuleKind, str | None]:
    meeting = _MEETING.search(piece) or (note and _MEETING.search(fold(note)))
    if not meeting:
        return "open", note
    return "by_appointment", note or BY_APPOINTMENT


def _check_meetings(pieces: list[str], key: str) -> None:
    """Refuse « 8h-12h, 14h-17h sur rendez-vous »: which of the two is meant?"""
    bare = [bool(_MEETING.search(piece)) for piece in pieces]
    silent = [
        not _MEETING.search(piece) and not _WITHOUT.search(piece) for piece in pieces
    ]
    if any(bare) and any(silent):
        raise HoursError(
            "« sur rendez-vous » vaut-il pour toutes ces heures ? Écrivez-le après "
            "chaque horaire, ou « sans rendez-vous » après les autres",
            key,
        )


def _span(piece: str, *, night: bool, key: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(piece)
    if found is None:
        raise HoursError(f"« {piece} » n’est pas un horaire ; écrivez {EXAMPLE}", key)
    start, end = found["start"], found["end"]
    spans = [(_minutes(start, key), _minutes(end, key, ends=True))]
    late = night or bool(found["night"])
    return checked_spans(spans, night=late, key=key)[0]


def _minutes(text: str, key: str, *, ends: bool = False) -> int:
    if text in {"midi", "minuit"}:
        return 12 * 60 if text == "midi" else DAY * ends
    found = _CLOCK.fullmatch(text)
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if minutes > 59 or hours * 60 + minutes > DAY:
        raise HoursError(f"l’heure « {text} » n’existe pas", key)
    return hours * 60 + minutes

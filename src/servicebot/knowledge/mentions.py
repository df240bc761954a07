"""What must not stand in a public answer: a person's own number, unfinished text."""

import re
from collections.abc import Iterator

_MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)33[\s.]*(?:\(0\))?[\s.]*|0)[67](?:[\s.\-]?\d{2}){4}(?!\d)"
)
_PERSON = re.compile(
    r"(?<![\w.\-])([a-zà-ÿ]+)[a-zà-ÿ._\-]*[._\-][a-zà-ÿ\-]+@[\w.\-]+\.[a-z]{2,}",
    re.IGNORECASE,
)
# First words of the boxes that belong to a service, not to somebody.
_BOXES = frozenset(
    {"accueil", "bureau", "centre", "communication", "contact", "direction", "etat"}
    | {"guichet", "info", "infos", "mairie", "pole", "relais", "secretariat"}
    | {"service", "services", "standard"}
)
_UNFINISHED = re.compile(
    r"\b[AÀ] COMPL[EÉ]TER\b|\bX{3,}\b|\?{3,}|lorem ipsum", re.IGNORECASE
)
_TIME = re.compile(r"(?<![\d:/])[0-2]?\d(?: ?h(?: ?[0-5]\d)?|:[0-5]\d)(?![\w/])")
_OPENING = re.compile(r"\bouv(?:ert|re)|\bferm(?:e|é)|\bhoraires?\b", re.IGNORECASE)


def mentions(text: str) -> Iterator[str]:
    """Yield, in French, what a text should not mention."""
    if found := _MOBILE.search(text):
        yield f"numéro de mobile d'une personne : « {found[0].strip()} »"
    found = _PERSON.search(text)
    if found and found[1].lower() not in _BOXES:
        yield f"adresse électronique d'une personne : « {found[0]} »"
    if found := _UNFINISHED.search(text):
        yield f"texte inachevé : « {found[0]} »"


def opening_times(text: str) -> str | None:
    """Return the time of day by which a text tells opening hours, if it does."""
    found = _TIME.search(text)
    return found[0] if found and _OPENING.search(text) else None

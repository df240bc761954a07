"""What people say as they speak: words that only fill, said twice, or put right."""

import re
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler

from servicebot.french.text import fold

_SAID = frozenset(
    "euh euhh euhhh heu heuu hum hein bah ben coup vois voyez dire disons".split()
)
"""One of these words stands wherever something only fills."""

_FILLING = re.compile(
    r"(?<![.…])(?<![.…]\s)[\s,]*\b(?:(?:eu+h+|heu+)(?!\s+non\b)|hum+|hein|b(?:ah|en)"
    r"|du coup|tu vois|vous voyez|comment (?:dirais-je|je dirais|dire)|disons"
    r"|on va dire)\b"
    r"(?:[\s,…]|\.{2,})*",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(\w[\w'’ -]{3,60}?)[\s,.…]+eu+h+[\s,.…]+(?=\1\b)", re.IGNORECASE
)
"""What is begun anew after « euh »."""

_TWICE = frozenset("nous vous on qui que quoi ha ah oh he hi non oui tres bla".split())
"""Words that are said twice on purpose."""

_SLIP = re.compile(
    r"^(?P<begun>.{2,90}?)[\s,.…]+"
    r"(?:(?:(?:eu+h+|heu|ah|oh|oups|enfin|mais|attends|attendez)[\s,.…]+)*"
    r"non[\s,.…]+(?:pardon|attends|attendez|désolée?|desolee?|excusez[- ]moi|plutôt"
    r"|plutot|je (?:me trompe|me suis trompée?|veux dire|voulais dire|confonds)"
    r"|c['’]est pas ça)"
    r"|(?:eu+h+|heu|oups|enfin|attends|attendez)[\s,.…]+non"
    r"|(?:oups|pardon)[\s,.…]+(?:non|je (?:me trompe|me suis trompée?|voulais dire))"
    r"|je (?:me trompe|me suis trompée?|voulais dire)(?: pardon)?)"
    r"[\s,.…:]+(?P<meant>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SLIPPED = ("non", "pardon", "tromp", "dire")

_WORD = r"[^\W\d_]{4,}"
_EXCUSE = r"(?:oups|pardon|je (?:veux|voulais) dire)"
_AFTERWARDS = re.compile(
    rf"[\s.,;?!(]+(?:\*\s?(?P<starred>{_WORD})|(?P<star>{_WORD})\s?\*"
    rf"|{_EXCUSE}[\s,:]+(?:les? |la |des )?(?P<after>{_WORD})"
    rf"|(?P<before>{_WORD})[\s,]+{_EXCUSE})[\s.!)]*$",
    re.IGNORECASE,
)
_EXCUSED = re.compile("pardon|oups|dire", re.IGNORECASE)
_ALIKE = 0.75
"""How alike a word is at least to that by which it is put right."""


def fluent(text: str) -> str:
    """Return a text without what only fills it, and without what is said twice.

    >>> fluent("la piscine euh elle elle fait combien du coup")
    'la piscine elle fait combien'
    """
    words = text.lower().split()
    if any(one == other for one, other in pairwise(words)):
        text = _once(text)
    if _SAID.isdisjoint(re.split(r"[\s,.…]+", text.lower())):
        return text
    said = " ".join(_FILLING.sub(_pause, _AGAIN.sub("", text)).split())
    return said if any(letter.isalpha() for letter in said) else text


def put_right(text: str) -> tuple[str, str]:
    """Return what was begun and what was meant instead, the text itself if nothing.

    >>> put_right("les bus non pardon la piscine a combien de nageurs")
    ('les bus', 'la piscine a combien de nageurs')
    >>> put_right("le bus c'est gratuit euh non ?")
    ('', "le bus c'est gratuit euh non ?")
    """
    lowered = text.lower()
    slip = _SLIP.match(text) if any(s in lowered for s in _SLIPPED) else None
    if slip is None or not any(letter.isalnum() for letter in slip["meant"]):
        return "", text
    return slip["begun"], slip["meant"]


def put_right_later(text: str) -> str:
    """Return a text with the word that is put right at its end as it is meant.

    >>> put_right_later("Combien de crêpes à Alès ? *crèches")
    'Combien de crèches à Alès'
    >>> put_right_later("les bus, pardon")
    'les bus, pardon'
    """
    found = _AFTERWARDS.search(text) if "*" in text or _EXCUSED.search(text) else None
    if found is None:
        return text
    meant = next(word for word in found.groups() if word)
    said = re.findall(_WORD, text[: found.start()])
    likeness = {w: JaroWinkler.similarity(fold(w), fold(meant)) for w in said}
    slip = max(likeness, key=likeness.__getitem__, default="")
    if not slip or likeness[slip] < _ALIKE:
        return text
    return re.sub(rf"\b{slip}\b", meant, text[: found.start()])


def _pause(filling: re.Match[str]) -> str:
    return ", " if "," in filling[0] and filling.start() else " "


def _once(text: str) -> str:
    """Return a text without the words that are the same as those before them."""
    found: list[str] = []
    for word in text.split(" "):
        same = found and len(word) > 1 and found[-1].lower() == word.lower()
        if not same or not word.isalpha() or word.lower() in _TWICE:
            found.append(word)
    return " ".join(found)

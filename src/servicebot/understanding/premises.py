"""What a premise asks: « pourquoi n'y a-t-il plus que trois crèches ? », how many."""

import re

from servicebot.knowledge.base import Entry
from servicebot.understanding.mentions import Lent
from servicebot.understanding.questions import Judge

_NUMBER = (
    r"(?:\d[\d\s.]*|une?\s(?:seule?|unique|misérable|malheureu(?:x|se))|une?|deux|trois"
    r"|quatre|cinq|six|sept|huit|neuf|dix(?:-(?:sept|huit|neuf))?|onze|douze|treize"
    r"|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cent|mille"
    r"|quelques)"
)
_WHO = (
    r"(?:vous|on|ils|nous|l['’]agglo(?:mération)?|la (?:ville|mairie|commune)"
    r"|il(?:\sy)?)"
)
_HAS = (
    r"(?:avez|ont|avons|a|reste|avait|aviez|g[èe]re|g[ée]rez|compte|comptez|propose"
    r"|proposez|emploie|employez|garde|gardez)"
)
_ONLY = re.compile(
    r"^\W*(?:(?:et|mais|alors|donc|dites(?:-moi)?)\W+)*"
    r"(?:(?:pourquoi|comment se fait-il|c['’]est vrai|est-ce vrai|[çc]a se fait)\s"
    r"(?:qu(?:e\s|['’]\s?))?)?(?:est-ce qu(?:e\s|['’]\s?))?"
    rf"(?:{_WHO}\s(?:ne\s|n['’]?\s?)?(?:y\s|en\s)?{_HAS}"
    rf"|(?:n['’]\s?)?y\s?a(?:-t-il)?|ne\s(?:reste-t-il|subsiste-t-il)|n['’]avez-vous)"
    r"(?:\s(?:donc|plus|plu|pu))?\s(?:qu(?:e\s|['’]\s?)|juste\s|seulement\s)"
    rf"(?P<number>{_NUMBER})\s(?P<what>[^\W\d]\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def counted_premise(judge: Judge, text: str) -> str:
    """Ask how many there are of what a message takes for so few, if that is known.

    >>> bool(_ONLY.match("Pourquoi n'y a-t-il plus que dix-huit crèches ?"))
    True
    >>> bool(_ONLY.match("il n'y a que le lundi ?"))
    False
    """
    found = _ONLY.match(text)
    if found is None:
        return text
    asked = f"combien de {found['what']}"
    entry = _answering(judge, asked)
    if entry is None or entry.number is None:
        return text
    number = "1" if found["number"].lower().startswith("un") else found["number"]
    stated = f"il y a bien {number} {found['what']}"  # it is told if that is right
    meant = _answering(judge, stated)
    told_else = meant and meant.aspect is None and meant.subject == entry.subject
    return stated if told_else or meant == entry else asked


def _answering(judge: Judge, text: str) -> Entry | None:
    """Return the entry that answers a question by itself."""
    verdict = judge.judge(text, Lent()).verdict
    answers = verdict.outcome == "answer"
    return judge.engine.base.entries.get(verdict.label or "") if answers else None

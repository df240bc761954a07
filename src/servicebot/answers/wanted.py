"""What a question about hours wants to hear: yes or no, times, or the next opening."""

import re
from typing import Literal

from servicebot.french.text import fold

Wanted = Literal["open", "closed", "times", "next"]
"""Is it open? Is it closed? At what times? When does it open again?"""

_NEXT = re.compile(
    r"\b(?:prochaine (?:re)?ouverture|reouvert|reouvr|rouv[er])"
    r"|\bquand\b.*\bouv(?:r|er)|\bouv(?:r|er)\w*(?: \w+){0,3} quand\b"
)
_TIMES = re.compile(r"\bheures?\b|\bhoraires?\b|\bquand\b|\bjusqu|\bquels? jours?\b")
_CLOSED = re.compile(r"\bferm(?:er?|ee?s?|ez|ent|eture)\b|\bpas ouv")
_OPEN = re.compile(r"\bouv(?:r|er)")


def wanted(text: str) -> Wanted:
    """Return what a question about hours wants to hear.

    >>> wanted("La mairie est-elle fermée lundi ?"), wanted("et samedi ?")
    ('closed', 'times')
    """
    plain = fold(text)
    if _NEXT.search(plain) and "jusqu" not in plain:
        return "next"
    if _TIMES.search(plain):
        return "times"
    if _CLOSED.search(plain):
        return "closed"
    return "open" if _OPEN.search(plain) else "times"

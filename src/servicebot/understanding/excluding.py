"""What is said not to be meant: « pas la ville, juste l'agglo », « X, pas Y »."""

import re
from collections.abc import Sequence

from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Word

_THE = r"(?:les?\s|la\s|l['’]|des\s|du\s|aux?\s)"
_NOT_THAT = re.compile(
    rf"^\W*(?:(?:et|non|mais)\s+)*((?:pour\s)?{_THE}"
    r"(?:(?!\bn['’]|\b(?:est|sont|a|ont|ne|fait|y)\b)[^,?]){3,40}?)(?:,\s*(?:et\s)?|\s+et\s)pas\s"
    rf"(?:pour\s)?(?:{_THE}|celles?\s|ceux\s)[^?]*\W*$",
    re.IGNORECASE,
)
"""A name with what it is not (« les écoles, pas les crèches »)."""


def without_others(text: str) -> str:
    """Return a message without the names that it says it does not mean.

    >>> without_others("et les écoles, pas les crèches")
    'les écoles'
    """
    return _NOT_THAT.sub(r"\1", text)


def affirmed(found: Sequence[Found], words: Sequence[Word]) -> tuple[Found, ...]:
    """Leave out what is said not to be meant (« pas la ville, juste l'agglo »)."""
    kept = [f for f in found if not _is_negated(f, words)] if found else ()
    return tuple(kept or found)


def _is_negated(found: Found, words: Sequence[Word]) -> bool:
    before = [word.token for word in words[max(0, found.start - 3) : found.start]]
    while before and before[-1] in ("la", "le", "les", "l", "celle", "de", "du"):
        before.pop()
    return (
        bool(before) and before[-1] == "pas" and before[-2:-1] not in (["a"], ["est"])
    )

"""Dates of birth."""

import re
from collections.abc import Iterator

from servicebot.journal.privacy.spans import Plain, Span

_MONTHS = (
    r"janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avril|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?"
)
_DATE = (
    rf"\d{{1,2}}(?:er)?\s(?:{_MONTHS})\.?\s\d{{2,4}}"
    r"|\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}|\d{4}-\d\d-\d\d|\d{8}"
)
_BIRTH = re.compile(
    r"(?:\bn[ée](?:\(e\)|e)?s?\s+le|\bnaissance)\s?:?\s?(?:est\s)?(?:le\s)?"
    rf"({_DATE})\b"
)


def births(plain: Plain) -> Iterator[Span]:
    """Yield the dates of birth of a text."""
    for match in _BIRTH.finditer(plain.low) if plain.digits >= 3 else ():
        yield Span(*match.span(1), "date de naissance")

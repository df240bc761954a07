"""Years that a question speaks of: « en 2016 », « et en 2023 ? »."""

import re
from collections.abc import Sequence

from servicebot.french.moments.reading import MAX_TEXT
from servicebot.french.moments.tokens import (
    FIRST_YEAR,
    LAST_YEAR,
    Token,
    composed,
    cut,
    plain,
)

_DIGIT = re.compile(r"\d")
# Words before a number from 1900 to 2100 that make it a year whatever follows.
_SURE = frozenset(
    "en depuis annee annees entre from until jusqu exercice campagne rentree saison"
    " ete automne hiver printemps debut fin".split()
)
_WITHIN_DATES = ("month", "weak")
_NOT_YEARS = ("street", "call", "slash", "num")
_ENDS = frozenset(
    "stop comma et ou a go c combien le la les l dash de du des d".split()
)
_FIRST_LIKELY = 1990


def find_years(text: str) -> tuple[int, ...]:
    """Return the years that a question speaks of, in order, without the full dates.

    Prices, street names, counts and the years of full dates are not among them.

    >>> find_years("combien en 2016 ? et en 2019 ?"), find_years("le 8 mai 1945")
    ((2016, 2019), ())
    """
    folded = plain(composed(text[:MAX_TEXT])[0])
    if not _DIGIT.search(folded) and "mille" not in folded:
        return ()
    tokens = cut(folded)
    years = (
        token.value
        for at, token in enumerate(tokens)
        if token.kind == "year"
        and FIRST_YEAR <= token.value <= LAST_YEAR
        and _is_year(tokens, at)
    )
    return tuple(dict.fromkeys(years))


def _is_year(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None:
        if before.kind in _WITHIN_DATES:
            return at < 2 or tokens[at - 2].kind not in ("num", "ord")
        if before.kind in _NOT_YEARS:
            return False
        if before.kind in _SURE or before.word in _SURE:
            return True
    if after is not None and after.kind == "dash" and _numbered(tokens, at + 2):
        return False
    follows = after is None or after.kind in _ENDS or after.word in _ENDS
    linked = before is not None and before.kind == "et" and _follows_year(tokens, at)
    return linked or (follows and tokens[at].value >= _FIRST_LIKELY)


def _numbered(tokens: Sequence[Token], at: int) -> bool:
    """Return whether « 2026-12 » numbers a document."""
    return at < len(tokens) and tokens[at].kind == "num"


def _follows_year(tokens: Sequence[Token], at: int) -> bool:
    return at > 1 and tokens[at - 2].kind == "year"

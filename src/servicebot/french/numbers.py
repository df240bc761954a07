"""Numbers in French: written as a printer would, read as people say them."""

import re
from collections.abc import Sequence
from decimal import Decimal

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_UNITS = {
    word: value
    for value, words in enumerate(
        "zero,un une,deux,trois,quatre,cinq,six,sept,huit,neuf,dix,onze,douze,treize,"
        "quatorze,quinze,seize".split(",")
    )
    for word in words.split()
}
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
_LARGE = {
    "million": 10**6,
    "millions": 10**6,
    "milliard": 10**9,
    "milliards": 10**9,
}
_THOUSAND = ("mille", "mil")
NUMBER_WORDS = frozenset((*_UNITS, *_TENS, *_THOUSAND, "cent", "cents"))
"""The words that a number may begin with."""

_ACCENTS = str.maketrans("éÉ", "ee")
_GROUPED = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}([ .\u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?!\d|\.\d)"
)
_CUT = re.compile(r"[\s\-\u00a0\u202f]+")
_MAX_WORDS = 24
_CENTS = Decimal("0.01")


def format_number(value: float | Decimal) -> str:
    r"""Return a number with narrow no-break spaces and a decimal comma.

    >>> format_number(1950), format_number(-1234.5), format_number(3)
    ('1\u202f950', '-1\u202f234,5', '3')
    """
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)):,f}"
    return text.replace(",", NARROW).replace(".", ",")


def format_euros(value: float | Decimal) -> str:
    r"""Return an amount in euros, with cents only where there are some.

    >>> format_euros(12), format_euros(3.5), format_euros(1234)
    ('12\xa0€', '3,50\xa0€', '1\u202f234\xa0€')
    """
    amount = Decimal(str(value)).quantize(_CENTS)
    whole = amount == amount.to_integral_value()
    return f"{format_number(int(amount) if whole else amount)}{NO_BREAK}€"


def plural(count: float, singular: str, several: str | None = None) -> str:
    """Return the form of a noun that French wants after a count (1,5 is singular).

    >>> plural(0, "crèche"), plural(28, "crèche"), plural(2, "journal", "journaux")
    ('crèche', 'crèches', 'journaux')
    """
    if abs(count) < 2:
        return singular
    if several is not None:
        return several
    return singular if singular.endswith(("s", "x", "z")) else singular + "s"


def counted(count: float, singular: str, several: str | None = None) -> str:
    r"""Return a count and its noun, kept on one line.

    >>> counted(1500, "enfant")
    '1\u202f500\xa0enfants'
    """
    return f"{format_number(count)}{NO_BREAK}{plural(count, singular, several)}"


def digits_joined(text: str) -> str:
    """Return the text with grouped digits joined, two separate numbers left apart.

    >>> digits_joined("1 950 agents, 1.235 à l'agglo"), digits_joined("en 2019 942")
    ("1950 agents, 1235 à l'agglo", 'en 2019 942')
    """
    return _GROUPED.sub(lambda found: found[0].replace(found[1], ""), text)


def parse_number_words(text: str) -> int | None:
    """Return the whole number that a text spells out in words, if it is nothing else.

    >>> parse_number_words("deux mille quinze"), parse_number_words("une quarantaine")
    (2015, None)
    """
    words = _CUT.split(text.strip().lower().translate(_ACCENTS))
    if len(words) > _MAX_WORDS:
        return None
    found = read_number(words, 0)
    return found[0] if found is not None and found[1] == len(words) else None


def read_number(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """Return the number that folded words spell from `start`, and where it ends.

    >>> read_number(["le", "vingt", "et", "un", "mai"], 1)
    (21, 4)
    """
    if start >= len(words) or words[start] not in NUMBER_WORDS:
        return None
    total, at = 0, start
    ceiling = 10**12
    while at < len(words):
        found = _below_million(words, at)
        if found is None:
            break
        value, end = found
        scale = _LARGE.get(words[end], 1) if end < len(words) else 1
        if scale >= ceiling or value == 0 < total:
            break
        total, at, ceiling = total + value * scale, end + (scale > 1), scale
        if scale == 1:
            break
    return (total, at) if at > start else None


def _below_million(words: Sequence[str], start: int) -> tuple[int, int] | None:
    head = _below_thousand(words, start)
    value, at = head if head is not None else (1, start)
    if at >= len(words) or words[at] not in _THOUSAND or value == 0:
        return head
    rest = _below_thousand(words, at + 1)
    if rest is None or rest[0] == 0:
        return value * 1000, at + 1
    return value * 1000 + rest[0], rest[1]


def _below_thousand(words: Sequence[str], start: int) -> tuple[int, int] | None:
    head = _below_hundred(words, start)
    value, at = head if head is not None else (1, start)
    if at >= len(words) or words[at] not in ("cent", "cents") or not 0 < value < 10:
        return head
    rest = _below_hundred(words, at + 1)
    if rest is None or rest[0] == 0:
        return value * 100, at + 1
    return value * 100 + rest[0], rest[1]


def _below_hundred(words: Sequence[str], start: int) -> tuple[int, int] | None:
    word = words[start] if start < len(words) else ""
    following = words[start + 1] if start + 1 < len(words) else ""
    if word == "quatre" and following in ("vingt", "vingts"):
        return _with_unit(words, start + 2, 80)
    if word in _TENS:
        return _with_unit(words, start + 1, _TENS[word])
    if word == "dix" and _UNITS.get(following, 0) in (7, 8, 9):
        return 10 + _UNITS[following], start + 2
    return (_UNITS[word], start + 1) if word in _UNITS else None


def _with_unit(words: Sequence[str], at: int, tens: int) -> tuple[int, int]:
    """Add what follows a multiple of ten: « et un », « deux », « et onze »."""
    joined = at < len(words) and words[at] == "et"
    unit_at = at + joined
    word = words[unit_at] if unit_at < len(words) else ""
    unit, end = _UNITS.get(word, 0), unit_at + 1
    if word == "dix" and unit_at + 1 < len(words):
        following = _UNITS.get(words[unit_at + 1], 0)
        if following in (7, 8, 9):
            unit, end = 10 + following, unit_at + 2
    top = 20 if tens in (60, 80) else 10
    if not 0 < unit < top or (joined and unit not in (1, 11)):
        return tens, at
    return tens + unit, end

"""Questions cut into tokens that keep their place in the text as typed."""

import re
import unicodedata
from itertools import compress, count, islice
from typing import NamedTuple

from servicebot.french.moments.dates import When
from servicebot.french.moments.lexicon import PHRASES, classify
from servicebot.french.numbers import NUMBER_WORDS, read_number

FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_DAY = 31
MAX_TOKENS = 600
_MINUTES = 60


class Token(NamedTuple):
    """A piece of the text: its kind, its place, and what it is worth.

    `value` and `other` are numbers whose meaning the kind gives (a day and a month,
    two times of day in minutes…); `when` is set once days are known.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    value: int = 0
    other: int = 0
    year: int = 0
    when: When | None = None


def _letters() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x41, 0x250):
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()
        if letter != chr(code) and "a" <= letter <= "z":
            table[code] = letter
    table |= {ord("œ"): "e", ord("Œ"): "e", ord("æ"): "e", ord("Æ"): "e"}
    table |= dict.fromkeys(map(ord, "\u2019\u2018\u00b4`\u02bc"), "'")
    table |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
    return table | dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")


_PLAIN = _letters()
_LATIN = bytes(ord(_PLAIN.get(code, chr(code))) for code in range(256))
_MONTH_AHEAD = r"(?! ?\d\d? (?:jan|fev|mar|avr|mai|juin|juil|aou|sep|oct|nov|dec))"
_CUT = re.compile(
    r"(?P<word>2main|dem1|[a-z]+)"
    r"|(?P<iso>(?<![\d-])\d{4}-\d\d?-\d\d?(?![\d-]))"
    r"|(?P<dmy>(?<![\d./-])\d\d?([./-])\d\d?\4(?:\d{4}|\d\d)(?![\d/-]|\.\d))"
    r"|(?P<dotted>(?:(?<=le )|(?<=du )|(?<=au ))\d\d[.-]\d\d(?![\d.-]))"
    r"|(?P<dm>(?<![\d./,-])\d\d?/\d\d?(?!\d|[/,-]\d))"
    r"|(?P<hour>(?<![\d.,:])\d\d? ?(?:h(?:eures?|rs?)?\b|h(?=\d))(?! ?/ ?(?:24|j|s))"
    + _MONTH_AHEAD
    + r"(?: ?[0-5]\d(?!\d|[.,/]\d))?(?:mn|min)?)"
    r"|(?P<clock>(?<![\d.,:/])\d\d?:[0-5]\d(?![\d:]))"
    r"|(?P<ord>(?<![\d.,])\d\d? ?(?:ere|er|ieme|eme|ier|nde|nd|e)\b)"
    r"|(?P<big>\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+[.,]\d+|\d{5,}|\d{3}(?!\d))"
    r"|(?P<year>(?<![\d/])\d{4})"
    r"|(?P<num>\d\d?)"
    r"|(?P<sign>[^\s'])"
)
_TURNED = frozenset(
    "weekday weekdays wd weekend week month weak monthword year season holidays school"
    " part feast num day".split()
)
_SIGNS = {
    ",": "comma",
    "-": "dash",
    "/": "slash",
    "?": "stop",
    "!": "stop",
    ";": "stop",
    ":": "stop",
    "(": "stop",
    ")": "stop",
}


# « passé » says which way to look, where « passe » says nothing.
_PAST_WORD = re.compile(r"\b(pass)é(?=e?s?\b)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return the text in plain lower case, every character in its place."""
    found = _letters_of(text)
    if "passe" in found and not text.isascii():
        found = _letters_of(_PAST_WORD.sub(r"\1d", text))
    return found


def _letters_of(text: str) -> str:
    try:
        return text.encode("latin-1").translate(_LATIN).decode("latin-1")
    except UnicodeEncodeError:
        return text.translate(_PLAIN)


def composed(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text with its accents composed, and where each character was."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    kept = [
        (at, sign) for at, sign in enumerate(text) if not unicodedata.combining(sign)
    ]
    places = (*(at for at, _ in kept), len(text))
    return "".join(sign for _, sign in kept), places


def cut(text: str) -> tuple[Token, ...]:
    """Return the tokens of a plain text, its phrases and number words put together."""
    tokens = [_token(found) for found in islice(_CUT.finditer(text), MAX_TOKENS)]
    return tuple(_numbers(_phrases(_turned(_without_marks(tokens, text)))))


def _token(found: re.Match[str]) -> Token:
    kind, (start, end), word = str(found.lastgroup), found.span(), found[0]
    if kind == "word":
        name, usual, value = classify(word)
        return Token(name, start, end, usual, value)
    if kind == "sign":
        return Token(_SIGNS.get(word, "x" if word != "." else "dot"), start, end, word)
    if kind in ("iso", "dmy", "dm", "dotted"):
        return _date(kind, start, end, word)
    if kind in ("hour", "clock"):
        return _hour(start, end, word)
    digits = int(re.sub(r"\D", "", word)[:9])
    word = "premier" if kind == "ord" and digits == 1 else word
    return _numeric(Token(kind, start, end, word, digits))


def _numeric(token: Token) -> Token:
    low, high = {"year": (1000, 2999), "big": (1, 0)}.get(token.kind, (1, 99))
    return token if low <= token.value <= high else token._replace(kind="x")


def _date(kind: str, start: int, end: int, word: str) -> Token:
    parts = [int(part) for part in re.split(r"\D", word)]
    if kind == "iso":
        parts.reverse()
    day, month, year = (*parts, 0)[:3]
    if year and year < 100:
        year += 2000
    sound = 1 <= day <= MAX_DAY and 1 <= month <= 12
    sure = day > 12 or len(word) == len("01/02")
    name = "full" if year else "daymonth" if sure else "fraction"
    return Token(name if sound else "x", start, end, word, day, month, year)


def _hour(start: int, end: int, word: str) -> Token:
    hours, *minutes = (int(digits) for digits in re.findall(r"\d+", word))
    value = hours * _MINUTES + (minutes[0] if minutes else 0)
    return Token("hour" if value <= 24 * _MINUTES else "x", start, end, word, value)


def _without_marks(tokens: list[Token], text: str) -> list[Token]:
    """Drop the dots of abbreviations and the hyphens of compound words."""
    if "." not in text and "-" not in text:
        return tokens
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        mark = token.kind if token.kind in ("dot", "dash") and kept else ""
        if mark and text[token.start - 1].isalpha():
            following = tokens[at + 1] if at + 1 < len(tokens) else token
            if mark == "dot" and kept[-1].kind in ("wd", "weak", "title"):
                continue
            if mark == "dash" and _compound(kept[-1], token, following, text):
                continue
        elif mark == "dash" and _dates(kept[-1], token, tokens[at + 1 : at + 2]):
            continue
        kept.append(token._replace(kind="stop") if token.kind == "dot" else token)
    return kept


def _compound(before: Token, dash: Token, after: Token, text: str) -> bool:
    if after.start != dash.end or after.kind == "dash":
        return False
    if after.kind == "year":
        return before.kind in ("month", "weak")
    known = text[dash.end].isalpha()
    return known and not (before.kind == after.kind == "weekday")


def _dates(before: Token, dash: Token, after: list[Token]) -> bool:
    """Return whether a hyphen joins a day to its month: « 14-juillet »."""
    glued = before.end == dash.start and after and after[0].start == dash.end
    numbered = before.kind in ("num", "ord")
    return bool(glued) and numbered and after[0].kind in ("month", "weak")


def _turned(tokens: list[Token]) -> list[Token]:
    """Keep « passé » as a word of time only where it follows one: « lundi passé »."""
    return [
        token._replace(kind="x")
        if token.kind == "last"
        and token.word.startswith("pass")
        and not (at and tokens[at - 1].kind in _TURNED)
        else token
        for at, token in enumerate(tokens)
    ]


def _phrases(tokens: list[Token]) -> list[Token]:
    """Put together the fixed phrases: « jour de l'an », « il y a »…."""
    words = tuple([token.word for token in tokens])
    joined: list[Token] = []
    done = 0
    for at in compress(count(), map(PHRASES.__contains__, words)):
        for phrase, kind, name, value in PHRASES[words[at]] if at >= done else ():
            end = at + len(phrase)
            if words[at:end] == phrase:
                joined += tokens[done:at]
                last = tokens[end - 1]
                joined.append(Token(kind, tokens[at].start, last.end, name, value))
                done = end
                break
    return [*joined, *tokens[done:]]


def _numbers(tokens: list[Token]) -> list[Token]:
    """Put number words together: « vingt-quatre », « deux mille vingt-six »."""
    words = [token.word for token in tokens]
    if NUMBER_WORDS.isdisjoint(words):
        return tokens
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found = read_number(words, at) if token.kind in ("x", "weak") else None
        after_digits = joined and joined[-1].kind in ("num", "ord")
        if found is None or (token.kind == "weak" and after_digits):
            joined.append(token)
            at += 1
            continue
        value, end = found
        joined.append(_spelled(value, token.start, tokens[end - 1].end))
        at = end
    return joined


def _spelled(value: int, start: int, end: int) -> Token:
    kind = "num" if 0 < value < 100 else "year"
    if kind == "year" and not FIRST_YEAR <= value <= LAST_YEAR:
        kind = "x"
    return Token(kind, start, end, "", value)

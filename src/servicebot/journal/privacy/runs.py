"""Numbers as people write them down or say them, read as one run of digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicebot.french.numbers import read_number

_WORDS = frozenset(
    "zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize "
    "quatorze quinze seize vingt vingts trente quarante cinquante soixante "
    "septante huitante octante nonante".split()
)
_INSIDE = frozenset("et point tiret virgule slash espace".split())
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_GAP = re.compile(r"[\s.\-/_,:|*'()+]{0,4}")
_E = str.maketrans("é", "e")


@dataclass(frozen=True, slots=True)
class Piece:
    """A group of digits and where it stands; `gap` is what stands before it."""

    digits: str
    start: int
    end: int
    gap: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


Run = list[Piece]


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of digits and number words of a plain text in lower case."""
    tokens = [
        _Token(match[0].translate(_E), *match.span()) for match in _TOKEN.finditer(text)
    ]
    run: Run = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after, digits = _digits(tokens, at)
        if digits is None:
            if run and token.text not in _INSIDE:
                yield run
                run = []
            at += 1
            continue
        gap = _gap(text, run, token)
        if gap is None:
            yield run
            run, gap = [], ""
        run.append(Piece(digits, token.start, tokens[after - 1].end, gap))
        at = after
    if run:
        yield run


def _digits(tokens: list[_Token], at: int) -> tuple[int, str | None]:
    """Return the digits that begin at a token, and the token after them."""
    token = tokens[at]
    if token.text.isdecimal():
        return at + 1, token.text
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text == "o" and follows and follows.text.isdecimal():
        touches = follows.start == token.end
        return (at + 2, "0" + follows.text) if touches else (at + 1, None)
    if token.text not in _WORDS:
        return at + 1, None
    words = [token.text for token in tokens[at : at + 5]]
    found = read_number(words, 0)
    if found is None:
        return at + 1, None
    value, count = found
    return (at + count, str(value)) if value < 100 else (at + 1, None)


def _gap(text: str, run: Run, token: _Token) -> str | None:
    """Return what stands between a run and its next piece, None if it is too much."""
    if not run:
        return ""
    between = text[run[-1].end : token.start]
    words = _TOKEN.sub(" ", between) if len(between) < 16 else between
    return words.strip() if _GAP.fullmatch(words) else None

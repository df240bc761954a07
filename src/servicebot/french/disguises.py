"""Words in disguise: letters replaced by digits, or set apart one by one."""

import re
from collections.abc import Collection, Sequence
from itertools import groupby

_MIXED = re.compile(r"(?<![a-z0-9])[a-z]+(?:[013457][a-z]+)+(?![0-9])")
_DIGITS = re.compile("[013457]")
_LETTERS = str.maketrans("013457", "oieast")
_AFTER_NUMBERS = frozenset("e er ere eme ers eres emes h j m km min an ans".split())
"""What stands after a number that is one (« à7h », « le1er »)."""

_SHORT_PIECE = 2
"""How many letters a piece has at most that is no word with a number beside it."""

_FEW_SIGNS = 4
"""How many signs a word has at most on average, its blank among them, where many of
them are lone letters."""

_SPELT_OUT = 4
"""How many lone letters in a row are one word (« D.R.U.C. »)."""

_INVERTED = ("y", "a", "t")
"""Letters of a question (« n'y a-t-il »)."""


def undisguised(folded: str, words: Collection[str]) -> str:
    """Return a folded text with the letters that digits stand for.

    A number between two of the `words`, or between long pieces, is one.

    >>> undisguised("c0mbien de cr3ches", ())
    'combien de creches'
    >>> undisguised("avec3enfants le1er mai", ())
    'avec3enfants le1er mai'
    """

    def in_letters(match: re.Match[str]) -> str:
        word = match[0]
        first, *_, last = pieces = _DIGITS.split(word)
        if first in words or last in _AFTER_NUMBERS:
            return word
        is_one = "0" in word or len(pieces) > 2 or min(map(len, pieces)) <= _SHORT_PIECE
        return word.translate(_LETTERS) if is_one else word

    return _MIXED.sub(in_letters, folded)


def has_lone_letters(folded: str, words: Sequence[str]) -> bool:
    """Whether a text is of words so short that one may be spelt out."""
    return len(words) >= _SPELT_OUT and len(folded) < _FEW_SIGNS * len(words)


def put_together(words: Sequence[str]) -> list[str]:
    """Return words with those that are spelt out letter by letter as one.

    >>> put_together(["c", "r", "e", "c", "h", "e", "combien"])
    ['creche', 'combien']
    """
    found: list[str] = []
    for lone, run in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        spelt = lone and len(letters) >= _SPELT_OUT and (*letters[-3:],) != _INVERTED
        found += ["".join(letters)] if spelt else letters
    return found

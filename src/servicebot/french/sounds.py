"""How folded French words sound, roughly: keys that words said alike share."""

import re
from functools import lru_cache

_SOUNDS = tuple(
    (sign, pattern if pattern.isalpha() else re.compile(pattern).sub, heard)
    for sign, pattern, heard in (
        ("s", r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        ("ill", r"(?<=[aeou])ill(?=[aeiou])", "i"),
        ("oy", r"oy(?=[aeiou])", "wi"),
        ("oua", "oua", "w"),
        ("wa", "wa", "w"),
        ("oi", "oi", "w"),
        ("sh", "sh", "ch"),
        ("ph", "ph", "f"),
        ("q", r"qu?", "k"),
        ("c", r"c(?=[aoucklrtn]|$)|ch(?=[nrt])", "k"),
        ("c", r"c(?=[eiy])", "s"),
        ("ion", r"(?:t|ss)ion", "son"),
        ("g", r"g(?=[eiy])", "j"),
        ("gu", "gu", "g"),
        ("gn", "gn", "n"),
        ("h", "h", ""),
        ("", r"(.)\1+", r"\1"),
        ("eau", "eau", "o"),
        ("au", "au", "o"),
        ("", r"(?:[ae]?in|yn|im(?=[bp]))(?![aeiouy])", "1"),
        ("", r"(?:[ae]n|[ae]m(?=[bp]))(?![aeiouy])", "2"),
        ("o", r"(?:on|om(?=[bp]))(?![aeiouy])", "3"),
        ("", r"[ae]i|e[rzts]$", "e"),
        ("y", "y", "i"),
        ("", r"(.)\1+", r"\1"),
    )
)
"""What a word must have for a sound to be in it, how that is written, what is heard."""

_MUTE = re.compile(r"(?<=..)[estxdp]+$")
_SILENT = re.compile(r"(?<=..)(?:e|[stxdp]+)$")


def sound(word: str) -> str:
    """Return a rough phonetic key of a folded French word.

    >>> sound("kreche") == sound("creche")
    True
    """
    return _MUTE.sub("", spoken(word))


def voiced(word: str) -> str:
    """Return a finer key: the consonant before a last « e » is heard."""
    return _SILENT.sub("", spoken(word))


@lru_cache(maxsize=4096)
def spoken(word: str) -> str:
    """Return a folded word as it is said, its last letters still there."""
    for sign, pattern, heard in _SOUNDS:
        if sign not in word:
            continue
        if isinstance(pattern, str):
            word = word.replace(pattern, heard)
        else:
            word = pattern(heard, word)
    return word

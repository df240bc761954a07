"""How folded French words sound, roughly: keys that words said alike share."""

import re
from functools import lru_cache

_SOUNDS = tuple(
    (pattern if pattern.isalpha() else re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"(?<=[aeou])ill(?=[aeiou])", "i"),
        (r"oy(?=[aeiou])", "wi"),
        ("oua", "w"),
        ("wa", "w"),
        ("oi", "w"),
        ("sh", "ch"),
        ("ph", "f"),
        (r"qu?|c(?=[aoucklrtn]|$)|ch(?=[nrt])", "k"),
        (r"c(?=[eiy])|ti(?=on)", "s"),
        (r"g(?=[eiy])", "j"),
        ("gu", "g"),
        ("gn", "n"),
        ("h", ""),
        (r"(.)\1+", r"\1"),
        ("eau", "o"),
        ("au", "o"),
        (r"(?:[ae]?in|yn|im(?=[bp]))(?![aeiouy])", "1"),
        (r"(?:[ae]n|[ae]m(?=[bp]))(?![aeiouy])", "2"),
        (r"(?:on|om(?=[bp]))(?![aeiouy])", "3"),
        (r"[ae]i|e[rzts]$", "e"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
    )
)
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
    for pattern, heard in _SOUNDS:
        if isinstance(pattern, str):
            word = word.replace(pattern, heard)
        else:
            word = pattern.sub(heard, word)
    return word

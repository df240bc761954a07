"""A question as hurried people type it: the same text, the same noise."""

import unicodedata
from collections.abc import Callable, Mapping
from random import Random

from servicebot.french.text import fold

NEIGHBOURS = {
    **dict(
        zip("azertyuiop", "zqs aes zrd etf ryg tuh yij uok ipl om".split(), strict=True)
    ),
    **dict(
        zip(
            "qsdfghjklm",
            "asw qdzx sfec dgrv fhtb gjyn hku jli kmo lp".split(),
            strict=True,
        )
    ),
    **dict(zip("wxcvbn", "xq wcs xvd cbf vng bh".split(), strict=True)),
}
"""The keys beside each key of a French keyboard."""

SHORT = {
    "combien": ("cb", "cbien"),
    "bonjour": ("bjr", "slt"),
    "pour": ("pr",),
    "quand": ("qd",),
    "que": ("k", "q"),
    "qui": ("ki",),
    "quoi": ("koi",),
    "dans": ("ds",),
    "avec": ("avc",),
    "beaucoup": ("bcp",),
    "vous": ("vs",),
    "nous": ("ns",),
    "tout": ("tt",),
    "toujours": ("tjs", "tjrs"),
    "rendez-vous": ("rdv",),
    "quel": ("kel",),
    "quelle": ("kelle",),
    "faut": ("fo",),
    "pas": ("pa",),
    "merci": ("mci",),
}
_SMS_RATE = 0.25
_SHORTEST = 4


def noisy(text: str, level: str, seed: int = 0) -> str:
    """Return a text at a level of noise (see `LEVELS`)."""
    return LEVELS[level](text, Random(f"{seed}|{level}|{text}"))  # noqa: S311 - not for secrets


def _without_accents(text: str, random: Random) -> str:
    del random
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _bare_words(text: str) -> list[str]:
    """Return the words without accents, capitals and punctuation."""
    plain = "".join(s if s.isalnum() or s in "'-" else " " for s in fold(text))
    return plain.split()


def _with_typos(text: str, random: Random) -> str:
    words = _bare_words(text)
    long = [at for at, word in enumerate(words) if _can_slip(word)]
    for at in random.sample(long, min(len(long), random.choice((1, 2)))):
        words[at] = slip(words[at], random)
    return " ".join(words)


def _as_message(text: str, random: Random) -> str:
    words = []
    for word in _bare_words(text):
        if word in SHORT and random.random() < 0.5:
            words.append(random.choice(SHORT[word]))
        elif _can_slip(word) and random.random() < _SMS_RATE:
            words.append(slip(word, random))
        else:
            words.append(word)
    return " ".join(words)


def _can_slip(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha()


def slip(word: str, random: Random) -> str:
    """Return a word with one slip of the fingers, never in its first letter."""
    at = random.randrange(1, len(word))
    match random.choice(("swap", "drop", "insert", "neighbour")):
        case "swap":
            at = min(at, len(word) - 2)
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "insert":
            return word[:at] + random.choice(NEIGHBOURS[word[at - 1]]) + word[at:]
        case _:
            return word[:at] + random.choice(NEIGHBOURS[word[at]]) + word[at + 1 :]


LEVELS: Mapping[str, Callable[[str, Random], str]] = {
    "accents": _without_accents,
    "typo": _with_typos,
    "sms": _as_message,
}

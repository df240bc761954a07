"""A number that is all of a message, alone or with what it counts."""

import re
from itertools import pairwise

from servicebot.french.text import fold, stem
from servicebot.understanding.engine import Framed
from servicebot.understanding.ranking import Ranker

_OF_NUMBERS = frozenset(
    "chiffre chiffres nombre nombres lu lue vu vue entendu dit correspond represente "
    "signifie designe veut cite donne servi servent serv sert".split()
)

_OF_TIME = frozenset(map(stem, "ans annees euros".split()))
_THANKED = re.compile(r"\b(?:mille|cent)\s+(?:fois|mercis?)\b", re.IGNORECASE)


_WHAT_FOR = frozenset((("pour", "quoi"), ("de", "quoi"), ("a", "quoi")))


def bare_number(ranker: Ranker, framed: Framed) -> str | None:
    """Return the number that is all of a message (« 3000 ça correspond à quoi »).

    So it is beside what several entries that tell it count (« 70 agents ? »), but not
    beside a word that nobody knows (« blublu 28 »).
    """
    numbers, others = framed.utterance.numbers, _others(framed)
    if _THANKED.search(framed.utterance.text):
        return None  # « mille mercis », « mille fois merci »
    if len(numbers) != 1 or framed.moments or len(others) > 1:
        return None
    (number,) = numbers
    if others and _is_ranked(ranker, others[0], number):
        return None  # « volet 3 » is one of a series, not what tells of three
    if not _OF_TIME.isdisjoint(others):
        return None  # « elle a 82 ans »
    if framed.frame.subjects:
        counting = _counting(ranker, number, others)
        is_known = bool(counting) and len(number) > 1
        is_meant = len(counting) > 1 or (is_known and _asks_what_for(framed))
        return number if is_meant else None
    known = {word.stem for word in framed.utterance.content if word.known}
    is_told = known.issuperset(others) and _holding(ranker, number)
    return number if not others or is_told else None


def _is_ranked(ranker: Ranker, word: str, number: str) -> bool:
    """Whether an entry is named by a word and its rank (`volet-3`)."""
    names = (entry.name.rpartition("-") for entry in ranker.entries)
    return any(name[2] == number and stem(fold(name[0])) == word for name in names)


def _asks_what_for(framed: Framed) -> bool:
    """Whether it is asked what a number is of, or for (« 280 agents pour quoi ? »)."""
    said = framed.utterance.tokens
    return any(pair in _WHAT_FOR for pair in pairwise(said))


def holding_number(ranker: Ranker, framed: Framed, number: str) -> tuple[str, ...]:
    """Return the entries that tell a number, only those of what it is said to count."""
    counting = _counting(ranker, number, _others(framed))
    return counting or _holding(ranker, number)


def _others(framed: Framed) -> list[str]:
    """Return the stems said beside a number and what asks of it."""
    said = framed.utterance
    aside = _OF_NUMBERS.union(said.numbers)
    return [word.stem for word in said.content if word.token not in aside]


def _holding(ranker: Ranker, number: str) -> tuple[str, ...]:
    return tuple(e.id for e in ranker.entries if str(e.number) == number)


def _counting(ranker: Ranker, number: str, stems: list[str]) -> tuple[str, ...]:
    """Return the entries that tell a number of what one of some stems is."""
    holding = _holding(ranker, number)
    return tuple(e for e in holding if not ranker.words[e].units.isdisjoint(stems))

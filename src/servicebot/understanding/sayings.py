"""What the texts of every entry say, read once and kept with what training gave."""

from collections.abc import Iterable, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.reader import Read, Utterance

_HOW_MANY, _OF = ("combien",), ("de", "d")


class Said(NamedTuple):
    """What the texts of one entry say.

    `words` are those of its phrasings as they are spelled, `stems` those of all its
    texts, `content` those that carry content in its phrasings and its sentence, and
    `counted` the stems of what its phrasings count (« combien de paires de bras »).
    """

    words: frozenset[str]
    stems: frozenset[str]
    content: frozenset[str]
    counted: frozenset[str]


Sayings = Mapping[str, Said]
"""What each entry says, by its id."""


def sayings_of(base: Base, read: Read) -> Sayings:
    """Read all texts of all entries of a base."""
    return {entry.id: _said(entry, read) for entry in base.entries.values()}


def _said(entry: Entry, read: Read) -> Said:
    phrasings = [read(text) for text in entry.asks]
    sentence = read(entry.say)
    others = [read(text) for text in (entry.title, entry.question, *entry.units)]
    told = (*phrasings, sentence)
    return Said(
        words=frozenset(word.text for said in phrasings for word in said.words),
        stems=frozenset(stem for said in (*told, *others) for stem in said.stems),
        content=frozenset(word.stem for said in told for word in said.content),
        counted=_things_asked(phrasings),
    )


def _things_asked(phrasings: Iterable[Utterance]) -> frozenset[str]:
    found: set[str] = set()
    for words in (said.words for said in phrasings):
        for at, (word, following) in enumerate(pairwise(words), 2):
            if word.text in _HOW_MANY and following.text in _OF:
                after = (w.stem for w in words[at:] if not w.function)
                found.update(islice(after, 1))
    return frozenset(found)

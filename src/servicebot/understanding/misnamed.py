"""Other towns whose names are misspelt (« cb de creche a nime »)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from servicebot.french.sounds import sound
from servicebot.french.spelling import Speller, build_speller
from servicebot.french.text import tokens
from servicebot.french.words import COMMON_WORDS

_BEFORE = frozenset("a au de d sur vers mairie ville commune habite".split())
"""Words of which one stands before a town that is misspelt."""

_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Misnamed:
    """The names of other towns, of one word each, to which words are corrected.

    The first of those that are as near, in the order of the base, is the likelier.
    """

    speller: Speller

    def town(self, word: str, before: str, meant: Sequence[str]) -> str | None:
        """Return the town that a word after `before` names, if it does so better.

        `meant` are the words of the base that it may be meant for.
        """
        if before not in _BEFORE or len(word) < _SHORTEST or self._is_right(word):
            return None
        heard = sound(word)
        own, is_lost = "".join(meant), tuple(meant) == (word,)
        if not is_lost and sound(own) == heard:
            return None
        name = self.speller.by_sound.get(heard) or self._nearest(word)
        if name is None or name[0] != word[0]:
            return None
        distance = OSA.distance(name, word)
        return name if is_lost or distance < OSA.distance(own, word) else None

    def _is_right(self, word: str) -> bool:
        return word in COMMON_WORDS or word in self.speller.weights

    def _nearest(self, word: str) -> str | None:
        near = self.speller.near(word) if word.isalpha() else ()
        return min(near, default=(0, 0, None))[2]


@lru_cache(maxsize=4)
def misnamed(names: tuple[str, ...]) -> Misnamed:
    """Build what knows the names of other towns; towns that list the same share it."""
    words = [found[0] for found in map(tokens, names) if len(found) == 1]
    ranks = {word: float(len(words) - at) for at, word in enumerate(words)}
    return Misnamed(build_speller(ranks))

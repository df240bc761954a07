"""Spelling correction against a vocabulary, and never beyond it.

A word that neither the vocabulary nor the common French words know is brought to the
likelier of the word that sounds the same (« kreche », « mezon ») and the nearest within
one slip, then to the words it is made of without spaces, then to the nearest within an
optimal-string-alignment distance that grows with its length (1 for four or five
letters, 2 beyond; three letters are only brought to what sounds the same).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from servicebot.french.sounds import sound, voiced
from servicebot.french.spacing import parted
from servicebot.french.text import stem, stem_once
from servicebot.french.words import COMMON_WORDS

_DOUBLED = re.compile(r"(.)\1+")
_A, _ALPHABET = ord("a"), 26
LONGEST = 40
"""Words of so many letters or more are never corrected, nor corrected to."""

USUAL = 5
"""How often a word of three letters stands in the texts that may be written for."""

OFTEN = 20
"""How often the word stands there that three letters are corrected to."""

LONG_SOUND = 6
"""How long the sound of several words must be to be that of one."""

Near = tuple[float, float, str]
"""A word of the vocabulary as near to another: distance, rarity, the word."""

Sets = tuple[frozenset[str], ...]

_ELIDED = re.compile(r"^(l|d|j|m|t|s|n|c|qu)(?=[aeiouyh])")
_TIED = re.compile(r"^z+(?=[aeiouyh].{3})")
_GLUED = re.compile(
    r"^(les|des|de|la|le|du|une|un|vos|votre|mes|nos|ces|aux|au|par|pour|dans|sur|et|ou"
    r"|chez|quel|quels|quelle|quelles|tous)(?=.{4})"
)
"""What the blank is missing after (« lesparkings »)."""


def allowed_distance(word: str) -> int:
    """Return how many edits a word of this length may be corrected by."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


@dataclass(frozen=True, slots=True, eq=False)
class Speller:
    """A vocabulary that misspelt words are brought back to.

    `known` are words that are never corrected (the vocabulary and common words), nor
    is any other form of them (`stems`), in sets that spellers share; `words` holds the
    vocabulary by length, with the row where each length starts and the letters of each
    word as bits. `by_sound` and `by_single` file it by its sound and by its letters
    without the doubled ones; `sounds` are the former, sorted.
    """

    known: Sets
    stems: Sets
    words: tuple[str, ...]
    starts: tuple[int, ...]
    letters: NDArray[np.uint64]
    by_sound: Mapping[str, str]
    by_single: Mapping[str, str]
    weights: Mapping[str, float]
    sounds: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note the sounds in order, to tell what none begins with."""
        object.__setattr__(self, "sounds", tuple(sorted(self.by_sound)))

    def correct(self, word: str) -> tuple[str, ...]:
        """Return the words that were meant: the word itself when it is known.

        A missing apostrophe is restored (« leclairage » gives `l`, `eclairage`).
        """
        if len(word) < 3 or holds(self.known, word) or not word.isalpha():
            return (word,)
        if len(word) == 3:
            return (self._heard_short(word) or word,)
        if meant := self.by_single.get(_single(word)):
            return (meant,)
        if holds(self.stems, stem(word)):
            return (self._rarely(word) or word,)
        return self._bound(word) or self._misspelt(word) or (word,)

    def is_word(self, word: str) -> bool:
        """Whether a word is in the vocabulary, a short one as a usual word."""
        return self.weights.get(word, 0) >= (USUAL if len(word) < 6 else 1)

    def is_usual(self, word: str) -> bool:
        """Whether a word stands often in the texts."""
        return self.weights.get(word, 0) >= USUAL

    def is_known(self, word: str) -> bool:
        """Whether a word is never corrected, or a form of one."""
        return holds(self.known, word) or holds(self.stems, stem(word))

    def heard(self, run: Sequence[str]) -> list[tuple[int, str]]:
        """Return how many words sound like one that is usual, and which, most first."""
        found: list[tuple[int, str]] = []
        key = ""
        for size, word in enumerate(run, 1):
            key += sound(word)
            at = bisect_left(self.sounds, key)
            if at == len(self.sounds) or not self.sounds[at].startswith(key):
                break
            meant = self.by_sound.get(key, "") if len(key) >= LONG_SOUND else ""
            if size > 1 and self.is_usual(meant) and meant not in run[:size]:
                found.insert(0, (size, meant))
        return found

    def _heard_short(self, word: str) -> str | None:
        """Return the word that is often said and sounds like three letters."""
        meant = self.by_sound.get(sound(word), "")
        is_often = self.weights.get(meant, 0) >= OFTEN
        return meant if is_often and voiced(meant) == voiced(word) else None

    def _rarely(self, word: str) -> str | None:
        """Return the usual word that sounds like what is no form of a known word.

        « deven » has the stem of « devenir », but nobody writes it for that.
        """
        meant = self.by_sound.get(sound(word), "")
        forms = (word[:-1], word[:-2], *(word + ending for ending in "esr"))
        if any(holds(self.known, form) for form in forms):
            return None
        alike = voiced(meant) == voiced(word)
        return meant if alike and self.is_usual(meant) else None

    def _misspelt(self, word: str) -> tuple[str, ...]:
        """Return the nearest word, by its sound or its letters, or several in one."""
        near = self.near(word)
        elided = _ELIDED.match(word)
        rest = word[elided.end() :] if elided else ""
        after = self.by_sound.get(sound(rest)) if len(rest) > 3 else None
        heard = self.by_sound.get(sound(word))
        meant = self._likelier(heard, _nearest(near, 1), after)
        far = None if meant else _nearest(near, 2)
        if elided and not meant and not far and len(word) > 5:
            meant = after = _nearest(self.near(rest), 2)
        if elided and meant and meant is after:
            return (elided[1], meant)
        if meant:
            return (meant,)
        return parted(word, self.is_word) or ((far,) if far else ())

    def _likelier(self, *words: str | None) -> str | None:
        """Return the most frequent of some words, the first of equals."""
        return max(filter(None, words), key=self.weights.__getitem__, default=None)

    def _bound(self, word: str) -> tuple[str, ...]:
        """Return the known words that stand in one, after an elision or a liaison."""
        if (elided := _ELIDED.match(word)) and holds(self.known, word[elided.end() :]):
            return (elided[1], word[elided.end() :])
        if (tied := _TIED.match(word)) and word[tied.end() :] in self.weights:
            return (word[tied.end() :],)
        if (glued := _GLUED.match(word)) and self.is_usual(word[glued.end() :]):
            return (glued[1], word[glued.end() :])
        return ()

    def near(self, word: str) -> list[Near]:
        """Return the vocabulary within a word's allowed distance, as `Near`.

        One edit adds or removes one letter, or swaps one for another: words whose
        letters differ by more cannot be near, which bits tell for all words at once.
        """
        limit = allowed_distance(word)
        first = self.starts[min(len(word) - limit, LONGEST)]
        last = self.starts[min(len(word) + limit + 1, LONGEST)]
        differing = np.bitwise_count(self.letters[first:last] ^ _letters(word))
        rows = (np.flatnonzero(differing <= 2 * limit) + first).tolist()
        found = process.extract(
            word,
            [self.words[row] for row in rows],
            scorer=OSA.distance,
            score_cutoff=limit,
            limit=None,
        )
        return [
            (
                distance + (0.5 if other[0] != word[0] else 0.0),
                -self.weights[other],
                other,
            )
            for other, distance, _ in found
            if distance <= allowed_distance(other)
        ]


def holds(sets: Sets, word: str) -> bool:
    """Whether one of some sets has a word."""
    return any(word in words for words in sets)


def _stems(words: frozenset[str], but: frozenset[str]) -> frozenset[str]:
    """Return the stems of some words but a few, those of the common words once."""
    if words is COMMON_WORDS:
        return _common_stems(but)
    return _stems_of(words - but)


@lru_cache(maxsize=16)
def _common_stems(but: frozenset[str]) -> frozenset[str]:
    """Return the stems of the common words but a few; most are never typed."""
    return _stems_of(COMMON_WORDS - but, stem_once)


def _stems_of(
    words: AbstractSet[str], find: Callable[[str], str] = stem
) -> frozenset[str]:
    return frozenset(find(word) for word in words if len(word) > 3)


def _nearest(near: Iterable[Near], most: int) -> str | None:
    """Return the nearest word, then the most frequent, within a number of edits."""
    return min((n for n in near if int(n[0]) <= most), default=(0, 0, None))[2]


def _single(word: str) -> str:
    """Return a word without its doubled letters (« arets » is like « arrêts »)."""
    return _DOUBLED.sub(r"\1", word)


def _letters(word: str) -> np.uint64:
    """Return a folded word's letters as bits: each once, and each a second time."""
    bits = 0
    for letter in word:
        bit = 1 << (ord(letter) - _A)
        bits |= bit << _ALPHABET if bits & bit else bit
    return np.uint64(bits)


def build_speller(
    vocabulary: Mapping[str, float],
    common: Sets = (),
    short: AbstractSet[str] = frozenset(),
) -> Speller:
    """Build a speller from folded words with their frequency and sets of common words.

    The `short` ways to write a word are known, but their other forms are not.
    """
    by_sound: dict[str, str] = {}
    plain = [w for w in sorted(vocabulary) if w.isalpha() and len(w) > 3]
    usual = [w for w in sorted(vocabulary) if len(w) == 3 and vocabulary[w] >= USUAL]
    by_single = {
        _single(w): w
        for w in sorted((*usual, *plain), key=vocabulary.__getitem__)
        if w.isalpha()
    }
    for word in (*usual, *plain):
        key = sound(word)
        if len(key) > 2 and vocabulary[word] > vocabulary.get(by_sound.get(key, ""), 0):
            by_sound[key] = word
    known = (frozenset(vocabulary), *common)
    words = sorted((w for w in plain if len(w) < LONGEST), key=len)
    lengths = [len(word) for word in words]
    return Speller(
        known=known,
        stems=tuple(_stems(words, frozenset(short & words)) for words in known),
        words=tuple(words),
        starts=tuple(bisect_left(lengths, length) for length in range(LONGEST + 1)),
        letters=np.array([_letters(word) for word in words], np.uint64),
        by_sound=by_sound,
        by_single=by_single,
        weights=dict(vocabulary),
    )

"""Spelling correction against a vocabulary, and never beyond it.

A word that neither the vocabulary nor the common French words know is brought to the
nearest known word within an optimal-string-alignment distance that grows with its
length (1 for four or five letters, 2 beyond; three letters are never corrected). Words
that merely sound the same come next (« kreche », « réji »).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from servicebot.french.text import stem

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"qu|k|c(?=[aouklrt]|$)|q", "k"),
        (r"c(?=[eiy])|ss|ti(?=on)", "s"),
        (r"g(?=[eiy])", "j"),
        (r"eau|au", "o"),
        (r"ain|ein|in|yn|im(?=[bp])", "1"),
        (r"an|en|am(?=[bp])|em(?=[bp])", "2"),
        (r"ai|ei|er$|ez$|et$|es$|e", "e"),
        (r"y", "i"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)[estxdp]+$", ""),
    )
)
_ELIDED = re.compile(r"^(l|d|j|m|t|s|n|c|qu)(?=[aeiouyh])")


def sound(word: str) -> str:
    """Return a rough phonetic key of a folded French word.

    >>> sound("kreche") == sound("creche")
    True
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def allowed_distance(word: str) -> int:
    """Return how many edits a word of this length may be corrected by."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


@dataclass(frozen=True, slots=True)
class Speller:
    """A vocabulary that misspelt words are brought back to.

    `known` are words that are never corrected (the vocabulary and common words), nor
    is any other form of them (`stems`); `by_length` holds the vocabulary, sorted.
    """

    known: frozenset[str]
    stems: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]
    by_sound: Mapping[str, str]
    weights: Mapping[str, float]

    def correct(self, word: str) -> tuple[str, ...]:
        """Return the words that were meant: the word itself when it is known.

        A missing apostrophe is restored (« leclairage » gives `l`, `eclairage`).
        """
        if len(word) < 4 or word in self.known or not word.isalpha():
            return (word,)
        if stem(word) in self.stems:
            return (word,)
        if (elided := _ELIDED.match(word)) and word[elided.end() :] in self.known:
            return (elided[1], word[elided.end() :])
        nearest = self._nearest(word, 1) or self.by_sound.get(sound(word))
        nearest = nearest or self._nearest(word, 2)
        if nearest is None and elided and len(word) > 5:
            nearest = self._nearest(word[elided.end() :], 2)
            if nearest is not None:
                return (elided[1], nearest)
        return (word,) if nearest is None else (nearest,)

    def _nearest(self, word: str, most: int) -> str | None:
        limit = min(most, allowed_distance(word))
        if not limit:
            return None
        best: tuple[float, float, str] | None = None
        for length in range(len(word) - limit, len(word) + limit + 1):
            candidates = self.by_length.get(length)
            if not candidates:
                continue
            for other, distance, _ in process.extract(
                word, candidates, scorer=OSA.distance, score_cutoff=limit, limit=5
            ):
                if allowed_distance(other) < distance:
                    continue
                key = (
                    distance + (0.5 if other[0] != word[0] else 0.0),
                    -self.weights.get(other, 0.0),
                    other,
                )
                if best is None or key < best:
                    best = key
        return None if best is None else best[2]


def build_speller(
    vocabulary: Mapping[str, float], common: Iterable[str] = ()
) -> Speller:
    """Build a speller from folded words with their frequency and the common words."""
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    by_sound: dict[str, str] = {}
    for word in sorted(vocabulary):
        if not word.isalpha() or len(word) < 4:
            continue
        by_length[len(word)].append(word)
        key = sound(word)
        if len(key) > 2 and vocabulary[word] > vocabulary.get(by_sound.get(key, ""), 0):
            by_sound[key] = word
    known = frozenset(vocabulary) | frozenset(common)
    return Speller(
        known=known,
        stems=frozenset(stem(word) for word in known if len(word) > 3),
        by_length={length: tuple(words) for length, words in by_length.items()},
        by_sound=by_sound,
        weights=dict(vocabulary),
    )

"""Intents of one text each (titles of sheets), found by shared words and by meaning.

BM25 ranks by stems and by character n-grams, each as the share of the question that a
text explains, and the cosine of meaning is added: it counts the more, the fewer of the
question's words the texts know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servicebot.french.spelling import Speller
from servicebot.french.text import stem
from servicebot.french.words import GRAMMATICAL
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.guesses import Guess, corrected
from servicebot.understanding.meaning import Meaning
from servicebot.understanding.postings import Postings, index

MEANING = 0.8
"""What the cosine of meaning weighs beside the mean share of stems and n-grams.

Chosen with what follows by the mean of trials of one text an intent, clean, with typos
and as messages; from 0.4 to 2 that mean stays within a point.
"""

GRAMMATICAL_WEIGHT = 0.5
"""What a grammatical word of the question weighs beside a content word."""

GRAM = 4
"""The length of the n-grams; with those of three as well nothing is gained but time."""

KNOWN, NEARNESS = 0.5, 8.0
"""What weighs in the sureness beside the best score.

They are the known share of the question's n-grams and its mean cosine to all texts:
rounded weights of a logistic regression on eight trials of one text an intent, clean
and with typos. Weights learnt without the fiches of service-public.fr serve them as
well.
"""

SHORT_LIST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Intents found by what their texts share with a question.

    Where there are no n-grams, the stems stand for them.
    """

    speller: Speller
    intents: tuple[str, ...]
    stems: Postings
    grams: Postings | None
    senses: "_Senses | None"

    def guess(self, text: str) -> Guess:
        """Rank the intents for a text."""
        words = corrected(text, self.speller)
        total, known_share = self._shares(words)
        nearness = 0.0
        if self.senses is not None:
            vector = self.senses.meaning.vector([stem(word) for word in words])
            total += MEANING * (self.senses.vectors @ vector)
            nearness = NEARNESS * float(self.senses.middle @ vector)
        best = _best(total)
        return Guess(
            intents=tuple(dict.fromkeys(self.intents[row] for row in best.tolist())),
            sureness=float(total[best[0]]) + KNOWN * known_share + nearness,
        )

    def _shares(self, words: Sequence[str]) -> tuple[Floats, float]:
        """Return how much of a question each text explains, and all texts know."""
        stems, grams = _weighed(words, has_grams=self.grams is not None)
        if self.grams is None:
            return self.stems.shares(stems), self.stems.known_share(stems)
        total = (self.stems.shares(stems) + self.grams.shares(grams)) / 2
        return total, self.grams.known_share(grams)


@dataclass(frozen=True, slots=True, eq=False)
class _Senses:
    """The meaning of every text, and the mean of all."""

    meaning: Meaning
    vectors: NDArray[np.float32]
    middle: NDArray[np.float32]


def find_among(
    read: Sequence[tuple[tuple[str, ...], str]],
    speller: Speller,
    meaning: Meaning | None,
    *,
    has_grams: bool = True,
) -> Found:
    """Index texts, given by their words, with their intents."""
    documents = [tuple(map(stem, words)) for words, _ in read]
    senses = None
    if meaning is not None:
        vectors = np.array([meaning.vector(stems) for stems in documents])
        senses = _Senses(meaning, vectors, vectors.mean(axis=0))
    grams = None
    if has_grams:
        grams = index(
            [[g for word in words for g in _grams(word)] for words, _ in read]
        )
    return Found(
        speller=speller,
        intents=tuple(intent for _, intent in read),
        stems=index(documents),
        grams=grams,
        senses=senses,
    )


def _weighed(
    words: Sequence[str], *, has_grams: bool
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return the stems and the n-grams of a question with what each of them weighs."""
    stems: dict[str, float] = {}
    grams: dict[str, float] = {}
    for word in sorted(dict.fromkeys(words), key=GRAMMATICAL.__contains__):
        weight = GRAMMATICAL_WEIGHT if word in GRAMMATICAL else 1.0
        stems.setdefault(stem(word), weight)
        for gram in _grams(word) if has_grams else ():
            grams.setdefault(gram, weight)
    return stems, grams


def _grams(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1)]


def _best(total: Floats) -> Ints:
    """Return the best rows, best first; of equals the first."""
    if len(total) <= SHORT_LIST:
        return np.argsort(-total, kind="stable")
    bar = np.partition(total, len(total) - SHORT_LIST)[-SHORT_LIST]
    rows = np.flatnonzero(total >= bar)
    return rows[np.argsort(-total[rows], kind="stable")][:SHORT_LIST]

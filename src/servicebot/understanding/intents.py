"""Which intent of any set does a text mean, and how surely does it mean one at all?

With several phrasings an intent, the linear classifier is blended with the nearest
example, by its words and by its meaning; with one (titles of sheets), BM25 on stems
and BM25 on character n-grams rank. Misspelt words are first brought back to the
vocabulary of the phrasings.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from servicebot.french.spelling import Speller, build_speller
from servicebot.french.text import stem, tokens
from servicebot.french.words import COMMON_WORDS, GRAMMATICAL
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.matcher import Example, Matcher, fit
from servicebot.understanding.meaning import Meaning, load_meaning
from servicebot.understanding.postings import Postings, index

NEAREST = 0.5
MEANING = 1.0
"""What the nearest example weighs beside the classifier, by its words and meaning."""

LONGER = 0.6
"""What a longer text gains, by the logarithm of the number of its words."""

SHORT_LIST = 10
SHORTEST, LONGEST = 3, 4
PER_INTENT = 1.5
"""Up to so many phrasings an intent on average, texts are found, not classified."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The intents that a text may mean, best first, and how surely it means one.

    `sureness` is the score that refusing goes by; it is not a probability.
    """

    intents: tuple[str, ...]
    sureness: float

    @property
    def best(self) -> str:
        """The best intent."""
        return self.intents[0]


class IntentMatcher(Protocol):
    """What ranks the intents of a set for a text; made by `learn`."""

    def guess(self, text: str) -> Guess:
        """Rank the intents for a text."""


def learn(pairs: Iterable[tuple[str, str]]) -> IntentMatcher:
    """Learn (text, intent) pairs; their order does not matter."""
    ordered = sorted(set(pairs))
    read = [(tokens(text), intent) for text, intent in ordered]
    counts = Counter(word for words, _ in read for word in words)
    speller = build_speller(counts, COMMON_WORDS)
    if len(ordered) <= PER_INTENT * len({intent for _, intent in ordered}):
        return _found(read, speller)
    examples = [Example(words, intent) for words, intent in read if words]
    return Classified(speller, fit(examples), _senses(examples))


def _read(text: str, speller: Speller) -> tuple[str, ...]:
    return tuple(meant for word in tokens(text) for meant in speller.correct(word))


@dataclass(frozen=True, slots=True)
class Classified:
    """Intents told apart by a linear classifier and the nearest example."""

    speller: Speller
    matcher: Matcher
    senses: "_Senses | None"

    def guess(self, text: str) -> Guess:
        """Rank the intents for a text."""
        words = _read(text, self.speller)
        scores = self.matcher.score(words)
        linear = scores.linear
        if self.senses is not None:
            linear = linear + MEANING * self.senses.nearest(words)
        columns = np.argsort(-linear, kind="stable")[:SHORT_LIST]
        nearest = np.array(self.matcher.nearest(scores, columns.tolist()))
        order = np.argsort(-(linear[columns] + NEAREST * nearest), kind="stable")
        content = [word for word in words if word not in GRAMMATICAL]
        return Guess(
            intents=tuple(self.matcher.labels[c] for c in columns[order].tolist()),
            sureness=float(scores.linear.max())
            + 4 * float(nearest.max())
            + self._known_stems(words)
            + self._known_stems(content)
            + 2 * scores.known_grams
            + LONGER * math.log(max(len(words), 1)),
        )

    def _known_stems(self, words: Sequence[str]) -> float:
        """Return the share of the words' information that the examples know."""
        space = self.matcher.space
        columns = [space.stem_columns.get(s, -1) for s in set(map(stem, words))]
        known = sum(float(space.stem_idf[c]) for c in columns if c >= 0)
        unknown = self.matcher.highest_idf * columns.count(-1)
        return known / (known + unknown) if columns else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Senses:
    """The meaning of every example, intent after intent; `starts` are first rows."""

    meaning: Meaning
    vectors: NDArray[np.float32]
    starts: Ints

    def nearest(self, words: Sequence[str]) -> Floats:
        """Return each intent's highest cosine of meaning to a text."""
        cosines = self.vectors @ self.meaning.vector([stem(word) for word in words])
        return np.maximum.reduceat(cosines, self.starts).astype(np.float64)


def _senses(examples: Sequence[Example]) -> _Senses | None:
    meaning = load_meaning()
    if meaning is None:
        return None
    ordered = sorted(examples, key=lambda example: example.label)
    labels = [example.label for example in ordered]
    vectors = [meaning.vector([stem(w) for w in e.words]) for e in ordered]
    starts = [row for row, label in enumerate(labels) if labels.index(label) == row]
    return _Senses(meaning, np.array(vectors), np.array(starts))


@dataclass(frozen=True, slots=True)
class Found:
    """Intents found by the words and n-grams that they share with a text.

    Each view is indexed with all words and with the content words alone, so that
    grammatical words count half.
    """

    speller: Speller
    intents: tuple[str, ...]
    views: tuple[Postings, ...]

    def guess(self, text: str) -> Guess:
        """Rank the intents for a text."""
        terms = _views(_read(text, self.speller))
        scores = [
            view.scores(dict.fromkeys(found))
            for view, found in zip(self.views, terms, strict=True)
        ]
        total = np.sum([_share(score) for score in scores], axis=0) / len(scores)
        best = _best(total)
        top = float(total[best[0]])
        margin = top - float(total[best[1]]) if len(best) > 1 else 0.0
        return Guess(
            intents=tuple(dict.fromkeys(self.intents[row] for row in best.tolist())),
            sureness=margin + self._explained(scores, terms, int(best[0])),
        )

    def _explained(
        self, scores: Sequence[Floats], terms: Sequence[Sequence[str]], row: int
    ) -> float:
        """Return how far the best text and all texts together explain the terms."""
        share = 0.0
        for view, score, found in zip(self.views, scores, terms, strict=True):
            distinct = list(dict.fromkeys(found))
            most = view.most(distinct)
            share += 2 * float(score[row]) / most if most else 0.0
            share += view.known_share(distinct)
        return share / len(self.views)


def _found(read: Sequence[tuple[tuple[str, ...], str]], speller: Speller) -> Found:
    columns = zip(*(_views(words) for words, _ in read), strict=True)
    return Found(
        speller=speller,
        intents=tuple(intent for _, intent in read),
        views=tuple(index(documents) for documents in columns),
    )


def _views(words: Sequence[str]) -> tuple[list[str], ...]:
    """Return the stems and the n-grams of all words, and of the content words."""
    content = [word for word in words if word not in GRAMMATICAL]
    return (
        [stem(word) for word in words],
        [stem(word) for word in content],
        [gram for word in words for gram in _grams(word)],
        [gram for word in content for gram in _grams(word)],
    )


def _grams(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - size + 1)
    ]


def _share(scores: Floats) -> Floats:
    highest = scores.max(initial=0.0)
    return scores / highest if highest > 0 else scores


def _best(total: Floats) -> Ints:
    """Return the best rows, best first; of equals the first."""
    if len(total) <= SHORT_LIST:
        return np.argsort(-total, kind="stable")
    bar = np.partition(total, len(total) - SHORT_LIST)[-SHORT_LIST]
    rows = np.flatnonzero(total >= bar)
    return rows[np.argsort(-total[rows], kind="stable")][:SHORT_LIST]

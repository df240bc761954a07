"""Intents of several phrasings each, told apart by a classifier that knows meanings.

The linear classifier sees a text's stems, its n-grams and its vector of meaning as
three blocks; what is added to its score is how near in meaning each intent's nearest
example and the middle of its examples are. Meanings are seen from the middle of the
set: what all its phrasings share tells none of them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servicebot.french.spelling import Speller
from servicebot.french.text import stem
from servicebot.french.words import GRAMMATICAL
from servicebot.understanding.features import Floats, Ints, Weights
from servicebot.understanding.guesses import Guess, corrected
from servicebot.understanding.matcher import Corpus, Example, Matcher, prepare
from servicebot.understanding.meaning import Meaning

MEANING = 0.5
"""What the nearest example and the middle of an intent weigh beside the classifier."""

BLOCK = 1.5
"""What the block of meaning weighs in the classifier beside that of stems and n-grams.

Both are round numbers among 16 mixtures, near the best on the mean of five sets in
folds of their own phrasings, with 2, 3, 5 and all of an intent, clean and with typos.
"""

LEAST = 1e-4
"""What is shorter has no direction."""

NEARNESS = 12.0
"""What the mean cosine to all examples weighs in the sureness.

Beside it the best score and the shares of content words and n-grams that are known
weigh one each: rounded weights of a logistic regression on five sets, in folds and with
two phrasings an intent; weights learnt without a set serve it nearly as well.
"""

SHORT_LIST = 10


@dataclass(frozen=True, slots=True)
class Classified:
    """Intents told apart by a linear classifier and the nearest example."""

    speller: Speller
    matcher: Matcher
    senses: "_Senses | None"

    def guess(self, text: str) -> Guess:
        """Rank the intents for a text."""
        words = corrected(text, self.speller)
        if self.senses is None:
            scores, nearness = self.matcher.score(words), 0.0
            linear = scores.linear
        else:
            field = self.senses.field
            sense = field.meaning.vector(list(map(stem, words)))
            nearness = NEARNESS * float(field.middle @ sense)
            apart = field.seen(sense)
            scores = self.matcher.score(words, apart)
            linear = scores.linear + MEANING * self.senses.near(apart)
        columns = np.argsort(-linear, kind="stable")[:SHORT_LIST].tolist()
        return Guess(
            intents=tuple(self.matcher.labels[column] for column in columns),
            sureness=float(linear[columns[0]])
            + self._known_content(words)
            + scores.known_grams
            + nearness,
        )

    def _known_content(self, words: Sequence[str]) -> float:
        """Return the share of the content words' information that examples know."""
        space = self.matcher.space
        content = [word for word in words if word not in GRAMMATICAL]
        stems = dict.fromkeys(map(stem, content))
        columns = [space.stem_columns.get(each, -1) for each in stems]
        known = sum(float(space.stem_idf[column]) for column in columns if column >= 0)
        unknown = self.matcher.highest_idf * columns.count(-1)
        return known / (known + unknown) if columns else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Meanings seen from `middle`, the mean meaning of a set's phrasings."""

    meaning: Meaning
    middle: Weights

    def vector(self, stems: Sequence[str]) -> Weights:
        """Return a sentence's meaning as it is seen from the middle."""
        return self.seen(self.meaning.vector(stems))

    def seen(self, sense: Weights) -> Weights:
        """Return where a meaning lies from the middle, its length the root of `BLOCK`.

        It is all zeros when no word is known, or when it is the middle itself.
        """
        apart = sense - self.middle
        length = float(apart @ apart) ** 0.5
        if not sense.any() or length < LEAST:
            return np.zeros_like(sense)
        return apart * np.float32(BLOCK**0.5 / length)


@dataclass(frozen=True, slots=True, eq=False)
class _Senses:
    """The meaning of every example, intent after intent; `starts` are first rows.

    `middles` has a row an intent. Their products with what `field` sees are cosines.
    """

    field: _Field
    vectors: Weights
    starts: Ints
    middles: Weights

    def near(self, apart: Weights) -> Floats:
        """Return how near each intent's nearest example and its middle are, summed."""
        nearest = np.maximum.reduceat(self.vectors @ apart, self.starts)
        found: Weights = nearest + self.middles @ apart
        return found.astype(np.float64)


def classify(
    examples: Sequence[Example],
    speller: Speller,
    meaning: Meaning | None,
    *,
    has_grams: bool = True,
) -> Classified:
    """Train on examples; their order does not matter.

    Without n-grams their known share is missing in the sureness too.
    """
    field = None if meaning is None else _field_of(examples, meaning)
    corpus = prepare(examples, field.vector if field else None, has_grams=has_grams)
    senses = None if field is None else _arranged(field, corpus)
    return Classified(speller, corpus.train(corpus.solve()), senses)


def _field_of(examples: Sequence[Example], meaning: Meaning) -> _Field:
    vectors = [meaning.vector(example.spelled) for example in examples]
    return _Field(
        meaning, np.array(vectors, np.float64).mean(axis=0).astype(np.float32)
    )


def _arranged(field: _Field, corpus: Corpus) -> _Senses:
    starts = np.unique(corpus.classes, return_index=True)[1]
    middles = np.add.reduceat(corpus.senses, starts)
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    return _Senses(
        field=field,
        vectors=corpus.senses / np.float32(BLOCK),
        starts=starts,
        middles=middles / np.maximum(lengths, LEAST) / np.float32(BLOCK**0.5),
    )

"""Intents of several phrasings each, told apart by a classifier that knows meanings.

The linear classifier sees a text's stems, its n-grams and its vector of meaning as
three blocks; the nearest example by meaning is added to its score.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from servicebot.french.spelling import Speller
from servicebot.french.text import stem
from servicebot.french.words import GRAMMATICAL
from servicebot.understanding.features import (
    FeatureSpace,
    Floats,
    Ints,
    Vector,
    build_space,
)
from servicebot.understanding.guesses import Guess, corrected
from servicebot.understanding.matcher import Example, Matcher, assemble, fit
from servicebot.understanding.meaning import WIDTH, Meaning
from servicebot.understanding.training import gram_matrix, train

MEANING = 1.0
"""What the nearest example by meaning weighs beside the classifier.

In the classifier the meaning is a block as long as those of the stems and n-grams. Both
are the round numbers among 15 mixtures that are best, or within the deviation of the
best, on the mean of five sets and of 1, 2, 3 and 5 phrasings an intent.
"""

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
        scores = self.matcher.score(words)
        linear, nearness = scores.linear, 0.0
        if self.senses is not None:
            vector = self.senses.meaning.vector([stem(word) for word in words])
            linear = linear + self.senses.scores(vector)
            nearness = NEARNESS * float(self.senses.middle @ vector)
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
class _Senses:
    """The meaning of every example, intent after intent; `starts` are first rows.

    `weights` are the classifier's, a column an intent; `middle` is the mean of all.
    """

    meaning: Meaning
    vectors: NDArray[np.float32]
    starts: Ints
    weights: NDArray[np.float32]
    middle: NDArray[np.float32]

    def scores(self, vector: NDArray[np.float32]) -> Floats:
        """Return what a text's meaning gives to each intent."""
        nearest = np.maximum.reduceat(self.vectors @ vector, self.starts)
        total: Floats = (vector @ self.weights + MEANING * nearest).astype(np.float64)
        return total


def classify(
    examples: Sequence[Example], speller: Speller, meaning: Meaning | None
) -> Classified:
    """Train on examples; their order does not matter."""
    if meaning is None:
        return Classified(speller, fit(examples), None)
    ordered = sorted(set(examples), key=lambda e: (e.label, e.words))
    labels, classes = np.unique([e.label for e in ordered], return_inverse=True)
    space = build_space([example.words for example in ordered])
    vectors = [space.vector(example.words) for example in ordered]
    senses = np.array([meaning.vector(list(map(stem, e.words))) for e in ordered])
    known = len(space.stem_columns)
    stems, grams, bias = _trained(space, vectors, senses, classes.tolist())
    return Classified(
        speller=speller,
        matcher=assemble(
            tuple(labels.tolist()),
            space,
            vectors,
            classes.tolist(),
            (stems[:known], grams, bias),
        ),
        senses=_Senses(
            meaning=meaning,
            vectors=senses,
            starts=np.unique(classes, return_index=True)[1],
            weights=stems[known:].astype(np.float32),
            middle=senses.mean(axis=0),
        ),
    )


def _trained(
    space: FeatureSpace,
    vectors: Sequence[Vector],
    senses: NDArray[np.float32],
    classes: Sequence[int],
) -> tuple[Floats, Floats, Floats]:
    """Train with the numbers of the meaning as further columns behind the stems'."""
    known = len(space.stem_columns)
    extra = {f" {number}": known + number for number in range(WIDTH)}
    wide = replace(space, stem_columns={**space.stem_columns, **extra})
    widened = [
        replace(
            vector,
            stems=np.concatenate([vector.stems, np.arange(known, known + WIDTH)]),
            stem_weights=np.concatenate([vector.stem_weights, sense]),
        )
        for vector, sense in zip(vectors, senses, strict=True)
    ]
    kernel = gram_matrix(widened, wide)
    return train(kernel, widened, classes, max(classes) + 1, wide)

"""Intents of several phrasings each, told apart by a classifier that knows meanings.

The linear classifier sees a text's stems, its n-grams and its vector of meaning as
three blocks; the nearest example by meaning is added to its score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servicebot.french.spelling import Speller
from servicebot.french.text import stem
from servicebot.french.words import GRAMMATICAL
from servicebot.understanding.features import Floats, Ints, Weights
from servicebot.understanding.guesses import Guess, corrected
from servicebot.understanding.matcher import Example, Matcher, prepare
from servicebot.understanding.meaning import Meaning

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
        sense = None
        if self.senses is not None:
            sense = self.senses.meaning.vector(list(map(stem, words)))
        scores = self.matcher.score(words, sense)
        linear, nearness = scores.linear, 0.0
        if self.senses is not None and sense is not None:
            linear = linear + MEANING * self.senses.nearest(sense)
            nearness = NEARNESS * float(self.senses.middle @ sense)
        columns = np.argsort(-linear, kind="stable")[:SHORT_LIST].tolist()
        return Guess(
            intents=tuple(self.matcher.labels[column] for column in columns),
            sureness=float(linear[columns[0]])
            + self._known_content(words)
            + self.matcher.known_grams(words)
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

    `middle` is the mean of all.
    """

    meaning: Meaning
    vectors: Weights
    starts: Ints
    middle: Weights

    def nearest(self, sense: Weights) -> Floats:
        """Return each intent's highest cosine of meaning to a text."""
        nearest = np.maximum.reduceat(self.vectors @ sense, self.starts)
        return nearest.astype(np.float64)


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
    corpus = prepare(examples, meaning, has_grams=has_grams)
    senses = None
    if meaning is not None:
        senses = _Senses(
            meaning=meaning,
            vectors=corpus.senses,
            starts=np.unique(corpus.classes, return_index=True)[1],
            middle=corpus.senses.mean(axis=0),
        )
    return Classified(speller, corpus.train(corpus.solve()), senses)

"""The meaning of every entry's phrasings, ready to be compared with a question's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.features import Floats, Ints, Weights
from servicebot.understanding.meaning import Meaning
from servicebot.understanding.reader import Read
from servicebot.understanding.vocabulary import phrasings


@dataclass(frozen=True, slots=True)
class Senses:
    """One unit vector a phrasing, entry after entry; `starts` are their first rows."""

    meaning: Meaning
    vectors: Weights
    starts: Ints

    def nearest(self, sense: Weights) -> Floats:
        """Return each entry's highest cosine to a meaning, 0 where none is positive."""
        cosines = self.vectors @ sense
        best = np.maximum.reduceat(cosines, self.starts)
        return np.maximum(best, 0).astype(np.float64)


def build_senses(
    base: Base, entries: Sequence[Entry], read: Read, meaning: Meaning
) -> Senses:
    """Give a meaning to every phrasing."""
    rows = [
        [meaning.vector(read(text).spelled) for text in phrasings(base, entry)]
        for entry in entries
    ]
    counts = [len(found) for found in rows]
    return Senses(
        meaning=meaning,
        vectors=np.array([vector for found in rows for vector in found]),
        starts=np.cumsum([0, *counts[:-1]]),
    )

"""The meaning of every entry's phrasings, ready to be compared with a question's."""

from dataclasses import dataclass

import numpy as np

from servicebot.knowledge.base import Base
from servicebot.understanding.features import Floats, Ints, Weights
from servicebot.understanding.meaning import Meaning, Vector
from servicebot.understanding.reader import Read
from servicebot.understanding.vocabulary import in_order, phrasings


@dataclass(frozen=True, slots=True)
class Senses:
    """One unit vector a phrasing, entry after entry, in a column each.

    `starts` are the entries' first columns.
    """

    meaning: Meaning
    vectors: Weights
    starts: Ints

    def nearest(self, sense: Weights) -> Floats:
        """Return each entry's highest cosine to a meaning, 0 where none is positive."""
        best = np.maximum.reduceat(sense @ self.vectors, self.starts)
        return np.maximum(best, 0, dtype=np.float64)


def vectors_of(base: Base, read: Read, vector: Vector) -> Weights:
    """Give a meaning to every phrasing of the entries, in order."""
    texts = (text for entry in in_order(base) for text in phrasings(base, entry))
    return np.array([vector(read(text).spelled) for text in texts], np.float32)


def arrange(base: Base, meaning: Meaning | None, vectors: Weights) -> Senses | None:
    """Lay the meanings of all phrasings out by entry; none without table or entries."""
    if meaning is None or not base.entries:
        return None
    counts = [len(phrasings(base, entry)) for entry in in_order(base)]
    columns = np.ascontiguousarray(vectors.T)
    return Senses(meaning, columns, starts=np.cumsum([0, *counts[:-1]]))

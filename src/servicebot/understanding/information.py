"""How much a question's words say, and how much of that an entry explains."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from servicebot.understanding.matcher import Matcher
from servicebot.understanding.reader import Utterance


class Weighed(NamedTuple):
    """The content stems of a question, with the information of each and of all."""

    stems: frozenset[str]
    weights: Mapping[str, float]
    total: float

    def share(self, vocabulary: AbstractSet[str], besides: AbstractSet[str]) -> float:
        """Return the share of the information that two vocabularies explain."""
        unsaid = self.stems - vocabulary
        if besides:
            unsaid -= besides
        if not unsaid or not self.total:
            return 1.0
        weights = [weight for stem, weight in self.weights.items() if stem in unsaid]
        return 1.0 - sum(weights) / self.total


def weigh(utterance: Utterance, matcher: Matcher) -> Weighed:
    """Return the content stems of a question with their information (IDF)."""
    weights: dict[str, float] = {}
    for word in utterance.content:
        if word.token not in utterance.numbers:
            weight = word_weight(word.stem, word.known, matcher)
            weights[word.stem] = weights.get(word.stem, 0.0) + weight
    return Weighed(frozenset(weights), weights, sum(weights.values()))


def word_weight(stem: str, known: bool, matcher: Matcher) -> float:  # noqa: FBT001 - a word's own property
    """Return the information of a word: its IDF, the highest when it is unknown."""
    found = matcher.information.get(stem)
    if found is not None:
        return found
    return matcher.highest_idf if not known else 0.7 * matcher.highest_idf

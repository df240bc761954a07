"""How much a question's words say, and how much of that an entry explains."""

from dataclasses import dataclass

from servicebot.understanding.matcher import Matcher
from servicebot.understanding.reader import Utterance


@dataclass(frozen=True, slots=True)
class Weighed:
    """The content stems of a question, each with its information, and their total."""

    stems: tuple[tuple[str, float], ...]
    total: float

    def share(self, vocabulary: frozenset[str], besides: frozenset[str]) -> float:
        """Return the share of the information that two vocabularies explain."""
        known = 0.0
        for stem, weight in self.stems:
            if stem in vocabulary or stem in besides:
                known += weight
        return known / self.total if self.total else 1.0


def weigh(utterance: Utterance, matcher: Matcher) -> Weighed:
    """Return the content stems of a question with their information (IDF)."""
    stems = [
        (word.stem, word_weight(word.stem, word.known, matcher))
        for word in utterance.content
        if word.token not in utterance.numbers
    ]
    return Weighed(tuple(stems), sum([weight for _, weight in stems]))


def word_weight(stem: str, known: bool, matcher: Matcher) -> float:  # noqa: FBT001 - a word's own property
    """Return the information of a word: its IDF, the highest when it is unknown."""
    found = matcher.information.get(stem)
    if found is not None:
        return found
    return matcher.highest_idf if not known else 0.7 * matcher.highest_idf

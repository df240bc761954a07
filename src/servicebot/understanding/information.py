"""How much a question's words say, and how much of that an entry explains."""

from collections.abc import Sequence

from servicebot.understanding.matcher import Matcher
from servicebot.understanding.reader import Utterance

Weighed = Sequence[tuple[str, float]]
"""The content stems of a question, each with its information."""


def weigh(utterance: Utterance, matcher: Matcher) -> Weighed:
    """Return the content stems of a question with their information (IDF)."""
    return [
        (word.stem, word_weight(word.stem, word.known, matcher))
        for word in utterance.content
        if word.token not in utterance.numbers
    ]


def word_weight(stem: str, known: bool, matcher: Matcher) -> float:  # noqa: FBT001 - a word's own property
    """Return the information of a word: its IDF, the highest when it is unknown."""
    found = matcher.information.get(stem)
    if found is not None:
        return found
    return matcher.highest_idf if not known else 0.7 * matcher.highest_idf


def explained_share(
    weighed: Weighed, vocabulary: frozenset[str], besides: frozenset[str]
) -> float:
    """Return the share of a question's information that two vocabularies explain."""
    total = sum([weight for _, weight in weighed])
    known = [w for said, w in weighed if said in vocabulary or said in besides]
    return sum(known) / total if total else 1.0

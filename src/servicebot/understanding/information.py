"""How much a question's words say, and how much of that an entry explains."""

from collections.abc import Sequence

from servicebot.understanding.matcher import Matcher
from servicebot.understanding.reader import Utterance

Weighed = Sequence[tuple[str, float]]
"""The content stems of a question, each with its information."""


def weigh(utterance: Utterance, matcher: Matcher) -> Weighed:
    """Return the content stems of a question with their information (IDF)."""
    return tuple(
        (word.stem, word_weight(word.stem, word.known, matcher))
        for word in utterance.content
        if not word.token.isdigit()
    )


def word_weight(stem: str, known: bool, matcher: Matcher) -> float:  # noqa: FBT001 - a word's own property
    """Return the information of a word: its IDF, the highest when it is unknown."""
    column = matcher.space.stem_columns.get(stem)
    if column is not None:
        return float(matcher.space.stem_idf[column])
    return matcher.highest_idf if not known else 0.7 * matcher.highest_idf


def explained_share(
    weighed: Weighed, vocabulary: frozenset[str], besides: frozenset[str]
) -> float:
    """Return the share of a question's information that two vocabularies explain."""
    total = explained = 0.0
    for said, weight in weighed:
        total += weight
        if said in vocabulary or said in besides:
            explained += weight
    return explained / total if total else 1.0

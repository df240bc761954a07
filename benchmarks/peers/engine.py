"""What an engine is: it learns (text, intent) pairs and ranks the intents of a text."""

from collections.abc import Iterable, Sequence
from typing import Protocol

SERVICEBOT = "servicebot"
WITHOUT_MEANING = "servicebot without the meaning"
WITHOUT_NGRAMS = "servicebot, meaning instead of n-grams"
MOST = 40
Pairs = Sequence[tuple[str, str]]
Ranked = tuple[list[str], float]
"""The three best intents, and the score by which an engine would refuse."""


class Engine(Protocol):
    """Ranks the intents for a text."""

    def __call__(self, text: str) -> Ranked:
        """Return the three best intents and the score of the best."""


def distinct(found: Iterable[tuple[str, float]]) -> Ranked:
    """Return the three best distinct intents and the best score."""
    best: dict[str, float] = {}
    for intent, score in found:
        best.setdefault(intent, score)
    ranked = list(best)[:3]
    return ranked, best[ranked[0]] if ranked else 0.0

"""A guess at an intent, and the words that it is made from."""

from dataclasses import dataclass
from typing import Protocol

from servicebot.french.spelling import Speller
from servicebot.french.text import tokens


@dataclass(frozen=True, slots=True)
class Guess:
    """The intents that a text may mean, best first, and how surely it means one.

    `sureness` is the score that refusing goes by; it is not a probability.
    """

    intents: tuple[str, ...]
    sureness: float

    @property
    def best(self) -> str:
        """The best intent."""
        return self.intents[0]


class IntentMatcher(Protocol):
    """What ranks the intents of a set for a text."""

    def guess(self, text: str) -> Guess:
        """Rank the intents for a text."""


def corrected(text: str, speller: Speller) -> tuple[str, ...]:
    """Return the words of a text, misspelt ones brought back to what was meant."""
    return tuple(meant for word in tokens(text) for meant in speller.correct(word))

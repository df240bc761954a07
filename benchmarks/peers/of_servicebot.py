"""servicebot: as it is shipped, and with one of its parts left out."""

from collections.abc import Set as AbstractSet

from engine import Engine, Pairs, Ranked
from servicebot.french.text import stem
from servicebot.understanding.intents import Part, learn

forget = stem.cache_clear


def fit(pairs: Pairs) -> Engine:
    """Learn with servicebot; no word is remembered from one question to the next."""
    return _fit(pairs, frozenset())


def fit_without_meaning(pairs: Pairs) -> Engine:
    """Learn without the table of meanings: stems and n-grams only."""
    return _fit(pairs, frozenset({"meaning"}))


def fit_without_ngrams(pairs: Pairs) -> Engine:
    """Learn without character n-grams: stems and meaning only."""
    return _fit(pairs, frozenset({"ngrams"}))


def _fit(pairs: Pairs, without: AbstractSet[Part]) -> Engine:
    matcher = learn(pairs, without)

    def ask(text: str) -> Ranked:
        guess = matcher.guess(text)
        return list(guess.intents[:3]), guess.sureness

    return ask

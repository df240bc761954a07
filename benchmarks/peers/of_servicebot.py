"""servicebot."""

from engine import Engine, Pairs, Ranked
from servicebot.french.text import stem
from servicebot.understanding.intents import learn

forget = stem.cache_clear


def fit(pairs: Pairs) -> Engine:
    """Learn with servicebot; no word is remembered from one question to the next."""
    matcher = learn(pairs)

    def ask(text: str) -> Ranked:
        guess = matcher.guess(text)
        return list(guess.intents[:3]), guess.sureness

    return ask

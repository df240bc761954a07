"""servicebot."""

from engine import Engine, Pairs, Ranked

from servicebot.understanding.intents import learn


def fit(pairs: Pairs) -> Engine:
    """Learn with servicebot; no word is remembered from one question to the next."""
    matcher = learn(pairs)

    def ask(text: str) -> Ranked:
        guess = matcher.guess(text)
        return list(guess.intents[:3]), guess.sureness

    return ask

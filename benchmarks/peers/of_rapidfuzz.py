"""rapidfuzz: the texts are kept, and compared with one of its ratios."""

from collections.abc import Callable

from rapidfuzz import fuzz, process, utils

from engine import MOST, Engine, Pairs, Ranked, distinct


def fit_weighted(pairs: Pairs) -> Engine:
    """Learn by keeping the texts, compared by WRatio."""
    return _keep(pairs, fuzz.WRatio)


def fit_token_set(pairs: Pairs) -> Engine:
    """Learn by keeping the texts, compared by token_set_ratio."""
    return _keep(pairs, fuzz.token_set_ratio)


def _keep(pairs: Pairs, scorer: Callable[..., float]) -> Engine:
    texts = [utils.default_process(text) for text, _ in pairs]

    def ask(text: str) -> Ranked:
        wanted = utils.default_process(text)
        found = process.extract(wanted, texts, scorer=scorer, limit=MOST)
        return distinct((pairs[row][1], score) for _, score, row in found)

    return ask

"""Which intent of any set does a text mean, and how surely does it mean one at all?

With several phrasings an intent they are classified; with one (titles of sheets) they
are found. Misspelt words are first brought back to the vocabulary of the phrasings.
"""

from collections import Counter
from collections.abc import Iterable

from servicebot.french.spelling import build_speller
from servicebot.french.text import stem, tokens
from servicebot.french.words import COMMON_WORDS
from servicebot.understanding.classifying import classify
from servicebot.understanding.finding import find_among
from servicebot.understanding.guesses import IntentMatcher
from servicebot.understanding.matcher import Example
from servicebot.understanding.meaning import load_meaning

PER_INTENT = 1.5
"""Up to so many phrasings an intent on average, texts are found, not classified."""


def learn(pairs: Iterable[tuple[str, str]]) -> IntentMatcher:
    """Learn (text, intent) pairs; their order does not matter."""
    ordered = sorted(set(pairs))
    read = [(tokens(text), intent) for text, intent in ordered]
    counts = Counter(word for words, _ in read for word in words)
    speller = build_speller(counts, (COMMON_WORDS,))
    if len(ordered) <= PER_INTENT * len({intent for _, intent in ordered}):
        return find_among(read, speller, load_meaning())
    examples = [
        Example(words, intent, tuple(map(stem, words)))
        for words, intent in read
        if words
    ]
    return classify(examples, speller, load_meaning())

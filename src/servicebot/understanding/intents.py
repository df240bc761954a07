"""Which intent of any set does a text mean, and how surely does it mean one at all?

With several phrasings an intent they are classified; with one (titles of sheets) they
are found. Misspelt words are first brought back to the vocabulary of the phrasings.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Literal

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

Part = Literal["meaning", "ngrams"]
"""What may be left out, to see what it is worth: the table, the character n-grams."""


def learn(
    pairs: Iterable[tuple[str, str]], without: AbstractSet[Part] = frozenset()
) -> IntentMatcher:
    """Learn (text, intent) pairs; their order does not matter."""
    ordered = sorted(set(pairs))
    read = [(tokens(text), intent) for text, intent in ordered]
    counts = Counter(word for words, _ in read for word in words)
    speller = build_speller(counts, (COMMON_WORDS,))
    meaning = None if "meaning" in without else load_meaning()
    has_grams = "ngrams" not in without
    if len(ordered) <= PER_INTENT * len({intent for _, intent in ordered}):
        return find_among(read, speller, meaning, has_grams=has_grams)
    examples = [
        Example(words, intent, tuple(map(stem, words)))
        for words, intent in read
        if words
    ]
    return classify(examples, speller, meaning, has_grams=has_grams)

"""A question at first sight: nothing is remembered of its words."""

from servicebot.french.moments.lexicon import classify
from servicebot.french.sounds import spoken
from servicebot.french.text import stem


def forget_words() -> None:
    """Empty what the process remembers of single words: stems, sounds, times."""
    stem.cache_clear()
    spoken.cache_clear()
    classify.cache_clear()

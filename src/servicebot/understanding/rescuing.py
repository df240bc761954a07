"""Whether an entry's own words ask an aspect that is another one elsewhere."""

from collections.abc import Set as AbstractSet

from servicebot.knowledge.aspects import ADDRESS, DELAY, EMAIL, PHONE, PRICE
from servicebot.understanding.frames import Frame, says_only
from servicebot.understanding.reader import Utterance

EXACT = frozenset((PRICE, ADDRESS, EMAIL, "menu", "salaire", DELAY))
"""Aspects whose words say nothing when they stand in an entry's own phrasings."""


def ask_by_own_words(
    utterance: Utterance, frame: Frame, cues: AbstractSet[str], own: AbstractSet[str]
) -> bool:
    """Whether the words that ask an aspect are an entry's own, and mean that entry.

    « et au téléphone ? » asks how many call, « le téléphone de la mairie » a number.
    """
    if not cues or not cues <= own or not EXACT.isdisjoint(frame.asked):
        return False
    return not _wants_phone(utterance, frame)


def _wants_phone(utterance: Utterance, frame: Frame) -> bool:
    """Whether a name and a telephone are all that is said."""
    said = (*frame.subjects, *frame.aspects)
    asks_phone = bool(frame.clear) and frame.asked == (PHONE,)
    return asks_phone and says_only(utterance, said)

"""Small talk beside the entries: thanks, greetings, what somebody thinks of the bot."""

from collections.abc import Sequence
from typing import NamedTuple

from servicebot.understanding.candidates import Candidate
from servicebot.understanding.frames import Frame
from servicebot.understanding.ranking import WEIGHTS
from servicebot.understanding.reader import Utterance
from servicebot.understanding.vocabulary import SMALLTALK

SAID = 0.72
UNEXPLAINED = 0.6
"""Beside small talk: what likeness to examples counts of an entry, and what is set
aside of the words that it explains."""

SOCIAL = 0.6
"""How near (cosine) a message must be to a known social phrase."""

_THANKS = frozenset("merci bravo felicitations chapeau".split())
_FOR = 4
"""Among how many words from the first « pour » says what somebody is thanked for."""


class Talk(NamedTuple):
    """The small talk of a message, and how near it is to a known phrase (cosine)."""

    candidates: tuple[Candidate, ...]
    likeness: float

    @property
    def best(self) -> Candidate:
        """The small talk that it is."""
        return self.candidates[0]


def small_talk(
    candidates: Sequence[Candidate], frame: Frame, utterance: Utterance
) -> Talk | None:
    """Return the small talk that beats the entries on words alone, if one does.

    Where nothing is named or asked, what the conversation lends an entry is no word;
    what asks something of what it names is none (« la piscine ferme quand ? »).
    """
    asks = frame.subjects and frame.aspects
    if asks or all(one.is_entry for one in candidates):
        return None
    named = bool(frame.subjects) and not gives_thanks(utterance)
    lent = not (named or frame.aspects or frame.dated)
    ordered = tuple(sorted(candidates, key=lambda c: _rank(c, lent=lent)))
    nearest = ordered[0].part("nearest") / WEIGHTS["nearest"]
    if not ordered[0].label.startswith(SMALLTALK) or nearest < SOCIAL:
        return None
    return Talk(ordered, nearest)


def gives_thanks(utterance: Utterance) -> bool:
    """Whether a message thanks or praises for something (« merci pour la crèche »)."""
    said = utterance.tokens
    return not _THANKS.isdisjoint(said[:1]) and "pour" in said[1:_FOR]


def _rank(one: Candidate, *, lent: bool) -> float:
    """Order entries and small talk, which has no meaning and explains no words."""
    parts = one.values
    said = parts.get("examples", 0.0) + parts.get("nearest", 0.0)
    grid = one.score - said - parts.get("meaning", 0.0)
    if lent:
        grid -= parts.get("subject", 0.0) + parts.get("aspect", 0.0)
    return -(SAID * said + grid - UNEXPLAINED * parts.get("explained", 0.0))

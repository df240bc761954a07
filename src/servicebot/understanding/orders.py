"""What a message orders a machine to do (« mets un réveil »): it asks nothing."""

from dataclasses import dataclass

from servicebot.knowledge.base import Base
from servicebot.understanding.reader import Utterance
from servicebot.understanding.signs import (
    Idiom,
    Openings,
    Parts,
    Said,
    as_heard,
    read_idioms,
)
from servicebot.understanding.vocabulary import SMALLTALK

AMID = 4
"""How many words may stand between what is to be done and to what."""

_ASKING = frozenset("comment ou quand qui quel quelle quels quelles".split())


@dataclass(frozen=True, slots=True)
class Orders:
    """The small talk that a message is which opens as one of its orders does."""

    known: tuple[tuple[Idiom, str], ...]
    openings: Openings

    def find(self, utterance: Utterance) -> str | None:
        """Return the label of the small talk that a message opens as, if it does.

        Small words may come before it (« dis, tu peux me mettre un réveil »).
        """
        words = utterance.words
        for at, word in enumerate(words):
            if numbers := self.openings.among(as_heard(word)):
                said: Said = list(map(as_heard, words))
                for order, label in map(self.known.__getitem__, numbers):
                    if order.span(said, at, AMID):
                        return label
            if not word.function or word.token in _ASKING:
                return None
        return None


def build_orders(base: Base) -> Orders:
    """Read the orders of a base's small talk."""
    parts = Parts({})
    known = tuple(
        (order, SMALLTALK + talk.id)
        for talk in base.smalltalk
        for order in read_idioms(talk.orders, parts)
    )
    return Orders(known, Openings.of(order.parts for order, _ in known))

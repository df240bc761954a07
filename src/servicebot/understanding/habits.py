"""Whether it is asked when something is done again and again."""

from servicebot.knowledge.aspects import DATE
from servicebot.understanding.frames import Frame
from servicebot.understanding.reader import Utterance

_WHEN = "quand"
_PAST = frozenset(("a", "ont"))


def asks_habit(utterance: Utterance, frame: Frame) -> bool:
    """Whether a date is asked of what one does, and not of what was once.

    « quand change-t-on l'eau de la piscine ? » is not when its service was created.
    """
    words = utterance.tokens
    if frame.first_asked != DATE or _WHEN not in words:
        return False
    verb, *after = (*words[words.index(_WHEN) + 1 :], "")[:3]
    return verb not in _PAST and after[:1] in (["on"], ["t"]) and "on" in after

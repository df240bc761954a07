"""What is asked of a thing that nobody wrote of it: what it has, what is done again."""

from collections.abc import Mapping, Sequence

from servicebot.knowledge.aspects import DATE
from servicebot.understanding.candidates import Candidate
from servicebot.understanding.frames import Frame
from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Utterance, Word

LIKE = 0.65
"""How near (cosine) a phrasing must be that asks just this."""

SAID = 0.95
"""What share of its words an entry must explain to speak of it."""

_OWNING = frozenset(("a", "ont"))
_SOME = frozenset("t un une des du de d la le les l ils elles".split())
_HAVING = frozenset(
    "possede possedent dispose disposent propose proposent organise organisent sert "
    "servent accepte acceptent prend prennent prete pretent vend vendent fournit "
    "fournissent donne donnent offre offrent cuisine cuisinent".split()
)
_WHICH = frozenset(("quel", "quelle"))
_AT = frozenset("a au aux dans".split())
_OPENINGS = (
    " y a ",
    " a t il ",
    " on peut ",
    " peut on ",
    " trouve on ",
    " on trouve ",
)

_WHEN, _PAST = "quand", "a"


def lacks_said(
    utterance: Utterance, frame: Frame, best: Candidate, signal: Mapping[str, float]
) -> bool:
    """Whether what is named is asked to have what its entry does not speak of.

    « la piscine a-t-elle un sauna ? », « y a-t-il un sauna à la piscine ? »; nor is it
    told which of several has it (« quel parc a des jeux ? »).
    """
    if frame.aspects or best.subject in frame.crossed:
        return False
    words = utterance.words
    names = [found for found in frame.subjects if best.subject in found.values]
    if _WHICH.issuperset(utterance.tokens[:1]) and any(_has(n, words) for n in names):
        return True
    if signal["explained"] >= SAID or signal["nearest"] >= LIKE:
        return False
    return any(_has(name, words) or _is_there(name, words) for name in names)


def _has(name: Found, words: Sequence[Word]) -> bool:
    """Whether a name begins a question and a verb of having follows it.

    « les tournées ont été revues » has nothing.
    """
    after = [word.text for word in words[name.end : name.end + 2]]
    verb, follows = (*after, "", "")[:2]
    is_first = all(word.function for word in words[: name.start])
    return is_first and (verb in _HAVING or (verb in _OWNING and follows in _SOME))


def _is_there(name: Found, words: Sequence[Word]) -> bool:
    """Whether something is asked for at what is named last."""
    said = [word.text for word in words[: name.start]]
    link = next((text for text in reversed(said) if text not in _SOME), "")
    is_last = all(word.function for word in words[name.end :])
    opening = f" {' '.join(said[:5])} "
    return is_last and link in _AT and any(o in opening for o in _OPENINGS)


def asks_habit(utterance: Utterance, frame: Frame) -> bool:
    """Whether a date is asked of what one does, and not of what was once.

    « quand change-t-on l'eau de la piscine ? » is not when its service was created.
    """
    words = utterance.tokens
    if frame.first_asked != DATE or _WHEN not in words:
        return False
    verb, *after = (*words[words.index(_WHEN) + 1 :], "")[:3]
    return verb != _PAST and after[:1] in (["on"], ["t"]) and "on" in after

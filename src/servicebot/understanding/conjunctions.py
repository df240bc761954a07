"""Small words that join: « ou », « quand » to a clause, « ça », « y » to before."""

from collections.abc import Sequence
from itertools import pairwise

from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Utterance, Word

_OR, _AS = "ou", "quand"
_WHOSE = frozenset(
    "on je j tu il elle nous vous ils elles l le la les un une mon ma mes ton ta tes "
    "son sa ses notre nos votre vos leur leurs".split()
)
"""What begins a clause that « quand » joins (« quand on perd un proche »)."""

_PERSONS = frozenset("on je j nous vous".split())
_MAY = frozenset("peut peux puis pouvez pouvons possible moyen droit".split())

RESUMING = frozenset("et ca cela elles elle ils celui celle ceux celles dont".split())
"""Words that go on with what was said when a question begins with them."""

_LINK, _BY = ("par",), frozenset(("telephone", "courriel"))
_THERE_IS = frozenset("a avait aura aurait ait en".split())


def without_conjunctions(
    cues: tuple[Found, ...], utterance: Utterance
) -> tuple[Found, ...]:
    """Leave out the cues that only join two parts of a question.

    « ou » joins between two words that say something, unless it has its accent;
    « quand » before a clause that a comma ends, or after another question. « par
    téléphone » tells how, where something else is asked.
    """
    words = utterance.words
    cues = tuple(cue for cue in cues if not _is_means(cue, cues, words))
    if not cues or (_OR not in utterance.tokens and _AS not in utterance.tokens):
        return cues
    return tuple(
        cue
        for cue in cues
        if not (_is_or(cue, words, utterance.text) or _is_as(cue, cues, utterance))
    )


def resumes(tokens: Sequence[str]) -> bool:
    """Whether words go on with what was said (« ça… », « on peut y aller ? »)."""
    if RESUMING.issuperset(tokens[:1]):
        return True
    return any(
        word == "y" and following not in _THERE_IS
        for word, following in pairwise(tokens)
    )


def _is_means(cue: Found, cues: Sequence[Found], words: Sequence[Word]) -> bool:
    """Whether a cue only says by which means (« combien de sondés par téléphone »)."""
    by = cue.start > 0 and words[cue.start - 1].token in _LINK
    return by and len(cues) > 1 and not _BY.isdisjoint(cue.values)


def _is_or(cue: Found, words: Sequence[Word], text: str) -> bool:
    if words[cue.start].token != _OR or "où" in text.lower() or not cue.start:
        return False
    after = words[cue.end :]
    return not words[cue.start - 1].function and any(not w.function for w in after)


def _is_as(cue: Found, cues: Sequence[Found], utterance: Utterance) -> bool:
    words = utterance.words
    if cue.end - cue.start > 1 or words[cue.start].token != _AS:
        return False
    if not any(w.token in _WHOSE for w in words[cue.end : cue.end + 1]):
        return False
    if cue.start:
        asks = any(other.end <= cue.start for other in cues)
        return asks or _is_told(words[: cue.start], words[cue.end].token)
    return "," in utterance.text


def _is_told(before: Sequence[Word], follows: str) -> bool:
    """Whether something is asked to be possible, and « quand » tells in which case.

    « on peut jardiner quand on n'a pas de terrain ? » asks no date.
    """
    return follows in _PERSONS and any(word.token in _MAY for word in before)

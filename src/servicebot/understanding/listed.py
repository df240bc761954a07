"""Several things that one clause lists: units in key words, the town's operators.

« combien d'agents pour la ville et l'agglo » asks of the whole where there is one,
« à la Ville et à l'Agglo », which says its preposition again, of each.
"""

from collections.abc import Sequence
from dataclasses import replace

from servicebot.knowledge.aspects import QUANTITY
from servicebot.knowledge.base import Base
from servicebot.understanding.decision import taught
from servicebot.understanding.engine import Framed, Judged
from servicebot.understanding.frames import CLEAR
from servicebot.understanding.grid import Grid
from servicebot.understanding.phrases import Found, places
from servicebot.understanding.reader import Word

_AGAIN = frozenset("a au de du pour dans par chez celle celui".split())
_EACH = frozenset("chaque chacun chacune respectivement".split())


def each_counted(whole: Framed, grid: Grid) -> tuple[str, ...]:
    """Return a question for each unit of one subject that is only listed, if all are.

    Every word but the name and what asks how many is a unit of that subject.
    """
    frame, words = whole.frame, whole.utterance.words
    names = [found for found in frame.subjects if found.weight >= CLEAR]
    if len(names) != 1 or set(frame.asked) - {QUANTITY} or frame.dated:
        return ()
    (name,) = names
    taken = places((name, *frame.aspects))
    units = [word for at, word in enumerate(words) if at not in taken]
    own = set(grid.subjects[name.values[0]])
    if any(own.isdisjoint(grid.units.get(word.stem, ())) for word in units):
        return ()
    said = " ".join(word.text for word in words[name.start : name.end])
    return tuple(f"combien de {word.text} {said}" for word in units)


def among_operators(whole: Judged, base: Base) -> tuple[Judged, ...]:
    """Return what a question of several operators asks, none where it says it itself.

    It does where the best entry is of all of them.
    """
    named = {f.values[0]: f for f in whole.frame.scopes if len(f.values) == 1}
    best = base.entries.get(whole.verdict.label or "")
    if best is None or whole.verdict.outcome != "answer":
        return ()
    if len(named) < 2 or best.scope not in named or not best.aspect:
        return ()
    alike: dict[str | None, str] = {best.scope: best.id}
    for entry in base.entries.values():
        if (entry.subject, entry.aspect) == (best.subject, best.aspect):
            alike.setdefault(entry.scope, entry.id)
    each = _are_said_apart(tuple(named.values()), whole.utterance.words)
    asked = [alike.get(one) for one in (named if each else (None,))]
    return tuple(
        replace(whole, verdict=taught(whole.verdict, entry))
        for entry in asked
        if entry is not None
    )


def _are_said_apart(named: Sequence[Found], words: Sequence[Word]) -> bool:
    """Whether the last operator has a preposition of its own, or « chacun » is said."""
    before, last = named[-2:]
    between = {word.token for word in words[before.end : last.start]}
    return not (_AGAIN.isdisjoint(between) and _EACH.isdisjoint(w.token for w in words))

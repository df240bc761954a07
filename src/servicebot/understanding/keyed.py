"""How many of each key words ask: « bus lignes arrêts nb »."""

from servicebot.knowledge.aspects import QUANTITY
from servicebot.understanding.engine import Framed
from servicebot.understanding.frames import CLEAR
from servicebot.understanding.grid import Grid
from servicebot.understanding.phrases import places


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

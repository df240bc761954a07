"""A number that is all of a message (« 3000 »), and the entries that tell it."""

from servicebot.understanding.engine import Engine, Framed

_OF_NUMBERS = frozenset(
    "chiffre chiffres nombre nombres lu lue vu vue entendu dit correspond represente "
    "signifie designe veut cite donne".split()
)


def bare_number(engine: Engine, framed: Framed) -> str | None:
    """Return the number that is all of a message (« 3000 ça correspond à quoi »)."""
    utterance = framed.utterance
    numbers = utterance.numbers
    named = framed.frame.subjects or framed.moments
    if len(numbers) != 1 or named:
        return None
    others = [
        word
        for word in utterance.content
        if word.token not in numbers and word.token not in _OF_NUMBERS
    ]
    if len(others) > 1:
        return None
    if not others or holding(engine, numbers[0]):
        return numbers[0]
    return None


def holding(engine: Engine, number: str) -> tuple[str, ...]:
    """Return the entries that tell a number."""
    return tuple(e.id for e in engine.ranker.entries if str(e.number) == number)

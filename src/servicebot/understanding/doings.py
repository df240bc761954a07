"""« Où » asked of what one does wants to know what there is for it, not an address."""

import re
from collections.abc import Iterable, Iterator, Sequence

from servicebot.french.text import tokens
from servicebot.knowledge.aspects import ADDRESS, PLACE
from servicebot.knowledge.base import Base
from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Word

_WHERE = frozenset(("ou", "endroit"))
_BEFORE = frozenset("se s me m nous ne n pas plus".split())
"""What may stand before the infinitive with which a name begins."""

_INFINITIVE = re.compile(
    r"\w+(?:[^iy]er|[^aeo]ir)$|(?:a|rece)?voir$|\w*(?:prendre|mettre)$"
    r"|(?:re)?(?:faire|vivre|lire|trier|marier)$"
)


def doings(base: Base) -> Iterator[str]:
    """Yield the names that say what is done at subjects of which no address is known.

    So « jouer aux cartes » of a place for the elderly, but not its own name.
    """
    located = {e.subject for e in base.entries.values() if e.aspect == ADDRESS}
    for subject in base.subjects.values():
        if subject.id not in located:
            yield from filter(is_doing, subject.names)


def is_doing(name: str) -> bool:
    """Whether a name begins with a verb.

    >>> is_doing("ne pas manger seul"), is_doing("foyer des anciens")
    (True, False)
    """
    first = next((t for t in tokens(name) if t not in _BEFORE), "")
    return _INFINITIVE.match(first) is not None


def without_where(
    cues: tuple[Found, ...],
    names: Iterable[Found],
    words: Sequence[Word],
    known: frozenset[tuple[str, ...]],
) -> tuple[Found, ...]:
    """Leave out « où » where all that is named is what is done there.

    « Où nager ? » and « elle veut nager, c'est où ? » ask the same.
    """
    if not any(_asks_where(cue, words) for cue in cues):
        return cues
    said = [_stems(name, words) for name in names]
    if not said or not known.issuperset(said):
        return cues
    return tuple(cue for cue in cues if not _asks_where(cue, words))


def _asks_where(cue: Found, words: Sequence[Word]) -> bool:
    said = {word.token for word in words[cue.start : cue.end]}
    return cue.values[0] in (ADDRESS, PLACE) and not said.isdisjoint(_WHERE)


def _stems(name: Found, words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(w.stem for w in words[name.start : name.end] if not w.skipped)

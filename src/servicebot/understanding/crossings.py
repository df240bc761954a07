"""Subjects that words name together, though none alone (« enfants », « jardiner »)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from servicebot.knowledge.base import Base
from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Word
from servicebot.understanding.signs import (
    Openings,
    Part,
    Parts,
    Said,
    Sign,
    Unless,
    as_heard,
    begins,
    lacks,
    read_unless,
)

REACH = 15
"""How far apart the words may stand that name a subject together."""


@dataclass(frozen=True, slots=True)
class Crossings:
    """Words that name a subject together, in any order: the last is where it stands."""

    signs: tuple[tuple[Unless, str], ...]
    openings: Openings

    def find(
        self, words: Sequence[Word], apart: AbstractSet[int] = frozenset()
    ) -> Mapping[Found, frozenset[int]]:
        """Return the subjects named so, each with the places of all its words.

        Words that stand `apart` name something else (« Saint-Privat-des-Vieux »).
        """
        said: Said = [
            () if at in apart else as_heard(word) for at, word in enumerate(words)
        ]
        everything = {root for heard in said for root in heard}
        found: dict[Found, frozenset[int]] = {}
        for number in self.openings.among(everything):
            crossing, subject = self.signs[number]
            if lacks(crossing.sign, everything):
                continue
            if (places := _together(crossing.sign, said)) and crossing.stands(said):
                at = places[-1]
                found[Found(at, at + 1, (subject,))] = frozenset(places)
        return found


def crossed(
    names: Sequence[Found], crossings: Mapping[Found, frozenset[int]]
) -> tuple[Found, ...]:
    """Return the names of a question with those crossed, which use up their words.

    « un potager pour les petits » is no allotment.
    """
    if not crossings:
        return tuple(names)
    used = frozenset().union(*crossings.values())
    kept = [name for name in names if used.isdisjoint(range(name.start, name.end))]
    return tuple(sorted((*kept, *crossings)))


def _together(sign: Sign, said: Said) -> tuple[int, ...]:
    """Return where the parts of a sign stand close by, in their order, if they do."""
    for first in _places(sign[0], said, range(len(said))):
        near = range(max(0, first - REACH), min(len(said), first + REACH + 1))
        places = [first]
        for part in sign[1:]:
            free = (at for at in near if at not in places)
            at = next(_places(part, said, free), None)
            if at is None:
                break
            places.append(at)
        else:
            return tuple(places)
    return ()


def _places(part: Part, said: Said, among: Iterable[int]) -> Iterator[int]:
    return (at for at in among if begins(part, said, at))


def build_crossings(base: Base) -> Crossings:
    """Read the words that name the subjects of a base together."""
    parts = Parts({})
    signs = tuple(
        (crossing, subject.id)
        for subject in base.subjects.values()
        for crossing in read_unless(subject.crossed, parts)
    )
    return Crossings(signs, Openings.of(crossing.sign for crossing, _ in signs))

"""Is somebody in danger? Signs of words that stand close by, idioms and lookalikes.

The words of an idiom are not heard at all; a lookalike hushes one danger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from servicebot.french.sounds import sound
from servicebot.french.spelling import Speller, build_speller
from servicebot.french.text import tokens
from servicebot.knowledge.base import Base
from servicebot.knowledge.model import Emergency
from servicebot.understanding.bygone import BYGONE, bygone
from servicebot.understanding.reader import Reader
from servicebot.understanding.signs import (
    Heard,
    Idiom,
    Part,
    Parts,
    Said,
    Sign,
    Unless,
    all_begin,
    begins,
    by_first,
    lacks,
    phrase_of,
    read_idioms,
    read_signs,
    read_unless,
    root_of,
)

REACH = 12
_Texts = tuple[str, ...]
_Written = tuple[tuple[tuple[str, _Texts], ...], _Texts, _Texts, _Texts]
"""An emergency as the file has it: its groups, signs, lookalikes and idioms."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """The signs of every emergency, by what can begin their first part (`_openings`).

    The idioms are filed by their first stem alone.
    `roots` has what is heard of the words of the vocabulary, ready made.
    """

    signs: Mapping[str, Mapping[str, tuple[tuple[Sign, int], ...]]]
    unless: tuple[tuple[Unless, ...], ...]
    idioms: Mapping[str, tuple[Idiom, ...]]
    emergencies: tuple[Emergency, ...]
    speller: Speller
    roots: dict[str, Heard]

    def raised(self, typed: Iterable[str]) -> Emergency | None:
        """Return the emergency that the words of a message show, if any.

        The sign with the most words wins, then the first in the file. All the words
        of a sign stand within `REACH` words of its first one.
        """
        said = self._said(tuple(typed))
        everything = {root for heard in said for root in heard}
        shown: dict[int, int] = {}
        for at, sign, rank in self._opened(said):
            if shown.get(rank, 0) >= len(sign) or lacks(sign, everything):
                continue
            if _holds(sign, said, at):
                shown[rank] = len(sign)
        for rank in sorted(shown, key=lambda rank: (-shown[rank], rank)):
            if not any(lookalike.stands(said) for lookalike in self.unless[rank]):
                return self.emergencies[rank]
        return None

    def _said(self, typed: Sequence[str]) -> Said:
        """Return what is heard of each word that was typed, nothing of idioms."""
        roots = self.roots
        said = [roots.get(word) or self._heard(word) for word in typed]
        for at in bygone(typed):
            said[at] = (*said[at], *phrase_of(BYGONE))
        spans = (
            idiom.span(said, at)
            for at, heard in enumerate(said)
            for root in heard
            for idiom in self.idioms.get(root, ())
        )
        silent = frozenset(chain.from_iterable(spans))
        return [() if at in silent else heard for at, heard in enumerate(said)]

    def _opened(self, said: Said) -> Iterator[tuple[int, Sign, int]]:
        """Yield where signs may begin, with a word alone or with what follows."""
        signs = self.signs
        for at, heard in enumerate(said):
            for root in heard:
                if root not in signs:
                    continue
                following = said[at + 1] if at + 1 < len(said) else ()
                for after in ("", *following):
                    for sign, rank in signs[root].get(after, ()):
                        yield at, sign, rank

    def _heard(self, word: str) -> Heard:
        """Return the root of a word and of those of a sign one slip away from it."""
        meant = self.speller.correct(word)
        if meant == (word,):
            return (root_of(word),)
        joined = "".join(meant)
        near = OSA.distance(word, joined) < 2 or sound(word) == sound(joined)
        return tuple({root_of(word), *map(root_of, meant if near else ())})


def _holds(sign: Sign, said: Said, at: int) -> bool:
    """Whether a sign's first part begins at a place and the others stand close by."""
    if not begins(sign[0], said, at):
        return False
    if len(sign) == 1:
        return True
    near = range(max(0, at - REACH), min(len(said), at + REACH + 1))
    return all_begin(sign[1:], said, [place for place in near if place != at])


def build_alarm(base: Base, reader: Reader) -> Alarm:
    """Read the signs of a base's emergencies, misspelt words of the reader apart."""
    written = tuple(
        (tuple(e.words.items()), e.signs, e.unless, e.idioms) for e in base.emergencies
    )
    alarm = _read_signs(written)
    # Words of the town are no slips of those of a sign.
    known = (*alarm.speller.known, *reader.speller.known)
    stems = (*alarm.speller.stems, *reader.speller.stems)
    return replace(
        alarm,
        emergencies=base.emergencies,
        speller=replace(alarm.speller, known=known, stems=stems),
        roots=alarm.roots | {word: _alone(word) for word in reader.lexicon},
    )


@lru_cache(maxsize=4)
def _read_signs(written: tuple[_Written, ...]) -> Alarm:
    """Read what the files say of emergencies; towns that say the same share it."""
    words = {name: said for groups, *_ in written for name, said in groups}
    parts = Parts({n: by_first(map(phrase_of, said)) for n, said in words.items()})
    filed: dict[str, dict[str, list[tuple[Sign, int]]]] = {}
    texts = [text for said in words.values() for text in said]
    for rank, (_, signs, *_) in enumerate(written):
        texts += signs
        for sign in read_signs(signs, parts):
            for first, second in _openings(sign[0]):
                found = filed.setdefault(first, {}).setdefault(second, [])
                found.append((sign, rank))
    heard = [token for text in texts for token in tokens(text)]
    return Alarm(
        signs={
            first: {second: tuple(found) for second, found in opened.items()}
            for first, opened in filed.items()
        },
        unless=tuple(tuple(read_unless(unless, parts)) for *_, unless, _ in written),
        idioms=_by_beginning(
            idiom for *_, texts in written for idiom in read_idioms(texts, parts)
        ),
        emergencies=(),
        speller=build_speller(dict.fromkeys(heard, 1.0)),
        roots={word: _alone(word) for word in heard},
    )


@lru_cache(maxsize=65536)
def _alone(word: str) -> Heard:
    """Return what is heard of a word that is spelled right."""
    return (root_of(word),)


def _openings(part: Part) -> set[tuple[str, str]]:
    """Return what the phrases of a part begin with: a stem and the next, if any.

    Many phrases begin with « a » or « le »: two stems tell them apart at once.
    """
    phrases = (phrase for found in part.values() for phrase in found)
    return {(phrase[0], "".join(phrase[1:2])) for phrase in phrases}


def _by_beginning(idioms: Iterable[Idiom]) -> Mapping[str, tuple[Idiom, ...]]:
    """File idioms by what their first part can begin with."""
    filed: dict[str, tuple[Idiom, ...]] = {}
    for idiom in idioms:
        for root in idiom.parts[0]:
            filed[root] = (*filed.get(root, ()), idiom)
    return filed

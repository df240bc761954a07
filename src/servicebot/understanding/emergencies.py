"""Is somebody in danger? Signs made of words that stand close by, and lookalikes.

A sign reads what was typed, before synonyms: `WORD` in capitals is a group of words,
`a|b` is one word or the other and `a-b` are words side by side.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from servicebot.french.spelling import Speller, build_speller, sound
from servicebot.french.text import stem, tokens
from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.base import Base
from servicebot.knowledge.model import Emergency
from servicebot.understanding.reader import Reader

REACH = 12
# Words that the stemmer would merge though they tell a danger from another word.
_APART = {
    form: f"{forms.split()[0]}="
    for forms in (
        "tuer tue tues tuee tuent",
        "couper coupe coupes coupee coupent",
        "violent violente violents violentes",
        "feu feux",
        "mere meres",
        "parent parents",
        "fils",
        "boite boites",
        "vite",
        "cours",
        "serie series",
        "papier papiers",
        "livre livres",
        "film films",
        "fument fumeur fumeurs",
        "noyer noyers",
        "pendant",
        "coma comas",
        "secourisme secouriste secouristes",
        "don dons",
        "gare gares",
        "passant passante passants",
        "poule poules",
        "echappement echappements",
        "reclamation reclamations",
        "stationnement stationnements",
    )
    for form in forms.split()
}

Phrase = tuple[str, ...]
Part = Mapping[str, tuple[Phrase, ...]]
"""The phrases of a part of a sign, by their first stem."""

Sign = tuple[Part, ...]
Heard = tuple[str, ...]
Said = list[Heard]
Groups = Mapping[str, Part]
_Written = tuple[tuple[tuple[str, Phrase], ...], Phrase, Phrase]
"""An emergency as the file has it: its groups of words, its signs, its lookalikes."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """The signs of every emergency, by what can begin their first part (`_openings`).

    `roots` has what is heard of the words of the vocabulary, ready made.
    """

    signs: Mapping[str, Mapping[str, tuple[tuple[Sign, int], ...]]]
    unless: tuple[tuple[Sign, ...], ...]
    emergencies: tuple[Emergency, ...]
    speller: Speller
    roots: dict[str, Heard]

    def raised(self, typed: Iterable[str]) -> Emergency | None:
        """Return the emergency that the words of a message show, if any.

        The sign with the most words wins, then the first in the file. All the words
        of a sign stand within `REACH` words of its first one.
        """
        roots = self.roots
        said = [roots.get(word) or self._heard(word) for word in typed]
        everything = {root for heard in said for root in heard}
        shown: dict[int, int] = {}
        for at, sign, rank in self._opened(said):
            if shown.get(rank, 0) >= len(sign) or _lacks(sign, everything):
                continue
            if _holds(sign, said, at):
                shown[rank] = len(sign)
        for rank in sorted(shown, key=lambda rank: (-shown[rank], rank)):
            if not any(_stands(lookalike, said) for lookalike in self.unless[rank]):
                return self.emergencies[rank]
        return None

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
            return (_root(word),)
        joined = "".join(meant)
        near = OSA.distance(word, joined) < 2 or sound(word) == sound(joined)
        return tuple({_root(word), *map(_root, meant if near else ())})


def _root(word: str) -> str:
    """Return a stem that also merges « tombé » with « tombée »."""
    root = _APART.get(word) or stem(word)
    return root[:-1] if word.endswith("ee") and root.endswith("e") else root


def _lacks(sign: Sign, everything: AbstractSet[str]) -> bool:
    """Whether nothing that was said begins one of the parts of a sign."""
    return any(part.keys().isdisjoint(everything) for part in sign)


def _holds(sign: Sign, said: Said, at: int) -> bool:
    """Whether a sign's first part begins at a place and the others stand close by."""
    if not _begins(sign[0], said, at):
        return False
    if len(sign) == 1:
        return True
    near = range(max(0, at - REACH), min(len(said), at + REACH + 1))
    return _each(sign[1:], said, [place for place in near if place != at])


def _stands(sign: Sign, said: Said) -> bool:
    return _each(sign, said, list(range(len(said))))


def _each(sign: Sign, said: Said, places: list[int]) -> bool:
    """Whether each part of a sign begins at a place of its own."""
    for part in sign:
        place = next((at for at in places if _begins(part, said, at)), None)
        if place is None:
            return False
        places.remove(place)
    return True


def _begins(part: Part, said: Said, at: int) -> bool:
    """Whether one of the phrases of a part begins at a place."""
    return any(
        _stands_at(phrase, said, at)
        for heard in said[at]
        if heard in part
        for phrase in part[heard]
    )


def _stands_at(phrase: Phrase, said: Said, at: int) -> bool:
    return len(phrase) == 1 or (
        at + len(phrase) <= len(said)
        and all(root in said[at + step] for step, root in enumerate(phrase))
    )


def build_alarm(base: Base, reader: Reader) -> Alarm:
    """Read the signs of a base's emergencies, misspelt words of the reader apart."""
    written = tuple(
        (tuple(e.words.items()), e.signs, e.unless) for e in base.emergencies
    )
    alarm = _read_signs(written)
    # Words of the town are no slips of those of a sign.
    words = build_speller({}, reader.speller.known)
    known = (*alarm.speller.known, *words.known)
    stems = (*alarm.speller.stems, *words.stems)
    return replace(
        alarm,
        emergencies=base.emergencies,
        speller=replace(alarm.speller, known=known, stems=stems),
        roots=alarm.roots | {word: _alone(word) for word in reader.lexicon},
    )


@lru_cache(maxsize=4)
def _read_signs(written: tuple[_Written, ...]) -> Alarm:
    """Read what the files say of emergencies; towns that say the same share it."""
    words = {name: said for groups, _, _ in written for name, said in groups}
    groups = {name: _filed(map(_phrase, said)) for name, said in words.items()}
    filed: dict[str, dict[str, list[tuple[Sign, int]]]] = {}
    texts = [text for said in words.values() for text in said]
    for rank, (_, signs, _) in enumerate(written):
        texts += signs
        for sign in _signs(signs, groups):
            for first, second in _openings(sign[0]):
                found = filed.setdefault(first, {}).setdefault(second, [])
                found.append((sign, rank))
    heard = [token for text in texts for token in tokens(text)]
    return Alarm(
        signs={
            first: {second: tuple(found) for second, found in opened.items()}
            for first, opened in filed.items()
        },
        unless=tuple(tuple(_signs(unless, groups)) for _, _, unless in written),
        emergencies=(),
        speller=build_speller(dict.fromkeys(heard, 1.0)),
        roots={word: _alone(word) for word in heard},
    )


@lru_cache(maxsize=65536)
def _alone(word: str) -> Heard:
    """Return what is heard of a word that is spelled right."""
    return (_root(word),)


def _signs(texts: Iterable[str], groups: Groups) -> Iterable[Sign]:
    """Read signs, the part with the fewest phrases first: it is looked for first."""
    for text in texts:
        words = text.split()
        full = [word for word in words if word in groups or _counts(word)] or words
        found = [part for part in (_part(word, groups) for word in full) if part]
        if found:
            yield tuple(sorted(found, key=_count))


def _openings(part: Part) -> set[tuple[str, str]]:
    """Return what the phrases of a part begin with: a stem and the next, if any.

    Many phrases begin with « a » or « le »: two stems tell them apart at once.
    """
    phrases = (phrase for found in part.values() for phrase in found)
    return {(phrase[0], "".join(phrase[1:2])) for phrase in phrases}


def _count(part: Part) -> int:
    return sum(map(len, part.values()))


def _counts(word: str) -> bool:
    """Whether a word of a sign carries content, or is written so that it counts."""
    return "|" in word or any(token not in GRAMMATICAL for token in tokens(word))


def _part(text: str, groups: Groups) -> Part:
    """Read one part of a sign: a group, a word, or several of them with `|`."""
    if text in groups:
        return groups[text]
    phrases: list[Phrase] = []
    for choice in text.split("|"):
        if choice in groups:
            phrases += chain.from_iterable(groups[choice].values())
        else:
            phrases.append(_phrase(choice))
    return _filed(phrases)


def _phrase(text: str) -> Phrase:
    return tuple(map(_root, tokens(text.replace("-", " "))))


def _filed(phrases: Iterable[Phrase]) -> Part:
    """File phrases by their first stem, each once."""
    filed: dict[str, tuple[Phrase, ...]] = {}
    for phrase in dict.fromkeys(phrases):
        if phrase:
            filed[phrase[0]] = (*filed.get(phrase[0], ()), phrase)
    return filed

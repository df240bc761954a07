"""Signs: words that stand close by, lookalikes, and the idioms that are not heard.

A sign reads what was typed, before synonyms: `WORD` in capitals is a group of words,
`a|b` is one word or the other and `a-b` are words side by side. After « sauf », a
lookalike or an idiom says what makes it serious: with that in the message, it is none.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain

from servicebot.french.text import stem, tokens
from servicebot.french.words import GRAMMATICAL
from servicebot.understanding.reader import Word

_BUT = " sauf "
_GAP = 1
"""How many words may stand between two parts of an idiom: « cramé (son) embrayage »."""

# Words that the stemmer would merge though they tell a danger from another word.
_APART = {
    form: f"{forms.split()[0]}="
    for forms in (
        "tuer tue tues tuee tuent",
        "couper coupe coupes coupee coupent",
        "violent violente violents violentes",
        "feu feux",
        "fin fins",
        "explosif explosifs explosive explosives",
        "sans",
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


@dataclass(frozen=True, slots=True)
class Unless:
    """What makes a danger a lookalike, `but` when something else is said too."""

    sign: Sign
    but: Sign = ()

    def stands(self, said: Said) -> bool:
        """Whether the lookalike is in a message, and nothing that makes it serious."""
        return stands(self.sign, said) and not (self.but and stands(self.but, said))


@dataclass(frozen=True, slots=True)
class Idiom:
    """Words in a row that show no danger (« brûler un feu »), `but` as in `Unless`."""

    parts: Sign
    but: Sign = ()

    def span(self, said: Said, at: int, amid: int = _GAP) -> range:
        """Return the words of the idiom that begins at a place, none if it is not.

        At most `amid` words stand between two of its parts.
        """
        end = self._end(said, at, amid)
        serious = end and self.but and stands(self.but, said)
        return range(0) if serious else range(at, max(at, end))

    def _end(self, said: Said, at: int, amid: int) -> int:
        """Return where the idiom that begins at a place ends, 0 if none does."""
        end = ends_at(self.parts[0], said, at)
        for part in self.parts[1:]:
            ends = (ends_at(part, said, end + gap) for gap in range(amid + 1))
            end = next(filter(None, ends), 0) if end else 0
        return end


@dataclass(frozen=True, slots=True)
class Openings:
    """Which of many signs may be in a message, by the roots of their first part."""

    by_root: Mapping[str, tuple[int, ...]]

    @staticmethod
    def of(signs: Iterable[Sign]) -> "Openings":
        """File signs by the roots with which their first part begins."""
        filed: dict[str, list[int]] = {}
        for number, sign in enumerate(signs):
            for root in sign[0]:
                filed.setdefault(root, []).append(number)
        return Openings({root: tuple(numbers) for root, numbers in filed.items()})

    def among(self, roots: Iterable[str]) -> list[int]:
        """Return the numbers of the signs that one of some roots begins, in order."""
        return sorted({n for root in roots for n in self.by_root.get(root, ())})


def ends_at(part: Part, said: Said, at: int) -> int:
    """Return where the longest phrase of a part that begins at a place ends, or 0."""
    heard = said[at] if at < len(said) else ()
    found = (
        at + len(phrase)
        for root in heard
        for phrase in part.get(root, ())
        if _stands_at(phrase, said, at)
    )
    return max(found, default=0)


def root_of(word: str) -> str:
    """Return a stem that also merges « tombé » with « tombée »."""
    return _merged(word, _APART.get(word) or stem(word))


def as_heard(word: Word) -> Heard:
    """Return the roots of a word as it was typed, of a known one from its stem."""
    if word.text == word.token:
        return (_merged(word.text, _APART.get(word.text) or word.stem),)
    return tuple(map(root_of, word.text.split()))


def _merged(word: str, root: str) -> str:
    return root[:-1] if word.endswith("ee") and root.endswith("e") else root


def lacks(sign: Sign, everything: AbstractSet[str]) -> bool:
    """Whether one part of a sign has no root among all that is said."""
    return any(part.keys().isdisjoint(everything) for part in sign)


def stands(sign: Sign, said: Said) -> bool:
    """Whether each part of a sign is said, wherever it may be."""
    return all_begin(sign, said, list(range(len(said))))


def all_begin(sign: Sign, said: Said, places: list[int]) -> bool:
    """Whether each part of a sign begins at one of the places, and none at the same."""
    for part in sign:
        place = next((at for at in places if begins(part, said, at)), None)
        if place is None:
            return False
        places.remove(place)
    return True


def begins(part: Part, said: Said, at: int) -> bool:
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


@dataclass(frozen=True, slots=True)
class Parts:
    """Reads the parts of signs, each once: a thousand signs say much alike.

    `groups` are the parts that have a name.
    """

    groups: Groups
    _read: dict[str, Part] = field(default_factory=dict, repr=False)

    def all(self, text: str) -> Sign:
        """Read the parts of a sign as they are written, small words apart."""
        words = text.split()
        full = [word for word in words if word in self.groups or _counts(word)]
        return tuple(part for part in map(self._part, full or words) if part)

    def _part(self, text: str) -> Part:
        """Read one part of a sign: a group, a word, or several of them with `|`."""
        if text in self.groups:
            return self.groups[text]
        if text not in self._read:
            self._read[text] = by_first(chain(*map(self._phrases, text.split("|"))))
        return self._read[text]

    def _phrases(self, choice: str) -> Iterable[Phrase]:
        if choice in self.groups:
            return chain.from_iterable(self.groups[choice].values())
        return (phrase_of(choice),)


def read_unless(texts: Iterable[str], parts: Parts) -> Iterator[Unless]:
    """Read lookalikes, each with what makes it serious: « PASSE sauf recommence »."""
    for text in texts:
        shown, but = _with_but(text, parts)
        for sign in read_signs((shown,), parts):
            yield Unless(sign, but)


def read_idioms(texts: Iterable[str], parts: Parts) -> Iterator[Idiom]:
    """Read idioms, their parts in the order in which they are said."""
    for text in texts:
        shown, but = _with_but(text, parts)
        if found := parts.all(shown):
            yield Idiom(found, but)


def _with_but(text: str, parts: Parts) -> tuple[str, Sign]:
    """Return what stands before « sauf », and the sign behind it, if one does."""
    shown, _, but = text.partition(_BUT)
    return shown, next(read_signs((but,), parts), ())


def read_signs(texts: Iterable[str], parts: Parts) -> Iterator[Sign]:
    """Read signs, the part with the fewest phrases first: it is looked for first."""
    for text in texts:
        found = parts.all(text)
        if found:
            yield tuple(sorted(found, key=_count))


def _count(part: Part) -> int:
    return sum(map(len, part.values()))


def _counts(word: str) -> bool:
    """Whether a word of a sign carries content, or is written so that it counts."""
    return "|" in word or any(token not in GRAMMATICAL for token in tokens(word))


def phrase_of(text: str) -> Phrase:
    """Return the roots of words that stand side by side."""
    return tuple(map(root_of, tokens(text.replace("-", " "))))


def by_first(phrases: Iterable[Phrase]) -> Part:
    """File phrases by their first stem, each once."""
    filed: dict[str, tuple[Phrase, ...]] = {}
    for phrase in dict.fromkeys(phrases):
        if phrase:
            filed[phrase[0]] = (*filed.get(phrase[0], ()), phrase)
    return filed

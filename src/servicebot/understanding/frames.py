"""The frame of a question: the subjects it names, what it asks and counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from servicebot.french.text import tokens
from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.base import Base
from servicebot.understanding.phrases import Found, PhraseIndex, index_phrases
from servicebot.understanding.reader import Read, Utterance, Word
from servicebot.understanding.vocabulary import QUANTITY

GENERIC = frozenset("personn gen mond chos truc foi".split())
"""Stems that « combien de … » may count of anything."""

SPREAD = 0.2
ALONE = 0.7


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question names: phrases found, as spans of the utterance's words.

    `hints` are subjects that alone use a word of the question; `counted` is what
    « combien de … » counts and `stated` what a number in the question counts (stems);
    `elsewhere` is the town of another place, if one is named, `commune` another commune
    of the territory; `dated` are the stems that say a moment.
    """

    subjects: tuple[Found, ...]
    aspects: tuple[Found, ...]
    scopes: tuple[Found, ...]
    hints: tuple[str, ...]
    counted: tuple[str, ...]
    stated: tuple[str, ...]
    elsewhere: str | None
    commune: str | None
    dated: frozenset[str] = frozenset()

    @property
    def asks_quantity(self) -> bool:
        """Whether a number of something is asked."""
        return any(QUANTITY in found.values for found in self.aspects)


@dataclass(frozen=True, slots=True)
class Framer:
    """Finds frames with the names, cues and places of one base."""

    subjects: PhraseIndex
    aspects: PhraseIndex
    scopes: PhraseIndex
    elsewhere: PhraseIndex
    home: PhraseIndex
    at_home: frozenset[str]
    communes: frozenset[str]
    quantities: frozenset[str]
    spread: Mapping[str, frozenset[str]]

    def frame(self, utterance: Utterance, dated: frozenset[str] = frozenset()) -> Frame:
        """Return the frame of an utterance; `dated` are its stems that say a moment."""
        words = utterance.words
        kept = [i for i, word in enumerate(words) if not _is_skipped(word)]
        bare = [words[i].stem for i in kept]
        stems = utterance.stems
        aspects = self.aspects.find(stems)
        counted = _counted(words, aspects, self.quantities)
        subjects = tuple(
            replace(found, weight=self._weight(utterance, found, aspects, counted))
            for found in _affirmed(_on_words(self.subjects.find(bare), kept), words)
        )
        return Frame(
            subjects=subjects,
            aspects=aspects,
            scopes=_affirmed(_on_words(self.scopes.find(bare), kept), words),
            hints=self._hints(utterance),
            counted=counted,
            stated=_stated(words),
            elsewhere=self._elsewhere(words, bare, kept, subjects),
            commune=self._commune(bare),
            dated=dated,
        )

    def _hints(self, utterance: Utterance) -> tuple[str, ...]:
        users = (self.spread.get(word.stem, ()) for word in utterance.content)
        return tuple(
            dict.fromkeys(s for found in users if len(found) == 1 for s in found)
        )

    def _weight(
        self,
        utterance: Utterance,
        found: Found,
        aspects: Sequence[Found],
        counted: tuple[str, ...],
    ) -> float:
        """A name made of words that many other subjects use says little by itself.

        It says more when it is all that the question names, and is not what it counts.
        """
        stems = utterance.stems[found.start : found.end]
        spread = min(len(self.spread.get(stem, ())) for stem in stems)
        weight = 1 / (1 + SPREAD * max(0, spread - len(found.values)))
        taken = {i for f in (found, *aspects) for i in range(f.start, f.end)}
        alone = not set(counted) & set(stems) and all(
            word.function or i in taken for i, word in enumerate(utterance.words)
        )
        return max(weight, ALONE) if alone else weight

    def _commune(self, bare: Sequence[str]) -> str | None:
        """Return another commune of the territory that is named."""
        named = (found.values[0] for found in self.home.find(bare))
        return next((name for name in named if name in self.communes), None)

    def _elsewhere(
        self,
        words: Sequence[Word],
        bare: Sequence[str],
        kept: Sequence[int],
        subjects: Sequence[Found],
    ) -> str | None:
        """Return the town of another place that is named, outside any known name."""
        home = _on_words(self.home.find(bare), kept)
        if any(found.values[0] in self.at_home for found in home):
            return None
        known = (*subjects, *home)
        plain = [i for i, word in enumerate(words) if word.token not in GRAMMATICAL]
        named = self.elsewhere.find([words[i].text for i in plain])
        for found in _on_words(named, plain):
            if not any(f.start <= found.start and found.end <= f.end for f in known):
                return found.values[0]
        return None


def cue_stems(utterance: Utterance, frame: Frame) -> frozenset[str]:
    """Return the stems of the words by which an utterance asks its aspects."""
    return frozenset(
        word.stem
        for found in frame.aspects
        for word in utterance.words[found.start : found.end]
    )


def _is_skipped(word: Word) -> bool:
    return word.function and len(word.token) <= 3


def _on_words(found: Iterable[Found], kept: Sequence[int]) -> tuple[Found, ...]:
    return tuple(Found(kept[f.start], kept[f.end - 1] + 1, f.values) for f in found)


def _affirmed(found: Sequence[Found], words: Sequence[Word]) -> tuple[Found, ...]:
    """Leave out what is said not to be meant (« pas la ville, juste l'agglo »)."""
    kept = [f for f in found if not _is_negated(f, words)]
    return tuple(kept or found)


def _is_negated(found: Found, words: Sequence[Word]) -> bool:
    before = [word.token for word in words[max(0, found.start - 3) : found.start]]
    while before and before[-1] in ("la", "le", "les", "l", "celle", "de", "du"):
        before.pop()
    return (
        bool(before) and before[-1] == "pas" and before[-2:-1] not in (["a"], ["est"])
    )


def _stated(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(
        following.stem
        for word, following in pairwise(words)
        if word.token.isdigit() and not following.function
    )


def _counted(
    words: Sequence[Word], aspects: Sequence[Found], quantities: frozenset[str]
) -> tuple[str, ...]:
    """Return the stem counted: the first content word after « combien (… de) »."""
    cues = {at for found in aspects for at in range(found.start, found.end)}
    others = {
        at
        for found in aspects
        if not quantities.intersection(found.values)
        for at in range(found.start, found.end)
    }
    asked = [
        at
        for at, word in enumerate(words)
        if word.token in ("combien", QUANTITY) and at not in others
    ]
    totals = [f.end - 1 for f in aspects if QUANTITY in f.values]
    for start in dict.fromkeys((*asked, *totals)):
        stem = _counted_after(words, start, cues)
        if stem is not None:
            return () if stem in GENERIC else (stem,)
    return ()


def _counted_after(words: Sequence[Word], start: int, cues: set[int]) -> str | None:
    """Return the first content word after a quantity, if the quantity is of it."""
    follows = words[start].token in ("combien", QUANTITY)
    partitive = False
    for position in range(start + 1, len(words)):
        word = words[position]
        if word.token in ("de", "d", "des"):
            follows = partitive = True
        elif word.token.isdigit():
            continue
        elif not word.function:
            direct = partitive or (follows and position not in cues)
            return word.stem if direct else None
        else:
            follows = partitive = False
    return None


def build_framer(base: Base, read: Read) -> Framer:
    """Index the names, cues and places of a base."""
    home = (base.town.name, base.town.territory, *base.town.home)
    at_home = {_bare(read, name) for name in home}
    town = set(_bare(read, base.town.name))
    return Framer(
        subjects=index_phrases(
            (_bare(read, name), subject.id)
            for subject in base.subjects.values()
            for name in subject.names
            if _bare(read, name) not in at_home
        ),
        aspects=index_phrases(
            (read(cue).stems, aspect_id)
            for aspect_id, aspect in base.aspects.items()
            for cue in aspect.cues
        ),
        scopes=index_phrases(
            (_bare(read, name), operator_id)
            for operator_id, operator in base.town.operators.items()
            for name in (operator.name, *operator.names)
        ),
        elsewhere=_index_elsewhere(base, read),
        home=index_phrases(
            (_bare(read, name), name)
            for name in (*home, *(commune.name for commune in base.communes))
        ),
        at_home=frozenset(name for name in home if town & set(_bare(read, name))),
        communes=frozenset(c.name for c in base.communes) - {base.town.name},
        quantities=frozenset((QUANTITY, *base.aspects[QUANTITY].near))
        if QUANTITY in base.aspects
        else frozenset(),
        spread=_spread(base, read),
    )


def _bare(read: Read, text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in read(text).words if not _is_skipped(word))


def _index_elsewhere(base: Base, read: Read) -> PhraseIndex:
    """Index other towns' names, but those that could be read as ordinary words."""
    known = {
        word.text
        for entry in base.entries.values()
        for text in entry.asks
        for word in read(text).words
    }
    names = (
        (tuple(w for w in tokens(name) if w not in GRAMMATICAL), name)
        for name in base.elsewhere
    )
    return index_phrases((w, name) for w, name in names if not known.issuperset(w))


def _spread(base: Base, read: Read) -> Mapping[str, frozenset[str]]:
    """Return the subjects whose phrasings and sentences use each stem."""
    users: dict[str, set[str]] = {}
    for entry in base.entries.values():
        for text in (*entry.asks, entry.say):
            for word in read(text).content:
                users.setdefault(word.stem, set()).add(entry.subject)
    for subject in base.subjects.values():
        for word in read(subject.name).content if subject.kind == "place" else ():
            users.setdefault(word.stem, set()).add(subject.id)
    return {stem: frozenset(subjects) for stem, subjects in users.items()}

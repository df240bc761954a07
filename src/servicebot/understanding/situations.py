"""What people tell of themselves shows which service they need, though none is named.

« mon fils a deux ans et je reprends le travail » asks for a crèche. It is heard only
where nothing else is sure: no other subject is clearly named, and no aspect is asked
but those that a need asks for itself (« qui s'en occupe », « où je le mets »).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from servicebot.knowledge.base import Base
from servicebot.understanding.candidates import candidate
from servicebot.understanding.decision import Verdict, answering
from servicebot.understanding.frames import CLEAR, Frame
from servicebot.understanding.phrases import Found, places
from servicebot.understanding.ranking import WIDE
from servicebot.understanding.reader import Utterance, Word
from servicebot.understanding.signs import (
    Openings,
    Part,
    Parts,
    Said,
    Sign,
    Unless,
    as_heard,
    by_first,
    ends_at,
    lacks,
    phrase_of,
    read_signs,
    read_unless,
)

REACH = 14
"""How far from its first part the parts of a sign may stand, in words."""

SURE = 0.6
"""How sure an answer is to what somebody tells."""

DOUBTFUL = 0.75
"""Up to which confidence what a situation asks for is the better answer."""

WEIGHT = 2.0
"""What the situation weighs in the score of the entry that it asks for."""

LENT = 0.95
"""The same where only words of the situation name what is answered."""

WHICH = frozenset(("quel", "quelle", "quels", "quelles"))
"""What asks something of a thing: « quel poids », « quelle longueur »."""

NEEDED = frozenset(
    (
        "activites",
        "adresse",
        "description",
        "disponibilite",
        "etapes",
        "gestionnaire",
        "lieu",
        "liste",
        "moyen",
        "public",
        "responsable",
        "signalement",
    )
)
"""Aspects by which somebody asks for what they need, whatever is known of it."""


class _Known(NamedTuple):
    """A sign, what makes it another matter, and the entry it asks for."""

    sign: Sign
    unless: tuple[Unless, ...]
    entry: str


class _Heard(NamedTuple):
    """The words of a message as they are heard, and at which place each was read."""

    said: Said
    origin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Situations:
    """What the signs of a base ask for, those of most parts first.

    `wide` are the entries that hold in every commune of the territory.
    """

    known: tuple[_Known, ...]
    openings: Openings
    wide: frozenset[str]

    def settled(
        self, verdicts: Sequence[Verdict], utterance: Utterance, frame: Frame
    ) -> Verdict | None:
        """Return the verdict on the situation that a message tells of, if on any.

        `verdicts` are those on its questions: none is answered, or one with doubt.
        """
        if not self.known or frame.elsewhere or not _leaves_room(verdicts, frame):
            return None
        heard = _heard(utterance)
        for entry, taken in self._told(heard):
            if self._asks_else(utterance, frame, taken, entry):
                continue
            return _over(verdicts[0], frame, taken, entry)
        return None

    def _told(self, heard: _Heard) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield the entries that a message tells of, and where their signs stand."""
        everything = {root for roots in heard.said for root in roots}
        for number in self.openings.among(everything):
            one = self.known[number]
            if lacks(one.sign, everything):
                continue
            taken = _taken(one.sign, heard)
            if taken and not any(other.stands(heard.said) for other in one.unless):
                yield one.entry, taken

    def _asks_else(
        self, utterance: Utterance, frame: Frame, taken: frozenset[int], entry: str
    ) -> bool:
        """Whether another subject is clearly named, or something precise is asked."""
        own = _subject(entry)
        others = [f for f in frame.subjects if taken.isdisjoint(places((f,)))]
        if any(f.weight >= CLEAR and own not in f.values for f in others):
            return True
        cues = [c for c in frame.cues if not _is_told(c, taken, utterance.words)]
        asked = {aspect for cue in cues for aspect in cue.values}
        if asked - NEEDED or (frame.commune and entry not in self.wide):
            return True
        plain = taken | places(frame.cues)
        return any(
            word.token in WHICH and at not in plain
            for at, word in enumerate(utterance.words)
        )


def _is_told(cue: Found, taken: frozenset[int], words: Sequence[Word]) -> bool:
    """Whether what a cue says is part of the situation (« je gagne le smic »)."""
    spread = places((cue,))
    telling = {at for at in spread if not words[at].function}
    return not taken.isdisjoint(spread) and taken.issuperset(telling)


def _leaves_room(verdicts: Sequence[Verdict], frame: Frame) -> bool:
    """Whether no question of a message is surely answered."""
    if any(verdict.outcome == "social" for verdict in verdicts):
        return False
    if not any(verdict.outcome == "answer" for verdict in verdicts):
        return bool(verdicts)
    if len(verdicts) > 1 or frame.dated:
        return False
    verdict = verdicts[0]
    is_clear = verdict.candidates[0].subject in frame.clear
    return verdict.confidence < LENT and not is_clear


def _over(
    verdict: Verdict, frame: Frame, taken: frozenset[int], entry: str
) -> Verdict | None:
    """Return the verdict on a situation, unless the one there is surer.

    An answer whose subject only the words of the situation name is not.
    """
    if verdict.outcome != "answer":
        return _met(verdict, entry)
    subject = verdict.candidates[0].subject
    named = [f for f in frame.subjects if subject in f.values]
    beside = any(taken.isdisjoint(places((f,))) for f in named)
    bar = LENT if named and not beside else DOUBTFUL
    is_own = subject == _subject(entry)
    return None if verdict.confidence >= bar or is_own else _met(verdict, entry)


def _subject(entry: str) -> str:
    return entry.partition(".")[0]


def _met(verdict: Verdict, entry: str) -> Verdict:
    """Return the verdict on a message that tells of what asks for an entry."""
    found = (c.values for c in verdict.candidates if c.label == entry)
    best = candidate(entry, {**next(found, {}), "situation": WEIGHT})
    return answering(verdict, best, SURE)


def _heard(utterance: Utterance) -> _Heard:
    """Return what is heard of each word as it was typed, slips set right."""
    typed = [
        (root, at) for at, word in enumerate(utterance.words) for root in as_heard(word)
    ]
    said: Said = [(root,) for root, _ in typed]
    return _Heard(said, tuple([at for _, at in typed]))


def _taken(sign: Sign, heard: _Heard) -> frozenset[int] | None:
    """Return where the words of a sign stand, if all its parts stand close by.

    What is said twice is told twice: « un loyer trop cher, un autre moins cher ».
    """
    said = heard.said
    for at in range(len(said)):
        if end := ends_at(sign[0], said, at):
            first = set(range(at, end))
            near = range(max(0, at - REACH), min(len(said), at + REACH + 1))
            if found := _others(sign[1:], said, near, first):
                spans = [range(n, ends_at(p, said, n)) for p in sign for n in near]
                found.update(*spans)
                return frozenset(heard.origin[place] for place in found)
    return None


def _others(
    parts: Sequence[Part], said: Said, near: range, taken: set[int]
) -> set[int] | None:
    """Return the places taken once all parts stand at some of their own, else None."""
    taken = set(taken)
    for part in parts:
        spans = (range(at, ends_at(part, said, at)) for at in near)
        span = next((s for s in spans if s and taken.isdisjoint(s)), None)
        if span is None:
            return None
        taken.update(span)
    return taken


def build_situations(base: Base) -> Situations:
    """Read the situations of a base, those that another base lacks left out."""
    groups = {
        name: by_first(map(phrase_of, said))
        for one in base.situations
        for name, said in one.words.items()
    }
    known = list(_signs(base, Parts(groups)))
    known.sort(key=lambda one: -len(one.sign))
    wide = (key for key, entry in base.entries.items() if entry.scope in (None, WIDE))
    openings = Openings.of(one.sign for one in known)
    return Situations(tuple(known), openings, frozenset(wide))


def _signs(base: Base, parts: Parts) -> Iterator[_Known]:
    for one in base.situations:
        if one.entry in base.entries:
            unless = tuple(read_unless(one.unless, parts))
            for sign in read_signs(one.signs, parts):
                yield _Known(sign, unless, one.entry)

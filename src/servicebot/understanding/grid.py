"""The grid of subjects and aspects: what a question's frame says for every entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from servicebot.knowledge.aspects import (
    DESCRIPTION,
    HOURS,
    PRECISE,
    QUANTITY,
    REASON,
)
from servicebot.understanding.counting import is_any_asked
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.frames import CLEAR, Frame, cue_stems, only_names
from servicebot.understanding.mentions import (
    LENT,
    Lent,
    asked_aspects,
    completed,
    named_subjects,
)
from servicebot.understanding.reader import Utterance
from servicebot.understanding.vocabulary import YEAR

FREE = 0.4
"""What speaks for a free question: no aspect can."""

_OF_ONESELF = frozenset(("je", did) for did in ("peux", "fais", "dois", "vais"))
"""What begins a question of its own (« et sans bouger, je fais mes papiers ? »)."""

NEAR = 0.4


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of the entries of a base, by subject, by aspect and by what they count.

    Evidence is an array with one value an entry, from -1.2 to 1. `reach` has the rows
    of a subject and of its relatives, with their shares of its strength; `numbers` has
    those that tell a number, `alone` is the evidence of each aspect, asked alone.
    """

    size: int
    subjects: Mapping[str, Ints]
    aspects: Mapping[str, Ints]
    near: Mapping[str, tuple[str, ...]]
    relatives: Mapping[str, tuple[tuple[str, float], ...]]
    cells: frozenset[tuple[str, str]]
    figures: Ints
    free: Ints
    units: Mapping[str, Ints]
    counts: Mapping[str, Ints]
    reach: Mapping[str, tuple[Ints, Floats]]
    numbers: Mapping[str, Ints]
    alone: Mapping[str, Floats] = field(default_factory=dict, repr=False)

    def subject(self, utterance: Utterance, frame: Frame, lent: Lent) -> Floats:
        """Return how far each entry's subject is the one spoken of (-0.5 to 1)."""
        named = self._at_places(named_subjects(frame), frame)
        if lent.subject and self.counts_on(utterance, frame, lent.subject):
            named = {lent.subject: 1.0}
        strongest = max(named.values(), default=0.0)
        if strongest < CLEAR:
            strongest = LENT if lent.subject else strongest
            named = completed(named, frame, lent)
        evidence = np.full(self.size, -0.5 * strongest)
        for subject, strength in sorted(named.items(), key=lambda item: item[1]):
            if strength < 0:
                evidence[self.subjects[subject]] = strength
            else:
                rows, shares = self.reach[subject]
                raised = np.maximum(evidence.take(rows), shares * strength)
                evidence[rows] = raised
        return evidence

    def counts_on(self, utterance: Utterance, frame: Frame, subject: str) -> bool:
        """Whether all that is named is counted by an entry of the subject spoken of.

        « avec combien d'agents ? » goes on about what the agents took part in.
        """
        if not frame.counted or frame.scopes:
            return False
        stem = frame.counted[0]
        own, rows = set(self.subjects[subject]), set(self.units.get(stem, ()))
        others = {w.stem for w in utterance.content} - cue_stems(utterance, frame)
        alone = all(utterance.stems[f.start : f.end] == (stem,) for f in frame.subjects)
        return bool(own & rows) and len(others - {stem}) < 2 and alone

    def _at_places(self, named: dict[str, float], frame: Frame) -> dict[str, float]:
        """Add the places hinted at of a sheet named (« la déchèterie, à Anduze »)."""
        if not named or not frame.hints:
            return named
        places = [
            hint
            for hint in frame.hints
            if any(parent in named for parent, _ in self.relatives[hint][1:])
        ]
        return {**named, **dict.fromkeys(places, 1.0)}

    def aspect(self, utterance: Utterance, frame: Frame, lent: Lent) -> Floats:
        """Return how far each entry's aspect is the one asked (-1.2 to 1)."""
        asked = asked_aspects(frame)
        asked = self._doubted(asked, frame) or asked
        asked = asked or self._implied(utterance, frame, lent)
        if asked:
            evidence = self.evidence(asked)
            if frame.dated:
                evidence = evidence.copy()
                self._raise(evidence, self.aspects.get(HOURS), 0.6)
            return evidence
        if told := self._told(utterance, frame):
            evidence = np.full(self.size, -NEAR)
            evidence[told] = 1.0
            return evidence
        named_alone = only_names(utterance, frame)
        taken_up = self._taken_up(utterance, frame, lent)
        if taken_up and named_alone and not frame.dated:
            return self.evidence({taken_up}, alone=True)
        evidence = np.zeros(self.size)
        evidence[self.free] = FREE
        if frame.dated:
            self._raise(evidence, self.aspects.get(HOURS), 0.8)
        elif taken_up:
            self._take_up(evidence, taken_up, frame.named)
        elif frame.subjects:
            self._describe(evidence, alone=named_alone)
        return evidence

    def _describe(self, evidence: Floats, *, alone: bool) -> None:
        """Raise what describes; a name alone asks no number."""
        if alone:
            evidence[self.figures] = -NEAR
        self._raise(evidence, self.aspects.get(DESCRIPTION), 0.9 if alone else 0.3)

    def _take_up(self, evidence: Floats, aspect: str, subjects: Iterable[str]) -> None:
        """Raise the entries of an aspect, or of what is near where none has it."""
        self._raise(evidence, self.aspects.get(aspect), 1.0)
        if not any((subject, aspect) in self.cells for subject in subjects):
            for near in self.near.get(aspect, ()):
                self._raise(evidence, self.aspects.get(near), 0.8)

    def evidence(self, asked: set[str], *, alone: bool = False) -> Floats:
        """Return the evidence of aspects asked, or of one taken up by a name alone."""
        if not alone and len(asked) == 1 and asked <= self.alone.keys():
            return self.alone[next(iter(asked))]
        others, free = (-1.2, -0.1) if alone or PRECISE & asked else (-0.8, FREE)
        if asked == {QUANTITY} and not alone:
            others = -0.4
        evidence = np.full(self.size, others)
        evidence[self.free] = free
        if QUANTITY in asked:
            evidence[self.figures] = 0.5
        for other in {near for aspect in asked for near in self.near.get(aspect, ())}:
            self._raise(evidence, self.aspects.get(other), NEAR)
        for aspect in sorted(asked):
            self._raise(evidence, self.aspects.get(aspect), 1.0)
        return evidence

    def _doubted(self, asked: set[str], frame: Frame) -> set[str]:
        """Return the quantity, if a number of what is counted asks whether it is right.

        « 99 crèches, c'est ça ? » does, and so does « pourquoi 99 crèches ? » where no
        reason is known.
        """
        names = frame.subjects and not frame.crossed
        if not names or self.units.keys().isdisjoint(frame.stated):
            return set()
        is_reason = asked == {REASON} and not self.covers_any(frame.named, REASON)
        return {QUANTITY} if is_reason or not asked else set()

    @staticmethod
    def _implied(utterance: Utterance, frame: Frame, lent: Lent) -> set[str]:
        """Return the aspect that a question without a cue asks all the same.

        Another operator asks the same again (« et à la Ville ? »), and so does another
        day of opening hours (« et dimanche ? »); « vous avez des crèches ? » asks what.
        """
        if len(frame.subjects) == 1 and is_any_asked(utterance.tokens):
            return {DESCRIPTION} if only_names(utterance, frame) else set()
        again = HOURS if frame.dated else lent.aspect
        if frame.elliptic and again and again == lent.aspect:
            return {again}
        return set()

    def _taken_up(self, utterance: Utterance, frame: Frame, lent: Lent) -> str | None:
        """Return the aspect just asked, if a short question takes it up."""
        aspect = lent.aspect
        tells = not _OF_ONESELF.isdisjoint(pairwise(utterance.tokens))
        if aspect is None or tells or len(utterance.content) > 4:
            return None
        return aspect if self.covers_any(frame.named, aspect) else None

    def related(self, subject: str, other: str) -> bool:
        """Return whether a subject is another, or one of its relatives."""
        return any(subject == kin for kin, _ in self.relatives.get(other, ()))

    def _told(self, utterance: Utterance, frame: Frame) -> list[int]:
        """Return the rows whose own number is said beside their subject or unit.

        « le Toboggan, 170 000, c'est ça ? » asks how many swim there. A digit alone
        may be the number of something (« volet 3 »).
        """
        numbers = [n for n in utterance.numbers if len(n) > 1 and n in self.numbers]
        if (
            not numbers
            or set(frame.asked) - {QUANTITY}
            or not frame.dated.isdisjoint(numbers)
        ):
            return []
        named = [self.subjects[subject] for subject in frame.named]
        named += [self.units[stem] for stem in frame.stated if stem in self.units]
        own = {row for rows in named for row in rows.tolist()}
        rows = {row for number in numbers for row in self.numbers[number].tolist()}
        return sorted(own & rows)

    def years(self, utterance: Utterance, frame: Frame) -> frozenset[str]:
        """Return the years said; a number that counts is none (« 1950 agents »)."""
        years = frozenset(filter(YEAR.fullmatch, utterance.numbers))
        counts = frame.stated and not frame.counted
        return years.difference(self.numbers) if counts else years

    def unit(self, utterance: Utterance, frame: Frame) -> Floats:
        """Return whether each entry counts what « combien de … » asks (-1, 0, 1).

        Where nothing is counted, a number that is said speaks for those that tell it.
        """
        if not frame.counted:
            evidence = np.zeros(self.size)
            if told := self._told(utterance, frame):
                evidence[told] = 1.0
            return evidence
        evidence = np.full(self.size, -1.0)
        for stem in frame.counted:
            self._raise(evidence, self.counts.get(stem), 0.0)
            self._raise(evidence, self.units.get(stem), 1.0)
        return evidence

    def covers(self, subject: str, aspect: str) -> bool:
        """Return whether a subject (or a relative) has an entry of an aspect."""
        related = self.relatives.get(subject, ())
        near = () if aspect in PRECISE else self.near.get(aspect, ())
        aspects = (aspect, *near)
        return any((other, a) in self.cells for other, _ in related for a in aspects)

    def covers_any(self, subjects: Iterable[str], aspect: str) -> bool:
        """Return whether one of some subjects has an entry of an aspect."""
        return any(self.covers(subject, aspect) for subject in subjects)

    @staticmethod
    def _raise(evidence: Floats, rows: Ints | None, strength: float) -> None:
        if rows is not None:
            evidence[rows] = np.maximum(evidence[rows], strength)

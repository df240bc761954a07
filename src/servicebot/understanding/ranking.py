"""Every entry's score for one question, as a sum of named parts.

Two signals are one ranking: the examples written under an entry (classifier, nearest
example) and the grid (the subject named, the aspect asked, the unit counted). What the
conversation lends (subject, aspect) is evidence of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from servicebot.french.text import stems
from servicebot.knowledge.aspects import DESCRIPTION, HOURS
from servicebot.knowledge.base import Entry
from servicebot.understanding.candidates import Candidate, candidate
from servicebot.understanding.communes import Territory
from servicebot.understanding.features import Floats, Ints, Weights, best_rows
from servicebot.understanding.frames import Frame, cue_stems
from servicebot.understanding.grid import Grid
from servicebot.understanding.information import Weighed, weigh
from servicebot.understanding.matcher import Matcher, Scores
from servicebot.understanding.mentions import Lent
from servicebot.understanding.operators import LENT_OPERATOR, is_lent, sign_of
from servicebot.understanding.reader import Utterance
from servicebot.understanding.rescuing import ask_by_own_words
from servicebot.understanding.senses import Senses
from servicebot.understanding.strangers import Named, is_strange, names_asked
from servicebot.understanding.vocabulary import NO_DAY, SMALLTALK, EntryWords

SOCIAL_BAR = 0.3
TELLING = 3
"""From how many digits on a number says alone what it is of."""

WIDE = "agglo"
"""The scope of what holds for every commune of the territory."""

WEIGHTS: Mapping[str, float] = {
    "examples": 1.8,
    "nearest": 1.7,
    "meaning": 1.3,
    "subject": 1.2,
    "aspect": 0.9,
    "unit": 0.8,
    "needs": 0.8,
    "scope": 0.4,
    "commune": 2.0,
    "year": 0.7,
    "explained": 2.0,
    "same": 1.5,
    "told": 1.2,
    "dated": 0.6,
    "stranger": 0.8,
}
"""What each part weighs: rounded from a fit on questions by people who had not seen the
phrasings (`benchmarks/weights.py`), but `scope`, `stranger`, and `same` and `told`,
which need a dialogue."""

_PARTS = ("examples", "nearest", "meaning", "subject", "aspect", "unit")
"""The parts that every entry has."""

_ROW_WEIGHTS = np.array([[WEIGHTS[name]] for name in _PARTS[2:]])


class _Asked(NamedTuple):
    """One question, with what is computed of it once for all entries."""

    utterance: Utterance
    frame: Frame
    lent: Lent
    stems: frozenset[str]
    cues: frozenset[str]
    commune: frozenset[str]
    years: frozenset[str]
    weighed: Weighed
    names: tuple[Named, ...]

    def rescues(self, words: EntryWords) -> bool:
        """Whether an entry's own words ask the aspect asked."""
        return ask_by_own_words(self.utterance, self.frame, self.cues, words.own)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the entries of one base; build it with `indexing.build_ranker`."""

    entries: tuple[Entry, ...]
    matcher: Matcher
    columns: Ints
    other_columns: Ints
    grid: Grid
    senses: Senses | None
    words: Mapping[str, EntryWords] = field(repr=False)
    territory: Territory

    def rank(
        self, utterance: Utterance, frame: Frame, lent: Lent
    ) -> tuple[Candidate, ...]:
        """Return the best candidates, best first."""
        asked = self._asked(utterance, frame, lent)
        sense = self.senses.meaning.vector(utterance.spelled) if self.senses else None
        scores = self.matcher.score(utterance.tokens, sense)
        linear = (scores.linear + 1.0) * (WEIGHTS["examples"] / 2)
        parts = np.array(
            [
                linear.take(self.columns),
                self._meaning(sense),
                self.grid.subject(utterance, frame, lent),
                self.grid.aspect(utterance, frame, lent),
                self.grid.unit(utterance, frame),
            ]
        )
        parts[1:] *= _ROW_WEIGHTS
        own = lent.subject if frame.elliptic else None
        best = best_rows(parts.sum(axis=0), self.grid.reach[own][0] if own else None)
        examples, *others = parts.take(best, axis=1).tolist()
        cosines = self.matcher.nearest(scores, self.columns.take(best).tolist())
        nearest = [WEIGHTS["nearest"] * cosine for cosine in cosines]
        found = [
            self._candidate(row, dict(zip(_PARTS, values, strict=True)), asked)
            for row, *values in zip(
                best.tolist(), examples, nearest, *others, strict=True
            )
        ]
        found += self._others(scores, linear)
        return tuple(sorted(found, key=lambda c: (-c.score, c.label)))

    def _candidate(
        self, row: int, values: dict[str, float], asked: _Asked
    ) -> Candidate:
        entry = self.entries[row]
        return candidate(
            entry.id, values | self._details(entry, asked, values["aspect"])
        )

    def _asked(self, utterance: Utterance, frame: Frame, lent: Lent) -> _Asked:
        return _Asked(
            utterance=utterance,
            frame=frame,
            lent=lent,
            stems=frozenset(utterance.stems),
            cues=cue_stems(utterance, frame),
            commune=frozenset(stems(frame.commune) if frame.commune else ()),
            years=self.grid.years(utterance, frame),
            weighed=weigh(utterance, self.matcher),
            names=names_asked(utterance, frame, self.territory.names),
        )

    def _meaning(self, sense: Weights | None) -> Floats:
        """Return how near in meaning each entry's nearest phrasing is (0 to 1)."""
        if self.senses is None or sense is None:
            return np.zeros(len(self.entries))
        return self.senses.nearest(sense)

    def _others(self, scores: Scores, linear: Floats) -> list[Candidate]:
        """Return the small talk that the classifier thinks of, beside the negatives."""
        bar = SOCIAL_BAR * WEIGHTS["examples"]
        columns = self.other_columns[linear.take(self.other_columns) > bar].tolist()
        labels = [self.matcher.labels[column] for column in columns]
        if not any(label.startswith(SMALLTALK) for label in labels):
            return []
        nearest = self.matcher.nearest(scores, columns)
        return [
            candidate(
                label,
                {
                    "examples": float(linear[column]),
                    "nearest": WEIGHTS["nearest"] * cosine,
                },
            )
            for label, column, cosine in zip(labels, columns, nearest, strict=True)
        ]

    def _details(self, entry: Entry, asked: _Asked, aspect: float) -> dict[str, float]:
        words, frame = self.words[entry.id], asked.frame
        parts: dict[str, float] = {}
        if frame.stated and frame.subjects and words.units.intersection(frame.stated):
            parts["stated"] = WEIGHTS["unit"]
            parts["cue"] = max(0.0, -aspect)
        elif aspect < 0 and asked.rescues(words) and not self._tells(entry, frame):
            parts["cue"] = -aspect
        apart = entry.id in self.territory.of_one_operator
        is_told = apart and is_lent(entry, frame, asked.lent.operator)
        if words.needs and not is_told and not self._has_needs(entry, words, asked):
            parts["needs"] = -WEIGHTS["needs"]
        if asked.lent.entry:
            parts.update(self._again(entry, words, asked))
        if is_strange(asked.names, entry.aspect, words.all):
            parts["stranger"] = -WEIGHTS["stranger"]
        parts.update(_of_moment(entry, words, asked))
        if frame.commune:
            everywhere = (
                entry.scope is None and entry.subject not in self.territory.municipal
            )
            holds = everywhere or asked.commune <= words.own
            parts["commune"] = _of_commune(entry, words, asked, holds=holds)
        if sign := LENT_OPERATOR if is_told else sign_of(entry, frame):
            parts["scope"] = sign * WEIGHTS["scope"]
        besides = frame.dated | asked.commune if entry.by_commune else frame.dated
        share = asked.weighed.share(words.all, besides)
        parts["explained"] = WEIGHTS["explained"] * share
        return parts

    def _tells(self, entry: Entry, frame: Frame) -> bool:
        """Whether a description stands beside an entry of the aspect asked."""
        asked = {(entry.subject, aspect) for aspect in frame.asked}
        return entry.aspect == DESCRIPTION and not asked.isdisjoint(self.grid.cells)

    def _again(
        self, entry: Entry, words: EntryWords, asked: _Asked
    ) -> dict[str, float]:
        """Return what speaks for the last answer again, or for another of its subject.

        A follow-up that asks an aspect of its own (« et elles sont combien ? ») asks
        the entry of that aspect where the subject has one; one that counts asks the
        entry whose number was told along.
        """
        if asked.lent.entry != entry.id:
            return {"told": WEIGHTS["told"]} if self._was_told(entry, asked) else {}
        if _repeats(words, asked):
            return {"same": WEIGHTS["same"]}
        other = asked.frame.first_asked
        if asked.frame.subjects or other is None or other == entry.aspect:
            return {}
        short = asked.weighed.stems <= asked.cues
        moves_on = short and (entry.subject, other) in self.grid.cells
        return {"same": -WEIGHTS["same"]} if moves_on else {}

    def _was_told(self, entry: Entry, asked: _Asked) -> bool:
        """Whether a follow-up counts something whose number was just told along.

        « 4 réunions ont réuni 300 personnes » — « combien de personnes, en tout ? »
        """
        frame, before = asked.frame, self.words.get(asked.lent.entry or "")
        if before is None or frame.clear or not (frame.counted or frame.aspects):
            return False
        is_own = entry.subject == asked.lent.subject and entry.number is not None
        is_other = before.units.isdisjoint(frame.counted)
        return is_own and is_other and str(entry.number) in before.told

    def _has_needs(self, entry: Entry, words: EntryWords, asked: _Asked) -> bool:
        """Whether a word that an entry needs is said, now or in the last answer.

        The number that it tells is one, if it is large (« 79 000 m², c'est quoi ? »).
        """
        number = str(entry.number)
        if len(number) >= TELLING and number in asked.utterance.numbers:
            return True
        before = self.words.get(asked.lent.entry or "")
        is_own = not entry.scope or entry.subject == asked.lent.subject
        said = asked.stems | before.own if before and is_own else asked.stems
        return any(needed <= said for needed in words.needs)


def _of_moment(entry: Entry, words: EntryWords, asked: _Asked) -> dict[str, float]:
    """Return what a year, or a moment that an entry does not speak of, says of it."""
    parts: dict[str, float] = {}
    if words.years and asked.years:
        sign = 1.0 if asked.years & words.years else -1.0
        parts["year"] = sign * WEIGHTS["year"]
    dated, is_asked = asked.frame.dated - NO_DAY, bool(asked.frame.aspects)
    if dated and not is_asked and entry.aspect != HOURS and words.own.isdisjoint(dated):
        parts["dated"] = -WEIGHTS["dated"]
    return parts


def _of_commune(
    entry: Entry, words: EntryWords, asked: _Asked, *, holds: bool
) -> float:
    """Return what speaks for an entry when another commune of the territory is named.

    What is said of the whole territory `holds` there too, unless the name of the
    commune is all that a follow-up says (« et à Anduze ? »). What the town does itself
    does not (« la mairie de Salindres »).
    """
    frame = asked.frame
    if frame.commune in entry.by_commune:
        is_meant = asked.lent.entry == entry.id or entry.subject in frame.named
        is_meant = is_meant or _asks_belonging(words, asked)
        return WEIGHTS["commune"] if is_meant else 0.0
    wide = entry.scope == WIDE and not frame.elliptic
    return 0.0 if holds or wide else -WEIGHTS["scope"]


def _asks_belonging(words: EntryWords, asked: _Asked) -> bool:
    """Whether only a commune and the territory are named (« X est dans l'agglo ? »)."""
    frame = asked.frame
    if frame.subjects or frame.counted:
        return False
    is_wide = any(WIDE in found.values for found in frame.scopes)
    return is_wide and asked.weighed.stems <= words.all


def _repeats(words: EntryWords, asked: _Asked) -> bool:
    """Whether a question only takes up words of the last answer (« par an ? »)."""
    frame, said = asked.frame, asked.weighed.stems
    return bool(said) and said <= words.own and not (frame.aspects or frame.subjects)

"""Every entry's score for one question, as a sum of named parts.

Two signals are one ranking: the examples written under an entry (classifier, nearest
example) and the grid (the subject named, the aspect asked, the unit counted). What the
conversation lends (subject, aspect) is evidence of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.frames import QUANTITY, Frame
from servicebot.understanding.matcher import Matcher
from servicebot.understanding.reader import Reader, Utterance
from servicebot.understanding.vocabulary import EntryWords, entry_words

SHORT_LIST = 8
WEIGHTS: Mapping[str, float] = {
    "examples": 1.2,
    "nearest": 1.4,
    "subject": 1.3,
    "aspect": 1.0,
    "unit": 0.8,
    "needs": 0.8,
    "scope": 0.4,
    "explained": 0.8,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a score."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry (or small talk) with its score and where the score comes from."""

    label: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The sum of the parts."""
        return sum(part.value for part in self.parts)

    @property
    def is_entry(self) -> bool:
        """Whether this is an entry of the base, not small talk nor a negative."""
        return ":" not in self.label

    def part(self, name: str) -> float:
        """Return one part's value, 0 when it is absent."""
        return sum(part.value for part in self.parts if part.name == name)


@dataclass(frozen=True, slots=True)
class Lent:
    """What the conversation lends to a question that leaves it out."""

    subject: str | None = None
    aspect: str | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks the entries of one base; build it with `build_ranker`."""

    entries: tuple[Entry, ...]
    others: tuple[str, ...]
    reader: Reader
    matcher: Matcher
    columns: Ints
    other_columns: Ints
    subjects: Mapping[str, Ints]
    aspects: Mapping[str, Ints]
    near: Mapping[str, Mapping[str, float]]
    parents: Mapping[str, str]
    figures: Ints
    words: Mapping[str, EntryWords] = field(repr=False)

    def rank(
        self, utterance: Utterance, frame: Frame, lent: Lent
    ) -> tuple[Candidate, ...]:
        """Return the best candidates, best first."""
        scores = self.matcher.score(utterance.tokens)
        linear = (scores.linear + 1) / 2 * WEIGHTS["examples"]
        subject = self._subject_evidence(frame, lent) * WEIGHTS["subject"]
        aspect = self._aspect_evidence(utterance, frame, lent) * WEIGHTS["aspect"]
        total = linear[self.columns] + subject + aspect
        best = np.argsort(-total, kind="stable")[:SHORT_LIST]
        found = []
        for row in best.tolist():
            entry = self.entries[row]
            column = int(self.columns[row])
            parts = [
                Part("examples", float(linear[column])),
                Part(
                    "nearest",
                    WEIGHTS["nearest"] * self.matcher.nearest(scores, column),
                ),
                Part("subject", float(subject[row])),
                Part("aspect", float(aspect[row])),
                *self._details(entry, utterance, frame, lent),
            ]
            found.append(Candidate(entry.id, tuple(parts)))
        for column in self.other_columns.tolist():
            if linear[column] > 0.3 * WEIGHTS["examples"]:
                nearest = self.matcher.nearest(scores, column)
                found.append(
                    Candidate(
                        self.matcher.labels[column],
                        (
                            Part("examples", float(linear[column])),
                            Part("nearest", WEIGHTS["nearest"] * nearest),
                        ),
                    )
                )
        return tuple(sorted(found, key=lambda c: (-c.score, c.label)))

    def _subject_evidence(self, frame: Frame, lent: Lent) -> Floats:
        evidence = np.zeros(len(self.entries))
        named: dict[str, float] = {}
        for mention in frame.subjects:
            strength = 1.0 if len(mention.values) == 1 else 0.85
            for subject in mention.values:
                named[subject] = max(named.get(subject, 0.0), strength)
        if not named and lent.subject:
            named[lent.subject] = 0.75
        for subject, strength in named.items():
            rows = self.subjects[subject]
            evidence[rows] = np.maximum(evidence[rows], strength)
            for place, parent in self.parents.items():
                other = place if parent == subject else parent if place == subject else None
                if other is not None:
                    rows = self.subjects[other]
                    evidence[rows] = np.maximum(evidence[rows], 0.7 * strength)
        return evidence

    def _aspect_evidence(
        self, utterance: Utterance, frame: Frame, lent: Lent
    ) -> Floats:
        evidence = np.zeros(len(self.entries))
        asked = {aspect for found in frame.aspects for aspect in found.values}
        if asked:
            evidence -= 0.4
            for aspect in asked:
                for other, strength in self.near.get(aspect, {}).items():
                    rows = self.aspects.get(other)
                    if rows is not None:
                        evidence[rows] = np.maximum(evidence[rows], strength)
            if QUANTITY in asked:
                evidence[self.figures] = np.maximum(evidence[self.figures], 0.5)
            for aspect in asked:
                rows = self.aspects.get(aspect)
                if rows is not None:
                    evidence[rows] = 1.0
        elif frame.subjects and lent.aspect and len(utterance.content) <= 4:
            rows = self.aspects.get(lent.aspect)
            if rows is not None:
                evidence[rows] = 0.7
        elif frame.subjects:
            rows = self.aspects.get("description")
            if rows is not None:
                evidence[rows] = 0.3
        return evidence

    def _details(
        self, entry: Entry, utterance: Utterance, frame: Frame, lent: Lent
    ) -> list[Part]:
        words = self.words[entry.id]
        parts = []
        if frame.counted:
            if words.units.intersection(frame.counted):
                parts.append(Part("unit", WEIGHTS["unit"]))
            elif not words.all.intersection(frame.counted):
                parts.append(Part("unit", -WEIGHTS["unit"]))
        if words.needs and not words.needs.intersection(utterance.stems):
            if lent.entry != entry.id:
                parts.append(Part("needs", -WEIGHTS["needs"]))
        if entry.scope and frame.scopes:
            asked = {scope for found in frame.scopes for scope in found.values}
            sign = 1.0 if entry.scope in asked else -1.0
            parts.append(Part("scope", sign * WEIGHTS["scope"]))
        share = explained_share(utterance, words.all, self.matcher)
        parts.append(Part("explained", WEIGHTS["explained"] * share))
        return parts


def word_weight(stem: str, known: bool, matcher: Matcher) -> float:
    """Return the information of a word: its IDF, the highest when it is unknown."""
    column = matcher.space.stem_columns.get(stem)
    if column is not None:
        return float(matcher.space.stem_idf[column])
    highest = float(matcher.space.stem_idf.max())
    return highest if not known else 0.7 * highest


def explained_share(
    utterance: Utterance, vocabulary: frozenset[str], matcher: Matcher
) -> float:
    """Return the share of the content words' information that a vocabulary explains."""
    total = explained = 0.0
    for word in utterance.content:
        weight = word_weight(word.stem, word.known, matcher)
        total += weight
        if word.stem in vocabulary:
            explained += weight
    return explained / total if total else 0.0


def build_ranker(base: Base, reader: Reader, matcher: Matcher) -> Ranker:
    """Prepare the rows of a base's entries for ranking."""
    entries = tuple(sorted(base.entries.values(), key=lambda entry: entry.id))
    column = {label: index for index, label in enumerate(matcher.labels)}
    others = tuple(label for label in matcher.labels if label not in base.entries)
    subjects = {
        subject: np.array([r for r, e in enumerate(entries) if e.subject == subject], int)
        for subject in base.subjects
    }
    aspects = {
        aspect: np.array([r for r, e in enumerate(entries) if e.aspect == aspect], int)
        for aspect in {entry.aspect for entry in entries}
    }
    figures = [
        row
        for row, entry in enumerate(entries)
        if entry.kind == "figure" and entry.value and entry.value.isdigit()
    ]
    return Ranker(
        entries=entries,
        others=others,
        reader=reader,
        matcher=matcher,
        columns=np.array([column[entry.id] for entry in entries], int),
        other_columns=np.array([column[label] for label in others], int),
        subjects=subjects,
        aspects=aspects,
        near={
            aspect_id: {other: 0.6 for other in aspect.near}
            for aspect_id, aspect in base.aspects.items()
        },
        parents={s.id: s.parent for s in base.subjects.values() if s.parent},
        figures=np.array(figures, int),
        words=entry_words(base, reader),
    )

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
from servicebot.understanding.reader import Read, Utterance
from servicebot.understanding.vocabulary import EntryWords, entry_words

SHORT_LIST = 8
HOURS = "horaires"
LENT = 0.75
HINT = 0.5
NEAR = 0.4
CLEAR = 0.6
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
    matcher: Matcher
    columns: Ints
    other_columns: Ints
    subjects: Mapping[str, Ints]
    aspects: Mapping[str, Ints]
    near: Mapping[str, tuple[str, ...]]
    relatives: Mapping[str, tuple[tuple[str, float], ...]]
    figures: Ints
    free: Ints
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
                *self._details(entry, utterance, frame, lent, float(aspect[row])),
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
        """Return, for each entry, how far its subject is the one spoken of (-0.5 to 1)."""
        named: dict[str, float] = {}
        for mention in frame.subjects:
            strength = mention.weight if len(mention.values) == 1 else 0.85 * mention.weight
            for subject in mention.values:
                named[subject] = max(named.get(subject, 0.0), strength)
        strongest = max(named.values(), default=0.0)
        if strongest < CLEAR:
            for subject in frame.hints:
                named.setdefault(subject, HINT)
            if lent.subject:
                named = dict.fromkeys(named, 0.0)
                named[lent.subject] = strongest = LENT
        evidence = np.full(len(self.entries), -0.5 * strongest)
        for subject, strength in named.items():
            for other, share in self.relatives[subject]:
                rows = self.subjects[other]
                evidence[rows] = np.maximum(evidence[rows], share * strength)
        return evidence

    def _aspect_evidence(
        self, utterance: Utterance, frame: Frame, lent: Lent
    ) -> Floats:
        """Return, for each entry, how far its aspect is the one asked (-0.8 to 1)."""
        asked = {aspect for found in frame.aspects for aspect in found.values}
        if asked:
            evidence = self._asked_evidence(asked)
            return self._when(evidence, 0.6) if frame.dated else evidence
        evidence = np.zeros(len(self.entries))
        if frame.dated:
            return self._when(evidence, 0.8)
        if frame.subjects and lent.aspect and len(utterance.content) <= 4:
            rows = self.aspects.get(lent.aspect)
            if rows is not None:
                evidence[rows] = 0.7
        elif frame.subjects:
            rows = self.aspects.get("description")
            if rows is not None:
                evidence[rows] = 0.3
        return evidence

    def _when(self, evidence: Floats, strength: float) -> Floats:
        """A moment asks for opening hours where nothing else is clear."""
        rows = self.aspects.get(HOURS)
        if rows is not None:
            evidence[rows] = np.maximum(evidence[rows], strength)
        return evidence

    def _asked_evidence(self, asked: set[str]) -> Floats:
        evidence = np.full(len(self.entries), -0.4 if asked == {QUANTITY} else -0.8)
        evidence[self.free] = -0.1
        if QUANTITY in asked:
            evidence[self.figures] = 0.5
        for aspect in sorted(asked):
            for other in self.near.get(aspect, ()):
                rows = self.aspects.get(other)
                if rows is not None:
                    evidence[rows] = np.maximum(evidence[rows], NEAR)
        for aspect in sorted(asked):
            rows = self.aspects.get(aspect)
            if rows is not None:
                evidence[rows] = 1.0
        return evidence

    def _explains_cues(
        self, words: EntryWords, utterance: Utterance, frame: Frame
    ) -> bool:
        """Whether the words that seem to ask another aspect are the entry's own."""
        asked = {
            word.stem
            for found in frame.aspects
            for word in utterance.words[found.start : found.end]
        }
        return asked <= words.own

    def _details(
        self,
        entry: Entry,
        utterance: Utterance,
        frame: Frame,
        lent: Lent,
        aspect: float,
    ) -> list[Part]:
        words = self.words[entry.id]
        parts = []
        if frame.counted:
            counts = words.counted if entry.kind == "figure" else words.own
            if words.units.intersection(frame.counted):
                parts.append(Part("unit", WEIGHTS["unit"]))
            elif not counts.intersection(frame.counted):
                parts.append(Part("unit", -WEIGHTS["unit"]))
        if words.units.intersection(frame.stated) and frame.subjects:
            parts.append(Part("stated", WEIGHTS["unit"]))
            parts.append(Part("cue", max(0.0, -aspect)))
        elif aspect < 0 and self._explains_cues(words, utterance, frame):
            parts.append(Part("cue", -aspect))
        if words.needs and not words.needs.intersection(utterance.stems):
            before = self.words.get(lent.entry or "")
            if before is None or not words.needs & before.own:
                parts.append(Part("needs", -WEIGHTS["needs"]))
        if lent.entry == entry.id and not frame.aspects and not frame.subjects:
            said = {word.stem for word in utterance.content}
            if said and said <= words.own:
                parts.append(Part("same", 1.5))
        if entry.scope and frame.scopes:
            asked = {scope for found in frame.scopes for scope in found.values}
            sign = 1.0 if entry.scope in asked else -1.0
            parts.append(Part("scope", sign * WEIGHTS["scope"]))
        share = explained_share(utterance, words.all | frame.dated, self.matcher)
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
    return explained / total if total else 1.0


def build_ranker(base: Base, read: Read, matcher: Matcher) -> Ranker:
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
        if entry.kind == "figure" and entry.number is not None
    ]
    return Ranker(
        entries=entries,
        others=others,
        matcher=matcher,
        columns=np.array([column[entry.id] for entry in entries], int),
        other_columns=np.array([column[label] for label in others], int),
        subjects=subjects,
        aspects=aspects,
        near={key: tuple(aspect.near) for key, aspect in base.aspects.items()},
        relatives=_relatives(base),
        figures=np.array(figures, int),
        free=np.array([r for r, e in enumerate(entries) if not e.aspect], int),
        words=entry_words(base, read),
    )


def _relatives(base: Base) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return, for each subject, those that it also speaks of: its places, its sheet."""
    found = {}
    for subject in base.subjects.values():
        others = [(o.id, 0.7) for o in base.subjects.values() if o.parent == subject.id]
        if subject.parent:
            others.append((subject.parent, 0.7))
        found[subject.id] = ((subject.id, 1.0), *others)
    return found

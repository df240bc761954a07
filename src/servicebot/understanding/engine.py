"""The understanding of one town: everything that judging a question needs."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from servicebot.french.moments import Moment, find_moments
from servicebot.knowledge.base import Base
from servicebot.understanding.acts import Acts, build_acts
from servicebot.understanding.cache import (
    Stored,
    has_trained,
    load_trained,
    store_trained,
)
from servicebot.understanding.calibration import calibrate
from servicebot.understanding.confidence import Rules
from servicebot.understanding.decision import Verdict, decide, ordered, taught
from servicebot.understanding.emergencies import Alarm, build_alarm
from servicebot.understanding.features import Floats, Weights
from servicebot.understanding.frames import Frame, Framer
from servicebot.understanding.indexing import build_framer, build_ranker
from servicebot.understanding.information import word_weight
from servicebot.understanding.matcher import Corpus, prepare
from servicebot.understanding.meaning import Loader, Meaning, Vector, load_meaning
from servicebot.understanding.mentions import Lent
from servicebot.understanding.operators import Operators, build_operators
from servicebot.understanding.orders import Orders, build_orders
from servicebot.understanding.ranking import Ranker
from servicebot.understanding.reader import (
    Corrections,
    Read,
    Reader,
    Utterance,
    build_reader,
)
from servicebot.understanding.sayings import sayings_of
from servicebot.understanding.senses import arrange, vectors_of
from servicebot.understanding.situations import Situations, build_situations
from servicebot.understanding.start import Start, fits, parts_from, support_of
from servicebot.understanding.surveys import Surveys, build_surveys
from servicebot.understanding.vocabulary import examples, known_texts


@dataclass(frozen=True, slots=True)
class Framed:
    """One question as it was read, with what it names and when."""

    utterance: Utterance
    frame: Frame
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Judged(Framed):
    """One question as it was read, framed and decided."""

    verdict: Verdict

    @property
    def moment(self) -> Moment | None:
        """The first moment that the question says."""
        return self.moments[0] if self.moments else None


@dataclass(frozen=True, slots=True)
class Engine:
    """Reads, frames, ranks and decides for one base; build it with `build_engine`."""

    base: Base
    reader: Reader
    framer: Framer
    ranker: Ranker
    alarm: Alarm
    acts: Acts
    surveys: Surveys
    orders: Orders
    situations: Situations
    operators: Operators
    rules: Rules
    start: Start
    learned: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def frame(self, text: str, now: datetime, met: Corrections | None = None) -> Framed:
        """Read one question, or a part of one, and find what it names and when.

        `met` is what the words of the message were corrected to, as in `Reader.read`.
        """
        utterance = self.reader.read(text, met)
        moments = find_moments(text, now, self.base.calendar)
        said = {s for m in moments for s in self.reader.read(m.text, met).stems}
        return Framed(utterance, self.framer.frame(utterance, frozenset(said)), moments)

    def content(self, text: str) -> frozenset[str]:
        """Return the stems of a text that say something, as its words are meant."""
        matcher = self.ranker.matcher
        return frozenset(
            word.stem
            for word in self.reader.read(text).words
            if not word.function and word_weight(word.stem, word.known, matcher)
        )

    def judge(self, framed: Framed, lent: Lent) -> Judged:
        """Judge one question with what the conversation lends it."""
        utterance, frame = framed.utterance, framed.frame
        candidates = self.ranker.rank(utterance, frame, lent)
        verdict = decide(utterance, frame, candidates, lent, self.rules)
        if order := self.orders.find(utterance):
            verdict = ordered(verdict, order)
        entry = self.learned.get(utterance.tokens)
        if entry is not None and (lent.subject is None or not frame.elliptic):
            verdict = taught(verdict, entry)
        return Judged(utterance, frame, framed.moments, verdict)


@dataclass(frozen=True, slots=True)
class _Trained:
    """The part of an engine that training gives."""

    reader: Reader
    framer: Framer
    ranker: Ranker


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the texts of a base are read, and by which table what they mean is known."""

    reader: Reader
    read: Read
    meaning: Meaning | None


def build_engine(
    base: Base,
    cache: Path | None = None,
    start: Callable[[], Start] | None = None,
    *,
    is_trial: bool = False,
    meanings: Loader = load_meaning,
) -> Engine:
    """Train the understanding of a base, or read it from the cache folder.

    `start` gives what the training begins from, where the base differs little from one
    that was trained. What a trial gives is not kept: it would drive out what serves.
    """
    reading = _reading_of(base, meanings)
    reader, read = reading.reader, reading.read
    stored = _trained(base, cache, reading, start, is_trial=is_trial)
    senses = arrange(base, reading.meaning, stored.senses)
    ranker = build_ranker(base, read, stored.sayings, stored.matcher, senses)
    return Engine(
        base=base,
        reader=reader,
        framer=build_framer(base, read, stored.sayings),
        ranker=ranker,
        alarm=build_alarm(base, reader),
        acts=build_acts(base, read),
        surveys=build_surveys(base, read),
        orders=build_orders(base),
        situations=build_situations(base),
        operators=build_operators(base),
        rules=Rules(
            calibration=stored.start.calibration,
            grid=ranker.grid,
            unanswered=frozenset(k for k, a in base.aspects.items() if not a.answered),
        ),
        start=stored.start,
        learned={read(one.text).tokens: one.entry for one in base.learned},
    )


def is_trained(base: Base, cache: Path) -> bool:
    """Whether the cache folder has the training of a base."""
    return has_trained(cache, content_of(base, load_meaning()))


def content_of(base: Base, meaning: Meaning | None) -> str:
    """Return what tells the content of a training: the base and the meanings."""
    return f"{base.fingerprint}|{meaning.fingerprint if meaning else None}"


def reader_of(base: Base) -> Reader:
    """Build the reader of a base."""
    return build_reader(
        known_texts(base),
        base.synonyms,
        base.abbreviations,
        base.function_words,
        guarded=base.elsewhere,
    )


def _reading_of(base: Base, meanings: Loader) -> _Reading:
    reader = reader_of(base)
    return _Reading(reader, functools.cache(reader.read), meanings())


def _trained(
    base: Base,
    cache: Path | None,
    reading: _Reading,
    start: Callable[[], Start] | None = None,
    *,
    is_trial: bool = False,
) -> Stored:
    """Return what training gives, from the cache folder where it is kept."""
    content = content_of(base, reading.meaning)
    stored = load_trained(cache, content)
    if stored is not None:
        return stored
    stored = _train(base, reading, start() if start else None)
    if is_trial:
        return stored
    store_trained(cache, content, stored)
    return load_trained(cache, content) or stored


def _train(base: Base, reading: _Reading, start: Start | None) -> Stored:
    """Train the matcher of a base; calibrate its decision, unless that stands."""
    read, meaning = reading.read, reading.meaning
    corpus = prepare(examples(base, read), meaning.vector if meaning else None)
    parts = corpus.solve(parts_from(start.support, corpus) if start else None)
    taught = zip((e.spelled for e in corpus.examples), corpus.senses, strict=True)
    known = dict(taught)

    def vector(spelled: tuple[str, ...]) -> Weights:
        """Return the meaning of a text, not computed again where it is an example."""
        found = known.get(spelled)
        if found is None and meaning is not None:
            found = meaning.vector(spelled)
        return np.zeros(0, np.float32) if found is None else found

    if start is not None and fits(start.support, corpus):
        calibration = start.calibration
    else:
        trained_on = _held_out_trainer(reading, (corpus, parts), vector)
        calibration = calibrate(base, trained_on)
    return Stored(
        matcher=corpus.train(parts),
        start=Start(calibration, support_of(corpus, parts)),
        senses=vectors_of(base, read, vector),
        sayings=sayings_of(base, read),
    )


def _held_out_trainer(
    reading: _Reading,
    solved: tuple[Corpus, Floats],
    vector: Vector,
) -> Callable[[Base], _Trained]:
    """Return what trains on a base that lacks phrasings, with the same features."""
    corpus, parts = solved

    def trained_on(unseen: Base) -> _Trained:
        """Train on a base that lacks some phrasings."""
        fewer = reader_of(unseen)
        again = functools.cache(sharing(fewer, reading.reader, reading.read))
        seen = frozenset(examples(unseen, again))
        matcher = corpus.train_on(seen, parts, unseen.entries.keys())
        senses = arrange(unseen, reading.meaning, vectors_of(unseen, again, vector))
        sayings = sayings_of(unseen, again)
        ranker = build_ranker(unseen, again, sayings, matcher, senses)
        return _Trained(fewer, build_framer(unseen, again, sayings), ranker)

    return trained_on


def start_of(
    base: Base, cache: Path | None = None, meanings: Loader = load_meaning
) -> Start:
    """Return what training a base that differs little from this one begins from."""
    return _trained(base, cache, _reading_of(base, meanings)).start


def sharing(fewer: Reader, reader: Reader, read: Read) -> Read:
    """Return how a reader with fewer words reads, taking over what both read alike.

    Both read a text alike when nothing in it is corrected and each of its words, or
    none of its forms, is known to both.
    """
    after = fewer.speller.stems
    gone = (each for each in reader.speller.stems if not any(each is a for a in after))
    lost = frozenset[str]().union(*gone).difference(*after)
    lost |= reader.vocabulary - fewer.vocabulary

    def read_alike(text: str) -> Utterance:
        found = read(text)
        if found.corrected or not lost.isdisjoint(found.spelled):
            return fewer.read(text)
        return found

    return read_alike

"""The understanding of one town: everything that judging a question needs."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from servicebot.french.calendar import Calendar, calendar_for
from servicebot.french.moments import find_moments
from servicebot.knowledge.base import Base
from servicebot.understanding.acts import Acts, build_acts
from servicebot.understanding.calibration import calibrate
from servicebot.understanding.decision import Calibration, Verdict, decide
from servicebot.understanding.emergencies import Alarm, build_alarm
from servicebot.understanding.frames import Frame, Framer, build_framer
from servicebot.understanding.matcher import Corpus, prepare
from servicebot.understanding.ranking import Lent, Ranker, build_ranker
from servicebot.understanding.reader import Reader, Utterance, build_reader
from servicebot.understanding.vocabulary import examples, known_texts


@dataclass(frozen=True, slots=True)
class Judged:
    """One question as it was read, framed and decided."""

    utterance: Utterance
    frame: Frame
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Engine:
    """Reads, frames, ranks and decides for one base; build it with `build_engine`."""

    base: Base
    reader: Reader
    framer: Framer
    ranker: Ranker
    alarm: Alarm
    acts: Acts
    calendar: Calendar
    calibration: Calibration

    def judge(self, text: str, lent: Lent, now: datetime) -> Judged:
        """Judge one question with what the conversation lends it."""
        utterance = self.reader.read(text)
        moments = find_moments(text, now, self.calendar)
        frame = self.framer.frame(utterance, dated=bool(moments))
        candidates = self.ranker.rank(utterance, frame, lent)
        return Judged(
            utterance,
            frame,
            decide(utterance, frame, candidates, lent, self.calibration),
        )


@dataclass(frozen=True, slots=True)
class _Trained:
    """The part of an engine that training gives."""

    reader: Reader
    framer: Framer
    ranker: Ranker


def build_engine(base: Base, cache: Path | None = None) -> Engine:
    """Train the understanding of a base, or read it from the cache folder."""
    reader = _reader(base)
    framer = build_framer(base, reader)
    corpus = prepare(examples(base, reader))
    return Engine(
        base=base,
        reader=reader,
        framer=framer,
        ranker=build_ranker(base, reader, corpus.train()),
        alarm=build_alarm(base, reader),
        acts=build_acts(base, reader),
        calendar=calendar_for(base.town.insee, base.town.school_zone),
        calibration=calibrate(base, corpus, _trial),
    )


def _reader(base: Base) -> Reader:
    return build_reader(
        known_texts(base),
        base.synonyms,
        base.abbreviations,
        base.function_words,
        guarded=base.elsewhere,
    )


def _trial(unseen: Base, corpus: Corpus) -> _Trained:
    """Train on a base that lacks some phrasings, with the whole corpus's features."""
    reader = _reader(unseen)
    seen = set(examples(unseen, reader))
    rows = [row for row, example in enumerate(corpus.examples) if example in seen]
    ranker = build_ranker(unseen, reader, corpus.train(rows))
    return _Trained(reader, build_framer(unseen, reader), ranker)

"""The frame of a question: which subjects it names, which aspects it asks, what it counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from servicebot.knowledge.base import Base
from servicebot.understanding.phrases import Found, PhraseIndex, index_phrases
from servicebot.understanding.reader import Reader, Utterance, Word

QUANTITY = "nombre"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question names: phrases found, as spans of the utterance's words.

    `counted` are the stems of what « combien de … » counts; `elsewhere` the town of
    another place, if one is named.
    """

    subjects: tuple[Found, ...]
    aspects: tuple[Found, ...]
    scopes: tuple[Found, ...]
    counted: tuple[str, ...]
    elsewhere: str | None

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

    def frame(self, utterance: Utterance) -> Frame:
        """Return the frame of an utterance."""
        words = utterance.words
        kept = [i for i, word in enumerate(words) if not _is_skipped(word)]
        bare = [words[i].stem for i in kept]
        stems = utterance.stems
        subjects = _on_words(self.subjects.find(bare), kept)
        aspects = self.aspects.find(stems)
        return Frame(
            subjects=subjects,
            aspects=aspects,
            scopes=_on_words(self.scopes.find(bare), kept),
            counted=_counted(words, aspects),
            elsewhere=self._elsewhere(words, bare, kept, subjects),
        )

    def _elsewhere(
        self,
        words: Sequence[Word],
        bare: Sequence[str],
        kept: Sequence[int],
        subjects: Sequence[Found],
    ) -> str | None:
        taken = {i for found in subjects for i in range(found.start, found.end)}
        taken |= {
            i
            for found in _on_words(self.home.find(bare), kept)
            for i in range(found.start, found.end)
        }
        for found in _on_words(self.elsewhere.find(bare), kept):
            if not taken.intersection(range(found.start, found.end)):
                return " ".join(word.text for word in words[found.start : found.end])
        return None


def _is_skipped(word: Word) -> bool:
    return word.function and len(word.token) <= 3


def _on_words(found: Iterable[Found], kept: Sequence[int]) -> tuple[Found, ...]:
    return tuple(
        Found(kept[f.start], kept[f.end - 1] + 1, f.values) for f in found
    )


def _counted(words: Sequence[Word], aspects: Sequence[Found]) -> tuple[str, ...]:
    """Return the stems counted: the first content words after « combien … de »."""
    for found in aspects:
        if QUANTITY not in found.values:
            continue
        rest = words[found.end :]
        for position, word in enumerate(rest):
            if word.token in ("de", "d", "des"):
                counted = [w.stem for w in rest[position + 1 :] if not w.function]
                return tuple(counted[:1])
            if not word.function:
                break
    return ()


def build_framer(base: Base, reader: Reader) -> Framer:
    """Index the names, cues and places of a base."""

    def stems(text: str, *, bare: bool = True) -> tuple[str, ...]:
        words = reader.read(text).words
        return tuple(w.stem for w in words if not (bare and _is_skipped(w)))

    return Framer(
        subjects=index_phrases(
            (stems(name), subject.id)
            for subject in base.subjects.values()
            for name in subject.names
        ),
        aspects=index_phrases(
            (stems(cue, bare=False), aspect_id)
            for aspect_id, aspect in base.aspects.items()
            for cue in aspect.cues
        ),
        scopes=index_phrases(
            (stems(name), operator_id)
            for operator_id, operator in base.town.operators.items()
            for name in (operator.name, *operator.names)
        ),
        elsewhere=index_phrases((stems(name), name) for name in base.elsewhere),
        home=index_phrases(
            (stems(name), name)
            for name in (
                base.town.name,
                base.town.territory,
                *base.town.home,
                *(commune.name for commune in base.communes),
            )
        ),
    )

"""Questions about hours that name no place: which are open, or is « it » open?"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from servicebot.knowledge.aspects import HOURS
from servicebot.knowledge.base import Base
from servicebot.understanding.dialogue import Context
from servicebot.understanding.frames import CLEAR, Frame
from servicebot.understanding.phrases import Found, PhraseIndex, index_phrases
from servicebot.understanding.reader import Read, Utterance

SurveyKind = Literal["open", "closed", "which"]
"""Which places are open, which are closed, or which place is meant at all."""

_WHICH = frozenset("quel quelle quels quelles lequel laquelle lesquels".split())
_YOU = frozenset("vous votre vos".split())
_CLOSED = frozenset("ferme fermee fermes fermees ferment fermer".split())


@dataclass(frozen=True, slots=True)
class Survey:
    """What is asked across places; `subject` is the service whose places are meant."""

    kind: SurveyKind
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Surveys:
    """Finds questions across places; `many` are the services with several places."""

    phrases: PhraseIndex
    many: frozenset[str]

    def find(
        self, utterance: Utterance, frame: Frame, context: Context
    ) -> Survey | None:
        """Return what a message asks across places, if it does."""
        if frame.elsewhere:
            return None
        for found in self.phrases.find(utterance.stems):
            if not _named_outside(frame, found):
                return Survey("closed" if "closed" in found.values else "open")
        if HOURS in frame.asked:
            return self._of_service(utterance, frame) or _of_nothing(
                utterance, frame, context
            )
        if context.survey and frame.elliptic and frame.dated and not frame.subjects:
            return _again(context)
        return None

    def _of_service(self, utterance: Utterance, frame: Frame) -> Survey | None:
        """Find « quels musées sont ouverts dimanche ? »."""
        words = utterance.words
        for found in frame.subjects:
            service = self.many.intersection(found.values)
            before = words[found.start - 1].text if found.start else ""
            if service and before in _WHICH:
                closed = any(word.text in _CLOSED for word in words)
                return Survey("closed" if closed else "open", min(service))
        return None


def build_surveys(base: Base, read: Read) -> Surveys:
    """Read the phrases of a base's lexicon that ask across places."""
    phrases = [
        (read(phrase).stems, kind)
        for kind, texts in base.surveys.items()
        for phrase in texts
    ]
    parents = [
        base.subjects[place.subject].parent
        for place in base.places.values()
        if place.hours is not None
    ]
    many = {parent for parent in parents if parent and parents.count(parent) > 1}
    return Surveys(index_phrases(phrases), frozenset(many))


def asks_you(utterance: Utterance, frame: Frame, context: Context) -> bool:
    """Whether the hours of « vous » are asked, and nothing else was spoken of.

    « S'il vous plaît » asks nobody's.
    """
    said = [word.text for word in utterance.words]
    return (
        HOURS in frame.asked
        and not (frame.subjects or frame.elsewhere or context.subject)
        and any(a in _YOU and b != "plait" for a, b in pairwise((*said, "")))
    )


def _named_outside(frame: Frame, phrase: Found) -> bool:
    """Whether a subject is clearly named beside the words of a phrase."""
    return any(
        found.weight >= CLEAR
        and not (phrase.start <= found.start and found.end <= phrase.end)
        for found in frame.subjects
    )


def _of_nothing(utterance: Utterance, frame: Frame, context: Context) -> Survey | None:
    """Find « c'est ouvert ? » when nothing was spoken of before."""
    alone = frame.elliptic and not frame.subjects and frame.first_asked == HOURS
    if not alone or context.subject or asks_you(utterance, frame, context):
        return None
    return _again(context) if context.survey else Survey("which")


def _again(context: Context) -> Survey:
    """Return the same question across places, or the same place that is asked for."""
    kind, _, subject = context.survey.partition(":")
    if kind == "which":
        return Survey("which")
    return Survey("closed" if kind == "closed" else "open", subject or None)

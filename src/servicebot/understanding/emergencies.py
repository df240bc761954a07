"""Is somebody in danger? Signs that must all stand in one clause, and lookalikes."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.base import Base
from servicebot.knowledge.model import Emergency
from servicebot.understanding.reader import Reader, Utterance

Sign = frozenset[str]


@dataclass(frozen=True, slots=True)
class Alarm:
    """The signs of every emergency, by their first stem in alphabetical order."""

    signs: dict[str, tuple[tuple[Sign, str], ...]]
    unless: dict[str, tuple[Sign, ...]]
    emergencies: dict[str, Emergency]

    def raised(self, clauses: Sequence[Utterance]) -> Emergency | None:
        """Return the emergency that the clauses of a message show, if any.

        The sign with the most words wins, then the first in the file.
        """
        said = frozenset(stem for clause in clauses for stem in clause.stems)
        best: tuple[int, str] | None = None
        for clause in clauses:
            stems = frozenset(clause.stems)
            for stem in stems:
                for sign, emergency in self.signs.get(stem, ()):
                    if not sign <= stems:
                        continue
                    if any(lookalike <= said for lookalike in self.unless[emergency]):
                        continue
                    if best is None or len(sign) > best[0]:
                        best = (len(sign), emergency)
        return None if best is None else self.emergencies[best[1]]


def build_alarm(base: Base, reader: Reader) -> Alarm:
    """Read the signs of a base's emergencies."""

    def sign(text: str) -> Sign:
        words = reader.read(text).words
        content = frozenset(w.stem for w in words if w.token not in GRAMMATICAL)
        return content or frozenset(w.stem for w in words)

    filed: dict[str, list[tuple[Sign, str]]] = {}
    for emergency in base.emergencies:
        for text in emergency.signs:
            stems = sign(text)
            filed.setdefault(min(stems), []).append((stems, emergency.id))
    return Alarm(
        signs={stem: tuple(found) for stem, found in filed.items()},
        unless={
            emergency.id: tuple(sign(text) for text in emergency.unless)
            for emergency in base.emergencies
        },
        emergencies={emergency.id: emergency for emergency in base.emergencies},
    )

"""The files of a knowledge folder once read and validated, before they are compiled."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from servicebot.errors import Fault
from servicebot.knowledge.expected import Test
from servicebot.knowledge.kinds import Kind
from servicebot.knowledge.model import (
    Commune,
    Emergency,
    Lexicon,
    Sheet,
    SmallTalk,
    Source,
    Town,
)
from servicebot.knowledge.school import SchoolHolidays
from servicebot.knowledge.situations import Situation
from servicebot.knowledge.yaml import Document

T = TypeVar("T")
IMPORTED = "imported/"


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """One valid file: its name in the folder, its places, and its content."""

    name: str
    kind: Kind
    document: Document
    value: T

    def fault(
        self, keys: Sequence[str | int], message: str, *, at_key: bool = False
    ) -> Fault:
        """Return a fault at what the keys lead to."""
        return self.document.fault(keys, message, at_key=at_key)

    @property
    def is_imported(self) -> bool:
        """Whether an import wrote the file."""
        return self.name.startswith(IMPORTED)

    def where(self, keys: Sequence[str | int]) -> str:
        """Return `services/creches.yaml:12` for what the keys lead to."""
        return f"{self.name}:{self.document.find(keys)[1].mark.line}"


@dataclass(frozen=True, slots=True)
class Files:
    """All valid files of a folder, the faults of the others, and a hash of them all.

    `broken` names the kinds of which at least one file is missing or at fault: what
    they would have defined cannot be called unknown.
    """

    folder: Path
    fingerprint: str
    parsed: tuple[Parsed[Any], ...]
    faults: tuple[Fault, ...]
    broken: frozenset[str]

    @property
    def town(self) -> Parsed[Town] | None:
        """The file town.yaml, if it is valid."""
        return next(iter(self.of("town")), None)

    @property
    def lexicon(self) -> Parsed[Lexicon] | None:
        """The file lexicon.yaml, if it is valid."""
        return next(iter(self.of("lexicon")), None)

    @property
    def sources(self) -> dict[str, Source]:
        """Every source by its identifier."""
        return {k: v for file in self.of("sources") for k, v in file.value.items()}

    @property
    def phrases(self) -> tuple[Parsed[dict[str, tuple[str, ...]]], ...]:
        """The files of phrases."""
        return self.of("phrases")

    @property
    def smalltalk(self) -> tuple[Parsed[tuple[SmallTalk, ...]], ...]:
        """The file of social exchanges, if there is one."""
        return self.of("smalltalk")

    @property
    def emergencies(self) -> tuple[Parsed[tuple[Emergency, ...]], ...]:
        """The file of emergencies, if there is one."""
        return self.of("emergencies")

    @property
    def situations(self) -> tuple[Parsed[tuple[Situation, ...]], ...]:
        """The file of situations, if there is one."""
        return self.of("situations")

    @property
    def negatives(self) -> tuple[str, ...]:
        """The questions that must not be answered."""
        return tuple(text for file in self.of("negatives") for text in file.value)

    @property
    def learned(self) -> tuple[Parsed[dict[str, tuple[str, ...]]], ...]:
        """The file of learned phrasings, if there is one."""
        return self.of("learned")

    @property
    def communes(self) -> tuple[Commune, ...]:
        """The communes of the territory."""
        return tuple(place for file in self.of("communes") for place in file.value)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The names of other towns."""
        return tuple(text for file in self.of("elsewhere") for text in file.value)

    @property
    def school_holidays(self) -> Parsed[SchoolHolidays] | None:
        """The town's own school holidays, if it has a valid file of them."""
        return next(iter(self.of("school_holidays")), None)

    @property
    def sheets(self) -> tuple[Parsed[Sheet], ...]:
        """The files of services/, topics/ and imported/, in this order."""
        return self.of("sheet")

    @property
    def hosts(self) -> dict[str, Parsed[Sheet]]:
        """The sheets that people wrote, by identifier: imported ones add to them."""
        return {s.value.id: s for s in reversed(self.sheets) if not s.is_imported}

    @property
    def tests(self) -> tuple[Parsed[tuple[Test, ...]], ...]:
        """The files of tests/."""
        return self.of("tests")

    def of(self, kind: str) -> tuple[Parsed[Any], ...]:
        """Return the valid files of one kind, by name."""
        return tuple(file for file in self.parsed if file.kind.name == kind)

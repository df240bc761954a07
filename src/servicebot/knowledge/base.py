"""The compiled knowledge of one town: frozen values that every room reads.

A `Base` is built by `knowledge.loader.load(folder)` and never changes; a reload builds
another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from servicebot.french.calendar import Calendar
from servicebot.knowledge.expected import Test
from servicebot.knowledge.hours import Hours
from servicebot.knowledge.model import (
    Aspect,
    Closure,
    Commune,
    Emergency,
    Link,
    SmallTalk,
    Source,
    Town,
)
from servicebot.knowledge.situations import Situation

EntryKind = Literal["summary", "figure", "question", "operator", "place"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: a service, a topic, or a place of one of them.

    `names` are all the ways to call it, its own name first, `crossed` are words that
    name it where they stand together. `label` has its article (« les crèches »).
    """

    id: str
    kind: Literal["service", "topic", "place"]
    name: str
    label: str
    names: tuple[str, ...]
    summary: str
    operator: str | None = None
    parent: str | None = None
    related: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    internal: str | None = None
    crossed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer to one subject x aspect, or to a free question.

    `say` is a finished French sentence (value and typography filled in); `question` is
    what a choice button asks; `asks` are the phrasings written by editors; `needs` are
    words one of which must stand in the question (or its context). Place entries
    (aspects `horaires`, `adresse`, `telephone`) have `place` and an empty `say` where
    the sentence depends on the clock. `internal` is for agents only, here and in
    `Subject`: nothing that citizens reach may show it. `by_commune` has the sentence
    that is said when another commune of the territory is named; an `admission` says
    that what is asked is not known.
    """

    id: str
    subject: str
    aspect: str
    kind: EntryKind
    title: str
    question: str
    say: str
    asks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    value: str | None = None
    needs: tuple[str, ...] = ()
    scope: str | None = None
    as_of: str = ""
    sources: tuple[str, ...] = ()
    caution: str | None = None
    detail: str | None = None
    links: tuple[Link, ...] = ()
    related: tuple[str, ...] = ()
    place: str | None = None
    internal: str | None = None
    by_commune: Mapping[str, str] = field(default_factory=dict)
    admission: bool = False

    @property
    def name(self) -> str:
        """What the id says beside the subject (`nombre`, `volet-3`)."""
        return self.id.partition(".")[2]

    @property
    def number(self) -> int | None:
        """The value as a whole number, None where it is something else."""
        digits = "".join((self.value or "").split())
        return int(digits) if digits.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the town announces: `about` a subject or place, None for everybody.

    It concerns the time from `start` to `end` and is shown from `shown` to `end`; one
    that `closes` shuts the place (or all places of the subject) in that time. Instants
    are aware.
    """

    id: int
    text: str
    about: str | None
    closes: bool
    start: datetime
    end: datetime
    shown: datetime


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place as the doors show it; `hours` is None where none are known.

    `shut` are the notices that close it.
    """

    id: str
    subject: str
    name: str
    label: str
    address: str | None
    phone: str | None
    email: str | None
    hours: Hours | None
    hours_note: str | None
    closures: tuple[Closure, ...]
    as_of: str
    sources: tuple[str, ...]
    caution: str | None
    links: tuple[Link, ...] = ()
    shut: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A question as people ask it, learned for one entry: it is answered by it."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class Base:
    """Everything that one town knows.

    `fingerprint` is a hash of the files' content and of what was learned since, `root`
    that of the files alone where something was.
    """

    folder: Path
    fingerprint: str
    town: Town
    calendar: Calendar
    sources: Mapping[str, Source]
    subjects: Mapping[str, Subject]
    entries: Mapping[str, Entry]
    places: Mapping[str, PlaceFacts]
    aspects: Mapping[str, Aspect]
    synonyms: tuple[tuple[str, ...], ...]
    abbreviations: Mapping[str, str]
    function_words: tuple[str, ...]
    acts: Mapping[str, tuple[str, ...]]
    surveys: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    smalltalk: tuple[SmallTalk, ...]
    emergencies: tuple[Emergency, ...]
    negatives: tuple[str, ...]
    communes: tuple[Commune, ...]
    elsewhere: tuple[str, ...]
    tests: tuple[Test, ...] = ()
    learned: tuple[Phrasing, ...] = ()
    notices: tuple[Notice, ...] = ()
    situations: tuple[Situation, ...] = ()
    root: str = ""

    @property
    def told(self) -> tuple[Subject, ...]:
        """The subjects of which more is known than how they are called."""
        having = {entry.subject for entry in self.entries.values()}
        return tuple(
            subject
            for subject in self.subjects.values()
            if subject.id in having or subject.summary or subject.kind == "place"
        )

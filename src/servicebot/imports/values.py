"""What every format gives: places and questions, and what was refused of the file.

Texts are as the file has them until `imports.cleaning`; an empty text is not known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Advance = Callable[[int], None]
"""Told the number of bytes read since the last time."""


@dataclass(frozen=True, slots=True)
class ImportedPlace:
    """A place as a file tells it; `theme` is what kind of place it is (« Mairie »).

    `line` is the row's line, or the record's rank, in the file. `hours` is a text in
    OpenStreetMap syntax or in French.
    `as_of` and `source` are empty where the format has none.
    """

    line: int
    theme: str
    id: str
    name: str
    names: tuple[str, ...] = ()
    address: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    url: str = ""
    hours: str = ""
    hours_note: str = ""
    as_of: str = ""
    source: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class ImportedQuestion:
    """A question and its answer; `theme` is the sheet or the subject it belongs to."""

    line: int
    theme: str
    id: str
    say: str
    asks: tuple[str, ...]
    aspect: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A row that is not imported: where, why (in French), and the value at fault."""

    line: int
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Omission:
    """A value that is left out of a row that is imported, in the same terms."""

    line: int
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A record of a commune that is not the town's."""

    line: int


Row = ImportedPlace | ImportedQuestion
Outcome = Row | Refusal | Omission | Outside


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from, for the list of sources, when they do not say it."""

    id: str
    title: str
    publisher: str
    reliability: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is asked: the files, and the INSEE codes of the town's communes.

    Without any code, every record is the town's.
    """

    paths: tuple[Path, ...]
    communes: frozenset[str]
    advance: Advance

    @property
    def path(self) -> Path:
        """The file, or the first one."""
        return self.paths[0]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, its title, its reader, its origin.

    `origin` is None where somebody must say where the file comes from.
    """

    name: str
    title: str
    read: Callable[[Request], Iterator[Outcome]]
    origin: Origin | None = None

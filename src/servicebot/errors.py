"""What can go wrong, as one tree.

ServicebotError
├── KnowledgeError        the knowledge folder cannot be used: carries every Fault
├── HoursError            opening hours that cannot be understood
├── SettingsError         a command-line option or environment variable is wrong
├── ImportFileError       a file to import cannot be read, or its source is not said
├── EvaluationError       an evaluation file is unreadable or holds nothing to evaluate
├── JournalError          the journal's database cannot be used
└── AccountError          an account of the desk that cannot be made or changed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a knowledge file: where (1-based) and what to do, in French."""

    path: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return `file:line:column: message`, the form that editors can jump to."""
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class ServicebotError(Exception):
    """The root of every error that servicebot raises on purpose."""


class KnowledgeError(ServicebotError):
    """A knowledge folder holds faults; `faults` lists them all, in file order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults and show them one a line."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class HoursError(ServicebotError):
    """Opening hours that cannot be understood; `key` names the part at fault."""

    def __init__(self, message: str, key: str | None = None) -> None:
        """Keep the message, in French, and the mapping key that it concerns."""
        self.key = key
        super().__init__(message)


class SettingsError(ServicebotError):
    """An option or environment variable holds a value that cannot be used."""


class ImportFileError(ServicebotError):
    """A file to import cannot be read, or lacks what only a person can say of it."""


class EvaluationError(ServicebotError):
    """An evaluation file is unreadable or holds nothing to evaluate."""


class JournalError(ServicebotError):
    """The journal's database cannot be reached or is not one of ours."""


class AccountError(ServicebotError):
    """An account of the desk cannot be made or changed as was wanted."""

"""What an examination finds: one line each, in French, with what to do about it."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; a `remedy` says what to do unless all is well."""

    name: str
    level: Level
    message: str
    remedy: str | None = None


def well(name: str, message: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(name, "ok", message)


def warning(name: str, message: str, remedy: str) -> Finding:
    """Return a finding that may be meant, or will hurt later."""
    return Finding(name, "warning", message, remedy)


def error(name: str, message: str, remedy: str) -> Finding:
    """Return a finding with which servicebot does not work as it should."""
    return Finding(name, "error", message, remedy)

"""What a keeper of towns gives to a request, or refuses, and what it counts."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True, slots=True)
class Counts:
    """How many towns were loaded, refused and let go since the start."""

    loaded: int = 0
    refused: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Unmade:
    """Why a town has not even a journal, and when that is looked at again."""

    fault: str
    again: float


@dataclass(frozen=True, slots=True)
class Visit:
    """A request at a town: its application, to be left when the answer is sent.

    `waited` is how many seconds it took to load the town, 0 if it was there.
    """

    app: Flask
    leave: Callable[[], None]
    waited: float = 0.0


class TownRefusedError(Exception):
    """The files of a town cannot be used."""


class TownLoadingError(Exception):
    """A town is being loaded, and it takes longer than a request may wait."""

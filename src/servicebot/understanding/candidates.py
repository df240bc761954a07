"""What a question may mean: a label, and the named parts that its score is made of."""

from collections.abc import Mapping
from typing import NamedTuple


class Part(NamedTuple):
    """One named part of a score."""

    name: str
    value: float


class Candidate(NamedTuple):
    """An entry (or small talk) and where its score comes from: values by part.

    The score is the sum of the parts: make it with `candidate`.
    """

    label: str
    values: Mapping[str, float]
    score: float

    @property
    def parts(self) -> tuple[Part, ...]:
        """The named parts of the score."""
        return tuple(Part(name, value) for name, value in self.values.items())

    @property
    def is_entry(self) -> bool:
        """Whether this is an entry of the base, not small talk nor a negative."""
        return ":" not in self.label

    @property
    def subject(self) -> str:
        """The subject of the entry."""
        return self.label.partition(".")[0]

    def part(self, name: str) -> float:
        """Return one part's value, 0 when it is absent."""
        return self.values.get(name, 0.0)


def candidate(label: str, values: Mapping[str, float]) -> Candidate:
    """Make a candidate of the parts of its score."""
    return Candidate(label, values, sum(values.values()))

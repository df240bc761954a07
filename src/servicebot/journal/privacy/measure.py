"""How well masking does on lines that say what must be hidden, and what must stay."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servicebot.errors import EvaluationError
from servicebot.journal.privacy.masking import find, mask

RECALL, FALSE_ALARMS = 0.95, 0.03
"""The shares that are asked for: found at least, wrongly hidden at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text, its kind, and the stretches to hide, in order; none in a line to keep."""

    text: str
    kind: str
    hide: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found and what was not; `missed` and `wrong` show lines with masks."""

    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    missed: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()

    @property
    def recall(self) -> float:
        """The share of what must be hidden that is hidden whole."""
        return self.found.total() / max(1, self.wanted.total())

    @property
    def false_alarms(self) -> float:
        """The share of the lines to keep that lose something."""
        return len(self.wrong) / max(1, self.kept)


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a JSON Lines file; a bad one raises EvaluationError."""
    lines: list[Line] = []
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise EvaluationError(f"{path} : {error.strerror}") from error
    for number, row in enumerate(text.splitlines(), start=1):
        try:
            lines.append(_line(json.loads(row)))
        except (ValueError, KeyError, TypeError) as error:
            message = f"{path}:{number}: on attend « text », « hide » et « kind »"
            raise EvaluationError(message) from error
    return lines


def measure(lines: Iterable[Line]) -> Figures:
    """Mask every line and compare."""
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    missed, wrong = [], []
    kept = 0
    for line in lines:
        covered = {at for span in find(line.text) for at in range(span.start, span.end)}
        if not line.hide:
            kept += 1
            if covered:
                wrong.append((line.text, mask(line.text)))
        for stretch in _stretches(line):
            wanted[line.kind] += 1
            if covered.issuperset(stretch):
                found[line.kind] += 1
            else:
                missed.append((line.text, mask(line.text)))
    return Figures(found, wanted, kept, tuple(missed), tuple(wrong))


def _line(row: dict[str, Any]) -> Line:
    text, hide = row["text"], tuple(row["hide"])
    if not isinstance(text, str) or any(stretch not in text for stretch in hide):
        raise ValueError(text)
    return Line(text, str(row["kind"]), hide)


def _stretches(line: Line) -> Sequence[set[int]]:
    """Return the places of the letters and digits of each stretch to hide."""
    stretches, at = [], 0
    for hidden in line.hide:
        start = line.text.index(hidden, at)
        at = start + len(hidden)
        places = {n for n in range(start, at) if line.text[n].isalnum()}
        stretches.append(places)
    return stretches

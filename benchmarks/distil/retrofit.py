"""Near-synonyms drawn together: what the teacher did not know of everyday French.

The lexicon has groups of words and short expressions that people use for one thing. A
word's row is turned half-way to where the other members of its groups point; its length
stays. A word that the table does not know gets a row from its groups alone. This is one
step of retrofitting (Faruqui et al., 2015, « Retrofitting Word Vectors to Semantic
Lexicons »): with more steps, synonyms gain nothing and short questions lose.

    PYTHONPATH=src python benchmarks/distil/retrofit.py TAUGHT.npy RETROFITTED.npy

does it for a table that was built without the lexicon; build.py does it by itself.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from quantise import ROOM, quantise
from servicebot.french.text import stems
from servicebot.understanding.meaning import key_of, load_meaning, pairs
from vectors import Floats, unit

LEXICON = Path(__file__).parent / "lexicon"
NEW_LENGTH = 0.8
"""How long the row of a new word is: as those of rare words."""

Rows = Mapping[int, Floats]
"""The rows of a table by their keys."""

Group = tuple[tuple[str, ...], ...]
"""The stems of each member of a group."""


def retrofit(rows: Rows, groups: Iterable[Group]) -> dict[int, Floats]:
    """Return the rows of a table with near-synonyms nearer to each other.

    When they get too many, the shortest are left out: pairs that hardly change a sum.
    """
    drawn: dict[int, list[Floats]] = defaultdict(list)
    for group in groups:
        for key, direction in _drawn(group, rows):
            drawn[key].append(direction)
    turned = dict(rows)
    for key, directions in drawn.items():
        toward = np.mean(directions, axis=0, dtype=np.float32)
        own = rows.get(key)
        if own is not None:
            length = np.linalg.norm(own)
            turned[key] = length * unit(own[None] / length + toward)[0]
        elif toward.any():
            turned[key] = NEW_LENGTH * unit(toward[None])[0]
    kept = sorted(turned, key=lambda k: (-np.linalg.norm(turned[k]), k))[:ROOM]
    return {key: turned[key] for key in kept}


def _drawn(group: Group, rows: Rows) -> Iterator[tuple[int, Floats]]:
    """Yield the key of each single word with where the other members point."""
    width = len(next(iter(rows.values())))
    directions = np.zeros((len(group), width), np.float32)
    for place, member in enumerate(group):
        for feature in (*member, *pairs(member)[1:-1]):
            directions[place] += rows.get(key_of(feature), 0)
    directions = unit(directions)
    others = unit(directions.sum(axis=0) - directions)
    for member, direction in zip(group, others, strict=True):
        if len(member) == 1:
            yield key_of(member[0]), direction


def read_lexicon(folder: Path = LEXICON) -> list[Group]:
    """Read the groups of all files of a folder: members between commas, a group a line.

    Of members that have the same stems one stays; lines of one member say nothing.
    """
    groups = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            members = dict.fromkeys(tuple(stems(text)) for text in line.split(","))
            group = tuple(filter(None, members))
            if len(group) > 1:
                groups.append(group)
    return groups


def read_table(path: Path) -> dict[int, Floats]:
    """Read the rows of a table's file by their keys.

    Raises:
        ValueError: there is no whole table there.
    """
    meaning = load_meaning(path)
    if meaning is None:
        raise ValueError(f"{path} is no table of meanings")
    rows = meaning.scales[:, None] * meaning.rows
    return dict(zip(meaning.keys.tolist(), rows, strict=True))


if __name__ == "__main__":
    taught, retrofitted = map(Path, sys.argv[1:])
    retrofitted.write_bytes(quantise(retrofit(read_table(taught), read_lexicon())))

"""What ranks the entries of a base, laid out in rows by subject, aspect and unit."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.communes import territory_of
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.grid import Grid
from servicebot.understanding.matcher import Matcher
from servicebot.understanding.ranking import Ranker
from servicebot.understanding.reader import Read
from servicebot.understanding.senses import Senses
from servicebot.understanding.vocabulary import YEAR, EntryWords, entry_words, in_order


def build_ranker(
    base: Base, read: Read, matcher: Matcher, senses: Senses | None
) -> Ranker:
    """Prepare the rows of a base's entries for ranking."""
    entries = in_order(base)
    column = {label: index for index, label in enumerate(matcher.labels)}
    others = [c for label, c in column.items() if label not in base.entries]
    words = entry_words(base, read)
    return Ranker(
        entries=entries,
        matcher=matcher,
        columns=np.array([column[entry.id] for entry in entries], int),
        other_columns=np.array(others, int),
        grid=build_grid(base, entries, words),
        senses=senses,
        words=words,
        territory=territory_of(base),
    )


def build_grid(
    base: Base, entries: tuple[Entry, ...], words: Mapping[str, EntryWords]
) -> Grid:
    """Index the rows of a base's entries."""
    by_subject: dict[str, list[int]] = {subject: [] for subject in base.subjects}
    by_aspect: dict[str, list[int]] = {}
    units: dict[str, list[int]] = {}
    counts: dict[str, list[int]] = {}
    for row, entry in enumerate(entries):
        by_subject[entry.subject].append(row)
        by_aspect.setdefault(entry.aspect, []).append(row)
        own = words[entry.id]
        for stem in own.units:
            units.setdefault(stem, []).append(row)
        figures = YEAR.sub("", entry.say)
        numbered = entry.kind == "question" and any(map(str.isdigit, figures))
        if entry.kind == "figure" or numbered:
            for stem in own.counted if entry.kind == "figure" else own.own:
                counts.setdefault(stem, []).append(row)
    numbers = [row for row, entry in enumerate(entries) if entry.number is not None]
    relatives = _relatives(base)
    grid = Grid(
        size=len(entries),
        subjects=_arrays(by_subject),
        aspects=_arrays(by_aspect),
        near={key: tuple(aspect.near) for key, aspect in base.aspects.items()},
        relatives=relatives,
        cells=frozenset((entry.subject, entry.aspect) for entry in entries),
        figures=np.array(numbers, int),
        free=np.array(by_aspect.get("", []), int),
        units=_arrays(units),
        counts=_arrays(counts),
        reach={
            subject: _reach(by_subject, related)
            for subject, related in relatives.items()
        },
    )
    return replace(grid, alone={key: grid.evidence({key}) for key in base.aspects})


def _reach(
    rows: Mapping[str, list[int]], related: Iterable[tuple[str, float]]
) -> tuple[Ints, Floats]:
    """Return the rows of some subjects, each with its subject's share."""
    shared = [(row, share) for other, share in related for row in rows[other]]
    return np.array([r for r, _ in shared], int), np.array(
        [s for _, s in shared], float
    )


def _arrays(rows: Mapping[str, list[int]]) -> Mapping[str, Ints]:
    return {key: np.array(found, int) for key, found in rows.items()}


def _relatives(base: Base) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return, for each subject, those that it also speaks of: its places, its sheet."""
    found = {}
    for subject in base.subjects.values():
        others = [(o.id, 0.7) for o in base.subjects.values() if o.parent == subject.id]
        if subject.parent:
            others.append((subject.parent, 0.7))
        found[subject.id] = ((subject.id, 1.0), *others)
    return found

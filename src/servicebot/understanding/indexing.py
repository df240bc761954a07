"""A base made ready: names, cues and places for frames, rows of entries for ranking."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np

from servicebot.french.text import fold, tokens
from servicebot.french.words import COMMON_WORDS, GRAMMATICAL
from servicebot.knowledge.aspects import DATE, QUANTITY
from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.communes import territory_of
from servicebot.understanding.crossings import build_crossings
from servicebot.understanding.doings import doings
from servicebot.understanding.features import Floats, Ints
from servicebot.understanding.frames import Framer
from servicebot.understanding.grid import Grid
from servicebot.understanding.matcher import Matcher
from servicebot.understanding.phrases import PhraseIndex, index_phrases
from servicebot.understanding.ranking import Ranker
from servicebot.understanding.reader import Read
from servicebot.understanding.sayings import Sayings
from servicebot.understanding.senses import Senses
from servicebot.understanding.vocabulary import YEAR, EntryWords, entry_words, in_order

_LYING = re.compile(r"(\w{5,})-(?:sur|sous|les|lez|en|du|la|le|l'|aux|au)[-\w]")
"""A town's name and where it lies: « Bagnols-sur-Cèze », « Aulnay-sous-Bois »."""

_COUNTS = re.compile(r"combien d(?:e |')")
_THERE_ARE = ("il y a", "y a", "y a-t-il", "avez-vous", "vous avez", "il y avait")


def build_framer(base: Base, read: Read, sayings: Sayings) -> Framer:
    """Index the names, cues and places of a base."""
    home = (base.town.name, base.town.territory, *base.town.home)
    at_home = {_bare(read, name) for name in home}
    town = set(_bare(read, base.town.name))
    cues = list(_cues(base))
    return Framer(
        subjects=index_phrases(
            (_bare(read, name), subject.id)
            for subject in base.subjects.values()
            for name in subject.names
            if _bare(read, name) not in at_home
        ),
        aspects=index_phrases((read(cue).stems, aspect) for cue, aspect in cues),
        phrases=index_phrases(
            ([word.root for word in read(cue).words], aspect)
            for cue, aspect in cues
            if len(read(cue).words) > 1
        ),
        openings=index_phrases(
            (read(opening).stems, key)
            for key, aspect in base.aspects.items()
            for opening in aspect.openings
        ),
        scopes=index_phrases(
            (_bare(read, name), operator_id)
            for operator_id, operator in base.town.operators.items()
            for name in (operator.name, *operator.names)
        ),
        elsewhere=_index_elsewhere(base, sayings),
        home=index_phrases(_places(base, home, read)),
        at_home=frozenset(name for name in home if town & set(_bare(read, name))),
        communes=frozenset(c.name for c in base.communes) - {base.town.name},
        quantities=_quantities(base),
        doings=frozenset(_bare(read, name) for name in doings(base)),
        spread=_spread(base, read, sayings),
        crossings=build_crossings(base),
        titles=frozenset(read(s.name).stems for s in base.subjects.values()),
    )


def _cues(base: Base) -> Iterator[tuple[str, str]]:
    """Yield every cue with its aspect, those that count in other words as well.

    « combien de policiers » is also « combien il y a de policiers », « nb policiers ».
    """
    for key, aspect in base.aspects.items():
        for cue in aspect.cues:
            yield cue, key
            if _COUNTS.match(cue):
                counted = cue.removeprefix("combien ")
                yield from ((f"combien {verb} {counted}", key) for verb in _THERE_ARE)
                if not aspect.answered:
                    yield f"nombre {counted}", key
                    yield f"nombre {_COUNTS.sub('', cue)}", key


def _places(
    base: Base, home: Iterable[str], read: Read
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the names of the town and of the communes, as they are and as one says.

    « Saint-Christol » is at home what the post calls « Saint-Christol-lez-Alès ».
    """
    yield from ((_bare(read, name), name) for name in home)
    near = ("les", *tokens(base.town.name))
    for commune in base.communes:
        yield _bare(read, commune.name), commune.name
        words = tokens(commune.name)
        if words[-len(near) :] == near and len(words) > len(near):
            yield _bare(read, " ".join(words[: -len(near)])), commune.name


def _quantities(base: Base) -> frozenset[str]:
    """Return the aspects that are numbers of something."""
    aspect = base.aspects.get(QUANTITY)
    return frozenset((QUANTITY, *aspect.near)) if aspect else frozenset()


def _bare(read: Read, text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in read(text).words if not word.skipped)


def _index_elsewhere(base: Base, sayings: Sayings) -> PhraseIndex:
    """Index other towns' names, but those that could be read as ordinary words.

    The long ones are said short as well: « Bagnols » is Bagnols-sur-Cèze.
    """
    known = {word for said in sayings.values() for word in said.words}
    home = {word for c in base.communes for word in tokens(c.name)}
    ordinary = known | COMMON_WORDS | home
    names = (
        (tuple(w for w in tokens(said) if w not in GRAMMATICAL), said)
        for name in base.elsewhere
        for said in (name, *_short_names(name, ordinary))
    )
    return index_phrases((w, name) for w, name in names if not known.issuperset(w))


def _short_names(name: str, ordinary: AbstractSet[str]) -> Iterator[str]:
    """Yield what is said of a town's name that tells where it lies, if that is rare."""
    found = _LYING.match(fold(name))
    if found and found[1] not in ordinary:
        yield name[: found.end(1)]


def _spread(base: Base, read: Read, sayings: Sayings) -> Mapping[str, frozenset[str]]:
    """Return the subjects whose phrasings and sentences use each stem."""
    users: dict[str, set[str]] = {}
    for entry in base.entries.values():
        for stem in sayings[entry.id].content:
            users.setdefault(stem, set()).add(entry.subject)
    for subject in base.subjects.values():
        for word in read(subject.name).content if subject.kind == "place" else ():
            users.setdefault(word.stem, set()).add(subject.id)
    return {stem: frozenset(subjects) for stem, subjects in users.items()}


def build_ranker(
    base: Base, read: Read, sayings: Sayings, matcher: Matcher, senses: Senses | None
) -> Ranker:
    """Prepare the rows of a base's entries for ranking."""
    entries = in_order(base)
    column = {label: index for index, label in enumerate(matcher.labels)}
    others = [c for label, c in column.items() if label not in base.entries]
    words = entry_words(base, read, sayings)
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
        numbers=_arrays(_tellers(entries)),
    )
    return replace(grid, alone={key: grid.evidence({key}) for key in base.aspects})


def _tellers(entries: Sequence[Entry]) -> Mapping[str, list[int]]:
    """Return the rows of the entries that tell each number, years left aside."""
    rows: dict[str, list[int]] = {}
    for row, entry in enumerate(entries):
        if entry.number is not None and entry.aspect != DATE:
            rows.setdefault(str(entry.number), []).append(row)
    return rows


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

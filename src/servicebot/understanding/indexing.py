"""The names, cues and places of a base, indexed for the frames of questions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from servicebot.french.text import fold, tokens
from servicebot.french.words import COMMON_WORDS, GRAMMATICAL
from servicebot.knowledge.base import Base
from servicebot.understanding.frames import Framer
from servicebot.understanding.phrases import PhraseIndex, index_phrases
from servicebot.understanding.reader import Read
from servicebot.understanding.vocabulary import QUANTITY

_LYING = re.compile(r"(\w{5,})-(?:sur|sous|les|lez|en|du|la|le|l'|aux|au)[-\w]")
"""A town's name and where it lies: « Bagnols-sur-Cèze », « Aulnay-sous-Bois »."""

_COUNTS = re.compile(r"combien d(?:e |')")
_THERE_ARE = ("il y a", "y a", "y a-t-il", "avez-vous", "vous avez", "il y avait")


def build_framer(base: Base, read: Read) -> Framer:
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
        elsewhere=_index_elsewhere(base, read),
        home=index_phrases(_places(base, home, read)),
        at_home=frozenset(name for name in home if town & set(_bare(read, name))),
        communes=frozenset(c.name for c in base.communes) - {base.town.name},
        quantities=_quantities(base),
        spread=_spread(base, read),
    )


def _cues(base: Base) -> Iterator[tuple[str, str]]:
    """Yield every cue with its aspect, those that count with a verb as well.

    « combien de policiers » is also « combien il y a de policiers ».
    """
    for key, aspect in base.aspects.items():
        for cue in aspect.cues:
            yield cue, key
            if _COUNTS.match(cue):
                counted = cue.removeprefix("combien ")
                yield from ((f"combien {verb} {counted}", key) for verb in _THERE_ARE)


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


def _index_elsewhere(base: Base, read: Read) -> PhraseIndex:
    """Index other towns' names, but those that could be read as ordinary words.

    The long ones are said short as well: « Bagnols » is Bagnols-sur-Cèze.
    """
    known = {
        word.text
        for entry in base.entries.values()
        for text in entry.asks
        for word in read(text).words
    }
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


def _spread(base: Base, read: Read) -> Mapping[str, frozenset[str]]:
    """Return the subjects whose phrasings and sentences use each stem."""
    users: dict[str, set[str]] = {}
    for entry in base.entries.values():
        for text in (*entry.asks, entry.say):
            for word in read(text).content:
                users.setdefault(word.stem, set()).add(entry.subject)
    for subject in base.subjects.values():
        for word in read(subject.name).content if subject.kind == "place" else ():
            users.setdefault(word.stem, set()).add(subject.id)
    return {stem: frozenset(subjects) for stem, subjects in users.items()}

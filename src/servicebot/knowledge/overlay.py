"""What is added to a base while it is in service: phrasings, entries, notices.

The overlay comes as values from whoever keeps it; a base that it is laid on is a new
base, with a fingerprint of its own where what is learned has changed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from servicebot.french.text import fold
from servicebot.french.typography import polish
from servicebot.knowledge.base import Base, Entry, Phrasing
from servicebot.knowledge.expected import Test
from servicebot.knowledge.sentences import dated

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A free question of a known subject, written at the desk."""

    id: str
    subject: str
    title: str
    say: str
    asks: tuple[str, ...]
    source: str
    as_of: str
    caution: str | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was learned since the files were written."""

    phrasings: tuple[Phrasing, ...] = ()
    negatives: tuple[str, ...] = ()
    entries: tuple[NewEntry, ...] = ()


EMPTY = Overlay()
"""Nothing learned yet."""


def overlaid(base: Base, overlay: Overlay) -> Base:
    """Return the base with an overlay; what no longer fits the base is left out.

    What the base has already changes nothing, so that an overlay which was exported to
    the files may stay. A phrasing belongs to the entry that it was learned for alone.
    """
    entries = dict(base.entries)
    for new in overlay.entries:
        if new.subject in base.subjects and new.source in base.sources:
            entries.setdefault(new.id, _entry(new))
    learned = _learned(base, overlay, entries)
    negatives = dict.fromkeys((*base.negatives, *overlay.negatives))
    taken = {fold(one.text): one.entry for one in learned}
    for one in learned:
        entry = entries[one.entry]
        entries[one.entry] = replace(entry, asks=_once((*entry.asks, one.text)))
    changed = replace(
        base,
        entries={key: _without(entry, taken) for key, entry in entries.items()},
        negatives=tuple(text for text in negatives if fold(text) not in taken),
        learned=learned,
        tests=_once((*base.tests, *tests_of(overlay, entries))),
    )
    if (changed.entries, changed.negatives) == (base.entries, base.negatives):
        return changed
    changed = replace(changed, root=base.root or base.fingerprint)
    return replace(changed, fingerprint=_fingerprint(changed))


def tests_of(overlay: Overlay, known: Iterable[str]) -> tuple[Test, ...]:
    """Return what the bot must answer from now on, for each thing that it learned."""
    entries = set(known)
    pairs = [(one.text, one.entry) for one in overlay.phrasings]
    pairs += [(text, new.id) for new in overlay.entries for text in new.asks]
    tests = [Test(q=text, entry=entry) for text, entry in pairs if entry in entries]
    return (*tests, *(Test(q=text, kind="fallback") for text in overlay.negatives))


def _learned(
    base: Base, overlay: Overlay, entries: Mapping[str, Entry]
) -> tuple[Phrasing, ...]:
    added = [Phrasing(new.id, text) for new in overlay.entries for text in new.asks]
    found = (*base.learned, *overlay.phrasings, *added)
    last = {fold(one.text): one for one in found if one.entry in entries}
    return tuple(last.values())


def _entry(new: NewEntry) -> Entry:
    return Entry(
        id=new.id,
        subject=new.subject,
        aspect=new.id.partition(".")[2],
        kind="question",
        title=polish(new.title),
        question=polish(new.asks[0]),
        say=dated(polish(new.say), new.as_of),
        asks=new.asks,
        as_of=new.as_of,
        sources=(new.source,),
        caution=polish(new.caution) if new.caution else None,
    )


def _without(entry: Entry, taken: Mapping[str, str]) -> Entry:
    """Return an entry without the phrasings that were learned for others."""
    asks = tuple(a for a in entry.asks if taken.get(fold(a), entry.id) == entry.id)
    return entry if asks == entry.asks else replace(entry, asks=asks)


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def _fingerprint(base: Base) -> str:
    """Return what names a base by its files and by what was laid on them."""
    taught = (base.root, sorted(map(repr, base.entries.values())), base.negatives)
    return hashlib.sha256(repr(taught).encode()).hexdigest()

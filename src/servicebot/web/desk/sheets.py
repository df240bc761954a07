"""The full fact sheet of an entry, as agents see it: all that is known, and how old."""

from dataclasses import dataclass
from datetime import datetime

from servicebot.knowledge.base import Base, Entry
from servicebot.knowledge.model import Link
from servicebot.replies import Answer
from servicebot.web.holder import Replier
from servicebot.web.transcript import PlaceView
from servicebot.web.views import Viewer
from servicebot.web.wording import Wording, say_as_of

RELIABILITY = {
    "A": "document officiel et daté",
    "B": "source sérieuse",
    "C": "source indirecte",
    "D": "source fragile",
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as agents see it, with how far it can be trusted."""

    title: str
    publisher: str
    date: str
    url: str | None
    reliability: str


@dataclass(frozen=True, slots=True)
class Named:
    """Another entry, by its identifier and its title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """All that is known of one entry; `internal` are the notes for agents only."""

    id: str
    title: str
    subject: str
    question: str
    text: str
    detail: str | None
    caution: str | None
    as_of: str
    sources: tuple[SourceLine, ...]
    links: tuple[Link, ...]
    place: PlaceView | None
    internal: tuple[str, ...]
    asks: tuple[str, ...]
    others: tuple[Named, ...]


def sheet_view(
    bot: Replier, entry: Entry, now: datetime, answer: Answer | None = None
) -> SheetView:
    """Return the sheet of an entry; `answer` is what it says to a question asked."""
    base = bot.base
    told = answer or bot.tell(entry.id, now)
    viewer = Viewer(Wording.of(base.phrases), now)
    subject = base.subjects[entry.subject]
    parent = base.subjects.get(subject.parent or "")
    notes = (entry.internal, subject.internal, parent.internal if parent else None)
    return SheetView(
        id=entry.id,
        title=entry.title,
        subject=subject.name,
        question=entry.question,
        text=told.text,
        detail=entry.detail,
        caution=told.caution,
        as_of=say_as_of(entry.as_of),
        sources=tuple(_source(base, name, entry.as_of) for name in entry.sources),
        links=entry.links,
        place=None if told.place is None else viewer.place(told.place),
        internal=tuple(dict.fromkeys(note for note in notes if note)),
        asks=entry.asks,
        others=tuple(
            Named(other.id, other.title)
            for other in base.entries.values()
            if other.subject == entry.subject and other.id != entry.id
        ),
    )


def _source(base: Base, name: str, as_of: str) -> SourceLine:
    source = base.sources[name]
    return SourceLine(
        title=source.title,
        publisher=source.publisher,
        date=say_as_of(source.date or as_of),
        url=source.url,
        reliability=f"{source.reliability} : {RELIABILITY[source.reliability]}",
    )

"""The town's own sentences, filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from servicebot.french.typography import de, polish
from servicebot.knowledge.base import Base, Entry
from servicebot.knowledge.sentences import period
from servicebot.replies import SourceNote


@dataclass(frozen=True, slots=True)
class Wording:
    """Says the phrases of one base."""

    base: Base
    fields: Mapping[str, str]

    def say(self, key: str, turn: int = 0, **fields: str) -> str:
        """Return a phrase filled in; `turn` picks a variant, the last one stays."""
        variants = self.base.phrases[key]
        template = variants[min(turn, len(variants) - 1)]
        return polish(template.format(**self.fields, **fields))

    def sources(self, entry: Entry) -> tuple[SourceNote, ...]:
        """Return an entry's sources as they are shown, each with its own date.

        A source without a date has that of its last reading, the entry's.
        """
        return tuple(
            SourceNote(
                source.title,
                source.publisher,
                period(source.date or entry.as_of.split("/")[-1]),
                source.url,
            )
            for source in (self.base.sources[key] for key in entry.sources)
        )

    def source_lines(self, entry: Entry) -> str:
        """Return an entry's sources in one sentence's part."""
        return " ; ".join(
            self.say(
                "source_line",
                title=note.title,
                publisher=note.publisher,
                date=note.date,
            )
            for note in self.sources(entry)
        )


def build_wording(base: Base) -> Wording:
    """Prepare a base's wording, with the town's name and contact filled in."""
    contact = base.town.contact
    plain = {"name": contact.name, "address": contact.address or "", "url": contact.url}
    key = "contact_url" if contact.address else "contact_no_address"
    return Wording(
        base,
        {
            "contact": base.phrases[key][0].format(**plain),
            "town": base.town.name,
            "of_town": de(base.town.name),
            "territory": base.town.territory,
        },
    )

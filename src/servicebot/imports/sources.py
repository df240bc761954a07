"""The documents that imported rows come from: known ones, the format's, or new ones."""

from dataclasses import dataclass, field
from typing import Any

from servicebot.french.text import fold
from servicebot.imports.cleaning import line_of, slug
from servicebot.imports.surroundings import Surroundings
from servicebot.imports.values import ImportedPlace, Origin, Row

SourceData = dict[str, Any]


@dataclass(slots=True)
class Sources:
    """What rows say of their source, and what the person says who imports them.

    `given` is a source's identifier or a title, `publisher` who published it, `date`
    the date of rows that have none; `used` grows as rows come by.
    """

    around: Surroundings
    origin: Origin | None = None
    given: str = ""
    publisher: str = ""
    date: str = ""
    used: dict[str, SourceData] = field(default_factory=dict)

    def of(self, row: Row) -> str:
        """Return the identifier of a row's source, declaring it when it is new.

        It is empty where neither the row nor the person names one.
        """
        text = line_of(row.source or self.given)
        if text in self.around.sources or text in self.used:
            return text
        titled = self._titled(text)
        if titled is not None:
            return titled
        if self.origin is not None and text == self.origin.id:
            self.used[text] = _of_origin(self.origin)
            return text
        owner = row.publisher if isinstance(row, ImportedPlace) else ""
        key = slug(text)
        publisher = line_of(owner or self.publisher) or self.around.town.name
        data = {"title": text, "publisher": publisher, "reliability": "B"}
        if key not in self.around.sources:
            self.used.setdefault(key, data)
        return key

    def _titled(self, text: str) -> str | None:
        """Return the source that the base already has under a title."""
        titles = {fold(one.title): key for key, one in self.around.sources.items()}
        return titles.get(fold(text)) if text else None


def _of_origin(origin: Origin) -> SourceData:
    data = {
        "title": origin.title,
        "publisher": origin.publisher,
        "url": origin.url,
        "reliability": origin.reliability,
    }
    return {key: value for key, value in data.items() if value is not None}

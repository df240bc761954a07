"""A town's own school holidays: the file that replaces the one of the package."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from servicebot.french.calendar import SchoolHoliday
from servicebot.knowledge.fields import Day, Text
from servicebot.knowledge.model import Model


class SchoolBreak(Model):
    """One break in some zones, both days included; not `certain` if sources differ."""

    zones: tuple[Literal["A", "B", "C"], ...]
    name: Annotated[Text, Field(alias="nom")]
    start: Annotated[Day, Field(alias="du")]
    end: Annotated[Day, Field(alias="au")]
    certain: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> "SchoolBreak":
        if self.end < self.start:
            message = "ces vacances finissent avant de commencer"
            raise ValueError(message)
        return self


class SchoolHolidays(Model):
    """vacances_scolaires.yaml: the breaks, where they come from, when last checked."""

    source: Text
    checked: Annotated[Day, Field(alias="vérifié le")]
    breaks: Annotated[tuple[SchoolBreak, ...], Field(alias="vacances")]


def school_holidays(file: SchoolHolidays) -> tuple[SchoolHoliday, ...]:
    """Return the breaks of a file, one a zone."""
    return tuple(
        SchoolHoliday(zone, row.name, row.start, row.end, row.certain)
        for row in file.breaks
        for zone in row.zones
    )

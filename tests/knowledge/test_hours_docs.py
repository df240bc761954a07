"""What docs/horaires.md shows is what the program reads."""

import re
from pathlib import Path
from typing import Any

import pytest

from servicebot.french.calendar import calendar_for
from servicebot.knowledge.hours import compile_hours
from servicebot.knowledge.kinds import SCHOOL_HOLIDAYS
from servicebot.knowledge.school import school_holidays
from servicebot.knowledge.yaml import parse

PAGE = (Path(__file__).parents[2] / "docs" / "horaires.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
CALENDAR = calendar_for("30007", "C")


def content(block: str) -> Any:  # noqa: ANN401 - any YAML
    document = parse(block.encode(), Path("horaires.md"))
    assert document.faults == ()
    return document.data


@pytest.mark.parametrize("block", BLOCKS[:-1])
def test_every_timetable_of_the_page_is_read(block: str) -> None:
    hours = compile_hours(content(block), calendar=CALENDAR, timezone="Europe/Paris")

    assert hours.expression


def test_the_examples_of_one_line_are_read() -> None:
    texts = re.findall(r'`hours: "(.*?)"`', PAGE)
    french, osm = (
        compile_hours(text, calendar=CALENDAR, timezone="Europe/Paris")
        for text in texts
    )

    for hours in (french, osm):
        assert hours.expression.startswith("Mo-Fr 08:")
    assert "Sa 09:00-12:00" in french.expression


def test_the_school_holidays_of_the_page_are_read() -> None:
    file = SCHOOL_HOLIDAYS.adapter.validate_python(content(BLOCKS[-1]))

    rows = school_holidays(file)

    assert [row.zone for row in rows] == ["A", "B", "C", "C"]
    assert [row.certain for row in rows] == [True, True, True, False]

"""What a rule of moments needs to match at all."""

import random
import re

import pytest

from servicebot.french.moments.clock import HOURS, PARTS_OF_HOURS, TIMES
from servicebot.french.moments.days import DAYS
from servicebot.french.moments.joining import JOINS
from servicebot.french.moments.needs import needs_of
from servicebot.french.moments.relations import RELATIONS

STAGES = (HOURS, PARTS_OF_HOURS, TIMES, DAYS, RELATIONS, JOINS)
PATTERNS = [rule.sought.pattern for stage in STAGES for rule in stage.rules]
TRIES = 300


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("ab?c*d+", ["a", "d"]),
        ("a{0,2}b{1,3}", ["b"]),
        ("(a|bc)d", ["ab", "d"]),
        ("(a|b?)c", ["c"]),
        ("(?:ab)?(?<=[cd])e$", ["cd", "e"]),
        ("(?<![ab])c(?!d)(?=e|f)", ["c", "ef"]),
    ],
)
def test_a_text_needs_what_is_neither_optional_nor_denied(
    pattern: str, needed: list[str]
) -> None:
    assert [*map("".join, map(sorted, needs_of(pattern)))] == needed


@pytest.mark.parametrize("pattern", PATTERNS)
def test_wherever_a_rule_matches_its_needs_are_met(pattern: str) -> None:
    chance = random.Random(pattern)  # noqa: S311 - any choice will do
    letters = [letter for letter in pattern if letter >= "\u4e00"]
    texts = ["".join(chance.choices(letters, k=8)) for _ in range(TRIES)]
    matched = [text for text in texts if re.search(pattern, text)]

    assert needs_of(pattern)
    assert not [t for t in matched if any(n.isdisjoint(t) for n in needs_of(pattern))]

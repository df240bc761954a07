"""Words one after another, and the first names that people bear in France."""

import re
from collections.abc import Iterator
from importlib.resources import files

FIRST_NAMES = frozenset(
    files("servicebot.journal.privacy")
    .joinpath("first_names.txt")
    .read_text("utf-8")
    .split()
)

_WORD = re.compile(
    r"[ \t]{0,2}((?:[dlDL]'(?=\w))|[^\W_](?:[\w\-]|'(?=[A-ZÀ-Ý])){0,39})"
)
_MOST = 8


def read_words(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the words from a place on, with where each begins and ends.

    They end at the first sign that is neither a letter nor a blank.
    """
    at = start
    for _ in range(_MOST):
        match = _WORD.match(text, at)
        if match is None:
            return
        yield match[1], match.start(1), match.end(1)
        at = match.end()

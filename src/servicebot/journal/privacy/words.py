"""Words one after another, and the names that people bear in France."""

import re
from collections.abc import Iterator
from importlib.resources import files


def _listed(name: str) -> frozenset[str]:
    folder = files("servicebot.journal.privacy")
    return frozenset(folder.joinpath(name).read_text("utf-8").split())


FIRST_NAMES = _listed("first_names.txt")
LAST_NAMES = _listed("last_names.txt")
"""Only those that are words too, or places."""

_WORD = re.compile(
    r"[ \t]{0,2}([dlDL]'(?=\w)|[A-ZÀ-Ý]\.(?=[ \t]?[A-ZÀ-Ý])"
    r"|[^\W_](?:[\w\-]|'(?=[A-ZÀ-Ý])){0,39})"
)
_MOST = 8


def read_words(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the words from a place on, with where each begins and ends.

    They end at the first sign that is neither a letter, a digit nor a blank.
    """
    at = start
    for _ in range(_MOST):
        match = _WORD.match(text, at)
        if match is None:
            return
        yield match[1], match.start(1), match.end(1)
        at = match.end()

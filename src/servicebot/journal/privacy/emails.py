"""E-mail addresses, written or said (« chez », « arobase », « [at] », « point »)."""

import re
from collections.abc import Iterator

from servicebot.journal.privacy.spans import Plain, Span, holds

_AT = re.compile(
    r"\s?@\s?|\s?[\[({<]\s?(?:at|a|arobase|arobas|arobaz|chez)\s?[\])}>]\s?"
    r"|\s(?:a\s?robase?|arr?oba[sz]e?|at|chez)\s"
)
_DOT = r"(?:\s?\.\s?|\s?[\[(]?\b(?:point|dot|pt)\b[\])]?\s?)"
_END = (
    r"(?:fr|com|org|net|eu|be|ch|de|es|it|co\.uk|uk|info|me|io|bzh|pt|ma|dz|tn|paris)\b"
)
_DOMAIN = re.compile(rf"[\w\-]{{1,40}}(?:{_DOT}[\w\-]{{2,40}}){{0,2}}?{_DOT}{_END}")
_AFTER_SIGN = re.compile(r"[\w\-]{1,60}(?:\s?\.\s?[\w\-]{1,40}){0,3}")
_JOIN = (
    r"(?:\s?\.\s?|\s(?:point|dot|tiret|underscore)\s(?:du\s(?:bas|haut|6|8|six)\s)?)"
)
_LOCAL = re.compile(
    rf"(?<![\w+%\-])[\w+%\-]{{1,60}}(?:{_JOIN}[\w+%\-]{{1,40}}){{0,6}}$"
)
_SIGNS = ("@", "arob", "arrob", "a rob", " at ", " chez ", "]", ")", "}", ">")
"""One of these is in every text that holds an address."""

_REACH = 100


def emails(plain: Plain) -> Iterator[Span]:
    """Yield the e-mail addresses of a text."""
    text = plain.low
    if not holds(text, _SIGNS):
        return
    for match in _AT.finditer(text):
        is_sign = "@" in match[0]
        after = (_AFTER_SIGN if is_sign else _DOMAIN).match(text, match.end())
        if after is None:
            continue
        before = _LOCAL.search(text[max(0, match.start() - _REACH) : match.start()])
        if before is not None:
            yield Span(match.start() - len(before[0]), after.end(), "courriel")

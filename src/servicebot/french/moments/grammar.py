"""A small grammar: rules over kinds of tokens, run stage after stage.

A rule is a pattern of kind names (« le? weekday next ») and an action, which makes
tokens of what the pattern found or declines. Patterns are regular expressions whose
letters are token kinds.
"""

import re
from collections.abc import Callable, Sequence
from operator import attrgetter

from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import When
from servicebot.french.moments.tokens import Token

_KINDS = (
    "sharp measure gratis "
    "x le la les l un de d du des au aux a en ce et ou entre avant after until "
    "depuis dans tous during vers early late middle next last holidays school ferie "
    "day week monthword minute hourword half quarter less noon midnight bridge eve "
    "morrow weekend following per out born good service street call about go title "
    "grand weekday weekdays wd month weak part season ord rel now from by ago "
    "schoolyear weekly yearend nextyear thisyear weekdayspan always later names "
    "holiday nextholiday feast full daymonth fraction c on lunch dayeve hour clock "
    "big year num comma dash slash stop jusqu at range habit date instant moment "
    "paschal polite "
).split()
FROM_NOW, UNTIL_NOW = 1, 2
"""What the `other` of days says that begin or end now."""
_LETTERS = {kind: chr(0x4E00 + rank) for rank, kind in enumerate(_KINDS)}
_KIND_OF = attrgetter("kind")
_NAME = re.compile(r"[a-z]+")

Action = Callable[[Context, Found], Sequence[Token] | None]


def pattern(text: str) -> str:
    """Return the regular expression of a pattern of kind names."""
    return _NAME.sub(lambda name: _LETTERS[name[0]], text).replace(" ", "")


class Stage:
    """Rules tried in order at each place, from left to right."""

    def __init__(self, *rules: tuple[str, Action]) -> None:
        self._rules = tuple(
            (re.compile(pattern(text)), action) for text, action in rules
        )
        self._any = re.compile("|".join(f"(?:{pattern(text)})" for text, _ in rules))

    def run(self, context: Context, tokens: Found) -> tuple[Token, ...]:
        """Return the tokens with everything that the rules understand replaced."""
        signs = "".join(map(_LETTERS.__getitem__, map(_KIND_OF, tokens)))
        made: list[Token] = []
        done = 0
        found = self._any.search(signs)
        while found is not None:
            end, result = self._apply(context, tokens, signs, found.start())
            if result is not None:
                made += tokens[done : found.start()]
                made += result
                done = end
            found = self._any.search(signs, max(end, found.start() + 1))
        return (*made, *tokens[done:]) if done else tuple(tokens)

    def _apply(
        self, context: Context, tokens: Found, signs: str, at: int
    ) -> tuple[int, Sequence[Token] | None]:
        for rule, action in self._rules:
            found = rule.match(signs, at)
            if found is None or found.end() == at:
                continue
            result = action(context, tokens[at : found.end()])
            if result is not None:
                return found.end(), result
        return at, None


def pick(found: Found, *kinds: str) -> Token | None:
    """Return the first token of one of the kinds."""
    return next((token for token in found if token.kind in kinds), None)


def pick_all(found: Found, *kinds: str) -> list[Token]:
    """Return all tokens of some kinds, in order."""
    return [token for token in found if token.kind in kinds]


def unknown(_context: Context, found: Found) -> Sequence[Token]:
    """Give up what looks like a moment and is not one."""
    return [Token("x", found[0].start, found[-1].end)]


def made(found: Found, when: When | None) -> list[Token] | None:
    """Return what was found as one token of days."""
    if when is None:
        return None
    return [Token("date", found[0].start, found[-1].end, found[0].word, when=when)]


def given_up(found: Found) -> list[Token]:
    """Return what was found as one token that means nothing."""
    return [Token("x", found[0].start, found[-1].end)]

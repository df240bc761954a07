"""A small grammar: rules over kinds of tokens, run stage after stage.

A rule is a pattern of kind names (« le? weekday next ») and an action, which makes
tokens of what the pattern found or declines. Patterns are regular expressions whose
letters are token kinds.
"""

import re
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from servicebot.french.moments.context import Context, Found
from servicebot.french.moments.dates import When
from servicebot.french.moments.needs import Needs, needs_of
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
_USUAL = frozenset("x le la les l un de d du des au aux a en et go".split())
"""The kinds of most words of most questions."""

_KINDS_OF = {letter: kind for kind, letter in _LETTERS.items()}
_KIND_OF = attrgetter("kind")
_NAME = re.compile(r"[a-z]+")

Action = Callable[[Context, Found], Sequence[Token] | None]


def pattern(text: str) -> str:
    """Return the regular expression of a pattern of kind names."""
    return _NAME.sub(lambda name: _LETTERS[name[0]], text).replace(" ", "")


class _Rule(NamedTuple):
    """What a rule looks for, what it makes of it, and without what it finds nothing."""

    sought: re.Pattern[str]
    action: Action
    needs: Needs


class Stage:
    """Rules tried in order at each place, from left to right.

    They are filed by the kinds of which each needs one, so that most of them need not
    be tried at all.
    """

    def __init__(self, *rules: tuple[str, Action]) -> None:
        written = [(pattern(text), action) for text, action in rules]
        self.rules = [_Rule(re.compile(p), act, _kinds(p)) for p, act in written]
        self._filed: dict[str, list[int]] = {}
        for rank, rule in enumerate(self.rules):
            for kind in min(rule.needs, key=_frequency):
                self._filed.setdefault(kind, []).append(rank)

    def run(self, context: Context, tokens: Found) -> tuple[Token, ...]:
        """Return the tokens with everything that the rules understand replaced."""
        rules = self._fitting(frozenset(map(_KIND_OF, tokens)))
        if not rules:
            return tuple(tokens)
        signs = "".join(map(_LETTERS.__getitem__, map(_KIND_OF, tokens)))
        made: list[Token] = []
        done = at = 0
        while at < len(signs):
            end, result = _apply(rules, context, tokens, signs, at)
            if result is not None:
                made += tokens[done:at]
                made += result
                done = end
            at = max(end, at + 1)
        return (*made, *tokens[done:]) if done else tuple(tokens)

    def _fitting(self, said: frozenset[str]) -> list[_Rule]:
        """Return the rules, in order, that may find something in what is said."""
        filed = self._filed
        ranks = {rank for kind in filed.keys() & said for rank in filed[kind]}
        rules = [self.rules[rank] for rank in sorted(ranks)]
        return [r for r in rules if not any(map(said.isdisjoint, r.needs))]


def _kinds(sought: str) -> Needs:
    """Return the kinds of which a rule needs one of each set."""
    return tuple(
        frozenset(map(_KINDS_OF.__getitem__, need)) for need in needs_of(sought)
    )


def _frequency(need: frozenset[str]) -> tuple[bool, int]:
    """Order sets of kinds by how seldom one of them is said, nearly."""
    return not _USUAL.isdisjoint(need), len(need)


def _apply(
    rules: Sequence[_Rule], context: Context, tokens: Found, signs: str, at: int
) -> tuple[int, Sequence[Token] | None]:
    for rule in rules:
        found = rule.sought.match(signs, at)
        if found is None or found.end() == at:
            continue
        result = rule.action(context, tokens[at : found.end()])
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

"""Without which signs can a regular expression match nowhere? A cheap test before it.

Of the syntax, this reads what the patterns of moments are written in: letters, classes
of letters, groups, looks ahead and behind, alternatives, repetitions and `$`.
"""

from dataclasses import dataclass

Needs = tuple[frozenset[str], ...]
"""Sets of signs: of each of them, one at least stands in any text that matches."""

_DENIED = ("?!", "?<!")
_LOOKS = ("?:", "?=", "?<=", *_DENIED)


def needs_of(pattern: str) -> Needs:
    """Return the signs that a text needs for a regular expression to match in it.

    >>> [sorted(need) for need in needs_of("a?b(c|de)+(?!f)")]
    [['b'], ['c', 'd']]
    """
    return _Reading(pattern).choice()


@dataclass(slots=True)
class _Reading:
    """A regular expression, read from left to right up to a place."""

    pattern: str
    at: int = 0

    def choice(self) -> Needs:
        """Read alternatives up to the end of their group."""
        needs = [self._sequence()]
        while self._takes("|"):
            needs.append(self._sequence())
        if len(needs) == 1:
            return needs[0]
        if not all(needs):
            return ()
        return (frozenset().union(*(min(each, key=len) for each in needs)),)

    def _sequence(self) -> Needs:
        found: list[frozenset[str]] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            needs = self._item()
            if not self._may_be_left_out():
                found += needs
        return tuple(found)

    def _item(self) -> Needs:
        if self._takes("$"):
            return ()
        if self._takes("["):
            return (frozenset(self._until("]")),)
        if not self._takes("("):
            self.at += 1
            return (frozenset(self.pattern[self.at - 1]),)
        look = next(filter(self._takes, _LOOKS), "")
        needs = self.choice()
        self.at += 1
        return () if look in _DENIED else needs

    def _may_be_left_out(self) -> bool:
        """Read how often what was just read is repeated."""
        if self._takes("{"):
            return self._until("}").startswith("0")
        return not self._takes("+") and (self._takes("?") or self._takes("*"))

    def _takes(self, sign: str) -> bool:
        """Go past a sign, if it stands here."""
        stands = self.pattern.startswith(sign, self.at)
        self.at += len(sign) if stands else 0
        return stands

    def _until(self, sign: str) -> str:
        start, self.at = self.at, self.pattern.index(sign, self.at) + 1
        return self.pattern[start : self.at - 1]

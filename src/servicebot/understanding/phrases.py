"""Where do known phrases stand in a sequence of stems? A prefix tree, longest match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found at stems [start, end), with the values filed under it.

    `weight` (0 to 1) says how surely the phrase means its values.
    """

    start: int
    end: int
    values: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases (sequences of stems) filed under values; built by `index_phrases`."""

    tree: dict[str, Any]

    def find(self, stems: Sequence[str]) -> tuple[Found, ...]:
        """Return the phrases found from left to right, longest first."""
        found: list[Found] = []
        end = 0
        for start, stem in enumerate(stems):
            if start < end or stem not in self.tree:
                continue
            match = self._longest(stems, start)
            if match is not None:
                found.append(match)
                end = match.end
        return tuple(found)

    def _longest(self, stems: Sequence[str], start: int) -> Found | None:
        node, best = self.tree, None
        for end in range(start, len(stems)):
            following = node.get(stems[end])
            if following is None:
                break
            node = following
            if "" in node:
                best = Found(start, end + 1, tuple(node[""]))
        return best


def places(phrases: Iterable[Found]) -> set[int]:
    """Return where the words of some phrases stand."""
    return {at for found in phrases for at in range(found.start, found.end)}


def index_phrases(phrases: Iterable[tuple[Sequence[str], str]]) -> PhraseIndex:
    """File (stems, value) pairs; the same stems may be filed under several values."""
    tree: dict[str, Any] = {}
    for stems, value in sorted((tuple(s), v) for s, v in phrases):
        if not stems:
            continue
        node = tree
        for stem in stems:
            node = node.setdefault(stem, {})
        values = node.setdefault("", [])
        if value not in values:
            values.append(value)
    return PhraseIndex(tree)

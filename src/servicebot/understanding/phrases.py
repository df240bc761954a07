"""Where do known phrases stand in a sequence of stems? A prefix tree, longest match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Found(NamedTuple):
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
        tree, last = self.tree, len(stems)
        found: list[Found] = []
        end = 0
        for start, stem in enumerate(stems):
            if start < end or stem not in tree:
                continue
            node = tree[stem]
            best, after = node.get("", ()), start + 1
            stop = after
            while after < last and (node := node.get(stems[after])) is not None:
                after += 1
                if "" in node:
                    best, stop = node[""], after
            if best:
                found.append(Found(start, stop, best))
                end = stop
        return tuple(found)

    def may_find(self, stems: Iterable[str]) -> bool:
        """Whether one of some stems begins a phrase."""
        return not self.tree.keys().isdisjoint(stems)


def places(phrases: Iterable[Found]) -> set[int]:
    """Return where the words of some phrases stand."""
    return {at for found in phrases for at in range(found.start, found.end)}


def is_part(found: Found, names: Iterable[Found]) -> bool:
    """Whether what was found is in a longer name (« Saint-Privat-des-Vieux »)."""
    return any(
        name.start <= found.start and found.end <= name.end
        for name in names
        if (name.start, name.end) != (found.start, found.end)
    )


def beside(names: tuple[Found, ...], cues: Sequence[Found]) -> tuple[Found, ...]:
    """Leave out the names inside longer cues where another is named outside.

    « Mon bébé est né hier, quel service ? » asks who is in charge, not of services.
    """
    if len(names) < 2:
        return names
    return tuple(name for name in names if not is_part(name, cues)) or names


def index_phrases(phrases: Iterable[tuple[Sequence[str], str]]) -> PhraseIndex:
    """File (stems, value) pairs; the same stems may be filed under several values."""
    tree: dict[str, Any] = {}
    for stems, value in sorted((tuple(s), v) for s, v in phrases):
        if not stems:
            continue
        node = tree
        for stem in stems:
            node = node.setdefault(stem, {})
        values = node.get("", ())
        if value not in values:
            node[""] = (*values, value)
    return PhraseIndex(_folded(tree, {}))


def _folded(tree: dict[str, Any], ends: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Return a tree in which all the ends with the same values are one."""
    for stem, node in tree.items():
        if stem:
            is_end = len(node) == 1 and "" in node
            tree[stem] = (
                ends.setdefault(node[""], node) if is_end else _folded(node, ends)
            )
    return tree

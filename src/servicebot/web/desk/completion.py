"""What is being typed: the last word, not finished yet, becomes the likeliest one."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from servicebot.french.text import fold
from servicebot.knowledge.base import Base

SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Completion:
    """The words of a base, folded and in order, each with its form and its number."""

    fingerprint: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    counts: tuple[int, ...]

    def complete(self, typed: str) -> str:
        """Return what is typed with its last word finished, if one is under way."""
        last = typed.replace("’", "'").rpartition(" ")[2].rpartition("'")[2]
        prefix = fold(last)
        if len(prefix) < SHORTEST or not prefix.isalpha():
            return typed
        first = bisect_left(self.words, prefix)
        rest = range(first, len(self.words))
        found = list(takewhile(lambda at: self.words[at].startswith(prefix), rest))
        if not found or self.words[first] == prefix:
            return typed
        best = max(found, key=lambda at: self.counts[at])
        return typed[: len(typed) - len(last)] + self.forms[best]


class Completions:
    """The completion of the base in service, made again when the base changes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: Completion | None = None

    def of(self, base: Base) -> Completion:
        """Return the completion of a base."""
        made = self._made
        if made is None or made.fingerprint != base.fingerprint:
            made = self._made = build_completion(base)
        return made


def build_completion(base: Base) -> Completion:
    """Collect the words that the base is asked in; common ones come first."""
    counts = Counter(_words(base))
    forms: dict[str, str] = {}
    totals: Counter[str] = Counter()
    for form, count in counts.most_common():
        forms.setdefault(fold(form), form)
        totals[fold(form)] += count
    ordered = sorted(forms)
    return Completion(
        fingerprint=base.fingerprint,
        words=tuple(ordered),
        forms=tuple(forms[word] for word in ordered),
        counts=tuple(totals[word] for word in ordered),
    )


def _words(base: Base) -> Iterator[str]:
    for subject in base.told:
        for name in subject.names:
            yield from _forms(name)
    for entry in base.entries.values():
        for text in (entry.question, *entry.asks):
            yield from _forms(text)


def _forms(text: str) -> Iterator[str]:
    """Yield the words of a text as they are spelled, without what is elided."""
    for word in text.replace("’", "'").lower().split():
        form = word.rpartition("'")[2].strip(".,;:!?()«»\u202f\u00a0")
        if len(form) > SHORTEST and form.isalpha():
            yield form

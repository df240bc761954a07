"""The entries that are taken for one another, with the phrasings that cause it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from servicebot.errors import EvaluationError
from servicebot.evaluation.crossing import Held


@dataclass(frozen=True, slots=True)
class Confusion:
    """Phrasings of `entry` (None: of nothing) whose best candidate is `got`."""

    entry: str | None
    got: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfusionReport:
    """The confusions, the most frequent first, among `n` phrasings left out in turn."""

    confusions: tuple[Confusion, ...]
    right: int
    n: int


def find_confusions(held: Sequence[Held]) -> ConfusionReport:
    """Count the pairs of entries that are confused.

    A negative counts only where it would have been answered.
    """
    if not held:
        raise EvaluationError("rien à évaluer : aucune formulation")
    pairs: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
    for each in held:
        misled = each.entry is not None or each.outcome == "answer"
        if each.got is not None and misled and not each.right:
            pairs[each.entry, each.got].append(each.text)
    ordered = sorted(
        pairs.items(), key=lambda pair: (-len(pair[1]), pair[0][0] or "", pair[0][1])
    )
    inside = [each for each in held if each.entry is not None]
    return ConfusionReport(
        confusions=tuple(
            Confusion(entry, got, tuple(texts)) for (entry, got), texts in ordered
        ),
        right=sum(each.right for each in inside),
        n=len(inside),
    )

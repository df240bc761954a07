"""Walking through a series: « et le deuxième ? », « la suivante ? », « et avant ? »."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, pairwise

from servicebot.french.text import fold, stem, stems
from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.aspects import DATE, QUANTITY
from servicebot.knowledge.base import Entry
from servicebot.understanding.reader import Utterance

_ORDINALS = (
    ("premier", "première", "1er", "1re"),
    ("deuxième", "deuxième", "second", "seconde", "2e"),
    ("troisième", "troisième", "3e"),
    ("quatrième", "quatrième", "4e"),
    ("dernier", "dernière"),
)
_RANK = {fold(form): forms for forms in _ORDINALS for form in forms}
_ORDINAL = re.compile(rf"\b(?:{'|'.join(chain(*_ORDINALS))})\b", re.IGNORECASE)
_NTH = {"1": "premier", "2": "deuxieme", "3": "troisieme", "4": "quatrieme"}
_SUFFIXES = frozenset("er re ere e eme ieme nd nde".split())
"""What stands after the digit of a rank (« 1er », « 2e »)."""

_STEPS: Mapping[str, int] = dict.fromkeys(
    "suivant suivante prochain prochaine apres ensuite".split(), 1
) | dict.fromkeys("precedent precedente avant".split(), -1)
_BESIDE = GRAMMATICAL | frozenset("deux trois quatre tout toute".split())
"""What may stand beside a rank and says nothing more (« le dernier des trois »)."""


def ranked_again(
    utterance: Utterance, last: Entry, entries: Iterable[Entry]
) -> str | None:
    """Ask of the second what was just told of the first (« et celui du deuxième ? »).

    « Quel est le slogan du premier volet ? » becomes that of the second; so it does
    after « et le suivant ? », where an entry answers that.
    """
    found = _ORDINAL.search(last.question)
    if found is None:
        return None
    own = [e for e in entries if e.subject == last.subject]
    units = {stem(fold(unit)) for entry in own for unit in entry.units}
    said = _ranks(utterance, units | set(stems(last.question)))
    if len(said) != 1:
        return None
    step = _STEPS.get(said[0])
    if step is None:
        other = _RANK[said[0]]
        return None if found[0] in other else _at_rank(last, found, other)
    at = _ORDINALS.index(_RANK[fold(found[0])]) + step
    if not 0 <= at < len(_ORDINALS) - 1:
        return None
    again = _at_rank(last, found, _ORDINALS[at])
    return again if any(again == e.question for e in own) else None


def opened_at_rank(
    utterance: Utterance, last: Entry, entries: Iterable[Entry]
) -> str | None:
    """Ask of one of a series whose number, list or dates were just told.

    « le premier, c'était quand ? », after how many parts there are, asks what that one
    was: an entry whose identifier is the name of the parts and its rank (« volet-1 »).
    """
    own = [e for e in entries if e.subject == last.subject]
    series = _series(_name(last), own)
    if not series and last.aspect == DATE:
        counted = (e for e in own if e.aspect == QUANTITY)
        series = next(filter(None, (_series(_name(e), own) for e in counted)), [])
    said = _ranks(utterance, {stem(fold(unit)) for e in own for unit in e.units})
    if not series or len(said) != 1 or said[0] in _STEPS:
        return None
    at = _ORDINALS.index(_RANK[said[0]])
    at = -1 if at == len(_ORDINALS) - 1 else at
    return series[at].question if at < len(series) else None


def _name(entry: Entry) -> str:
    return stem(fold(entry.name))


def _series(name: str, own: Iterable[Entry]) -> list[Entry]:
    """Return the entries of a series in order (« volet-1 », « volet-2 »…)."""
    found = ((e, e.name.rpartition("-")) for e in own)
    ranked = [(e, p) for e, p in found if p[2].isdigit() and stem(fold(p[0])) == name]
    return [e for e, p in sorted(ranked, key=lambda pair: int(pair[1][2]))]


def _at_rank(last: Entry, found: re.Match[str], rank: tuple[str, ...]) -> str:
    """Return the question of the last answer, of what has another rank."""
    before, after = last.question[: found.start()], last.question[found.end() :]
    return before + rank[found[0].endswith(("ère", "onde"))] + after


def _ranks(utterance: Utterance, things: AbstractSet[str]) -> list[str]:
    """Return the ranks and steps of a message that says nothing else (else none).

    It may name what the series is made of (« et l'étape d'après ? »).
    """
    pairs = pairwise((*utterance.tokens, ""))
    nth = [pair for pair in pairs if pair[0] in _NTH and pair[1] in _SUFFIXES]
    ranks = [_NTH[digit] for digit, _ in nth]
    ranks += [t for t in utterance.tokens if t in _RANK or t in _STEPS]
    if not ranks:
        return []
    said = _BESIDE.union(ranks, chain(*nth))
    beside = [w for w in utterance.words if w.token not in said and not w.function]
    others = {word.stem for word in beside}
    return ranks if others <= things else []

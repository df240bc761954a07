"""The communes of the territory, as people name them: that which is asked about."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from servicebot.french.text import stems, tokens
from servicebot.french.words import COMMON_WORDS
from servicebot.knowledge.base import Base
from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Word

_BEFORE = {
    "Les": frozenset("les aux des".split()),
    "Le": frozenset("le au du".split()),
    "La": frozenset(("la",)),
}
_ONESELF = frozenset("j je nous on".split())
_LIVING = frozenset(
    "suis habite habitons habitais vis vivons reside residons viens venons loge".split()
)
_AT = frozenset("a au aux de d des du dans sur en pres le la les".split())


def commune_asked(
    home: Sequence[Found], words: Sequence[Word], communes: AbstractSet[str]
) -> str | None:
    """Return the first of the communes that is asked about, of the places named.

    That where somebody lives is not (« j'habite à Salindres »).
    """
    named = (
        found.values[0]
        for found in home
        if not _is_at_home(words[: found.start]) and _is_name(found, words)
    )
    return next((name for name in named if name in communes), None)


def _is_name(found: Found, words: Sequence[Word]) -> bool:
    """Whether a common word is said as the name of a commune: « aux Plans ».

    Another word of the same stem never is: « vous servez » is not Servas.
    """
    name, word = found.values[0], words[found.start]
    if found.end - found.start > 1:
        return True
    if tokens(name)[-1] not in COMMON_WORDS:
        return word.token == tokens(name)[-1] or word.token not in COMMON_WORDS
    article = name.partition(" ")[0]
    before = words[found.start - 1].token if found.start else ""
    return word.token == tokens(name)[-1] and before in _BEFORE.get(article, _AT)


def _is_at_home(before: Sequence[Word]) -> bool:
    """Whether these words say that one lives at what follows."""
    said = [word.token for word in before]
    while said and said[-1] in _AT:
        said.pop()
    return len(said) > 1 and said[-1] in _LIVING and said[-2] in _ONESELF


@dataclass(frozen=True, slots=True)
class Territory:
    """What a base covers: its communes, and what the town itself looks after.

    `names` has the stems of the communes' names, `municipal` the subjects that the town
    looks after within its own bounds, `of_one_operator` the entries that tell of one
    operator what others tell of another.
    """

    names: frozenset[str]
    municipal: frozenset[str]
    of_one_operator: frozenset[str]


def territory_of(base: Base) -> Territory:
    """Return the territory of a base.

    The town's operators have its name (« Ville d'Alès », « CCAS d'Alès »); that of the
    whole territory is not one of them.
    """
    town = set(tokens(base.town.name))
    own = {
        key
        for key, operator in base.town.operators.items()
        if town <= set(tokens(operator.name)) and operator.name != base.town.territory
    }
    return Territory(
        names=frozenset(stem for one in base.communes for stem in stems(one.name)),
        municipal=frozenset(s.id for s in base.subjects.values() if s.operator in own),
        of_one_operator=_of_one_operator(base),
    )


def _of_one_operator(base: Base) -> frozenset[str]:
    told: dict[tuple[str, str | None], set[str]] = {}
    for entry in base.entries.values():
        if entry.scope and entry.aspect:
            told.setdefault((entry.subject, entry.aspect), set()).add(entry.scope)
    several = {cell for cell, scopes in told.items() if len(scopes) > 1}
    return frozenset(
        entry.id
        for entry in base.entries.values()
        if entry.scope and (entry.subject, entry.aspect) in several
    )

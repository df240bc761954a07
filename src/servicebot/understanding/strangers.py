"""Names of what the base does not know, beside what it does: « le parc Zola »."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from servicebot.french.text import fold, stem, tokens
from servicebot.french.words import COMMON_WORDS
from servicebot.knowledge.aspects import MANAGER
from servicebot.understanding.counting import LARGE
from servicebot.understanding.frames import CLEAR, Frame
from servicebot.understanding.phrases import places
from servicebot.understanding.reader import Utterance, Word

_CUT = re.compile(r"[,:;.!?\n…]+(?=\s|$)|\s[-–—/]\s|[?!;]+")
_NAME = re.compile(r"(?<![^\W\d_])[A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")
_ACRONYM = 3
"""How many capitals make a name of a first word."""

_ASKING = frozenset("combien quel quelle quels quelles quand comment pourquoi".split())
_WHICH = frozenset("quel quelle quels quelles".split())
_WHO = _WHICH | frozenset("qui lequel laquelle lesquels lesquelles".split())
_MOST = frozenset(("plus", "moins"))
_NEAREST = frozenset(
    "proche proches pres vite tot tard souvent possible simple".split()
)
_OF_ANYTHING = frozenset(
    "part categorie categories type types sorte sortes genre genres action actions "
    "role nature forme formes exemple exemples chose choses facon maniere".split()
)
"""What may be asked of anything (« quelles sortes de lignes »)."""

_ARTICLES = frozenset("l le la les st ste saint sainte".split())
_BEFORE = (
    LARGE
    | _ARTICLES
    | frozenset("est sont a ont ete etait etaient fut furent sera seront".split())
)
"""What may stand between « quel » and what is asked to be told apart."""

_OF = frozenset("d de du des a au aux en dans chez sur".split())
_AT = frozenset("a au aux sur".split())
_JOINING = frozenset("et ou ni puis".split())
_SITES = frozenset(
    "rue avenue boulevard place quai impasse chemin route pont quartier cite "
    "residence zone parc jardin square lac stade gymnase piscine salle theatre "
    "cinema musee mediatheque bibliotheque lycee college ecole maternelle creche "
    "cimetiere eglise parking marche centre dechetterie dechetteries".split()
)
"""Words that a proper name follows at once to say which one is meant."""

_OFFICIAL = frozenset(
    "ville mairie agglo agglomeration etat region departement prefecture commune "
    "communaute conseil communal communautaire municipal maire president directeur "
    "directrice direction general generale monsieur madame services service public "
    "internet web".split()
)
"""Words that people write with a capital and that are no names."""


ANYWHERE = frozenset((MANAGER, "signalement"))
"""Aspects that are the same at any place: « un lampadaire rue Zola, c'est qui ? »."""


class Named(NamedTuple):
    """A name that a question asks about: its stem, those of the content before it."""

    stem: str
    before: frozenset[str]


def names_asked(
    utterance: Utterance, frame: Frame, known: AbstractSet[str]
) -> tuple[Named, ...]:
    """Return the proper names in the parts of a question that ask.

    A name counts when a preposition or the word for a site ties it to what is said
    before it in its part (« le maire dans Les Simpson », « la salle Zola »), and one
    that begins the message when no subject is named; so does a subject at which
    something else is (« la piscine aux Santolines »), and what « quel » asks to be told
    apart (« quel institut »). Neither dates, nor names in a
    remark do (« nous venons de Lille, combien d'écoles… »), nor the `known` ones of the
    territory.
    """
    text = utterance.text
    parts = [part for part in _CUT.split(text) if part.strip()]
    found = list(_placed(utterance, frame)) if len(parts) == 1 else []
    found += _asked_which(utterance, frame)
    found += _asked_most(utterance)
    if not text.islower() and not text.isupper():
        found += _written(utterance, frame, parts)
    others = known | frame.dated
    return tuple(name for name in found if name.stem not in others)


def _written(
    utterance: Utterance, frame: Frame, parts: Sequence[str]
) -> Iterator[Named]:
    """Yield the names that are written as such in the parts that ask."""
    words = {word.text: word for word in utterance.words if not word.function}
    words |= {typed: words[m] for typed, m in utterance.corrected if m in words}
    cues = {utterance.words[at].text for at in places(frame.aspects)}
    asking = [part for part in parts if len(parts) == 1 or _asks(part, cues)]
    for part in asking:
        yield from _tied(part, words)
    if not frame.named:
        yield from _leading(utterance.text, words)


def _asked_which(utterance: Utterance, frame: Frame) -> Iterator[Named]:
    """Yield what is asked to be told apart at the start, where that is no aspect.

    « quel pôle gère la voirie ? » is not who runs it.
    """
    words = utterance.words
    which = next((at for at, w in enumerate(words[:2]) if w.text in _WHICH), None)
    if which is None or not all(word.function for word in words[:which]):
        return
    after = range(which + 1, len(words))
    at = next((i for i in after if words[i].text not in _BEFORE), None)
    if at is None or words[at].function or at in places(frame.aspects):
        return
    if words[at].text not in _OF_ANYTHING:
        yield Named(words[at].stem, frozenset())


def _asked_most(utterance: Utterance) -> Iterator[Named]:
    """Yield « plus » where it is asked which is most of all (« le plus lu »)."""
    words = [word.text for word in utterance.words]
    at = next((at for at, word in enumerate(words) if word in _WHO), None)
    if at is None:
        return
    for article, most, what in zip(
        words[at:], words[at + 1 :], words[at + 2 :], strict=False
    ):
        if article in _ARTICLES and most in _MOST and what not in _NEAREST:
            yield Named(stem(most), frozenset())


def _placed(utterance: Utterance, frame: Frame) -> Iterator[Named]:
    """Yield the subjects where something else is said to be, nothing else joined.

    « combien de visiteurs au musée PAB » is not how many come to the town hall.
    """
    for found in frame.subjects:
        said = utterance.tokens[: found.start]
        link = _link(said)
        if found.weight < CLEAR or link not in _AT or not _JOINING.isdisjoint(said):
            continue
        before = [w.stem for w in utterance.words[: found.start] if not w.function]
        if before:
            yield Named(utterance.stems[found.end - 1], frozenset(before))


def is_strange(
    names: Sequence[Named], aspect: str, explained: AbstractSet[str]
) -> bool:
    """Whether an entry's words explain what stands before a name, but not the name."""
    return aspect not in ANYWHERE and any(
        name.stem not in explained
        and (not name.before or not name.before.isdisjoint(explained))
        for name in names
    )


def _asks(part: str, cues: AbstractSet[str]) -> bool:
    said = set(tokens(part))
    return not said.isdisjoint(_ASKING) or not said.isdisjoint(cues)


def _tied(part: str, words: dict[str, Word]) -> Iterator[Named]:
    """Yield the names that what stands before them ties to the words of a part."""
    names = {fold(name[0]) for name in _NAME.finditer(part)} - _OFFICIAL
    said = tokens(part)
    for at, token in enumerate(said):
        if token not in names or token not in words or at == 0:
            continue
        link = _link(said[:at])
        before = frozenset(words[t].stem for t in said[:at] if t in words)
        if before and (link in _OF or link in _SITES):
            yield Named(words[token].stem, before)


def _link(before: Sequence[str]) -> str:
    """Return the last of some words but articles, which ties a name to them."""
    return next((t for t in reversed(before) if t not in _ARTICLES), "")


def _leading(text: str, words: dict[str, Word]) -> Iterator[Named]:
    """Yield the name that begins a message, if it can be nothing else."""
    found = _NAME.match(text)
    word = words.get(fold(found[0])) if found else None
    if found is None or word is None or word.known:
        return
    is_acronym = found[0].isupper() and len(found[0]) >= _ACRONYM
    if is_acronym or word.text not in COMMON_WORDS:
        yield Named(word.stem, frozenset())

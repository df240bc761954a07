"""What does « combien de… » count, and what does a number in a question count?"""

import re
from collections.abc import Sequence
from itertools import pairwise

from servicebot.knowledge.aspects import QUANTITY
from servicebot.understanding.phrases import Found, places
from servicebot.understanding.reader import Word

GENERIC = frozenset("chos truc fois machin bidul element".split())
"""Stems that « combien de … » may count of anything."""

PERSON = "person"
PEOPLE = frozenset(
    "person gen mond gars mec typ tet bonhomm bonshomm individus perso nan bougr "
    "gus guss zigoto quidam pekin".split()
)
"""Stems that count people of any kind (« combien de têtes »): all count as `PERSON`."""

HOLDERS = frozenset(
    "batiment batiments etablissement etablissements site sites structure structures "
    "endroit endroits lieu lieux local locaux".split()
)
"""Words for what holds what is counted (« combien de bâtiments d'école »)."""

ASIDE = frozenset(
    "annuel mensuel quotidien autour an mois semaine jour global exact precis officiel "
    "reel approximatif complet".split()
)
"""Words after « combien » that say how often, where or how exactly, not what is
counted."""

LARGE = frozenset(
    "grand grands grande grandes gros grosse grosses different differents differente "
    "differentes divers diverses nouveau nouveaux nouvelle nouvelles vrai vrais "
    "principaux principales".split()
)
"""Adjectives that stand before what is counted."""

_PRICED = frozenset(("tarif", "salaire", QUANTITY))
_GRANTED = frozenset("les vos ces que qu seulement juste bien".split())
_NOUNS = frozenset(
    "idees entrees annees journees soirees matinees tournees allees musees lycees "
    "chaussees portees dictees arrivees plongees randonnees".split()
)
_DONE = frozenset(
    "finies abouties accomplies choisies definies etablies reunies reussies remplies "
    "servies sorties parties".split()
)
"""Nouns that end as participles do, and participles that end as nouns do."""

_IS_THERE = re.compile(
    r"\b(?:(?:vous (?:en )?avez|avez vous|y a t il|il existe|existe t il) "
    r"(?:(?:bien|aussi|encore|ici) )?(?:des?|d|une?|l|la|les?)|y (?:en )?a (?:des|d))\b"
)
_PLURAL = frozenset("les des vos nos ces ses leurs".split())
_TAKING_UP = frozenset("en ils elles".split())
HOW_MANY = ("combien", QUANTITY)
_OF = ("de", "d", "des")


_BOUND = re.compile(
    r"^\W*(?:(?:est-ce qu['’]\s?|est-ce que\s)?"
    r"(?:(?:il\s)?y\s?a|y a-t-il"
    r"|(?:vous|nous|ils)\s(?:avez|avons|ont|[êe]tes|sommes|sont)"
    r"|(?:avez|[êe]tes)-vous|on (?:a|est)|[çc]a fait|c['’]est)\s(?:bien\s)?)?"
    r"(?:pas\s)?(?:plus|moins)\sd(?:e\s|['’])\s?\d[\d\s.]*"
    r"(?=[^\W\d])(?!(?:ou|et|que|ans?|mois|jours?|h|heures?|minutes?|semaines?|euros?|kg|kilos|km|m)\b)",
    re.IGNORECASE,
)
_OR_NOT = re.compile(
    r"\s*,?\s*\bou\s(?:pas|non|moins|plus|bien moins|pas du tout)\W*$", re.IGNORECASE
)


def is_any_asked(said: Sequence[str]) -> bool:
    """Whether the words of a question ask if there is any of what they name.

    >>> is_any_asked("vous avez des creches".split())
    True
    >>> is_any_asked("vous avez fait une enquete".split())
    False
    """
    return _IS_THERE.search(" ".join(said)) is not None


def stated(words: Sequence[Word], numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the stems that the numbers among words count (« 28 crèches »).

    A number in letters states how many where it is taken for granted (« les douze
    médiathèques », « plus que douze »).
    """
    if not numbers:
        return ()
    before = ("", *(word.token for word in words))
    return tuple(
        following.stem
        for at, (word, following) in enumerate(pairwise(words))
        if word.token in numbers
        and not following.function
        and (word.token.isdigit() or before[at] in _GRANTED)
    )


def of_something(aspects: Sequence[Found], words: Sequence[Word]) -> tuple[Found, ...]:
    """Leave of cues of a price the number, where « combien » is of something.

    « c'est combien de gars ? » asks no price, nor « elle touche combien de foyers ».
    """
    return tuple(
        Found(found.start, found.end, (QUANTITY,))
        if _PRICED.issuperset(found.values)
        and _is_of(words[found.end - 1 : found.end + 2])
        else found
        for found in aspects
    )


def _is_of(words: Sequence[Word]) -> bool:
    """Whether words are « combien » (or the like), « de » and what is counted."""
    if len(words) <= 2 or words[0].token not in HOW_MANY:
        return False
    return words[1].token in _OF and not words[2].function


def counted(
    words: Sequence[Word],
    aspects: Sequence[Found],
    quantities: frozenset[str],
    said: Sequence[str],
    spots: Sequence[Found] = (),
) -> tuple[str, ...]:
    """Return the stem counted: the first content word after « combien (… de) ».

    `said` are the stems that numbers count: with them, a participle is not counted.
    `spots` name towns and who is in charge: « écoles combien Alès » counts no town.
    """
    totals = [f.end - 1 for f in aspects if QUANTITY in f.values]
    asked = [at for at, word in enumerate(words) if word.token in HOW_MANY]
    if not asked and not totals:
        return ()
    cues = places((*aspects, *spots))
    others = places(f for f in aspects if quantities.isdisjoint(f.values))
    asked = [at for at in asked if at not in others]
    for start in dict.fromkeys((*asked, *totals)):
        stem = _counted_after(words, start, cues)
        if stem is not None and said and _is_participle(words, stem):
            return ()  # « sur les 38 actions, combien de réalisées »
        if stem is not None:
            return _unit(stem)
    before = _counted_before(words, asked[-1]) if asked else None
    return () if before is None else _unit(before)


def _unit(stem: str) -> tuple[str, ...]:
    """Return what a stem counts: nothing told where it may be anything."""
    if stem in GENERIC:
        return ()
    return (PERSON,) if stem in PEOPLE else (stem,)


def _is_participle(words: Sequence[Word], stem: str) -> bool:
    said = [word.text for word in words if word.stem == stem]
    return any(w in _DONE or (w.endswith("ees") and w not in _NOUNS) for w in said)


def _counted_after(words: Sequence[Word], start: int, cues: set[int]) -> str | None:
    """Return the first content word after a quantity, if the quantity is of it."""
    follows = words[start].token in HOW_MANY
    partitive = False
    for position in range(start + 1, len(words)):
        word = words[position]
        if word.token in _OF:
            follows = partitive = True
        elif _says_no_unit(words, position, partitive=partitive):
            continue
        elif not word.function:
            direct = partitive or (follows and position not in cues)
            return word.stem if direct else None
        else:
            follows = partitive = False
    return None


def _counted_before(words: Sequence[Word], quantity: int) -> str | None:
    """Return the noun that a pronoun takes up before « combien » at the end.

    « les agents qui ont travaillé dessus, ils étaient combien ? » counts agents.
    """
    pronouns = (at for at in range(quantity) if words[at].token in _TAKING_UP)
    pronoun = next(pronouns, 0)
    if not pronoun or any(not word.function for word in words[quantity + 1 :]):
        return None
    plain = [at for at in range(1, pronoun) if not words[at].function]
    first = next(iter(plain), 0)
    named = first and words[first - 1].token in _PLURAL
    return words[first].stem if named else None


def _says_no_unit(words: Sequence[Word], position: int, *, partitive: bool) -> bool:
    """Whether a word after « combien » is a number, or stands before what is counted.

    « combien de bâtiments d'école » counts schools.
    """
    token = words[position].token
    if token.isdigit() or token in (LARGE if partitive else ASIDE):
        return True
    following = words[position + 1 : position + 2]
    if partitive and any(w.stem in GENERIC or w.stem in PEOPLE for w in following):
        return True  # « combien de braves gens »
    return token in HOLDERS and any(w.token in _OF for w in following)


def without_bound(text: str) -> str:
    """Return a question whether something is more than a number as how many it is.

    >>> without_bound("Vous avez plus de 20 crèches ou pas ?")
    'combien de crèches ?'
    >>> without_bound("plus de 60 ans, j'ai droit à quoi ?")
    "plus de 60 ans, j'ai droit à quoi ?"
    """
    found = _BOUND.match(text)
    if found is None:
        return text
    return "combien de " + _OR_NOT.sub(" ?", text[found.end() :])

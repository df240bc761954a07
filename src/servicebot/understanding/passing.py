"""Places that are named in passing: where people live, come from or have family."""

import re
from collections.abc import Iterable, Sequence

from servicebot.french.text import tokens
from servicebot.understanding.phrases import Found
from servicebot.understanding.reader import Word

NAMED = 0.3
"""How surely a service must be named to be what a town is said of."""

NEAR_BEFORE = 8
"""How many words before a town tell why it is named."""

_AT = r"(?:a|au|aux|de|d|du|des|dans|en|sur|pres|depuis|la|le|les|l|y|cote|chez|et)"
_OWN = r"(?:mon|ma|mes|son|sa|ses|nos)"
_TOWN = r"(?:ville|commune|mairie|village|agglo|quartier)"
_PERSON = (
    r"(?:amie?|copain|copine|collegue|camarade|cousin|cousine|voisin|voisine|oncle|tante|"
    r"neveu|niece|mari|femme|epouse|fiance|fiancee|enfant|fils|fille|frere|soeur|mere|"
    r"pere|maman|papa|mamie|mamy|papi|papy|parent|famille|gendre|bru|jumeau|jumelle|"
    r"medecin|docteur|kine|chirurgien|specialiste|notaire|avocat|patron|chef|prof|"
    r"professeur|monsieur|dame|gars|type|\w+(?:logue|iatre|iciste))[sx]?"
)
_PRONOUN = r"(?:je|j|on|nous|il|elle|ils|elles|moi|lui)"
_VERB = (
    r"(?:habit(?:e|es|ent|ons|ait|ais|aient|ions)|log(?:e|eons|ent|eais|eait)|"
    r"vi(?:s|t|vent|vons|vait|vais|vaient|vions)|vecu|resid(?:e|ons|ent|ais|ait)|"
    r"(?:re)?vi(?:ens|ent|ennent)|(?:re)?ven(?:ons|ais|ait|aient|ions)|"
    r"(?:re)?venue?s?|arriv(?:e|ent|ons|ais|ait|aient)|"
    r"debarqu(?:e|ons|ent|ais)|quitt(?:e|ons|ent|ais|ait)|grandi|"
    r"(?:re)?descend(?:s|ent|ons)?|(?:re)?mont(?:e|ent|ons)|rentr(?:e|ent|ons|ais)|"
    r"demenag(?:e|ent|eons) (?:de|d|du)|"
    r"ecri[st]|appell?e|telephone|travaill(?:e|ent|ons|ais|ait)|boss(?:e|ais|ent|ait)|"
    r"enseign(?:e|ais)|exerc(?:e|ais)|"
    r"etudi(?:e|ent|ais|ait)|(?:est|sont|suis|sommes|etais?|etait|etaient|etions))"
)
_BEEN = (
    r"(?:originaires?|nati(?:f|ve)s?|nee?s?|arrivee?s?|debarquee?s?|partie?s?|"
    r"rest(?:e|es|ee|ees)|mutee?s?|installee?s?|rentree?s?|quitte|etudiante?s?|"
    r"operer?e?s?(?: \w+){0,2}|hospitalisee?s?|soignee?s?|mariee?s?(?: \w+){0,5}|"
    r"retraitee?s?|infirmiere?s?|ancien(?:ne)?s? \w+|\d+ ans|annees?|vie|enfance|"
    r"jeunesse)"
)
_TOLD = re.compile(
    rf"(?:\b(?:{_OWN}|{_PERSON})\b(?! {_TOWN}\b)(?: \w+){{0,6}}?(?: {_AT})*"
    rf"|\b(?:{_PRONOUN}|{_OWN}|{_PERSON})(?: \w+){{0,4}}? {_VERB}"
    rf"(?: \w+){{0,3}}?(?: {_AT})*"
    rf"|\b{_BEEN}(?: {_AT})+)$"
)
_SOMEBODY = re.compile(rf"\b(?:{_PERSON}|{_VERB}|{_BEEN})$")
_WHERE = re.compile(r"^ou (?:je|j|on|nous|il|elle|ils|elles)\b")
_TOWARDS = re.compile(
    r"\b(?:pour|vers|jusqu a|combien|quel\w*|comment|quand)(?: \w+)?$"
)
_THERE = re.compile(r"\bla bas\b|\bsur place\b")
_OURS = re.compile(r"\bchez (?:nous|moi)\b")
_THEIRS = re.compile(r"\bchez (?:elle|lui|eux|elles)\b")
_ONESELF = re.compile(r"\b(?:je|j|on|nous|moi)\b")
_AT_WHOSE = re.compile(rf"\bchez {_OWN} \w+(?: {_AT})*$")
_IS_HERE = re.compile(r"\b(?:ici|chez vous|votre|vos)\b")
_HERE = frozenset(("votre", "vos"))
_CAPITALS = frozenset(("paris", "bruxelles"))
_GOVERNS = re.compile(
    r"^(?:(?:nous|leur|vous|lui|ne|n|en) )*(?:(?:a|avait|ait|va|voulait|veut) )*"
    r"(?:coup|decid|rogn|redui|baiss|diminu|serr|sucr|supprim|impos|exig|donn|vers|"
    r"rabot|ferm|refus|retir|repren|repris|lach|ampute)\w*"
)
"""What the State, or Europe, does where its capital is said to do it."""


def town_asked(
    towns: Sequence[Found], words: Sequence[Word], names: Sequence[Found]
) -> str | None:
    """Return the first of the towns named that is asked about, and not told of.

    None is where the services are said to be those of whom one speaks to: « vos
    crèches ».
    """
    if any(words[name.start - 1].token in _HERE for name in names if name.start):
        return None
    asked = (t.values[0] for t in towns if not _in_passing(t, words, names))
    return next(asked, None)


def goes_there(text: str) -> bool:
    """Whether a part of a message asks of the place named before it (« là-bas »)."""
    return bool(_THERE.search(" ".join(tokens(text))))


def _in_passing(town: Found, words: Sequence[Word], names: Iterable[Found]) -> bool:
    """Whether a town is told of somebody: « ma sœur de Nîmes », « j'arrive de Sète ».

    Not « ma crèche à Nîmes », since a service stands between.
    """
    before_it = (n for n in names if n.end <= town.start and n.weight >= NAMED)
    things = [n.end for n in before_it if not _is_somebody(n, words)]
    first = max(things, default=0)
    before = _said(words[max(first, town.start - NEAR_BEFORE) : town.start])
    after = _said(words[town.end :])
    if _is_power(town, words, before, after):
        return True
    if _TOWARDS.search(before) or _is_taken_up(before, after):
        return False
    return bool(_TOLD.search(before) or _WHERE.match(after))


def _is_power(town: Found, words: Sequence[Word], before: str, after: str) -> bool:
    """Whether a capital stands for who governs there: « Paris coupe les vivres »."""
    name = _said(words[town.start : town.end])
    is_there = re.search(rf"\b{_AT}$", before) is not None
    return name in _CAPITALS and not is_there and bool(_GOVERNS.match(after))


def _is_taken_up(before: str, after: str) -> bool:
    """Whether what is asked after a town is asked of it: « là-bas », « chez nous »."""
    if _THERE.search(after) or (
        _AT_WHOSE.search(before) and not _IS_HERE.search(after)
    ):
        return True
    own = _OURS if _ONESELF.search(before) else _THEIRS
    return bool(own.search(after))


def _is_somebody(name: Found, words: Sequence[Word]) -> bool:
    return bool(_SOMEBODY.search(_said(words[name.start : name.end])))


def _said(words: Sequence[Word]) -> str:
    return " ".join([word.text for word in words])


def covers(name: Found, town: Found, words: Sequence[Word]) -> bool:
    """Whether another town's name is part of a known name, or as good a reading.

    A known name that the word only means by its stem is none: « Bagnols » is no
    « bagnole ».
    """
    if (name.start, name.end) == (town.start, town.end):
        return words[name.start].text == words[name.start].token
    return name.start <= town.start and town.end <= name.end

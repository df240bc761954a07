"""Whether another number is asked than the one found: a mean, or a part of it."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from servicebot.french.moments.dates import MONTH_NAMES
from servicebot.french.text import fold, stem, stems, tokens
from servicebot.knowledge.aspects import DATE
from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.engine import Judged
from servicebot.understanding.sharing import NO_UNITS, shared_among, shares_of
from servicebot.understanding.vocabulary import YEAR

PEOPLE = frozenset(
    "retraites seniors ados adolescents adultes jeunes trentenaires "
    "quinquagenaires etudiants chomeurs celibataires handicapes handicapees etrangers "
    "touristes collegiens commercants artisans".split()
)
"""Words for some of the people whom a figure counts, or for whom all of it is."""

KINDS = frozenset(
    "femmes hommes filles garcons nanas dames mineurs majeurs cadres titulaires "
    "contractuels contractuelles stagiaires apprentis vacataires saisonniers "
    "maternelles cp ce1 ce2 cm1 cm2 taux ratio pourcentage isoles isolees vide vides "
    "vegetarien privees prives associatives payants payantes libres vacants vacantes "
    "inoccupes inoccupees refuses refusees rejetees ecartees abandonnees annulees "
    "scolaires vegetariens vegetariennes bio halal nocturnes electriques hybrides "
    "bilingues jetes gaspilles perdus".split()
)
"""Words for some of those, or of the things, that a figure counts."""

SPELLS = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche week nuit vacances noel "
    "trimestre semestre ferie feries".split()
) | frozenset(map(fold, MONTH_NAMES))
"""Words for some of the time that a figure is of."""

FEW = 10
"""How many words at most are all a question, without « combien »."""

SHORT = 5
"""How many at most add to the last question."""

_ADDING = frozenset(("dont", "et"))
_HOW_MANY = frozenset("combien cb nb nombre nbre".split())
_ARTICLES = frozenset("l les des nos vos ces de".split())
_MEANT_FOR = frozenset(("pour", "aux", "avec"))
_TIMES = frozenset(("fois",))
_OF_AGE = re.compile(r"\b(?:moins|plus) (?:de |d )(\d+(?= ans?\b| mois\b)|un an\b)")
_AMONG = re.compile(r"\b(?:parmi|sur) (?:tou(?:te)?s )?(?:les |ces |vos |nos )?(\d+)\b")
_NARROWING = PEOPLE | KINDS | SPELLS | _TIMES | {"moins", "plus", "parmi", "sur"}
"""Words without which no part is asked of what is counted."""

_CUT = re.compile(r"[,;:.!?](?=\s|$)")


def is_another_number(judged: Judged, best: Entry, base: Base) -> bool:
    """Whether a number is asked that the best entry's is not."""
    if best.number is None or best.aspect == DATE:
        return False
    return _is_mean(judged, best) or _is_part(judged, best, base)


def _is_mean(judged: Judged, best: Entry) -> bool:
    """Whether a mean is asked: « combien d'enfants par classe »."""
    unit = shared_among(judged.utterance)
    if unit is None or not _is_asked(judged, best):
        return False
    return unit not in NO_UNITS and stem(unit) not in shares_of(best)


def _is_part(judged: Judged, best: Entry, base: Base) -> bool:
    """Whether only a part is asked of what an entry counts in all.

    What its subject tells may be of that part: then it is meant.
    """
    said = frozenset(tokens(judged.utterance.text))
    if said.isdisjoint(_NARROWING) and judged.frame.commune is None:
        return False
    asked = _asked(judged, best)
    parts = set(map(stem, _parts(judged, asked)))
    if parts and not parts <= _told(best, base):
        return True
    return not _HOW_MANY.isdisjoint(asked) and _is_among(judged, best, base)


def _is_among(judged: Judged, best: Entry, base: Base) -> bool:
    """Whether a number is asked of some among as many as an entry counts.

    « parmi les 28 crèches, combien… » does not ask how many there are, nor how many
    there are of anything else.
    """
    numbers = _AMONG.findall(" ".join(judged.utterance.tokens))
    if not numbers:
        return False
    counted = {e.subject for e in base.entries.values() if str(e.number) in numbers}
    is_other = bool(counted) and best.subject not in counted
    return is_other or str(best.number) in numbers


def _parts(judged: Judged, asked: Sequence[str]) -> Iterator[str]:
    """Yield the words that ask for some only of what is counted."""
    yield from _OF_AGE.findall(" ".join(asked))
    yield from _TIMES.intersection(asked[2:3])
    is_of_year = any(map(YEAR.fullmatch, asked))
    spells = SPELLS if judged.frame.dated and not is_of_year else frozenset[str]()
    for at, word in enumerate(asked):
        whole = word in PEOPLE and _is_meant_for(asked[:at])
        if not whole and (word in PEOPLE or word in KINDS or word in spells):
            yield word
    commune = tokens(judged.frame.commune or "")
    if commune and set(commune) <= set(asked):
        yield from commune


def _is_meant_for(before: Sequence[str]) -> bool:
    """Whether what follows some words is whom all is for (« pour les jeunes »)."""
    link = next((w for w in reversed(before) if w not in _ARTICLES), "")
    return link in _MEANT_FOR


def _is_asked(judged: Judged, best: Entry) -> bool:
    return judged.frame.asks_quantity or best.aspect in judged.frame.asked


def _asked(judged: Judged, best: Entry) -> Sequence[str]:
    """Return the words, as typed, from « combien » on to the next comma.

    A few words alone are all that is asked (« affluence de la piscine en août »), and
    so are those that add to the last question (« dont des filles ? »).
    """
    text = judged.utterance.text
    for part in map(tokens, _CUT.split(text)):
        start = next((at for at, word in enumerate(part) if word in _HOW_MANY), None)
        if start is not None:
            return part[start:]
    said = tokens(text)
    goes_on = not _ADDING.isdisjoint(said[:1]) and len(said) <= SHORT
    few = len(said) <= FEW and best.aspect in judged.frame.asked
    return said if goes_on or few else ()


def _told(entry: Entry, base: Base) -> AbstractSet[str]:
    """Return the stems of an entry's phrasings, and of all that its subject tells."""
    subject = base.subjects[entry.subject]
    others = (e.say for e in base.entries.values() if e.subject == entry.subject)
    texts = (*entry.asks, *entry.units, *others, *subject.names, *entry.by_commune)
    return frozenset(root for text in texts for root in stems(text))

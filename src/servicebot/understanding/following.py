"""What a short message means after the last answer, or after a miss."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from servicebot.french.text import fold, stem, stems, tokens
from servicebot.french.typography import de, unasked
from servicebot.knowledge.aspects import DATE, QUANTITY
from servicebot.knowledge.base import Base, Entry
from servicebot.understanding.counting import HOW_MANY
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Framed
from servicebot.understanding.frames import only_names, says_only
from servicebot.understanding.grid import Grid

REPEAT, DATED = "repeat", "dated"

RATES = frozenset("annuel mensuel hebdomadaire quotidien journalier".split())
PERIODS = RATES | frozenset(
    "an ans annee annees mois semaine semaines jour jours".split()
)
SHARES = frozenset(
    "moitie tiers quart double triple fois pourcent pourcentage gros".split()
)
"""What a message may say of a number that was told (« par an ? », « la moitié ? »)."""

_OF_NUMBER = frozenset(map(stem, PERIODS | SHARES))

_EACH = frozenset(
    "par chaque tous toutes annuel mensuel hebdomadaire quotidien journalier".split()
)
FOR_WHOM = "c'est pour qui ?"
PUBLIC = "public"
ABOUT_WHOM = frozenset((PUBLIC, "age", "condition", "description", "validite"))
"""Aspects that a premise for whom something is may seem to ask."""

LISTING = frozenset(("liste", "description"))
_ONLY = r"(?:seulement|uniquement|exclusivement|juste|rien que|que)"
_WHOM = re.compile(
    r"^\W*(?:(?:et|mais|donc|ah)\s+)*(?:"
    r"(?:(?:c['’]est valable|[çc]a marche|[çc]a vaut)\s+)?"
    r"(?:m[êe]me|aussi)\s+(?:si|pour)\b"
    rf"|(?:c['’]est|ce n['’]est|c est|cest|est-ce|est ce)\s(?:que\s|pas\s)?{_ONLY}\s"
    r"(?:pour|si|aux?)\b|(?:c['’]est\s)?r[ée]serv[ée]e?s?\s(?:[àa]|aux?)\b"
    rf"|{_ONLY}\s(?:pour|aux?)\b)",
    re.IGNORECASE,
)
"""A premise for whom something is (« même si c'est pour deux mois ? »)."""

_WHERE = re.compile(r"\W*(?:et\s+)?o[uù]\W*", re.IGNORECASE)
_AND_OF = re.compile(
    r"^\W*(?:et|puis|et aussi)\s+"
    r"(?=(?:de\s(?!la\b|l\b|qu[aeio]|quoi\b|combien\b)|d'(?!où)|d’(?!où))\w)",
    re.IGNORECASE,
)
_AND = re.compile(r"^\W*(?:et|puis|sinon|mais)\s+", re.IGNORECASE)
_MAKES = (
    r"(?:[çc]a\s(?:fait|donne|repr[ée]sente)|c['’]est|combien"
    r"|en tout|au total|[àa] tous)"
)
_IN_UNITS = re.compile(
    rf"^\W*(?:(?:et|soit|donc|mais|sinon)\s+)*(?:{_MAKES}\s+)*en\s+"
    rf"(?:nombre d(?:e\s|['’]))?([^\W\d]+)(?:[\s,]+{_MAKES})*\W*$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s(?:de|du|des|en|par|à)\s|\sd['’]")
"""What stands between a unit and what it is of (« sondages en ligne »)."""

_AND_ON = re.compile(r"^\W*et\s+(?:sur|dans|par|avec|en)\s", re.IGNORECASE)
_OPENING = r"^\W*(?:(?:et|mais|donc|alors|ah|ok|du coup|sinon)\s+)*"
_IN_ALL = r"(?:\s+(?:en tout|au total|exactement|au juste|en vrai))?"
_OF_IT = re.compile(
    rf"{_OPENING}(?:(?:(?:il\s)?y\sen\s(?:a|avait)(?:\seu)?|vous\sen\savez|[çc]a\sen\sfait)"
    rf"{_IN_ALL}\s+(?:combien|beaucoup)|combien\s(?:(?:il\s)?y\sen\s(?:a|avait)(?:\seu)?"
    rf"|y\sen\sa-t-il|en\savez-vous|vous\sen\savez)){_IN_ALL}\W*$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    rf"{_OPENING}(?:ils\s(?:sont|[ée]taient){_IN_ALL}\scombien"
    rf"|combien\s(?:ils\s(?:sont|[ée]taient)|(?:sont|[ée]taient)-ils)){_IN_ALL}\W*$",
    re.IGNORECASE,
)
"""All that is asked is the number of what was told (« y en a combien ? »)."""

_AT_LEAST = re.compile(
    rf"{_OPENING}(?:(?:il\s)?y\sen\sa\s|c['’]est\s|[çc]a\sfait\s|vous\sen\savez\s)?"
    r"(?:plus|moins|pas plus|pas moins)\sd[e'’]\s?\d+(?:\sou\s(?:pas|non|moins|plus))?"
    r"\W*$",
    re.IGNORECASE,
)
"""Whether a number that was told is more than another (« plus de 20 ou pas ? »)."""

PERSONS, PARTICIPANTS = "personnes", "participants"
_YEAR = re.compile(r"(?:19|20)\d\d(?![^()]*\))")


def beside(entries: Iterable[Entry], last: Entry) -> Iterator[Entry]:
    """Yield the other entries of the subject of the last answer."""
    return (e for e in entries if e.subject == last.subject and e.id != last.id)


def completed(text: str, last: Entry | None) -> str:
    """Give « et de sites ? » the « combien » of the number that was just said.

    « où ? » alone asks where what was spoken of is.
    """
    if last is not None and _WHERE.fullmatch(text):
        return "c'est où ?"
    if last is None or last.number is None:
        return text
    return _AND_OF.sub("combien ", text, count=1)


def counted_again(framed: Framed, last: Entry, entries: Iterable[Entry]) -> str:
    """Ask again what was just counted, of another subject that is all of a message.

    « et pour le projet de territoire ? » asks its hours after those of something else.
    """
    frame, text = framed.frame, framed.utterance.text
    if last.number is None or not last.units:
        return text
    others = set(frame.named) - {last.subject}
    if not others or frame.aspects or not only_names(framed.utterance, frame):
        return text
    unit = last.units[0]
    counts = any(e.subject in others and unit in e.units for e in entries)
    return f"combien de {unit} {_AND.sub('', text)}" if counts else text


def taken_along(framed: Framed, last: Entry) -> str:
    """Ask the last question again, of what is all that « et sur… ? » adds to it.

    « et sur internet ? », after where a film was shown, asks whether it was there too.
    """
    frame, text = framed.frame, framed.utterance.text
    if frame.clear == (last.subject,) or last.subject not in frame.users:
        return text
    if _AND_ON.match(text) is None or not only_names(framed.utterance, frame):
        return text
    return f"{unasked(last.question)} {_AND.sub('', text)}"


def counts_beside(framed: Framed, context: Context, base: Base) -> bool:
    """Whether a name alone asks what else is counted of the subject just counted.

    « et au guichet ? », after how many call, asks how many come.
    """
    last = base.entries.get(context.entry or "")
    if last is None or last.number is None or framed.utterance.tokens[:1] != ("et",):
        return False
    counts = any(
        e.number is not None and e.aspect == last.aspect
        for e in beside(base.entries.values(), last)
    )
    return counts and only_names(framed.utterance, framed.frame)


def for_whom(framed: Framed, last: Entry, grid: Grid) -> str:
    """Ask for whom is what was spoken of, where a premise about that is all.

    « c'est seulement pour les vieux ? », « même si c'est pour deux mois ? »
    """
    frame, text = framed.frame, framed.utterance.text
    if _WHOM.match(text) is None or frame.dated:
        return text
    is_other = bool(frame.clear) and last.subject not in frame.named
    if is_other or not ABOUT_WHOM.issuperset(frame.asked):
        return text
    return FOR_WHOM if (last.subject, PUBLIC) in grid.cells else text


def listed_within(framed: Framed, last: Entry, entries: Iterable[Entry]) -> str:
    """Ask of the last subject what bears the name that is all of a message.

    « quels métiers ? », after how many agents posed for a campaign, asks theirs.
    """
    frame, text = framed.frame, framed.utterance.text
    if not frame.named or not LISTING.issuperset(frame.asked):
        return text
    if frame.dated or not says_only(
        framed.utterance, (*frame.subjects, *frame.aspects)
    ):
        return text
    named = (e for e in beside(entries, last) if e.name in frame.named)
    return next((e.question for e in named), text)


def in_units(framed: Framed, last: Entry, entries: Iterable[Entry]) -> str:
    """Count in another unit, one that the subject just spoken of counts in.

    « et en heures ? », after how many agents were trained, is no question of hours.
    """
    text = framed.utterance.text
    found = _IN_UNITS.match(text)
    if found is None:
        return text
    unit = stem(fold(found[1]))
    own = (name for entry in beside(entries, last) for name in entry.units)
    heads = (_OF.split(name)[0] for name in own)
    is_counted = any(unit in stems(head) for head in heads)
    return f"combien {de(found[1])}" if is_counted else text


def act_upon(framed: Framed, last: Entry | None, grid: Grid) -> str | None:
    """Return the act that a message is upon the last answer, if its words ask none.

    « depuis quand ? » asks the date of what was said where the subject has no other,
    « pour la zone 2 ? » takes up a number that was said.
    """
    frame = framed.frame
    if last is None:
        return None
    if frame.elliptic and set(frame.asked) == {DATE} and not frame.dated:
        if grid.covers(last.subject, DATE):
            return None
        return REPEAT if _YEAR.search(last.say) else DATED
    content = {word.token for word in framed.utterance.content}
    told = set(tokens(last.say))
    numbered = any(token.isdigit() for token in content)
    taken_up = numbered and not frame.aspects and content <= told
    if taken_up or _of_period(framed, told):
        return REPEAT
    return REPEAT if _counts_again(framed, last) else None


def _counts_again(framed: Framed, last: Entry) -> bool:
    """Whether all that is asked is the number that was told, or how large it is."""
    text = framed.utterance.text
    if last.number is None or framed.frame.subjects:
        return False
    if _AT_LEAST.match(text) is not None:
        return True
    if _OF_IT.match(text) is not None:
        return last.aspect == QUANTITY
    is_of_people = PERSONS in last.units or last.aspect == PARTICIPANTS
    return is_of_people and _OF_THEM.match(text) is not None


def _of_period(framed: Framed, told: AbstractSet[str]) -> bool:
    """Whether all that is asked is the period of a number (« par jour, combien ? »).

    The number was told with its own.
    """
    frame, said = framed.frame, set(framed.utterance.tokens)
    if not says_rate(framed) or frame.dated:
        return False
    is_each = not (_EACH | RATES).isdisjoint(said) and not _EACH.isdisjoint(told)
    counts = {QUANTITY}.issuperset(frame.asked)
    return is_each and not PERIODS.isdisjoint(told) and counts


def takes_up(framed: Framed, last: Entry | None) -> str | None:
    """Return the act that a message which is not understood is upon the last answer.

    It asks since when, or says again what was told, or which part that is (« soit à
    peu près la moitié ? »).
    """
    frame = framed.frame
    if last is None or set(frame.clear) - {last.subject}:
        return None
    if frame.elliptic and set(frame.asked) == {DATE} and not frame.dated:
        return REPEAT if _YEAR.search(last.say) else DATED
    if frame.aspects or frame.dated or frame.elsewhere or last.number is None:
        return None
    content = {word.stem for word in framed.utterance.content}
    told = _OF_NUMBER | set(stems(last.say))
    return REPEAT if content <= told and content & _OF_NUMBER else None


def says_rate(framed: Framed) -> bool:
    """Whether a message says how often and nothing else (« combien par an ? »)."""
    said = {word.token for word in framed.utterance.content}.difference(HOW_MANY)
    return bool(said) and said <= PERIODS and not framed.frame.subjects

"""The last question asked again: of another year, subject, unit, list or share."""

import re
from collections.abc import Iterable, Iterator

from servicebot.french.moments import find_years
from servicebot.knowledge.aspects import PRECISE
from servicebot.knowledge.base import Entry
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Framed, Judged
from servicebot.understanding.following import (
    beside,
    counted_again,
    for_whom,
    in_units,
    listed_within,
    taken_along,
)
from servicebot.understanding.mentions import Lent
from servicebot.understanding.questions import Judge
from servicebot.understanding.sharing import shared_again

_FOR = re.compile(r"\bpour (?:les|des|mes|nos|la|le)\b", re.IGNORECASE)
_PHONE = re.compile(
    r"^\W*(?:et\s+)?(?:le\s+)?(?:t[ée]l[ée]phone|t[ée]l)\W*$", re.IGNORECASE
)
_HOURS_ALONE = re.compile(
    r"^\W*(?:et\s+)?(?:les?\s|l['’]\s?)?heures?\W*$", re.IGNORECASE
)
_ASK_HOURS = "quels sont les horaires ?"
_STAFF = re.compile(r"^\W*(?:et\s+)?(?:l['’]|les?\s)?effectifs?\W*$", re.IGNORECASE)
_AGENTS = "agents"
_ASK_NUMBER = "quel est le numéro de téléphone ?"
_LITTLE = re.compile(r"\b(?:tout-)?petits\b", re.IGNORECASE)
_AND = re.compile(r"^\W*et (?:des|les|un|une|le|la|l['’])", re.IGNORECASE)
_SOME = re.compile(
    r"^\W*(?:(?:et|ou|mais|sinon)\s+)*(?:(?:(?:il\s)?y\s?a(?:-t-il)?|vous avez"
    r"|avez-vous|est-ce qu['’](?:il y a|y a)|vous employez)\s+)?(?:aussi\s+)?"
    r"(?:des|un|une|d['’]\s?autres)\s+\S+(?:\s+\S+)?(?:\s+aussi)?\W*$",
    re.IGNORECASE,
)
"""Some of a kind, and nothing else (« et des jardiniers ? »)."""

_HOW_MANY_AT = re.compile(
    r"^\W*(?:(?:et|mais|dont)\s+)*combien\s+((?:à|a|au|aux|sur|dans|pour|chez)\s.+)$",
    re.IGNORECASE,
)
_AT_A_PLACE = re.compile(r"(?:à|a|sur|dans)\s", re.IGNORECASE)


def ask_again(judge: Judge, context: Context, text: str) -> tuple[Judged, ...]:
    """Ask the last question again, with the year or the name that is all of a message.

    « Je parle du projet de territoire » names what was just spoken of. What is counted
    of one year may be known of another, where it is all that is counted: agents, but
    not those who were trained.
    """
    last = judge.engine.base.entries.get(context.entry or "")
    if last is None:
        return (judge.judge(text, context.lent),)
    if last.number is not None and last.units and find_years(text):
        how_many = f"combien de {last.units[0]}"
        counted = judge.judge(f"{how_many} {text}", Lent())
        is_whole = judge.judge(how_many, Lent()).verdict.label == last.id
        if is_whole and _is_of_year(counted):
            return (counted,)
    return (judge.judge(f"{last.question} {text}", context.lent),)


def asked_again(
    judge: Judge, framed: Framed, context: Context, last: Entry | None
) -> str:
    """Return what a message asks in full that only adds to the last question."""
    text, entries = framed.utterance.text, judge.engine.base.entries.values()
    if last is None:
        return text
    for again in (
        counted_again(framed, last, entries),
        in_units(framed, last, entries),
        listed_within(framed, last, entries),
        for_whom(framed, last, judge.engine.ranker.grid),
        shared_again(text, last),
        _number_of(text, last),
        _staff_of(text, last, entries),
        _of_same_name(judge, framed, last),
        _for_others(judge, framed, last),
        _named_within(judge, framed, last),
    ):
        if again != text:
            return again
    if other := _one_of(judge, framed, last) or _counted_there(framed, last):
        return other
    along = taken_along(framed, last)
    if along == text:
        return text
    if other := _told_apart(judge, framed, last):
        return other
    verdict = judge.judge(text, context.lent).verdict
    answers = verdict.outcome == "answer"
    is_own = answers and verdict.candidates[0].subject == last.subject
    return text if is_own and verdict.label != last.id else along


def _number_of(text: str, last: Entry) -> str:
    """Ask a place's number where « téléphone ? » is said, its hours at « heures ? »."""
    if last.aspect in PRECISE and _PHONE.match(text):
        return _ASK_NUMBER
    counts = "heures" in last.units or not _HOURS_ALONE.match(text)
    return text if counts else _ASK_HOURS


def _staff_of(text: str, last: Entry, entries: Iterable[Entry]) -> str:
    """Count the agents of what was spoken of where « effectif ? » is all of it."""
    if not _STAFF.match(text):
        return text
    own = (e for e in entries if e.subject == last.subject and _AGENTS in e.units)
    return next((entry.question for entry in own), text)


def _of_same_name(judge: Judge, framed: Framed, last: Entry) -> str:
    """Ask an aspect of the very thing just told of, where its subject has several.

    « à quelles dates ? », after where the film was shown, is of the film (`film-dates`)
    and not of the campaign that it belongs to.
    """
    frame, text = framed.frame, framed.utterance.text
    if not frame.elliptic or len(set(frame.asked)) != 1 or frame.dated:
        return text
    name, aspect = _first_name(last), frame.asked[0]
    own = (e for e in _others(judge, last) if e.aspect == aspect)
    named = [e for e in own if _first_name(e) == name]
    is_other = len(named) == 1 and aspect != last.aspect
    return named[0].question if is_other else text


def _others(judge: Judge, last: Entry) -> Iterator[Entry]:
    return beside(judge.engine.base.entries.values(), last)


def _first_name(entry: Entry) -> str:
    return entry.name.partition("-")[0]


def _for_others(judge: Judge, framed: Framed, last: Entry) -> str:
    """Ask of a related subject that is for whom a message names, and nothing else.

    « et pour les enfants, y a quelque chose ? », after the allotments.
    """
    text, base = framed.utterance.text, judge.engine.base
    if _FOR.search(text) is None:
        return text
    said = judge.engine.reader.read(_LITTLE.sub("enfants", text))
    whom = {word.stem for word in said.content}
    if len(whom) != 1:
        return text
    related = base.subjects[last.subject].related
    others = [o for o in map(base.subjects.get, related) if o is not None]
    if whom <= judge.engine.content(base.subjects[last.subject].summary):
        return text
    meant = [o for o in others if whom <= judge.engine.content(o.summary)]
    return meant[0].label if len(meant) == 1 else text


def _named_within(judge: Judge, framed: Framed, last: Entry) -> str:
    """Ask the entry of the last subject that bears the name a message adds.

    « et des fossoyeurs ? », after another trade, asks of the trade.
    """
    text = framed.utterance.text
    if _AND.match(text) is None:
        return text
    said = {word.stem for word in framed.utterance.content}
    for entry in _others(judge, last):
        own = judge.engine.content(entry.name.replace("-", " "))
        if own and own == said:
            return entry.question
    return text


def _told_apart(judge: Judge, framed: Framed, last: Entry) -> str | None:
    """Return the question that the words added tell apart from the last one.

    « et en ligne ? », after the answers by telephone: an entry of the same subject and
    aspect needs those words.
    """
    for entry in _others(judge, last):
        if entry.aspect == last.aspect and _is_needed(judge, framed, entry):
            return None if _is_needed(judge, framed, last) else entry.question
    return None


def _counted_there(framed: Framed, last: Entry) -> str | None:
    """Return how many of what was just counted are where a message says.

    « combien à Alès ? », after the nurseries, does not ask of its inhabitants.
    """
    found = _HOW_MANY_AT.match(framed.utterance.text)
    if found is None or last.number is None or not last.units:
        return None
    frame = framed.frame
    at = framed.utterance.tokens.index("combien")
    others = [f for f in frame.subjects if f.start > at]
    if frame.scopes or frame.counted or any(last.subject in f.values for f in others):
        return None
    if others:
        return f"et {found[1]}"  # « combien à la médiathèque ? », after the swimmers
    if last.subject in frame.named or not _AT_A_PLACE.match(found[1]):
        return None
    return f"combien de {last.units[0]} {found[1]}"


def _one_of(judge: Judge, framed: Framed, last: Entry) -> str | None:
    """Return the question of the one that is named of what was just listed.

    « et des jardiniers ? », « vous avez des jardiniers ? », after the trades of the
    agents: the entry of that subject that needs the word, where it is all that is said.
    """
    text = framed.utterance.text
    if _SOME.match(text) is None or framed.frame.aspects or framed.frame.dated:
        return None
    needed = [e for e in _others(judge, last) if _is_needed(judge, framed, e)]
    return needed[0].question if len(needed) == 1 else None


def _is_needed(judge: Judge, framed: Framed, entry: Entry) -> bool:
    """Whether a message says one of the things that an entry needs."""
    said = {word.stem for word in framed.utterance.content}
    needs = judge.engine.ranker.words[entry.id].needs
    return any(need and need <= said for need in needs)


def _is_of_year(judged: Judged) -> bool:
    """Whether the year that is asked is that of the answer."""
    verdict = judged.verdict
    return verdict.outcome == "answer" and verdict.candidates[0].part("year") > 0

"""Which of the choices that were offered a message takes (« le premier », « 2 »)."""

import re

from servicebot.french.text import fold
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine
from servicebot.understanding.frames import only_names
from servicebot.understanding.reader import Utterance
from servicebot.understanding.series import opened_at_rank, ranked_again
from servicebot.understanding.stepping import of_month

_NUMBER = re.compile(r"^\W*([1-9])\W*$")
_TAKES = re.compile(r"^\W*(?:(?:et|non|oui|plutot|c'est)\W+)*(?:celui|celles?|ceux)\b")
_THING = (
    r"(?:choix|options?|propositions?|questions?|reponses?|suggestions?|numero|no|n)"
)
_TAKEN = re.compile(
    r"^\W*(?:(?:oui|ok|non|bah|ben|bon|alors|donc|plutot|euh|moi|c'est|va pour"
    r"|pour(?=\W+l[ae]\b)|je (?:prends|choisis|veux|voudrais|prefere|dis))\W+)*"
    rf"(?P<thing>(?:(?:le|la)\s+|l')?(?:{_THING}\W*)?)"
    r"(?P<rank>premiere?|deuxieme|seconde?|troisieme|quatrieme|derniere?"
    r"|[1-4](?:er|e|ere|re|eme|nde?)?)"
    rf"(?:\W+{_THING})?(?:\W+(?:s'il (?:te|vous) plait|svp|stp|merci|alors|donc))*\W*$"
)
_RANKS = {"p": 0, "d": 1, "s": 1, "t": 2, "q": 3} | {"1": 0, "2": 1, "3": 2, "4": 3}
"""Ranks by how the words for them begin."""

MOST_WORDS = 3
"""How many words of content a message may have that takes a choice by its label."""


def choose(engine: Engine, text: str, context: Context) -> str | None:
    """Return the question behind a choice (« le premier », « 2 », « oui »), if one.

    A rank chooses among what was just told by rank rather than among what was offered.
    """
    if not (context.choices or context.entries) or of_month(text, context):
        return None
    utterance = engine.reader.read(text)
    again = _ranked(engine, utterance, context)
    if again or not context.choices:
        return again
    act = engine.acts.find(utterance)
    ranks = {"yes": 0, "first": 0, "second": 1, "third": 2, "fourth": 3}
    rank = -1 if act == "last" else ranks.get(act or "")
    if rank is None:
        number = _NUMBER.match(fold(text))
        rank = int(number[1]) - 1 if number else _rank(text, context)
    if rank is None:
        named = _named_choice(engine, utterance, context) if context.misses else None
        return named or _told_choice(engine, utterance, context)
    return context.choices[rank] if rank < len(context.choices) else None


def _rank(text: str, context: Context) -> int | None:
    """Return the rank that a message takes in more words (« oui, plutôt le 2 svp »).

    A number for something is none of what stands beside an answer (« pour 3 ? »).
    """
    found = _TAKEN.match(fold(text))
    if found is None:
        return None
    said = found["rank"]
    if said.isdigit() and context.entries and not found["thing"]:
        return None
    return -1 if said.startswith("der") else _RANKS[said[0]]


def _ranked(engine: Engine, utterance: Utterance, context: Context) -> str | None:
    """Return what is asked of another rank than what was just told, if it is."""
    entries = engine.base.entries
    told = [entries[key] for key in context.entries if key in entries]
    for find in (ranked_again, opened_at_rank):
        for last in told:
            if again := find(utterance, last, entries.values()):
                return again
    return None


def _named_choice(engine: Engine, utterance: Utterance, context: Context) -> str | None:
    """Return the choice between subjects that a name alone makes.

    « celles du projet de territoire », when asked whose meetings are meant.
    """
    frame = engine.framer.frame(utterance)
    if not frame.named or not only_names(utterance, frame):
        return None
    offered = {
        entry.question: entry.subject
        for entry in engine.base.entries.values()
        if entry.question in context.choices
    }
    if len(set(offered.values())) < 2:
        return None
    meant = (c for c in context.choices if offered.get(c) in frame.named)
    return next(meant, None)


def _told_choice(engine: Engine, utterance: Utterance, context: Context) -> str | None:
    """Return the only choice whose label says what is all of a message.

    « celui du téléphone », « les réparations », when asked which number is meant. What
    was offered beside an answer is not asked.
    """
    if context.entries and not context.misses:
        return None
    takes = _TAKES.match(fold(utterance.text))
    if takes is not None:
        utterance = engine.reader.read(fold(utterance.text)[takes.end() :])
    said = {word.stem for word in utterance.content}
    if not 0 < len(said) <= MOST_WORDS:
        return None
    if takes is None and engine.framer.frame(utterance).asked:
        return None
    entries = engine.base.entries.values()
    labels = {e.question: e.title for e in entries if e.question in context.choices}
    meant = []
    for choice in context.choices:
        label = engine.reader.read(f"{labels.get(choice, '')} {choice}")
        if said <= {word.stem for word in label.words}:
            meant.append(choice)
    return meant[0] if len(meant) == 1 else None

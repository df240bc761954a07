"""What a short message means after the last answer, or after a miss."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from servicebot.french.text import fold, tokens
from servicebot.knowledge.base import Entry
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Framed, Judged
from servicebot.understanding.frames import only_names
from servicebot.understanding.grid import Grid
from servicebot.understanding.reader import Utterance

REPEAT, DATED = "repeat", "dated"
DATE = "date"
BY_ITSELF = 0.85
"""How sure an answer is to a question that needs nothing of what was said before."""

_AND_OF = re.compile(
    r"^\W*(?:et|puis|et aussi)\s+(?=(?:de\s(?!la\b|l\b)|d'|d’)\w)", re.IGNORECASE
)
_AND = re.compile(r"^\W*(?:et|puis|sinon|mais)\s+", re.IGNORECASE)
_AND_ON = re.compile(r"^\W*et\s+(?:sur|dans|par|avec|en)\s", re.IGNORECASE)
_ORDINALS = (
    ("premier", "première", "1er", "1re"),
    ("deuxième", "deuxième", "second", "seconde", "2e"),
    ("troisième", "troisième", "3e"),
    ("quatrième", "quatrième", "4e"),
    ("dernier", "dernière"),
)
_RANK = {fold(form): forms for forms in _ORDINALS for form in forms}
_ORDINAL = re.compile(rf"\b(?:{'|'.join(chain(*_ORDINALS))})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?![^()]*\))")


def completed(text: str, last: Entry | None) -> str:
    """Give « et de sites ? » the « combien » of the number that was just said."""
    if last is None or last.number is None:
        return text
    return _AND_OF.sub("combien ", text, count=1)


def counted_again(framed: Framed, last: Entry | None, entries: Iterable[Entry]) -> str:
    """Ask again what was just counted, of another subject that is all of a message.

    « et pour le projet de territoire ? » asks its hours after those of something else.
    """
    frame, text = framed.frame, framed.utterance.text
    if last is None or last.number is None or not last.units:
        return text
    others = set(frame.named) - {last.subject}
    if not others or frame.aspects or not only_names(framed.utterance, frame):
        return text
    unit = last.units[0]
    counts = any(e.subject in others and unit in e.units for e in entries)
    return f"combien de {unit} {_AND.sub('', text)}" if counts else text


def taken_along(framed: Framed, last: Entry | None) -> str:
    """Ask the last question again, of what is all that « et sur… ? » adds to it.

    « et sur internet ? », after where a film was shown, asks whether it was there too.
    """
    frame, text = framed.frame, framed.utterance.text
    if (
        last is None
        or frame.clear == (last.subject,)
        or last.subject not in frame.users
    ):
        return text
    if _AND_ON.match(text) is None or not only_names(framed.utterance, frame):
        return text
    return f"{last.question.rstrip(' ?')} {_AND.sub('', text)}"


def ranked_again(utterance: Utterance, last: Entry) -> str | None:
    """Ask of the second what was just told of the first (« et celui du deuxième ? »).

    « Quel est le slogan du premier volet ? » becomes that of the second.
    """
    found = _ORDINAL.search(last.question)
    content = [word.text for word in utterance.content]
    other = _RANK.get(content[0]) if len(content) == 1 else None
    if found is None or other is None or found[0] in other:
        return None
    before, after = last.question[: found.start()], last.question[found.end() :]
    return before + other[found[0].endswith(("ère", "onde"))] + after


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
    numbered = any(token.isdigit() for token in content)
    taken_up = numbered and not frame.aspects and content <= set(tokens(last.say))
    return REPEAT if taken_up else None


def strays(judged: Sequence[Judged], context: Context, grid: Grid) -> bool:
    """Whether what goes on with something names nothing and leads elsewhere.

    It does not where it says enough by itself to be answered surely.
    """
    if len(judged) > 1 or not judged[0].frame.resumes:
        return False
    if context.subject is None and not context.misses:
        return False
    verdict = judged[0].verdict
    if verdict.outcome == "refuse" or verdict.confidence >= BY_ITSELF:
        return False
    candidates = verdict.candidates
    if not candidates or context.subject is None:
        return True
    return not grid.related(candidates[0].subject, context.subject)


def unanswered(judged: Judged) -> Judged:
    """Return a question as one that is not known."""
    verdict = replace(judged.verdict, outcome="refuse", reason="unknown")
    return replace(judged, verdict=verdict)

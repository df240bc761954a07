"""Which of the judged parts of a message are its questions?"""

import re
from collections.abc import Sequence
from itertools import pairwise

from servicebot.understanding.clauses import asks_plainly, is_interrogative
from servicebot.understanding.counting import HOW_MANY
from servicebot.understanding.engine import Framed, Judged
from servicebot.understanding.frames import Frame, only_names

SURE = 0.62
"""How sure an answer to a part must be to stand beside others."""

PLAIN = 0.85
"""How sure an answer to a part must be to stand for a message hardly answered."""

EXPLAINED = 0.9
"""Which share of a part an entry must explain to answer it beside a story."""

_OF_ONESELF = re.compile(
    r"\W*(?:bonjour\W+)?(?:je suis|moi,? je|nous sommes|on est"
    r"|(?:mon|ma) [\w-]+ (?:est|était|travaille|bosse))\b",
    re.IGNORECASE,
)
"""How somebody begins to say what they or their family are."""

PUTTING_RIGHT = frozenset("enfin plutot pardon euh".split())
"""Words with which somebody puts right what was just said."""


def asks_here(judged: Judged) -> bool:
    """Whether a question is put to the town itself (« existe-t-il chez vous… ? »)."""
    return ("chez", "vous") in pairwise(judged.utterance.tokens)


def asks(judged: Judged) -> bool:
    """Whether a piece of a message is a question, not a remark or a courtesy."""
    verdict = judged.verdict
    if verdict.outcome == "social" or not judged.utterance.content:
        return False
    return bool(
        judged.frame.aspects or _puts_a_question(judged) or verdict.outcome == "answer"
    )


def asks_something(judged: Judged) -> bool:
    """Whether a part of a clause asks an aspect or names a subject by itself."""
    return asks(judged) and bool(judged.frame.aspects or judged.frame.clear)


def crosses(judged: Judged) -> bool:
    """Whether words of several parts of a message name together what answers it."""
    answers = judged.verdict.outcome == "answer"
    return answers and judged.verdict.candidates[0].subject in judged.frame.crossed


def is_social(judged: Judged) -> bool:
    """Whether a part of a message is small talk."""
    return judged.verdict.outcome == "social"


def agrees(whole: Judged, parts: Sequence[Judged]) -> bool:
    """Whether what a clause asks as a whole is a subject that its parts ask about."""
    if whole.verdict.outcome != "answer":
        return True
    best = whole.verdict.candidates[0].subject
    return any(part.verdict.candidates[0].subject == best for part in parts)


def says_something(framed: Framed) -> bool:
    """Whether a part could be a question by itself: it names, asks or counts."""
    frame = framed.frame
    return bool(frame.aspects or frame.counted or frame.clear)


def stands_alone(judged: Judged) -> bool:
    """Whether a part names, counts or asks something itself and is surely answered."""
    verdict = judged.verdict
    if verdict.outcome != "answer" or verdict.confidence < SURE:
        return False
    best = verdict.candidates[0]
    if best.label.endswith(".description") and not judged.frame.aspects:
        return False
    return best.part("unit") > 0 or bool(judged.frame.clear or judged.frame.aspects)


def names(frame: Frame) -> bool:
    """Whether a remark names or hints at something, here or elsewhere."""
    named = frame.subjects or frame.hints or frame.counted or frame.stated
    return bool(named or frame.scopes or frame.commune or frame.elsewhere)


def is_settled(judged: Judged) -> bool:
    """Whether a question is clear by itself: answered, or known not to be."""
    verdict, frame = judged.verdict, judged.frame
    if verdict.reason == "elsewhere":
        return True
    if not frame.clear:
        return False
    return verdict.reason == "missing_aspect" or stands_alone(judged)


def is_asked_of(judged: Judged) -> bool:
    """Whether a part clearly names all that it asks about and is surely answered."""
    verdict = judged.verdict
    if verdict.outcome != "answer" or verdict.confidence < SURE:
        return False
    is_told = verdict.noted["explained"] >= EXPLAINED
    return is_told and bool(judged.frame.clear) and is_interrogative(_text(judged))


def pick(whole: Judged, parts: Sequence[Judged]) -> Judged:
    """Return the part that is understood where the whole is not, else the whole.

    So is what a letter asks plainly, where all its words together are hardly answered.
    """
    if whole.verdict.outcome == "answer":
        doubtful = whole.verdict.confidence < SURE
        plain = [one for one in parts if doubtful and _is_plain(one)]
        return plain[-1] if plain else whole
    if not parts:
        return whole
    asking = [part for part in parts if asks_something(part)]
    if not asking:
        return next(filter(is_social, parts), whole)
    return max([whole, *asking], key=_sureness)


def _is_plain(judged: Judged) -> bool:
    """Whether a part plainly asks of what it clearly names, and is surely answered."""
    is_sure = judged.verdict.confidence >= PLAIN and stands_alone(judged)
    return is_sure and bool(judged.frame.clear) and asks_plainly(_text(judged))


def leaves_open(asked: Sequence[Judged], best: Judged) -> bool:
    """Whether one question is answered and another, plainly asked, is not.

    What is said of a remark may answer a question that only goes on with it.
    """
    told = [j for j in asked if j.verdict.outcome == "answer"]
    same = [j for j in told if j.verdict.label == best.verdict.label]
    if best.verdict.outcome != "answer" or not same:
        return False
    is_asked = any(is_interrogative(_text(one)) for one in same)
    return any(
        _is_left_open(one, best.verdict.label, is_asked=is_asked) for one in asked
    )


def _is_left_open(one: Judged, answered: str | None, *, is_asked: bool) -> bool:
    verdict, is_plain = one.verdict, asks_plainly(_text(one))
    if verdict.outcome != "refuse":
        return False
    if verdict.label == answered:
        lacks = verdict.reason in ("missing_aspect", "elsewhere")
        return is_plain and (lacks or bool(one.frame.counted))
    goes_on = is_asked and one.frame.aspects and _text(one).endswith("?")
    return is_plain or bool(goes_on)


def only_told(asked: Sequence[Judged]) -> Judged | None:
    """Return the « combien » that is not known, where only remarks are answered.

    « Le chauffage est en panne. Combien de temps pour réparer ? » asks the second.
    """
    told = [one for one in asked if one.verdict.outcome == "answer"]
    if not told or any(is_interrogative(_text(one)) for one in told):
        return None
    open_ones = (o for o in asked if o.verdict.outcome == "refuse" and _counts(o))
    return next(open_ones, None)


def _counts(judged: Judged) -> bool:
    text = _text(judged)
    return text.endswith("?") and "combien" in judged.utterance.tokens


def without_slips(asked: Sequence[Judged]) -> list[Judged]:
    """Leave out what the next words put right (« combien de places, enfin d'enfants »).

    What is understood stays.
    """
    slips = {id(one) for one, after in pairwise(asked) if _puts_right(after)}
    return [o for o in asked if id(o) not in slips or o.verdict.outcome == "answer"]


def without_remarks(asked: Sequence[Judged]) -> list[Judged]:
    """Leave out what somebody says of themselves beside what they plainly ask.

    « mon mari est policier, combien d'écoles avez-vous ? » asks one thing.
    """
    if not any(asks_plainly(_text(one)) for one in asked):
        return list(asked)
    return [o for o in asked if _puts_a_question(o) or not is_of_oneself(_text(o))]


def is_of_oneself(text: str) -> bool:
    """Whether a part says what somebody or their family is (« je suis étudiant »)."""
    return _OF_ONESELF.match(text) is not None


def _puts_right(judged: Judged) -> bool:
    return PUTTING_RIGHT.issuperset(judged.utterance.tokens[:1])


def _text(judged: Judged) -> str:
    return judged.utterance.text.rstrip()


def _sureness(judged: Judged) -> tuple[int, bool, float]:
    order = {"answer": 3, "social": 2, "clarify": 1, "refuse": 0}
    verdict = judged.verdict
    return order[verdict.outcome], bool(judged.frame.asked), verdict.confidence


def without_repeats(judged: Sequence[Judged]) -> list[Judged]:
    """Return the questions, each answer once, without remarks that have none."""
    seen: set[str | None] = set()
    kept = []
    for one in judged:
        if one.verdict.outcome == "answer":
            if one.verdict.label in seen:
                continue
            seen.add(one.verdict.label)
        elif not _puts_a_question(one):
            continue
        kept.append(one)
    return kept


def _puts_a_question(judged: Judged) -> bool:
    """Whether a question mark, or a word that asks, shows that a part is a question."""
    return _text(judged).endswith("?") or asks_plainly(_text(judged))


def only_opens(judged: Judged, others: Sequence[Judged]) -> bool:
    """Whether a part is the name of what a part after it counts something of.

    « les états généraux, combien d'ateliers ? » asks one thing.
    """
    subject = judged.verdict.candidates[0].subject
    return only_names(judged.utterance, judged.frame) and any(
        other.frame.counted
        and other.utterance.tokens[0] in HOW_MANY
        and other.verdict.candidates[0].subject == subject
        for other in others
    )

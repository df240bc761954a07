"""Which questions does a message ask? One in a long story, or several at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from servicebot.french.letters import is_remark, without_courtesy
from servicebot.french.text import tokens
from servicebot.knowledge.aspects import QUANTITY
from servicebot.understanding.clauses import (
    continued,
    coordinates,
    is_interrogative,
    subclauses,
)
from servicebot.understanding.engine import Engine, Framed, Judged
from servicebot.understanding.lending import lend, still_elsewhere
from servicebot.understanding.listed import among_operators, each_counted
from servicebot.understanding.mentions import Lent
from servicebot.understanding.narrowing import is_another_number
from servicebot.understanding.parts import (
    agrees,
    asks,
    asks_here,
    asks_something,
    crosses,
    is_asked_of,
    is_of_oneself,
    is_settled,
    is_social,
    leaves_open,
    names,
    only_opens,
    only_told,
    pick,
    says_something,
    stands_alone,
    without_remarks,
    without_repeats,
    without_slips,
)
from servicebot.understanding.passing import goes_there
from servicebot.understanding.reader import Corrections
from servicebot.understanding.sharing import shared_among
from servicebot.understanding.straying import unanswered

MOST_QUESTIONS = 4
LONG = 4
"""Of how many sentences a message is a letter."""

PASSING = 8
"""A part of a message this long that names another town tells a story."""

_COMPARING = frozenset(("plus", "moins", "autant"))


@dataclass(frozen=True, slots=True)
class Judge:
    """An engine at one instant, for one message.

    What was read and judged of the message is kept: its parts are looked at in turn,
    and one may be all of it.
    """

    engine: Engine
    now: datetime
    _met: Corrections = field(default_factory=dict, repr=False)
    _framed: dict[str, Framed] = field(default_factory=dict, repr=False)
    _judged: dict[tuple[str, Lent], Judged] = field(default_factory=dict, repr=False)

    def frame(self, text: str) -> Framed:
        """Read the message, or a part of it, and find what it names and when."""
        framed = self._framed.get(text)
        if framed is None:
            framed = self.engine.frame(text, self.now, self._met)
            self._framed[text] = framed
        return framed

    def judge(self, text: str, lent: Lent) -> Judged:
        """Judge one question with what the conversation lends it."""
        judged = self._judged.get((text, lent))
        if judged is None:
            judged = self.engine.judge(self.frame(text), lent)
            self._judged[text, lent] = judged
        return judged

    def questions(
        self, text: str, pieces: Sequence[str], lent: Lent
    ) -> tuple[Judged, ...]:
        """Return the questions of a message, judged, in order."""
        if len(pieces) == 1:
            return self._one_piece(text, self.judge(text, lent), lent)
        if len(told := self._telling(pieces, lent)) < len(pieces):
            text, pieces = " ".join(told), told
        judged = self._piece_by_piece(pieces, lent)
        asked = without_slips([j for j in judged if asks(j)])
        if (meant := only_told(asked)) is not None:
            return (meant,)
        answered = {j.verdict.label for j in asked if j.verdict.outcome == "answer"}
        if len(answered) > 1:
            return tuple(without_repeats(asked))[:MOST_QUESTIONS]
        whole = self.judge(text, lent)
        best = pick(whole, asked or judged)
        if leaves_open(asked, best):
            return tuple(without_repeats(asked))[:MOST_QUESTIONS]
        return (whole if crosses(whole) else best,)

    def _piece_by_piece(self, pieces: Sequence[str], lent: Lent) -> list[Judged]:
        """Judge the clauses of a message, each with what those before it lend."""
        judged: list[Judged] = []
        for piece in pieces:
            alone = self.judge(piece, lent)
            for found in self._one_piece(piece, alone, lent):
                judged.append(still_elsewhere(found, judged))
                lent = lend(found, lent)
        return judged

    def _telling(self, pieces: Sequence[str], lent: Lent) -> Sequence[str]:
        """Leave out what a letter says beside its questions.

        The one question is all of it that is clear by itself; in a long letter, so
        are remarks that name nothing and ask nothing.
        """
        said = without_courtesy(pieces)
        asked = [piece for piece in said if is_interrogative(piece)]
        if len(said) < 2 or not asked:
            return said
        others = [piece for piece in said if piece not in asked]
        is_alone = len(asked) == 1 and all(map(is_remark, others))
        if is_alone and is_settled(self.judge(asked[0], lent)):
            return asked
        if len(said) < LONG:
            return said
        return [p for p in said if p in asked or names(self.frame(p).frame)]

    def _one_piece(self, text: str, whole: Judged, lent: Lent) -> tuple[Judged, ...]:
        """Judge one clause: coordinated questions, or its one question."""
        if whole.frame.elsewhere:
            return (self._beside(text, whole, lent),)
        several = self._coordinated(text, whole, lent) or self._shared_out(whole)
        several = several or among_operators(whole, self.engine.base)
        several = several or self._keyed(whole)
        if several := several or self._unlike(whole):
            return several
        if going_on := self._going_on(text, lent):
            return going_on
        return (self._asked_within(subclauses(text), whole, lent),)

    def _asked_within(self, parts: Sequence[str], whole: Judged, lent: Lent) -> Judged:
        """Return the part of a clause that asks, the whole of it where that does."""
        verdict = whole.verdict
        settled = verdict.outcome == "answer" or verdict.reason == "elsewhere"
        if len(parts) == 1 or settled:
            return whole
        if verdict.reason == "missing_aspect":
            return self._asked_last(whole, parts, lent)
        telling = [part for part in parts if says_something(self.frame(part))]
        judged = tuple(self._in_turn(telling, lent))
        if any(map(asks_something, judged)):
            return pick(whole, judged)
        return next(filter(is_social, self._in_turn(parts, lent)), whole)

    def _asked_last(self, whole: Judged, parts: Sequence[str], lent: Lent) -> Judged:
        """Return what is asked at the end, where something before it is not known.

        « je cherche du travail, vous avez quoi comme métiers » asks the second, and so
        does « elle sort de clinique, y a-t-il une aide à domicile ? ».
        """
        last = self.judge(parts[-1], lent)
        is_same = whole.verdict.aspect in last.frame.asked
        if is_same and not is_of_oneself(parts[0]):
            return whole
        if last.frame.asked and stands_alone(last):
            return last
        tells = not any(map(is_interrogative, parts[:-1]))
        return last if tells and is_asked_of(last) else whole

    def _in_turn(self, parts: Sequence[str], lent: Lent) -> Iterator[Judged]:
        """Judge the parts of a message, each with the subject named before it."""
        for part in parts:
            judged = self.judge(part, lent)
            yield judged
            lent = lend(judged, lent) if judged.frame.clear else lent

    def _beside(self, text: str, whole: Judged, lent: Lent) -> Judged:
        """Return the question of a message that names another town only in passing."""
        parts = [self.judge(part, lent) for part in subclauses(text)]
        asking = [part for part in parts if asks_something(part)]
        telling = [part for part in parts if part.frame.elsewhere]
        if not asking or asking[-1] in telling or goes_there(parts[-1].utterance.text):
            return whole
        in_passing = all(len(part.utterance.words) > PASSING for part in telling)
        at_home = bool(asking[-1].frame.scopes) or asks_here(asking[-1])
        return asking[-1] if at_home or (in_passing and len(asking) == 1) else whole

    def _coordinated(self, text: str, whole: Judged, lent: Lent) -> tuple[Judged, ...]:
        """Return the questions joined by « et », « / »… that stand on their own."""
        parts = coordinates(text)
        if len(parts) < 2 or not (whole.frame.aspects or _compares(whole)):
            return ()
        lent = lend(whole, lent)
        if whole.frame.asks_quantity or _compares(whole):
            lent = lent._replace(aspect=QUANTITY)
        asked = [self._inheriting(part, whole) for part in parts]
        telling = [part for part in asked if says_something(self.frame(part))]
        if len(telling) < 2:
            return ()
        judged: list[Judged] = []
        for left, part in zip(range(len(telling), 0, -1), telling, strict=True):
            if len(judged) + left < 2:
                return ()
            found = self.judge(part, lent)
            if not stands_alone(found):
                continue
            judged.append(found)
            lent = lend(found, lent)
        judged = without_remarks(judged)
        judged = [j for at, j in enumerate(judged) if not only_opens(j, judged[at:])]
        labels = {j.verdict.label for j in judged}
        if len(labels) < 2 or not agrees(whole, judged):
            return ()
        return tuple(without_repeats(judged))[:MOST_QUESTIONS]

    def _going_on(self, text: str, lent: Lent) -> tuple[Judged, ...]:
        """Return the questions of a clause that goes on about its subject, if several.

        « qui nettoie les rues, ils commencent quand ? » asks two things.
        """
        parts = continued(text)
        if len(parts) < 2 or not all(self.frame(part).frame.asked for part in parts):
            return ()
        judged = tuple(self._in_turn(parts, lent))
        told = [j.verdict for j in judged if j.verdict.outcome == "answer"]
        subjects = {verdict.candidates[0].subject for verdict in told}
        several = len({verdict.label for verdict in told}) == len(parts)
        return judged if several and len(subjects) == 1 else ()

    def _shared_out(self, whole: Judged) -> tuple[Judged, ...]:
        """Return a number and what it is shared among (« entrées par médiathèque »).

        A mean that nobody wrote down is not made: its two numbers are told.
        """
        best = self.engine.base.entries.get(whole.verdict.label or "")
        unit = shared_among(whole.utterance)
        if best is None or unit is None or best.number is None:
            return ()
        if whole.verdict.outcome != "answer" or unit in best.units:
            return ()
        other = self.judge(f"combien de {unit}", Lent(best.subject, QUANTITY, best.id))
        among = self.engine.base.entries.get(other.verdict.label or "")
        if other.verdict.outcome != "answer" or among is None or among.number is None:
            return ()
        if among.subject != best.subject or among.id == best.id:
            return ()
        if str(among.number) in tokens(best.say):
            return (whole,)
        return (other,) if str(best.number) in tokens(among.say) else (whole, other)

    def _keyed(self, whole: Judged) -> tuple[Judged, ...]:
        """Return how many of each is asked in key words (« bus lignes arrêts nb »)."""
        asked = each_counted(whole, self.engine.ranker.grid)
        judged = [self.judge(text, Lent()) for text in asked]
        return tuple(without_repeats(judged))[:MOST_QUESTIONS]

    def _unlike(self, whole: Judged) -> tuple[Judged, ...]:
        """Return a question of another number than the one answered, as not known.

        « combien d'enfants par classe » is not how many there are.
        """
        best = self.engine.base.entries.get(whole.verdict.label or "")
        if best is None or not is_another_number(whole, best, self.engine.base):
            return ()
        lacks = whole.verdict.reason == "missing_aspect"
        return (whole,) if lacks else (unanswered(whole),)

    def _inheriting(self, part: str, whole: Judged) -> str:
        """Give « de crèches », or « enfants », the « combien » asked before it."""
        if not whole.frame.asks_quantity:
            return part
        if part.startswith(("de ", "d'", "d’")):
            return f"combien {part}"
        content = self.frame(part).utterance.content
        units = self.engine.ranker.grid.units
        counts = len(content) == 1 and content[0].stem in units
        return f"combien de {part}" if counts else part


def _compares(judged: Judged) -> bool:
    return not _COMPARING.isdisjoint(judged.utterance.tokens)

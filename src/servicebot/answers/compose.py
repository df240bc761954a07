"""From an understood turn to a reply and the context of the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servicebot.answers.acts import Actor
from servicebot.answers.contradictions import ask_back, contradicted
from servicebot.answers.entries import Answerer, Asked, build_answerer
from servicebot.answers.places import contact_card
from servicebot.answers.recalling import day_to_recall, recalled
from servicebot.answers.survey import Surveyor
from servicebot.answers.wording import Wording, build_wording
from servicebot.french.typography import polish
from servicebot.knowledge.aspects import HOURS
from servicebot.knowledge.base import Base, Entry
from servicebot.replies import Answer, Choice, Reply, Understood
from servicebot.understanding.calibration import ANSWER
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Judged
from servicebot.understanding.operators import operator_of, still_of_operator
from servicebot.understanding.turns import Turn
from servicebot.understanding.vocabulary import SMALLTALK

MOST_CHOICES = 4
CLOSE, FAR = 1.4, 2.2
"""How far behind the best what is offered may be; farther where the best is likely and
only its subject is in doubt."""

SOFT = frozenset(
    "description liste raison resultat etapes moyen activites "
    "meteo avis plainte itineraire autre-organisme qualite".split()
)
"""Aspects that read badly after « je n'ai pas… »: the subject is named instead."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes the replies of one base."""

    base: Base
    wording: Wording
    answerer: Answerer
    actor: Actor
    surveyor: Surveyor

    def compose(
        self, turn: Turn, context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        """Return the reply to a turn, and what to remember of it."""
        if turn.kind == "emergency" and turn.emergency is not None:
            text = polish(turn.emergency.say)
            return Reply("", "emergency", text, confidence=1.0), context
        if turn.kind == "act" and turn.act is not None:
            return self.actor.act(turn.act, context, now)
        if turn.kind == "number":
            return self._number(turn, context, now)
        if turn.kind == "questions":
            return self._questions(turn.judged, context, now)
        if turn.survey is not None:
            return self.surveyor.reply(turn, turn.survey, context, now)
        key = {"empty": "empty", "foreign": "not_french"}[turn.kind]
        return self._lost(self.wording.say(key), now), context

    def _questions(
        self, judged: Sequence[Judged], context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        if len(judged) > 1:
            return self._several(judged, context, now)
        one = judged[0]
        outcome = one.verdict.outcome
        if outcome == "answer":
            return self._answered(one, context, now)
        if outcome == "social":
            return self._social(one, context)
        if outcome == "clarify":
            return self._clarify(one, context, now)
        return self._refused(one, context, now)

    def _answered(
        self, judged: Judged, context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        entry = self.base.entries[judged.verdict.label or ""]
        if entry.aspect == HOURS:
            judged = replace(judged, moments=recalled(judged, context, now))
        wrong = contradicted(judged.moments)
        if entry.aspect == HOURS and wrong is not None:
            label = self.base.subjects[entry.subject].label
            asked = ask_back(self.wording, wrong, label)
            understood = self._understood(judged, entry)
            after = context.about(entry.subject, entry.aspect)
            return replace(asked, understood=understood), replace(
                after, choices=tuple(c.question for c in asked.choices)
            )
        answer, honest = self.answerer.answer(
            entry, Asked(judged, now), judged.verdict.confidence
        )
        choices = self.answerer.further(entry)
        following = replace(
            context.about(entry.subject, entry.aspect),
            operator=operator_of(judged.frame, entry, context.operator),
            day=day_to_recall(judged.moments),
            entries=(entry.id,),
            choices=tuple(choice.question for choice in choices),
            misses=0,
        )
        reply = Reply(
            id="",
            kind="answer" if honest else "fallback",
            text=answer.text,
            answers=(answer,) if honest else (),
            entry=entry.id if honest else None,
            confidence=answer.confidence,
            choices=choices,
            contact=None if honest else contact_card(self.wording.base, now),
            understood=self._understood(judged, entry),
        )
        return reply, following

    def _several(
        self, judged: Sequence[Judged], context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        """Answer each question of a message and admit the ones not known."""
        texts: list[str] = []
        answers: list[Answer] = []
        entries: list[Entry] = []
        for one in judged:
            if one.verdict.outcome == "answer":
                entry = self.base.entries[one.verdict.label or ""]
                answer, honest = self.answerer.answer(
                    entry, Asked(one, now), one.verdict.confidence
                )
                texts.append(answer.text)
                if honest:
                    answers.append(answer)
                    entries.append(entry)
            elif one.verdict.outcome in ("refuse", "clarify"):
                question = one.utterance.text.strip(" ?.!,")
                texts.append(self.wording.say("part_unknown", question=question))
        if not entries:
            return self._refused(judged[0], context, now)
        last = entries[-1]
        following = replace(
            context.about(last.subject, last.aspect),
            entries=tuple(entry.id for entry in reversed(entries)),
            choices=(),
            misses=0,
        )
        reply = Reply(
            id="",
            kind="answer",
            text="\n".join(texts),
            answers=tuple(answers),
            entry=entries[0].id,
            confidence=min(answer.confidence for answer in answers),
            understood=self._understood(judged[0], entries[0]),
        )
        return reply, following

    def _social(self, judged: Judged, context: Context) -> tuple[Reply, Context]:
        label = (judged.verdict.label or "").removeprefix(SMALLTALK)
        talk = next(talk for talk in self.base.smalltalk if talk.id == label)
        text = polish(talk.say[0])
        confidence = judged.verdict.confidence
        return Reply("", "smalltalk", text, confidence=confidence), context

    def _clarify(
        self, judged: Judged, context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        verdict = judged.verdict
        reach = FAR if verdict.confidence >= ANSWER else CLOSE
        choices = self.answerer.choices(
            candidate.label
            for candidate in verdict.candidates
            if candidate.label in self.base.entries
            and candidate.score > verdict.candidates[0].score - reach
        )[:MOST_CHOICES]
        if len(choices) < 2:
            return self._refused(judged, context, now)
        following = replace(
            context.about(verdict.subject, None),
            operator=still_of_operator(judged.frame, context.operator),
            choices=tuple(choice.question for choice in choices),
            misses=context.misses + 1,
        )
        reply = Reply(
            id="",
            kind="clarification",
            text=self.wording.say("clarify", context.misses),
            confidence=verdict.confidence,
            choices=choices,
            understood=self._understood(judged, None),
        )
        return reply, following

    def _refused(
        self, judged: Judged, context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        verdict = judged.verdict
        subject = self.base.subjects.get(verdict.subject or "")
        aspect = self.base.aspects.get(verdict.aspect or "")
        if verdict.reason == "elsewhere" and verdict.elsewhere:
            text = self.wording.say("unknown_elsewhere", elsewhere=verdict.elsewhere)
        elif (
            verdict.reason == "missing_aspect"
            and subject
            and aspect
            and (verdict.aspect not in SOFT)
        ):
            text = self.answerer.missing(subject, aspect)
        elif judged.frame.subjects and subject:
            text = self.answerer.undetailed(subject)
        else:
            text = self.wording.say("unknown", context.misses)
        lacks = verdict.reason in ("missing_aspect", "elsewhere")
        asked = verdict.aspect if lacks else None
        choices = self.answerer.about(subject) if subject else ()
        if context.misses and not choices:
            choices = self.answerer.subjects()
        following = replace(
            context.about(subject.id if subject else None, asked),
            operator=still_of_operator(judged.frame, context.operator),
            choices=tuple(choice.question for choice in choices),
            misses=context.misses + 1,
        )
        reply = self._lost(text, now, choices)
        understood = self._understood(judged, None)
        return replace(reply, understood=understood), following

    def _number(
        self, turn: Turn, context: Context, now: datetime
    ) -> tuple[Reply, Context]:
        """A bare number: what it counts, asked back where it counts several things."""
        choices = self.answerer.choices(turn.entries)[:MOST_CHOICES]
        if not choices:
            text = self.wording.say("unknown", context.misses)
            reply = self._lost(text, now)
            return reply, replace(context, misses=context.misses + 1)
        titles = ", ".join(choice.title for choice in choices)
        text = self.wording.say("clarify_number", titles=titles)
        following = replace(context, choices=tuple(c.question for c in choices))
        return Reply("", "clarification", text, choices=choices), following

    def _lost(
        self,
        text: str,
        now: datetime,
        choices: tuple[Choice, ...] = (),
    ) -> Reply:
        return Reply(
            id="",
            kind="fallback",
            text=text,
            choices=choices,
            contact=contact_card(self.wording.base, now),
        )

    def _understood(self, judged: Judged, entry: Entry | None) -> Understood:
        verdict = judged.verdict
        return Understood(
            subject=entry.subject if entry else verdict.subject,
            aspect=entry.aspect if entry else verdict.aspect,
            moment=judged.moment,
            corrected=dict(judged.utterance.corrected),
        )


def build_composer(base: Base) -> Composer:
    """Prepare the composer of a base."""
    wording = build_wording(base)
    answerer = build_answerer(base, wording)
    actor = Actor(base, wording, answerer)
    surveyor = Surveyor(base, wording, answerer)
    return Composer(base, wording, answerer, actor, surveyor)

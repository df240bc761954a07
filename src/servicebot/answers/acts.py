"""The dialogue's own acts: repeat, detail, source, choose, go back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from servicebot.answers.entries import Answerer
from servicebot.answers.places import contact_card
from servicebot.answers.wording import Wording
from servicebot.knowledge.base import Base, Entry
from servicebot.knowledge.sentences import of_date
from servicebot.replies import Answer, Reply
from servicebot.understanding.dialogue import Context

Act = Callable[[Entry], str]

_CHOOSING = frozenset("no yes first second third fourth last".split())
"""Acts that take or leave what was offered: alone, nothing was."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Plays the acts of one base."""

    base: Base
    wording: Wording
    answerer: Answerer

    def act(self, act: str, context: Context, now: datetime) -> tuple[Reply, Context]:
        """Return the reply to an act that is about the conversation itself."""
        if act == "subjects":
            text = self.wording.say("subjects")
            choices = self.answerer.subjects()
            following = replace(context, choices=tuple(c.question for c in choices))
            return Reply("", "smalltalk", text, choices=choices), following
        if act == "agent":
            text = self.wording.say("contact")
            card = contact_card(self.wording.base, now)
            return Reply("", "fallback", text, contact=card), context
        entry = self.base.entries.get(context.entry or "")
        if act != "no" and entry is None:
            return Reply("", "smalltalk", self.wording.say("nothing_said")), context
        if entry is None or act in _CHOOSING:
            return Reply("", "smalltalk", self.wording.say("none_of_these")), context
        return self._about(act, entry), replace(context, misses=0)

    def _about(self, act: str, entry: Entry) -> Reply:
        says: Mapping[str, Act] = {
            "repeat": lambda e: e.say,
            "detail": self._detail,
            "source": self._source,
            "dated": self._dated,
            "why": self._why,
        }
        answer = Answer(
            entry=entry.id,
            text=says[act](entry),
            confidence=1.0,
            caution=entry.caution,
            sources=self.wording.sources(entry),
            links=entry.links,
        )
        return Reply(
            id="",
            kind="answer",
            text=answer.text,
            answers=(answer,),
            entry=entry.id,
            confidence=1.0,
            choices=self.answerer.further(entry),
        )

    def _detail(self, entry: Entry) -> str:
        if entry.detail:
            return entry.detail
        others = [
            other.say
            for other in self.base.entries.values()
            if other.subject == entry.subject
            and other.id != entry.id
            and other.kind == "figure"
        ]
        return " ".join(others[:2]) if others else self.wording.say("more_detail")

    def _source(self, entry: Entry) -> str:
        return self.wording.say("source_is", sources=self.wording.source_lines(entry))

    def _dated(self, entry: Entry) -> str:
        dated = self.wording.say("dated", of_date=of_date(entry.as_of))
        return f"{dated} {self._source(entry)}"

    def _why(self, entry: Entry) -> str:
        subject = self.base.subjects[entry.subject]
        aspect = self.base.aspects.get(entry.aspect)
        source = self._source(entry)
        if aspect is None:
            return self.wording.say("why_plain", subject=subject.label, sources=source)
        return self.wording.say(
            "why", subject=subject.label, aspect=aspect.label, sources=source
        )

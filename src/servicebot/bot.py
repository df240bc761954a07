"""The staircase: a question goes up, a reply comes back."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from servicebot.answers.compose import Composer, build_composer
from servicebot.answers.entries import Asked
from servicebot.knowledge.base import Base
from servicebot.replies import Answer, Reply
from servicebot.understanding.dialogue import Context, ContextCodec, build_codec
from servicebot.understanding.engine import Engine, build_engine
from servicebot.understanding.explain import Explanation, explain
from servicebot.understanding.grid import Lent
from servicebot.understanding.turns import Turn, choose, understand


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that answers for one town, built from one knowledge folder."""

    base: Base
    engine: Engine
    composer: Composer
    codec: ContextCodec

    @staticmethod
    def build(base: Base, *, secret: bytes, cache: Path | None = None) -> "Bot":
        """Train the understanding of a base (or read it from the cache folder)."""
        return Bot(
            base=base,
            engine=build_engine(base, cache),
            composer=build_composer(base),
            codec=build_codec(secret, base.town.town),
        )

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Answer one message; `now` is aware, in the town's time."""
        before = self.codec.open(context, now)
        turn = self._understand(question, before, now)
        reply, after = self.composer.compose(turn, before, now)
        sealed = self.codec.seal(after, now)
        return replace(reply, id=secrets.token_hex(8), context=sealed)

    def tell(self, entry: str, now: datetime) -> Answer:
        """Return what an entry answers when its own question is asked."""
        known = self.base.entries[entry]
        framed = self.engine.frame(known.question, now)
        asked = Asked(self.engine.judge(framed, Lent()), now)
        return self.composer.answerer.answer(known, asked, 1.0)[0]

    def explain(self, question: str, context: str | None, now: datetime) -> Explanation:
        """Return why a question is understood as it is."""
        before = self.codec.open(context, now)
        return explain(self.engine, self._understand(question, before, now), question)

    def _understand(self, question: str, context: Context, now: datetime) -> Turn:
        chosen = choose(self.engine, question, context)
        return understand(self.engine, chosen or question, context, now)

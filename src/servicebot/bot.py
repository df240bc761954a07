"""The staircase: a question goes up, a reply comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from servicebot.answers.compose import Composer, build_composer
from servicebot.answers.entries import Asked
from servicebot.answers.notices import notices_of
from servicebot.knowledge.base import Base, Notice
from servicebot.knowledge.notices import announced
from servicebot.knowledge.overlay import EMPTY, Overlay, overlaid
from servicebot.replies import Answer, Reply, new_id
from servicebot.understanding.choosing import choose
from servicebot.understanding.dialogue import Context, ContextCodec, build_codec
from servicebot.understanding.engine import Engine, build_engine, start_of
from servicebot.understanding.explain import Explanation, explain
from servicebot.understanding.meaning import Loader, load_meaning
from servicebot.understanding.mentions import Lent
from servicebot.understanding.turns import Turn, understand


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that answers for one town, built from one knowledge folder."""

    base: Base
    plain: Base
    engine: Engine
    composer: Composer
    codec: ContextCodec
    cache: Path | None = None
    meanings: Loader = load_meaning

    @staticmethod
    def build(
        base: Base,
        overlay: Overlay = EMPTY,
        *,
        secret: bytes,
        cache: Path | None = None,
        meanings: Loader = load_meaning,
    ) -> "Bot":
        """Train the understanding of a base (or read it from the cache folder).

        The overlay is what was learned since the files of the base were written;
        `meanings` gives the table of meanings.
        """
        plain = overlaid(base, overlay)
        is_changed = plain.fingerprint != base.fingerprint
        start = partial(start_of, base, cache, meanings) if is_changed else None
        return Bot(
            base=plain,
            plain=plain,
            engine=build_engine(plain, cache, start, meanings=meanings),
            composer=build_composer(plain),
            codec=build_codec(secret, plain.town.town),
            cache=cache,
            meanings=meanings,
        )

    def learning(self, overlay: Overlay) -> "Bot":
        """Return a bot that tries to learn some more; this one goes on as it is."""
        plain = overlaid(self.plain, overlay)
        base = announced(plain, self.base.notices)
        start = self.engine.start
        engine = build_engine(
            plain, self.cache, lambda: start, is_trial=True, meanings=self.meanings
        )
        composer = build_composer(base)
        return replace(self, base=base, plain=plain, engine=engine, composer=composer)

    def announcing(self, notices: Sequence[Notice]) -> "Bot":
        """Return the bot with these notices and closures, and no others."""
        base = announced(self.plain, notices)
        return replace(self, base=base, composer=build_composer(base))

    def reply(self, question: str, context: str | None, now: datetime) -> Reply:
        """Answer one message; `now` is aware, in the town's time."""
        before = self.codec.open(context, now).within(self.base)
        turn = self._understand(question, before, now)
        reply, after = self.composer.compose(turn, before, now)
        sealed = self.codec.seal(after, now)
        notices = notices_of(self.base, reply, now)
        given = replace(reply, id=new_id(now), context=sealed, notices=notices)
        return replace(given, runner_up=turn.runner_up(reply.entry))

    def tell(self, entry: str, now: datetime) -> Answer:
        """Return what an entry answers when its own question is asked."""
        known = self.base.entries[entry]
        framed = self.engine.frame(known.question, now)
        asked = Asked(self.engine.judge(framed, Lent()), now)
        return self.composer.answerer.answer(known, asked, 1.0)[0]

    def content(self, question: str) -> frozenset[str]:
        """Return the stems of a question that say something, spelled right."""
        return self.engine.content(question)

    def explain(self, question: str, context: str | None, now: datetime) -> Explanation:
        """Return why a question is understood as it is."""
        before = self.codec.open(context, now).within(self.base)
        return explain(self.engine, self._understand(question, before, now), question)

    def _understand(self, question: str, context: Context, now: datetime) -> Turn:
        chosen = choose(self.engine, question, context)
        return understand(self.engine, chosen or question, context, now)

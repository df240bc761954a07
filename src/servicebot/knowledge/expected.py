"""What editors expect of the bot: the tests of a knowledge folder."""

from typing import Literal

from servicebot.knowledge.fields import Text, Texts
from servicebot.knowledge.model import Model


class Turn(Model):
    """One turn of a test dialogue: the question and what must come back."""

    q: Text
    entry: str | None = None
    kind: (
        Literal["answer", "clarification", "fallback", "smalltalk", "emergency"] | None
    ) = None
    has: Texts = ()
    hasnt: Texts = ()
    at: Text | None = None


class Test(Model):
    """One test of knowledge/tests: a question, or several turns."""

    q: Text | None = None
    entry: str | None = None
    kind: (
        Literal["answer", "clarification", "fallback", "smalltalk", "emergency"] | None
    ) = None
    has: Texts = ()
    hasnt: Texts = ()
    at: Text | None = None
    turns: tuple[Turn, ...] = ()

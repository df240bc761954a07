"""What only the matcher can see of a base: entries that nobody reaches, or confused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from servicebot.french.text import tokens
from servicebot.french.typography import polish
from servicebot.knowledge.base import Entry
from servicebot.knowledge.checks import Finding
from servicebot.knowledge.loader import read
from servicebot.understanding.dialogue import Context
from servicebot.understanding.engine import Engine
from servicebot.understanding.mentions import Lent
from servicebot.understanding.reader import means_otherwise
from servicebot.understanding.turns import understand

EXAMPLES = "page_examples"


def audit(engine: Engine, now: datetime) -> Iterator[Finding]:
    """Return a warning for each entry out of reach and each pair taught as the same.

    An entry is out of reach when none of its own phrasings, asked without any context,
    ranks it first. Two entries are confusable when a phrasing of one holds the very
    words of a phrasing of the other. An abbreviation that everybody reads otherwise is
    left aside. What the page proposes to ask must be answered.
    """
    yield from _unreachable(engine, now)
    yield from _confusable(engine)
    yield from _misread(engine)
    for example in unanswered_examples(engine, now):
        message = (
            f"« {example.text} », proposée en exemple, n'a pas de réponse : "
            "remplacez cette question, ou complétez la base"
        )
        where = f"{example.file}:{example.line}"
        yield Finding(where=where, level="warning", message=polish(message))


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the page proposes, and where it is written."""

    file: str
    line: int
    number: int
    text: str


def unanswered_examples(engine: Engine, now: datetime) -> Iterator[Example]:
    """Yield the questions that the page proposes although the base has no answer."""
    for file in read(engine.base.folder).phrases:
        for number, text in enumerate(file.value.get(EXAMPLES, ())):
            turn = understand(engine, text, Context(), now)
            asked = turn.kind == "questions"
            if asked and not any(j.verdict.outcome == "answer" for j in turn.judged):
                mark = file.document.find((EXAMPLES, number))[1].mark
                yield Example(file.name, mark.line, number, text)


def _unreachable(engine: Engine, now: datetime) -> Iterator[Finding]:
    for entry in engine.ranker.entries:
        texts = dict.fromkeys((*entry.asks, entry.question, entry.title))
        if not any(_finds(engine, text, entry, now) for text in texts):
            message = (
                "aucune de ses formulations ne mène à cette fiche : "
                "donnez-lui des mots qui la distinguent"
            )
            yield Finding(where=entry.id, level="warning", message=message)


def _finds(engine: Engine, text: str, entry: Entry, now: datetime) -> bool:
    return engine.judge(engine.frame(text, now), Lent()).verdict.label == entry.id


def _confusable(engine: Engine) -> Iterator[Finding]:
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for entry in engine.ranker.entries:
        for ask in entry.asks:
            words = frozenset(engine.reader.read(ask).stems)
            other, text = seen.setdefault(words, (entry.id, ask))
            if other != entry.id:
                message = f"« {ask} » se confond avec « {text} » de la fiche {other}"
                yield Finding(where=entry.id, level="warning", message=message)


def _misread(engine: Engine) -> Iterator[Finding]:
    for short, long in engine.base.abbreviations.items():
        if means_otherwise(short, long):
            usual = " ".join(tokens(short))
            message = (
                f"« {short} » se lit déjà « {usual} » dans les messages : "
                f"« {long} » ne sera pas compris ainsi"
            )
            yield Finding(
                where="lexicon.yaml", level="warning", message=polish(message)
            )

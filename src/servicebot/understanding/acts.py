"""Dialogue acts: repeat, detail, source, yes, the second one, « no, I meant »."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servicebot.french.text import stem
from servicebot.knowledge.base import Base
from servicebot.understanding.phrases import PhraseIndex, index_phrases
from servicebot.understanding.reader import Read, Utterance

CORRECTION = "correction"
UPON_SAID = frozenset(("source", "dated"))
"""Acts that ask about what was told, whatever it is called (« ce chiffre », « ça »)."""

SAID = frozenset(
    "chiffre chiffres nombre nombres info infos information informations donnee "
    "donnees renseignement renseignements reponse resultat resultats statistique "
    "statistiques stat stats".split()
)
"""What an answer may be called by who asks about it."""

POINTING = frozenset(
    "ca cela ceci ce cette ces le la les l un une c est y tu t te vous on j bien tout "
    "toutes tous deja au juste exactement que qu".split()
)
"""Words that point at the answer and say nothing more."""

TAKING_UP = frozenset("il ils elle elles".split())
"""Words that point at it too, where it is called by one of `SAID`."""

ONE_SOURCE = ("sourc",)
"""« source », which asks where an answer comes from amid any small words."""

POLITE = frozenset(
    "et mais ok d accord entendu parfait super alors donc bon s il vous te plait svp "
    "merci stp euh pardon desole desolee excusez moi tu me pouvez peux peut pourriez "
    "pourrais veuillez".split()
)
EXCUSES = frozenset(
    "non nan pardon desole desolee excuse excusez moi oups euh ah oh mais enfin je me "
    "suis trompe trompee zut ben bah".split()
)


@dataclass(frozen=True, slots=True)
class Acts:
    """Recognises whole messages that are acts, and corrections that open one."""

    whole: Mapping[tuple[str, ...], str]
    bags: Mapping[frozenset[str], str]
    upon_said: Mapping[tuple[str, ...], str]
    openings: PhraseIndex

    def find(self, utterance: Utterance) -> str | None:
        """Return the act that the whole message is, if it is one."""
        content = frozenset(word.stem for word in utterance.content)
        return (
            self.whole.get(utterance.stems)
            or self.whole.get(_key(utterance))
            or self.bags.get(content)
            or self.upon_said.get(_beside_said(utterance))
        )

    def after_correction(self, utterance: Utterance) -> int:
        """Return how many words open the message as a correction (0: none).

        Excuses may come before it (« non pardon, je voulais dire… »).
        """
        found = self.openings.find(utterance.stems)
        before = utterance.tokens[: found[0].start] if found else ()
        return found[0].end if found and EXCUSES.issuperset(before) else 0


def _key(utterance: Utterance) -> tuple[str, ...]:
    """Return the stems without what opens or ends a message politely."""
    stems = [word.stem for word in utterance.words if word.token not in POLITE]
    return tuple(stems)


def _beside_said(utterance: Utterance) -> tuple[str, ...]:
    """Return, in a fixed order, the roots of what is asked about what was said.

    « d'où sortent ces chiffres » and « ils sortent d'où » ask the same.
    """
    left_out = POLITE | POINTING
    if not SAID.isdisjoint(utterance.tokens):
        left_out |= SAID | TAKING_UP
    return tuple(sorted({w.root for w in utterance.words if w.token not in left_out}))


def _contracted(utterance: Utterance) -> Iterator[tuple[str, ...]]:
    """Yield the stems of what opens a correction, also before « le » and « les »."""
    yield utterance.stems
    if utterance.tokens[-1:] == ("de",):
        for article in ("du", "des", "d"):
            yield (*utterance.stems[:-1], stem(article))


def build_acts(base: Base, read: Read) -> Acts:
    """Read the phrases of every act of a base's lexicon."""
    whole: dict[tuple[str, ...], str] = {}
    bags: dict[frozenset[str], str] = {}
    upon_said: dict[tuple[str, ...], str] = {}
    openings = []
    for act, phrases in base.acts.items():
        for phrase in phrases:
            utterance = read(phrase)
            if act == CORRECTION:
                openings += [(stems, act) for stems in _contracted(utterance)]
                continue
            whole.setdefault(utterance.stems, act)
            if _key(utterance):
                whole.setdefault(_key(utterance), act)
            if act in UPON_SAID and len(_beside_said(utterance)) > 1:
                upon_said.setdefault(_beside_said(utterance), act)
            content = frozenset(word.stem for word in utterance.content)
            if len(content) > 1 or (content and _key(utterance) == ONE_SOURCE):
                bags.setdefault(content, act)
    return Acts(whole, bags, upon_said, index_phrases(openings))

"""What is a number shared among: « par crèche », « chaque commune »?"""

import re
from itertools import pairwise

from servicebot.french.text import fold, stems
from servicebot.french.typography import unasked
from servicebot.french.words import GRAMMATICAL
from servicebot.knowledge.base import Entry
from servicebot.understanding.counting import HOW_MANY
from servicebot.understanding.reader import Utterance

_SHARING = frozenset(("par", "chaque"))
_PER = re.compile(
    r"(?:(?:et|alors|donc|soit|ca|cela|fait|font|donne|combien|du coup)\W+)*"
    r"((?:par|pour chaque) (\w+))\W*(?:combien)?\W*"
)
NO_UNITS = frozenset(
    "an ans annee annees ane anee mois jour jours semaine semaines heure heures "
    "matin midi soir nuit moi toi "
    "exemple hasard ici rapport contre terre chance internet mail courriel telephone "
    "tel sms courrier ailleurs dessus dessous derriere devant avance".split()
)
"""Words after « par » that share out nothing."""


def shared_among(utterance: Utterance) -> str | None:
    """Return the word after « par » or « chaque », as it was typed.

    What comes before « combien » tells a story (« chaque matin, je croise… »).
    """
    said = enumerate(utterance.tokens)
    asked = next((at for at, token in said if token in HOW_MANY), 0)
    pairs = pairwise(utterance.words[asked:])
    found = (b for a, b in pairs if a.token in _SHARING and not b.function)
    things = (b.text for b in found if b.text.split()[0] not in GRAMMATICAL)
    return next(things, None)


def shared_again(text: str, last: Entry | None) -> str:
    """Ask a number that was just told once more, shared out (« et par agent ? »)."""
    found = _PER.fullmatch(fold(text))
    if last is None or last.number is None or found is None or found[2] in NO_UNITS:
        return text
    return f"{unasked(last.question)} {found[1]} ?"


def shares_of(entry: Entry) -> frozenset[str]:
    """Return the stems that an entry is asked a share of, and those that it tells."""
    pairs = (pair for text in entry.asks for pair in pairwise(stems(text)))
    asked = {unit for word, unit in pairs if word in _SHARING}
    return frozenset(asked.union(stems(entry.say)))

"""Which words of a message tell a time that is over, weeks or years ago?"""

from collections.abc import Iterator, Sequence

from servicebot.french.moments.dates import MONTH_NAMES
from servicebot.french.text import fold

BYGONE = "naguère"
"""The word of `emergencies.yaml` that stands for all of them."""
_SPANS = frozenset("semaine semaines mois an ans annee annees".split())
_PERIODS = _SPANS | frozenset(
    "hiver ete printemps automne trimestre semestre siecle noel rentree".split()
)
_LAST = frozenset("dernier derniere derniers dernieres passe passee".split())
_AGO = frozenset("a ya fait voila voici".split())
_SOME = frozenset(
    "un une deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente "
    "quarante cinquante quelques plusieurs bien des".split()
)
_MONTHS = frozenset(map(fold, MONTH_NAMES))
_CENTURIES = ("18", "19", "20")


def bygone(words: Sequence[str]) -> frozenset[int]:
    """Return where a message tells of a time that is over.

    >>> sorted(bygone("il y a trois mois elle est tombee".split()))
    [4]
    """
    return frozenset(_found(words))


def _found(words: Sequence[str]) -> Iterator[int]:
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        last = word in _LAST and before in _PERIODS
        dated = before in ("en", "depuis", "de") and (word in _MONTHS or _year(word))
        ago = word in _SPANS and at > 1 and _ago(words[: at - 1], before)
        if last or dated or ago:
            yield at


def _ago(before: Sequence[str], many: str) -> bool:
    """Whether « (il y) a », « ça fait » or « voilà » counts what follows: no age."""
    if not (many.isdigit() or many in _SOME):
        return False
    return before[-1] in _AGO and (before[-1] != "a" or "y" in before[-2:-1])


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word.startswith(_CENTURIES)

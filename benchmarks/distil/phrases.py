"""Generated questions: carrier phrases filled with the vocabulary of town halls.

A single word means little to the teacher, which reads it as spelling; in a carrier
phrase (« où se trouve la crèche ? ») it is understood. The same seed gives the same
texts.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

VOCABULARY = Path(__file__).parent / "vocabulary"
GIVING_UP = 20_000
SHARES = {"frames": 0.2, "talk": 0.2, "questions": 0.35, "words": 0.13, "verbs": 0.12}
_SLOT = re.compile(r"\{([a-z]+)(2?)\}")
_ARTICLE = re.compile(r"^(le |la |les |l')")
_FEMININE = re.compile(r"(?:[^g]e|ion|eau|té|our)$")
_ARTICLES = {
    "un": {"le ": "un ", "la ": "une ", "les ": "des "},
    "du": {"le ": "du ", "la ": "de la ", "les ": "des ", "l'": "de l'"},
    "au": {"le ": "au ", "la ": "à la ", "les ": "aux ", "l'": "à l'"},
    "nu": {"le ": "", "la ": "", "les ": "", "l'": ""},
}
_CHOICE = re.compile(r"\[([^\]]*)\]")
_ELIDED = re.compile(
    r"\b(?:(de|que|le) (?=[aeiouéèêàâîôœ])|(si) (?=ils?\b))", re.IGNORECASE
)
_CONTRACTED = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}
_APART = re.compile(rf"\b(?:{'|'.join(_CONTRACTED)})\b")


class Deck:
    """A list of words dealt in turn, shuffled anew each time it is used up."""

    def __init__(self, cards: Sequence[str], rng: random.Random) -> None:
        self._cards = list(cards)
        self._rng = rng
        self._left: list[str] = []

    def deal(self) -> str:
        """Return the next word."""
        if not self._left:
            self._left = self._cards[:]
            self._rng.shuffle(self._left)
        return self._left.pop()


def generate(
    count: int, words: Sequence[str], verbs: Sequence[str], *, seed: int
) -> dict[str, list[str]]:
    """Return distinct generated texts: questions, and phrases around any word."""
    templates = _lines("templates")
    kinds = {
        "frames": _lines("frames"),
        "talk": _lines("talk"),
        "questions": [t for t in templates if "{mot" not in t and "{inf}" not in t],
        "words": [t for t in templates if "{mot" in t],
        "verbs": [t for t in templates if "{inf}" in t],
    }
    texts = {}
    for kind, share in SHARES.items():  # of their own luck: more texts, none changed
        rng = random.Random(seed)  # noqa: S311  # no secret: the same texts every time
        decks = _decks(words, verbs, rng)
        texts[kind] = list(_fill(kinds[kind], decks, int(count * share), rng))
    return texts


def _decks(
    words: Sequence[str], verbs: Sequence[str], rng: random.Random
) -> dict[str, Deck]:
    things = [t.strip() for line in _lines("things") for t in line.split(",")]
    lists: dict[str, Sequence[str]] = {
        "le": list(dict.fromkeys(things)),
        "faire": _lines("actions"),
        "cas": _lines("situations"),
        "qui": _lines("people"),
        "quand": _lines("moments"),
        "ou": _lines("places"),
        "mot": words,
        "inf": verbs,
    }
    return {name: Deck(cards, rng) for name, cards in lists.items()}


def _fill(
    templates: Sequence[str], decks: dict[str, Deck], count: int, rng: random.Random
) -> Iterator[str]:
    carriers = Deck(templates, rng)
    seen: set[str] = set()
    misses = 0
    while len(seen) < count and misses < GIVING_UP:
        carrier = _CHOICE.sub(lambda c: rng.choice(c[1].split("|")), carriers.deal())
        text = _smooth(_SLOT.sub(lambda slot: _slot(slot[1], decks), carrier))
        if text in seen:
            misses += 1
        else:
            seen.add(text)
            yield text


def _slot(name: str, decks: dict[str, Deck]) -> str:
    """Return a word for a slot, with the article that the slot asks for."""
    if name not in _ARTICLES:
        return decks[name].deal()
    thing = decks["le"].deal()
    found = _ARTICLE.match(thing)
    if not found:
        return thing
    article, bare = found[1], thing[found.end() :]
    if name == "un" and article == "l'":
        return ("une " if _FEMININE.search(bare) else "un ") + bare
    return _ARTICLES[name][article] + bare


def _smooth(text: str) -> str:
    """Elide and contract what the filling left side by side."""
    text = _ELIDED.sub(lambda found: found[0][:-2] + "'", text)
    text = _APART.sub(lambda found: _CONTRACTED[found[0]], text)
    return " ".join(text.replace(" ,", ",").split())


def _lines(name: str) -> list[str]:
    """Return the lines of a vocabulary file, comments left out."""
    content = (VOCABULARY / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in content.splitlines() if line and not line.startswith("#")]

"""What the shipped base has for every town: its words and manners, without its names.

Lines that end with « # d'ici », and sections whose heading ends with « (d'ici) », are
the town's own; so is whatever names it, its places or its communes.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from unidecode import unidecode

from servicebot.french.text import fold, tokens
from servicebot.french.typography import de
from servicebot.knowledge.base import Base

GENERIC = ("lexicon.yaml", "emergencies.yaml", "negatives.yaml")
ELSEWHERE = "elsewhere.yaml"
SPOKEN = ("smalltalk.yaml", "phrases*.yaml")
_OUR_LINE = re.compile(r"^.*# d'ici\n", re.MULTILINE)
_OUR_SECTION = re.compile(r"^# .*\(d'ici\)\n(?:(?!# ).*\n)*", re.MULTILINE)
_EXAMPLES = re.compile(r"^(\w+_examples:)\n(?:  - .*\n)+", re.MULTILINE)


def generic_texts(base: Base, name: str, examples: Iterable[str]) -> dict[str, str]:
    """Return the files that a new town takes over, by name, made its own.

    `name` is the new town's, `examples` the questions that its page proposes.
    """
    own = own_names(base)
    texts = {}
    for file in GENERIC:
        text = (base.folder / file).read_text("utf-8")
        texts[file] = _without(own, text)
    elsewhere = (base.folder / ELSEWHERE).read_text("utf-8")
    texts[ELSEWHERE] = elsewhere.replace(f"\n- {name}\n", "\n")
    for path in _spoken(base.folder):
        text = _renamed(path.read_text("utf-8"), base, name, examples)
        texts[path.name] = _without(own, text)
    return texts


def own_names(base: Base) -> str:
    """Return the pattern of the names that only this town has."""
    town = base.town
    names = {
        town.name,
        town.territory,
        town.contact.name,
        *(name for name in town.home if _names(name, town.name)),
        *(operator.name for operator in town.operators.values()),
        *(place.name for place in base.places.values()),
    }
    communes = {commune.name for commune in base.communes}
    anyhow = {form for one in names for form in (one, unidecode(one))}
    anyhow |= {name for name in communes if "-" in name}
    return rf"\b(?:(?i:{_either(anyhow)})|{_either(communes)})(?!\w)"


def _names(home: str, town: str) -> bool:
    """Tell whether a word for « here » is made of the town's name (« alésien »)."""
    start = fold(town)[:3]
    return any(word.startswith(start) for word in tokens(home))


def _either(names: Iterable[str]) -> str:
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    return "|".join(longest) or "(?!)"


def _spoken(folder: Path) -> Iterator[Path]:
    for pattern in SPOKEN:
        yield from sorted(folder.glob(pattern))


def _renamed(text: str, base: Base, name: str, examples: Iterable[str]) -> str:
    """Return sentences that name the new town, and propose its own questions."""
    ours = re.escape(de(base.town.name))
    rest = r"(?:,? (?:et )?de son agglomération)?(?: et de son CCAS)?"
    text = re.sub(rf"{ours}{rest}", de(name), text)
    listed = "".join(f'  - "{example}"\n' for example in examples)
    return _EXAMPLES.sub(rf"\1\n{listed}", text)


def _without(own: str, text: str) -> str:
    """Return a text without our lines and sections, nor what names the town.

    An item of a list between brackets goes alone, any other line as a whole.
    """
    text = _OUR_SECTION.sub("", _OUR_LINE.sub("", text))
    text = re.sub(rf"^\s*- [^\[\n]*{own}[^\[\n]*\n", "", text, flags=re.MULTILINE)
    named, item = re.compile(own), re.compile(rf'[^,\[\]"\n]*{own}[^,\[\]"\n]*,?')
    lines = text.split("\n")  # most name nothing, which is seen much faster
    return "\n".join(item.sub("", s) if named.search(s) else s for s in lines)

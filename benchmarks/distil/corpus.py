"""The texts that the teacher reads: open administrative text and generated questions.

No line of an evaluation set may be among them: the texts whose words equal those of an
excluded line are left out, and the result is checked again.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import phrases
import sources
from servicebot.french.text import fold, stem, tokens

SEED = 7
SHARES = {  # of the whole corpus; what a source cannot give, generated text gives
    "fiches: headings": 0.2,
    "fiches: sentences": 0.07,
    "travail": 0.035,
    "contributions": 0.005,
    "climat": 0.02,
    "social": 0.01,
}
_WORD = re.compile(r"[^\W\d_]{3,}")
_INFINITIVE = re.compile(r"(?:er|ir|oir|dre|tre|ire|vre|pre)$")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Distinct texts in a fixed order, each with its source."""

    texts: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many texts each source gave."""
        return Counter(self.sources)

    def only(self, kept: AbstractSet[str]) -> "Corpus":
        """Return the corpus without the texts that are not among those kept."""
        pairs = [
            (text, source)
            for text, source in zip(self.texts, self.sources, strict=True)
            if text in kept
        ]
        return Corpus(tuple(t for t, _ in pairs), tuple(s for _, s in pairs))


def build(
    limit: int, folders: Mapping[str, Path], common: Path, excluded: Iterable[Path]
) -> Corpus:
    """Choose about `limit` texts; a larger limit keeps those of a smaller one."""
    banned = {plain(line) for path in excluded for line in lines_of(path)}
    open_texts = _open_texts(dict(folders))
    chosen: dict[str, list[str]] = {
        source: texts[: int(SHARES.get(source, 0) * limit)]
        for source, texts in sorted(open_texts.items())
    }
    words, verbs = _everyday(common, open_texts)
    left = limit - sum(map(len, chosen.values()))
    for kind, texts in phrases.generate(left, words, verbs, seed=SEED).items():
        chosen[f"generated: {kind}"] = texts
    return _without(chosen, banned)


def assert_not_copied(lexicon: Path, excluded: Iterable[Path]) -> None:
    """Check that no expression of the lexicon is a line of an evaluation set.

    A single word is nobody's line.

    Raises:
        AssertionError: one is.
    """
    banned = {plain(line) for path in excluded for line in lines_of(path)}
    for path in sorted(lexicon.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for member in map(plain, () if line[:1] == "#" else line.split(",")):
                if " " in member and member in banned:
                    raise AssertionError(f"{path.name}:{number}: {member} is copied")


def plain(text: str) -> str:
    """Return a text's words, so that spelling and punctuation do not hide a copy."""
    return " ".join(tokens(text))


def lines_of(path: Path) -> Iterator[str]:
    """Yield every string of an evaluation file or of all files of a folder."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in {".jsonl", ".yaml", ".tsv"}:
                yield from lines_of(file)
        return
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        for line in content.splitlines():
            yield from _strings(json.loads(line))
    elif path.suffix == ".yaml":
        yield from _strings(yaml.safe_load(content))
    else:
        for line in content.splitlines():
            yield from line.split("\t")


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _open_texts(folders: dict[str, Path]) -> dict[str, list[str]]:
    """Return the distinct texts of each source, in an order that is no one's choice."""
    found: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for source, text in sources.texts(folders):
        if text not in seen:
            seen.add(text)
            found[source].append(text)
    for texts in found.values():
        texts.sort(
            key=lambda text: hashlib.blake2b(text.encode(), digest_size=8).digest()
        )
    return found


def _everyday(
    common: Path, texts: Mapping[str, Sequence[str]]
) -> tuple[list[str], list[str]]:
    """Return one everyday word a stem, spelled with its accents, and the verbs."""
    spelled = _spellings(line for lines in texts.values() for line in lines)
    families: dict[str, dict[str, None]] = defaultdict(dict)
    for word in common.read_text(encoding="utf-8").split():
        families[stem(word)][word] = None
    for word, forms in sorted(spelled.items()):
        if forms.total() >= 3:
            families[stem(word)][word] = None
    words, verbs = [], []
    for members in families.values():
        family = sorted(members, key=lambda w: (-spelled[w].total(), len(w), w))
        words.append(_accented(family[0], spelled))
        infinitives = [word for word in family if _INFINITIVE.search(word)]
        if infinitives and len(family) > 3:
            verbs.append(_accented(infinitives[0], spelled))
    return words, verbs


def _spellings(lines: Iterable[str]) -> defaultdict[str, Counter[str]]:
    """Return how each folded word is written, and how often."""
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        for word in _WORD.findall(line.lower()):
            spelled[fold(word)][word] += 1
    return spelled


def _accented(word: str, spelled: Mapping[str, Counter[str]]) -> str:
    forms = spelled.get(word)
    return forms.most_common(1)[0][0] if forms else word


def _without(chosen: Mapping[str, Sequence[str]], banned: set[str]) -> Corpus:
    seen: set[str] = set()
    texts: list[str] = []
    origins: list[str] = []
    for source, candidates in chosen.items():
        kept = [t for t in candidates if t not in seen and plain(t) not in banned]
        seen.update(kept)
        texts.extend(kept)
        origins.extend([source] * len(kept))
    if any(plain(text) in banned for text in texts):
        raise AssertionError("a line of an evaluation set is in the corpus")
    return Corpus(tuple(texts), tuple(origins))

"""From what was typed to canonical words: spelling, abbreviations, synonyms."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from rapidfuzz.distance import OSA

from servicebot.french.numbers import NUMBER_WORDS, read_number
from servicebot.french.sms import SPELLINGS
from servicebot.french.spacing import mended, run_together
from servicebot.french.spelling import Speller, build_speller
from servicebot.french.text import fold, stem, tokens
from servicebot.french.verbs import ROOTS
from servicebot.french.words import COMMON_WORDS, GRAMMATICAL
from servicebot.understanding.misnamed import Misnamed, misnamed
from servicebot.understanding.phrases import PhraseIndex, index_phrases

LARGEST_WORD = 12
"""Up to which number what is said in letters stays so."""

LARGEST_OWN = 4
"""Up to which number in letters somebody speaks of things of their own."""

SMALL_NUMBERS = frozenset("cinq six sept huit neuf dix onze douze".split())
"""Numbers above `LARGEST_OWN` that stay words and yet state how many (« les douze
médiathèques », but « mes deux enfants »)."""

SHORT_WORD = 3
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ](?<=[ '’].)(?<![^\w,;:] .)[^\W\d_]+")

Corrections = dict[str, tuple[str, ...]]
"""What each word of a message that is not in the lexicon is corrected to."""

Read = Callable[[str], "Utterance"]
"""Reads a text; at load, one that remembers what it has read."""


@dataclass(frozen=True, slots=True)
class Word:
    """One canonical word of a question.

    `text` is the word before synonyms, `token` the canonical word and `stem` its stem;
    `root` is the same for all forms of an irregular verb. `function` marks words that
    carry no content, `known` those of the base's vocabulary; one that is `skipped` does
    not count inside a name (« l'école de danse »).
    """

    text: str
    token: str
    stem: str
    root: str
    function: bool
    known: bool
    skipped: bool


@dataclass(frozen=True, slots=True)
class Utterance:
    """A question as it was read.

    `corrected` maps typed words to what was meant; `spelled` are the stems of the words
    as they are spelled right, before synonyms. `tokens` and `stems` are those of the
    canonical words, `content` the words that carry content and `telling` where they
    stand, `numbers` the tokens that are one.
    """

    text: str
    words: tuple[Word, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    spelled: tuple[str, ...] = ()
    tokens: tuple[str, ...] = field(init=False, repr=False, compare=False)
    stems: tuple[str, ...] = field(init=False, repr=False, compare=False)
    telling: tuple[int, ...] = field(init=False, repr=False, compare=False)
    content: tuple[Word, ...] = field(init=False, repr=False, compare=False)
    numbers: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the views of the words that every step looks at."""
        note, words = object.__setattr__, self.words
        tokens = tuple([word.token for word in words])
        telling = tuple([at for at, word in enumerate(words) if not word.function])
        note(self, "tokens", tokens)
        numbers = [t for t in tokens if t.isdigit() or t in SMALL_NUMBERS]
        note(self, "numbers", tuple(numbers))
        note(self, "stems", tuple([word.stem for word in words]))
        note(self, "telling", telling)
        note(self, "content", tuple([words[at] for at in telling]))


def figures(words: Sequence[str], largest: int = LARGEST_WORD) -> list[str]:
    """Write numbers said in letters as digits, from two words or thirteen on.

    `largest` is the largest that stays a word.

    >>> figures(["en", "deux", "mille", "quinze"])
    ['en', '2015']
    """
    if NUMBER_WORDS.isdisjoint(words):
        return list(words)
    found: list[str] = []
    at = 0
    while at < len(words):
        number = read_number(words, at)
        if number is not None and (number[1] - at > 1 or number[0] > largest):
            found.append(str(number[0]))
            at = number[1]
        else:
            found.append(words[at])
            at += 1
    return found


def is_other_name(text: str, word: str, meant: Sequence[str]) -> bool:
    """Whether a word is written as a name, two slips away from what is known.

    A capital in the middle of a sentence says that somebody meant just this word:
    « l'action Airbus » is not one of an « abribus ».
    """
    if text[1:].islower() or OSA.distance(word, " ".join(meant)) < 2:
        return False
    return any(fold(name) == word for name in _NAME.findall(text) if not name.isupper())


def means_otherwise(short: str, long: str) -> bool:
    """Whether an abbreviation is what everybody writes for something else.

    >>> means_otherwise("pdt", "plan d'eau"), means_otherwise("tel", "téléphone")
    (True, False)
    """
    usual = SPELLINGS.get(fold(short))
    return usual is not None and usual != tokens(long)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads questions and phrasings in the vocabulary of one base.

    `lexicon` has the words of the vocabulary, ready made, without the abbreviations.
    """

    speller: Speller
    abbreviations: Mapping[str, tuple[str, ...]]
    synonyms: PhraseIndex
    function_stems: frozenset[str]
    vocabulary: frozenset[str]
    lexicon: Mapping[str, Word]
    misnamed: Misnamed

    def read(self, text: str, met: Corrections | None = None) -> Utterance:
        """Read a text: correct, write out abbreviations, make synonyms equal.

        What the words of a message `met` before are corrected to is kept there, for
        its parts to be read.
        """
        met = {} if met is None else met
        right: list[Word] = []
        corrected: list[tuple[str, str]] = []
        for token in self._tokens(text, met):
            known = self.lexicon.get(token)
            if known is not None:
                right.append(known)
                continue
            for word in self.abbreviations.get(token, (token,)):
                meant = self._meant(word, met)
                before = right[-1].text if right else ""
                if town := self._town(word, before, meant):
                    meant = (town,)
                if meant != (word,) and is_other_name(text, word, meant):
                    meant = (word,)
                if meant != (word,):
                    corrected.append((word, " ".join(meant)))
                for part in meant:
                    right += map(self._word, self.abbreviations.get(part, (part,)))
        spelled = tuple([word.stem for word in right])
        words = self._canonical(right, spelled)
        return Utterance(text, words, tuple(corrected), spelled)

    def _tokens(self, text: str, met: Corrections) -> Sequence[str]:
        """Return the words of a text, with spaces where they belong."""
        words = figures(tokens(text))
        if all(map(self.lexicon.__contains__, words)):
            return words
        words = run_together(words, self._is_odd, self.speller.heard)
        is_lost = partial(self._is_lost, met=met)
        return mended(words, self._is_known, is_lost, self.speller.is_word)

    def _is_odd(self, word: str) -> bool:
        return word.isalpha() and word not in self.lexicon

    def _is_known(self, word: str) -> bool:
        return word.isdigit() or len(word) < 2 or self.speller.is_known(word)

    def _is_lost(self, word: str, met: Corrections) -> bool:
        return not self._is_known(word) and self._meant(word, met) == (word,)

    def _meant(self, word: str, met: Corrections) -> tuple[str, ...]:
        return met.get(word) or met.setdefault(word, self.speller.correct(word))

    def _town(self, word: str, before: str, meant: Sequence[str]) -> str | None:
        """Return the other town that an unknown word is the name of."""
        is_known = stem(word) in self.vocabulary
        return None if is_known else self.misnamed.town(word, before, meant)

    def _canonical(
        self, typed: Sequence[Word], stems: tuple[str, ...]
    ) -> tuple[Word, ...]:
        words: list[Word] = []
        position = 0
        for found in self.synonyms.find(stems):
            words += typed[position : found.start]
            said = " ".join([word.text for word in typed[found.start : found.end]])
            meant = map(self._word, found.values[0].split())
            words += [_as_said(word, said) for word in meant]
            position = found.end
        words += typed[position:]
        return tuple(words)

    def _word(self, token: str) -> Word:
        return self.lexicon.get(token) or make_word(
            token, self.function_stems, self.vocabulary
        )


def _as_said(word: Word, said: str) -> Word:
    """Return a canonical word with what stands in the text in its stead."""
    if said == word.text:
        return word
    known, skipped = word.known, word.skipped
    return Word(said, word.token, word.stem, word.root, word.function, known, skipped)


def make_word(
    token: str, functions: frozenset[str], vocabulary: frozenset[str]
) -> Word:
    """Make a word of a token, given the stems without content and those known."""
    root = stem(token)
    function = root in functions or token in GRAMMATICAL
    return Word(
        text=token,
        token=token,
        stem=root,
        root=ROOTS.get(token, root),
        function=function,
        known=root in vocabulary,
        skipped=function and len(token) <= SHORT_WORD,
    )


def _written_out(abbreviations: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        "".join(tokens(short)): tokens(long)
        for short, long in abbreviations.items()
        if not means_otherwise(short, long)
    }


def build_reader(
    texts: Iterable[str],
    synonyms: Iterable[tuple[str, ...]] = (),
    abbreviations: Mapping[str, str] | None = None,
    function_words: Iterable[str] = (),
    guarded: Iterable[str] = (),
) -> Reader:
    """Build a reader from every text whose words it must know.

    The words of `guarded` texts (names of other towns) are never corrected.
    """
    written_out = _written_out(abbreviations or {})
    groups = [tuple(map(tokens, group)) for group in synonyms]
    phrases = [phrase for group in groups for phrase in group]
    said = chain(*map(tokens, texts), *phrases, *written_out.values())
    counts = Counter(map(sys.intern, said))  # towns have most of their words in common
    pairs = [
        (tuple(map(stem, phrase)), " ".join(group[0]))
        for group in groups
        for phrase in group[1:]
    ]
    guarded = tuple(guarded)
    kept = {*written_out, *(word for text in guarded for word in tokens(text))}
    function_stems = frozenset(
        stem(token) for word in function_words for token in tokens(word)
    )
    vocabulary = frozenset(map(stem, counts))
    made = [make_word(word, function_stems, vocabulary) for word in counts]
    return Reader(
        speller=build_speller(
            counts, (frozenset(kept), COMMON_WORDS), written_out.keys()
        ),
        abbreviations=written_out,
        synonyms=index_phrases(pairs),
        function_stems=function_stems,
        vocabulary=vocabulary,
        lexicon={word.text: word for word in made if word.text not in written_out},
        misnamed=misnamed(guarded),
    )

"""Spaces that are missing or stand in the wrong place (« combiendecreches »)."""

from collections.abc import Callable, Iterable, Sequence

from servicebot.french.words import GRAMMATICAL

SHORTEST = 6
"""How many letters words must have together for their spaces to be doubted."""

_WHOLE = 4
"""How many letters a word has at least that shows that a cut is no chance."""

_SURE = 5
"""How many letters the longer of two words has between which a letter moves."""

_MOST = 6
"""Of how many words one without spaces is made at most."""

_LONGEST_RUN = 4
"""How many words are heard as one at most."""

_ELIDED = frozenset(("l", "d", "qu"))
_VOWELS = frozenset("aeiouyh")

Test = Callable[[str], bool]


def parted(word: str, is_word: Test) -> tuple[str, ...]:
    """Return the fewest words that a word without spaces is made of, if it is.

    One of them at least must be a whole word, not a grammatical one.

    >>> parted("combiendecreches", {"combien", "creches"}.__contains__)
    ('combien', 'de', 'creches')
    """
    if len(word) < SHORTEST:
        return ()
    best: list[tuple[str, ...]] = [()] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        for start in range(end):
            piece = word[start:end]
            if (start and not best[start]) or not _is_piece(piece, word[end:], is_word):
                continue
            if not best[end] or len(best[start]) + 1 < len(best[end]):
                best[end] = (*best[start], piece)
    found = best[-1]
    whole = any(len(p) >= _WHOLE and p not in GRAMMATICAL for p in found)
    return found if whole and 1 < len(found) <= _MOST else ()


def _is_piece(piece: str, rest: str, is_word: Test) -> bool:
    if piece in _ELIDED:
        return rest[:1] in _VOWELS
    return _can_stand(piece, is_word)


def mended(
    words: Sequence[str], is_known: Test, is_lost: Test, is_word: Test
) -> list[str]:
    """Return words whose spaces are where they belong, beside an unknown word.

    Two are joined where one is not known, and a letter moves over where one is lost.

    >>> known = {"mairie", "prim", "de", "decheterie"}.__contains__
    >>> lost = {"eprim"}.__contains__
    >>> mended(["mairi", "eprim"], known, lost, known)
    ['mairie', 'prim']
    >>> mended(["de", "cheterie"], known, lost, known)
    ['decheterie']
    """
    found: list[str] = []
    known = True
    for word in words:
        last, was_known = found[-1] if found else "", known
        known = is_known(word)
        if not last or (was_known and known):
            found.append(word)
        elif len(last + word) >= SHORTEST and is_word(last + word):
            found[-1] += word
            known = True
        else:
            found[-1:] = _moved(last, word, is_lost, is_word)
            known = known or found[-1] != word
    return found


def _moved(first: str, second: str, is_lost: Test, is_word: Test) -> tuple[str, str]:
    """Return two words with a letter moved over, where that makes two of a lost one."""
    both = first + second
    for at in (len(first) + 1, len(first) - 1):
        one, other = both[:at], both[at:]
        if (
            max(len(one), len(other)) >= _SURE
            and _can_stand(one, is_word)
            and _can_stand(other, is_word)
            and (is_lost(first) or is_lost(second))
        ):
            return (one, other)
    return (first, second)


def _can_stand(word: str, is_word: Test) -> bool:
    return len(word) > 1 and (word in GRAMMATICAL or is_word(word))


def run_together(
    words: Sequence[str],
    is_odd: Test,
    heard: Callable[[Sequence[str]], Iterable[tuple[int, str]]],
) -> list[str]:
    """Return words with those that were heard apart as one (« tôt beau gant »).

    One of them must be odd: no word of the town. `heard` gives how many of some words
    are heard as one, and as which, the most first.
    """
    odd = list(map(is_odd, words))
    found: list[str] = []
    at = 0
    while at < len(words):
        run = slice(at, at + _LONGEST_RUN)
        doubtful = heard(words[run]) if any(odd[run]) else ()
        size, word = next(
            (one for one in doubtful if any(odd[at : at + one[0]])), (1, words[at])
        )
        found.append(word)
        at += size
    return found

"""Text as people type it, made comparable: fold, tokens, stems.

`fold` makes any string plain lower-case ASCII; `tokens` cuts it into words with
elisions, hyphens, repeated letters, grouped digits and SMS spellings resolved; `stem`
reduces a word with the French Snowball stemmer (M. Porter, https://snowballstem.org).
"""

import re
from functools import lru_cache

import Stemmer
from unidecode import unidecode

from servicebot.french.disguises import has_lone_letters, put_together, undisguised
from servicebot.french.sms import SPELLINGS, in_their_place

_STEMMER = Stemmer.Stemmer("french", 0)
_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x34F, 0x61C, 0x180E, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xD800, 0xE000),
    ]
)
_PLAIN = {
    **_INVISIBLE,
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u00b4`\u2032\uff07"), "'"),
    **dict.fromkeys([0xA0, 0x2007, 0x2009, 0x202F, 0x3000], " "),
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    **{
        ord(a): b
        for a, b in zip(
            "àâäáãéèêëîïíôöóõùûüúçÿñ", "aaaaaeeeeiiioooouuuucyn", strict=True
        )
    },
    **{
        ord(a): b
        for a, b in zip(
            "ÀÂÄÁÃÉÈÊËÎÏÍÔÖÓÕÙÛÜÚÇŸÑ", "aaaaaeeeeiiioooouuuucyn", strict=True
        )
    },
    ord("œ"): "oe",
    ord("Œ"): "oe",
    ord("æ"): "ae",
    ord("Æ"): "ae",
    ord("€"): " euros ",
    ord("²"): "2",
    ord("°"): " ",
    ord("«"): '"',
    ord("»"): '"',
}
_LATIN = bytes(
    code
    if _PLAIN.get(code) is None
    else (ord(_PLAIN[code]) if len(_PLAIN[code]) == 1 else code)
    for code in range(256)
)
_LATIN_INVISIBLE = bytes(code for code in _INVISIBLE if code < 256)
_LETTERS = re.compile(r"([a-z])\1\1+")
_DIGIT = re.compile(r"[0-9]")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .]\d{3})+(?![\d])")
_PER = re.compile(r" ?/ ?(an|annee|mois|semaine|jour|j)(?![a-z])")
_WORD = re.compile(r"(?<![a-z])m[23](?!\d)|[a-z]+|\d+(?:[.,]\d+)?")
_BLANK = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalpha()}
)
_SHORT = frozenset(SPELLINGS)
# Words that the stemmer would merge though citizens tell them apart.
_KEPT_APART = {
    word: line.split()[0]
    for line in (
        "maire maires",
        "deces",
        "dependant dependante dependants dependantes dependance dependances",
        "parce",
        "parent parents",
        "voirie voiries",
        "entree entrees",
        "brancher branchez branchent",
        "tuer tue tues tuent",
        "montant montants",
        "reserver reservez reservons reservation reservations",
        "adresser adressez adressons adressant",
        "gars",
        "moyenne moyennes",
        "demission demissions",
        "taxi taxis",
        "cafe cafes",
        "contribuable contribuables",
        "administration administrations administratif administratives",
    )
    for word in line.split()
}


def fold(text: str) -> str:
    """Return the text in plain lower-case ASCII with single blanks.

    Idempotent, and defined for every string (lone surrogates included).

    >>> fold("L’ŒUVRE  de\u00a0Noël")
    "l'oeuvre de noel"
    """
    if not text.isascii():
        text = _plain(text)
        if not text.isascii():
            text = unidecode(text)
    return " ".join(text.lower().split())


def _plain(text: str) -> str:
    """Return the text with the usual signs and accents made plain."""
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.translate(_PLAIN)
    return latin.translate(_LATIN, _LATIN_INVISIBLE).decode("latin-1")


def _single_letters(match: re.Match[str]) -> str:
    return "ee" if match[1] == "e" else match[1]


def _join_digits(match: re.Match[str]) -> str:
    return match[0].replace(" ", "").replace(".", "")


def _each(match: re.Match[str]) -> str:
    return f" par {'jour' if match[1] == 'j' else match[1]}"


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, with SMS spellings written out.

    Elided articles are words of their own (« l'école » gives `l`, `ecole`), hyphens
    separate, grouped digits are joined and letters repeated three times or more are
    reduced (« ouiiii » gives `oui`), « /an » is said « par an », and words in disguise
    (« cr3che », « c.r.e.c.h.e ») are as they are meant.

    >>> tokens("Cb d'écoles ? 1 950 agents")
    ('combien', 'd', 'ecoles', '1950', 'agents')
    """
    folded = fold(text)
    if _LETTERS.search(folded):
        folded = _LETTERS.sub(_single_letters, folded)
    if "p'ti" in folded:
        folded = folded.replace("p'ti", "peti")
    if "/" in folded:
        folded = _PER.sub(_each, folded)
    if _DIGIT.search(folded):
        joined = _GROUPED.sub(_join_digits, undisguised(folded, _SHORT))
        words = _WORD.findall(joined)
    else:
        words = folded.translate(_BLANK).split()
    if has_lone_letters(folded, words):
        words = put_together(words)
    if not _SHORT.isdisjoint(words):
        words = [meant for word in words for meant in SPELLINGS.get(word, (word,))]
    return in_their_place(tuple(words))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a folded word, remembered for the next time.

    >>> stem("mediatheques") == stem("mediatheque")
    True
    """
    return stem_once(word)


def stem_once(word: str) -> str:
    """Return the stem of a folded word that is unlikely to be asked for again.

    It is the word itself, not another of the same letters, where nothing is cut off.
    """
    if word in _KEPT_APART:
        return _KEPT_APART[word]
    if len(word) < 3 or word[0].isdigit():
        return word
    one = word[:-1] if len(word) > 5 and word.endswith("ers") else word
    stemmed: str = _STEMMER.stemWord(one)  # managers: Snowball leaves it « manager »
    if len(stemmed) > 5 and stemmed.endswith("ent"):
        return stemmed[:-3]  # ils mangent, elles possèdent: Snowball leaves them
    if len(stemmed) > 4 and stemmed[-1] == "e" and word.endswith(("ee", "ees")):
        return stemmed[:-1]  # tournée and tourné sound alike, and are mistaken
    return word if stemmed == word else stemmed


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, in order."""
    return tuple(map(stem, tokens(text)))

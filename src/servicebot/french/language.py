"""Is this text French at all? A coarse guess, only for a polite notice."""

import unicodedata

from servicebot.french.text import fold

_FOREIGN = frozenset(
    # English, Spanish, German, Italian, Portuguese words that French does not have
    "the what where when how who why which is are was were do does did can could would "
    "should you your yours my we they this that these those there here and for with "
    "from please thanks thank hello hi open opening hours time library swimming city "
    "hall need want know tell me much many i am have has not "
    "el los las que donde cuando como cuanto cuantos cual quien por para con hola "
    "gracias buenos dias tardes esta estan es hay quiero necesito puedo abierto "
    "horario der die das ist sind wo wann wie wer warum ich sie wir nicht und mit ein "
    "eine guten tag danke bitte offnet geoffnet schwimmbad wieviel "
    "il lo gli dove quando come quanto quanti chi perche sono buongiorno grazie ciao "
    "aperto orari piscina biblioteca onde quanto quantos obrigado bom dia".split()
)
_BLANKS = str.maketrans("'?,", "   ")
_AFTER_LATIN = "\u0250"
_SHARED = frozenset("es que die il me an das piscina i do can".split())
_FRENCH = frozenset(
    "le la les un une des du de et est ou où qui que quoi quel quelle combien comment "
    "pourquoi quand je tu il elle on nous vous ils elles dans pour pas sur avec est-ce "
    "bonjour merci ce cette ces mon ma mes votre vos y a au aux".split()
)


_ENOUGH = 200
"""How many letters tell the alphabet of a text."""


def _is_strange(letter: str) -> bool:
    return letter >= _AFTER_LATIN and "LATIN" not in unicodedata.name(letter, "")


def is_foreign(text: str) -> bool:
    """Return whether a text is written in another alphabet or another language.

    >>> is_foreign("What are the opening hours?"), is_foreign("horaires mairie")
    (True, False)
    """
    letters = list(filter(str.isalpha, text))[:_ENOUGH]
    if not letters:
        return False
    if max(letters) >= _AFTER_LATIN:
        strange = list(filter(_is_strange, letters))
        if len(strange) > 0.5 * len(letters):
            return True
    words = fold(text).translate(_BLANKS).split()
    foreign = [word for word in words if word in _FOREIGN]
    clear = [word for word in foreign if word not in _SHARED]
    if len(clear) < 2:
        return False
    french = [word for word in words if word in _FRENCH and word not in _FOREIGN]
    return len(foreign) > len(french) and len(foreign) >= 0.4 * len(words)

"""French typography: narrow spaces before signs, and articles that contract."""

import re

NARROW = "\u202f"
_BLANKS = " \u00a0\u2009\u202f"
_SIGN = ";:?!»"
_SPACED_SIGN = re.compile(rf"(?<=[^\s(\[])[{_BLANKS}]+(?=[{_SIGN}])")
_GLUED_SIGN = re.compile(
    rf"(?<=[^\W\d_])(?=[?!;:](?:[{_BLANKS}\n]|$))|(?<=[^\s«])(?=»)"
)
_OPENING_QUOTE = re.compile(rf"«[{_BLANKS}]*(?=\S)")
_BLANK_RUN = re.compile(r"(?<=\S) {2,}")
_JOINED = re.compile(r" et (?=les? |la |l['’])")
_GOVERNING = re.compile(r"\b(avec|chez|contre|dans|entre|pour|sur)\b")
_VOWELS = "aeiouàâäéèêëîïôöùûüœæ"


def polish(text: str) -> str:
    r"""Set the narrow no-break spaces that French wants around « » and before ; : ? !

    >>> polish("Où est le « tri » ?")
    'Où est le «\u202ftri\u202f»\u202f?'
    """
    text = _BLANK_RUN.sub(" ", text.strip())
    text = _OPENING_QUOTE.sub("«" + NARROW, text)
    text = _SPACED_SIGN.sub(NARROW, text)
    return _GLUED_SIGN.sub(NARROW, text)


def unasked(question: str) -> str:
    """Return a question without its mark, to be gone on with.

    >>> unasked("Où est la mairie ?")
    'Où est la mairie'
    """
    return question.rstrip(f"?{_BLANKS}")


def upper_first(text: str) -> str:
    """Return the text with its first letter in capitals and the rest as it is."""
    return text[:1].upper() + text[1:]


def de(label: str) -> str:
    """Put « de » before a label, contracted with its article, and before each part.

    >>> de("les crèches"), de("le Toboggan"), de("l'agglo"), de("Alès")
    ('des crèches', 'du Toboggan', "de l'agglo", "d'Alès")
    >>> de("les bus et les transports"), de("le lien avec les élus et les agents")
    ('des bus et des transports', 'du lien avec les élus et les agents')
    """
    return " et ".join(_de(part) for part in _parts(label))


def au(label: str) -> str:
    """Put « à » before a label, contracted with its article, and before each part.

    >>> au("les crèches"), au("le Toboggan"), au("l'agglo"), au("la mairie")
    ('aux crèches', 'au Toboggan', "à l'agglo", 'à la mairie')
    """
    return " et ".join(_au(part) for part in _parts(label))


def _parts(label: str) -> list[str]:
    """Cut a label where « et » joins two things that have their own articles."""
    return [label] if _GOVERNING.search(label) else _JOINED.split(label)


def _de(label: str) -> str:
    contracted = _contract(label, masculine="du", plural="des")
    if contracted is not None:
        return contracted
    return ("d'" if label[:1].lower() in _VOWELS and label else "de ") + label


def _au(label: str) -> str:
    contracted = _contract(label, masculine="au", plural="aux")
    return f"à {label}" if contracted is None else contracted


def _contract(label: str, *, masculine: str, plural: str) -> str | None:
    article, blank, rest = label.partition(" ")
    if not blank:
        return None
    if article.lower() == "le":
        return f"{masculine} {rest}"
    return f"{plural} {rest}" if article.lower() == "les" else None

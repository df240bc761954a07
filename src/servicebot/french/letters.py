"""What a letter says beside its question: whom it addresses, its leave, its name."""

import re
from collections.abc import Sequence

_LETTER = re.compile(r"[0-9A-Za-z]")
_VOCATIVE = (
    r"(?:madame|monsieur|mesdames|messieurs|mme|mr|m\.)"
    r"(?:\s+(?:le|la|les|l['’])\s*[\w’'-]+"
    r"(?:\s(?:de|du|des|adjoint)\b[\w’' -]{0,25})?)?"
)
_WRITING_TO = re.compile(
    r"\bje\s(?:me\spermets\sde\s|souhaitais\s|voulais\s|tenais à\s)?"
    r"(?:vous\s(?:écris|écrire|ecris|ecrire|contacte|contacter|sollicite|solliciter)"
    r"|(?:prends|prendre) contact avec vous)"
    r"(?:\s(?:ce|cette|ces)\s\w+)?\s(?:car\s|parce que\s|parce qu['’]|puisque\s"
    r"|afin d(?:e\s|['’])|pour\s|au sujet d(?:e\s|u\s|es\s|['’])|concernant\s"
    r"|à propos d(?:e\s|u\s|es\s|['’]))",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"^\W*(?:(?:bonjour|bonsoir)[\s,]+)?"
    rf"{_VOCATIVE}(?:\s*(?:,|et|/)\s*{_VOCATIVE})*\s*[,:\n]\s*",
    re.IGNORECASE,
)

_GREETED = r"(?:bonjour|bonsoir|madame|monsieur|mesdames|messieurs)"
_GREETING = rf"(?:{_GREETED}[\s,]+(?:et\s)?)*"
_COURTESY = re.compile(
    rf"^\W*{_GREETING}(?:voil[àa][\s,]+)?(?:"
    r"dans l['’]attente|dans l['’]espoir|en (?:vous|te) |en attendant|en esp[ée]rant"
    r"|je vous (?:remercie|souhaite|prie d|prie de (?:croire|recevoir|bien))"
    r"|veuillez (?:agr[ée]er|recevoir|croire|m['’]excuser)"
    r"|(?:un grand |mille )?merci (?:d['’]avance|beaucoup|par avance|pour|infiniment"
    r"|de v|[àa] (?:vous|toi|tous)|encore|et |bien|$)"
    r"|avec (?:tous )?(?:mes|nos) (?:remerciements|salutations)"
    r"|bien (?:[àa] vous|cordialement|amicalement)|(?:tr[èe]s )?cordialement"
    r"|respectueusement|sinc[èe]rement|(?:sinc[èe]res |mes )?salutations"
    r"|(?:tr[èe]s )?bonne (?:journ[ée]e|soir[ée]e|fin|continuation|r[ée]ception)"
    r"|bon (?:courage|week|apr[èe]s)|(?:je suis )?d[ée]sol[ée]e? (?:d['’]|de |pour|si )"
    r"|(?:excusez|pardonnez)(?:[- ]moi)?\s|pardon (?:de|pour|si) "
    r"|je me permets de (?:vous|te) (?:[ée]crire|contacter|solliciter|d[ée]ranger)"
    r"|j['’]esp[èe]re que (?:vous|ce|mon|tout)|objet\s?:|n['’]h[ée]sitez pas"
    r")",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\?|\b(?:combien|quels?|quelles?|comment|pourquoi|indiquer|dire|pr[ée]ciser|savoir"
    r"|communiquer|renseigner|conna[iî]tre|informer|transmettre|donner|si)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\W*(?:et\s|mais\s|puis\s)?"
    r"(?:qui|que|quoi|o[uù]|quand|est-ce|c['’]est|y a|il y a)\b",
    re.IGNORECASE,
)
_SIGNATURE = 4
"""How many words a line has at most that is a signature, after the leave is taken."""


def unaddressed(text: str) -> str:
    """Return a letter without whom it is written to, and that it is, if it says more.

    >>> unaddressed("Monsieur le Directeur, où est la piscine ?")
    'où est la piscine ?'
    >>> unaddressed("Bonjour, je me permets de vous écrire car ma rue est sale.")
    'Bonjour, ma rue est sale.'
    """
    rest = _WRITING_TO.sub("", _ADDRESSED.sub("", text, count=1), count=1)
    return rest if _LETTER.search(rest) else text


def is_remark(sentence: str) -> bool:
    """Whether a sentence has no word that asks or requests, but amid a relative clause.

    >>> is_remark("un ami qui m'a conseillé"), is_remark("qui gère l'eau")
    (True, False)
    """
    return not (_REQUEST.search(sentence) or _OPENS.match(sentence))


def without_courtesy(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences of a letter that say something, all if none does.

    >>> without_courtesy(("Où est la piscine ?", "Bien à vous, Luc", "R. Pons"))
    ('Où est la piscine ?',)
    """
    found: list[str] = []
    is_over = False
    for sentence in sentences:
        is_asked = _REQUEST.search(sentence) is not None
        is_courteous = not is_asked and _COURTESY.match(sentence) is not None
        signs = is_over and not is_asked and len(sentence.split()) <= _SIGNATURE
        is_over = is_courteous or signs
        if not is_over:
            found.append(sentence)
    return tuple(found) or tuple(sentences)

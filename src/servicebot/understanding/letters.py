"""A letter without whom it is written to."""

import re

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


def unaddressed(text: str) -> str:
    """Return a letter without whom it is written to, and that it is, if it says more.

    >>> unaddressed("Monsieur le Directeur, où est la piscine ?")
    'où est la piscine ?'
    >>> unaddressed("Bonjour, je me permets de vous écrire car ma rue est sale.")
    'Bonjour, ma rue est sale.'
    """
    rest = _WRITING_TO.sub("", _ADDRESSED.sub("", text, count=1), count=1)
    return rest if _LETTER.search(rest) else text

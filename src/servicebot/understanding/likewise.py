"""What is asked likewise of another day or subject: « c'est pareil le lundi ? »."""

import re

from servicebot.understanding.dialogue import Context
from servicebot.understanding.excluding import without_others

_SAME = (
    r"(?:(?:pareil|pareille|idem|(?:la\s)?m[êe]me chose|kif[- ]?kif|le m[êe]me tarif"
    r"|les m[êe]mes horaires|dans le m[êe]me cas)"
    r"(?:\sou\s(?:pas|non|plus|moins|c['’]est diff[ée]rent))?)"
)
_OPENING = r"(?:(?:et|mais|ok|donc|alors)\s+)*"
_IS = r"(?:(?:(?:est[- ]ce que\s)?(?:c['’]|c\s)est|cest|[çc]a)\s+)?"
_BEGUN = re.compile(
    rf"^\W*{_OPENING}{_IS}{_SAME}\s+(?:que\s)?(?=\w)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    rf"^\W*{_OPENING}(?!c['’\s]?est\b)(?P<of>(?:\S+\s+){{0,6}}?\S+?),?\s+{_IS}{_SAME}\W*$",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"^\W*(?:(?:ah|oh|ok|okay|d['’]accord|dac|bon|bien|tr[èe]s bien|super|parfait|merci"
    r"|entendu|je vois|compris|not[ée]|c['’]est not[ée]|g[ée]nial|nickel|cool|ouais|oui"
    r"|d['’]acc)[\s,.!]+)+"
    r"(?=(?:et|mais|alors|sinon|puis)\s(?!(?:bon|bonne|au|merci|[àa])\b))",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:pas|jamais|combien|comment|pourquoi)\b", re.IGNORECASE)


def likewise(text: str, context: Context) -> str:
    """Return « et … ? » for what is asked to be the same, after an answer.

    What acknowledges the answer is left out (« ah d'accord et les écoles ? »).
    « c'est pareil le lundi ? » and « le lundi, c'est pareil ? » are « et le lundi ? ».
    """
    if not context.entries:
        return text
    text = without_others(_HEARD.sub("", text))
    if _DENIED.search(text):
        return text
    if _BEGUN.match(text):
        return _BEGUN.sub("et ", text, count=1)
    found = _ENDED.match(text)
    return text if found is None else f"et {found['of'].strip(' ,')} ?"

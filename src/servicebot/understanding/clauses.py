"""Where one message holds several questions, or one question within a story."""

import re
from collections.abc import Iterable

from servicebot.french.text import fold

_STOP = re.compile(r"[.!?;\n…]+(?=\s|$)|\s[-–—]\s|[?!;]+")
_ASKING = (
    r"combien|cb|kombien|quels?|quelles?|quand|comment|pourquoi|où|ou est|ou sont|qui|"
    r"est-ce|est ce|c'est quoi|qu'est|y a|y'a|il y a|le nombre|nombre"
)
_QUESTION = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
_AND = (
    r"(?:et|puis|et puis|et aussi|et sinon|sinon|aussi|(?:et )?(?:d['’]|par )ailleurs|"
    r"(?:et )?au fait|ensuite|et ensuite|et en plus)"
)
_JOINED = re.compile(
    rf"(?:,\s*|\s){_AND},?\s+"
    r"(?=(?:aussi |sinon |puis )*"
    r"(?:(?:à|a)(?: partir de)? |de |en |pour |avec |sur |dans |par |depuis |chez )?"
    rf"(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_JOINED_LATE = re.compile(
    rf"(?:,\s*|\s){_AND}\s+"
    r"(?=(?:ils?|elles?|on|vous|ça|ca|c['’]?est)\s(?:[\w'’-]+\s){0,3}?"
    r"(?:combien|cb|quand|comment|pourquoi|quels?|quelles?|où|quoi)\b"
    r"|(?:les?|la|vos|votre)\s(?:[\w'’-]+\s){1,6}(?:c['’]est\s)?"
    r"(?:combien|cb|quand|où|qui|quoi)\s*\?*$)",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:^|[^\w])[^\W\d_]{1,4}\. [^\W\d_A-ZÀ-Ü]$")
_LONGEST_ABBREVIATED = 5
"""How many signs before its dot tell whether a word is one that is abbreviated."""

_OPENER = (
    r"(?:je|j')\s?(?:voudrais|veux|voulais|souhaite|souhaiterais|aimerais|"
    r"cherche a|cherche à)\s(?:savoir|connaître|connaitre|demander|vous demander)|"
    r"est-ce que?|est ce que?|pouvez-vous|pourriez-vous|savez-vous|sauriez-vous|"
    r"vous savez|vous pouvez me dire|dites-moi|"
    r"(?:qui|il|elle|on) (?:veut|voudrait|voulait|souhaite|aimerait|cherche à) savoir|"
    r"qui c['’]est qui|c['’]est qui qui|qui est-ce qui|qui (?:peut|pourrait|va)"
)
_PART = re.compile(rf",\s+|\s:\s+|(?:\s+et)?\s+(?=(?:{_OPENER})\b)", re.IGNORECASE)
_LETTER = re.compile(r"[0-9A-Za-z]")
_JOINING = re.compile(
    r"\b(?:et|puis|sinon|aussi|ailleurs|fait|ensuite)\b", re.IGNORECASE
)
_PLAINLY = re.compile(
    rf"^\W*(?:{_AND}\s+)?(?:(?:à|a)(?: partir de)? |de |en |pour |avec |sur |par )?"
    r"(?:quels?|quelles?|comment|pourquoi|"
    r"(?:où|quand|qui|que|qu['’])(?=.*\?\s*$))(?!\w)"
    r"|\b(?:combien|cb|c['’]?est (?:quoi|où|quand|qui|combien))\b"
    r"|\s(?:quand|comment|où|quoi)\W*$",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"\best[- ]ce\b|\w-(?:t-)?(?:ils?|elles?|on|vous|ce)\b"
    r"|^\W*(?:c['’]est|vous|(?:il )?y a)\s|\b(?:savoir|demander|demandais?) si\b",
    re.IGNORECASE,
)
_COORDINATING = re.compile(r"[,+/;:&]|\b(?:et|ou|puis|que)\b", re.IGNORECASE)
_MARKS = (
    *(",", ":", "savoir", "conna", "demander", "est-ce", "est ce"),
    *("pouvez", "pourriez", "savez", "sauriez", "dites", "est qui", "qui p", "qui va"),
)
"""One of these stands wherever a clause is cut."""

_AMONG = re.compile(
    r"\W*(?:parmi|sur|dans)\s(?:tou(?:te)?s\s)?(?:les|ces|vos|nos|leurs)\s"
    r"[^,;:?]{2,60},\s+(?=combien\b)",
    re.IGNORECASE,
)
_COORDINATOR = re.compile(
    r"\s+(?:et puis|et aussi|et|ou bien|ou|puis|ainsi que|plus que|que de|\+|/|&)\s+"
    r"|\s*[,+/;:]\s+(?!(?:il|elle|ils|elles|on|y|ça|ca|ce|c'est|c’est|cest|c)\b)",
    re.IGNORECASE,
)


_CONTINUING = re.compile(
    r"\s*,\s+(?=(?:et\s)?(?:ils?|elles?|on|ça|ca|c'est|c’est|y)\s)", re.IGNORECASE
)
_SOMEBODY = re.compile(r"\s(?:qui|il|elle)\s", re.IGNORECASE)
_REPORTED = re.compile(
    r"^.{0,30}?\b(?:j'ai|j’ai|jai|on a|il y a|y a|ya)\s.{0,40}?"
    r"\b(?:au téléphone|au telephone|au guichet|en ligne|[àa] l'accueil|devant moi"
    r"|au bout du fil|en face de moi)\b.{0,40}?\s(?=(?:qui|il|elle)\s)",
    re.IGNORECASE,
)


_WRITING = (
    r"(?:article|dossier(?: de presse)?|site|page|journal|document|communiqué|brochure|"
    r"dépliant|texte|magazine|plaquette)"
)
_QUOTED = re.compile(
    rf"^\W*(?:(?:dans|selon|d'après|d’après|sur)\s)?(?:votre|vos|le|la|un|une|l'|l’)\s?"
    rf"{_WRITING}s?(?:\s(?:web|internet|officiel|de presse|de la ville|municipal))?\s"
    r"(?:dit|disent|écrit|écrivent|imprime|évoque|annonce|affirme|affiche|mentionne|"
    r"indique|parle|donne|prétend|cite|précise)\s(?:que\s|qu'|qu’|de\s|d'|d’)?",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^\W*(?:(?:tu|vous)\s(?:peux|pouvez)\s|(?:peux-tu|pouvez-vous)\s)?(?:me\s)?"
    r"(?:r[ée]p[èeé]te[rz]?|redis|redites|redire|redonne[rz]?|rappelle[rz]?)"
    r"(?:[- ]moi)?\s"
    r"(?=(?:le|la|les|ce|cette|ces|quel|quels|quelle|quelles|combien)\s|l['’])",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"[,\s]+(?:au bout du compte|en fin de compte|au final|tout compte fait"
    r"|en définitive|en definitive|à vrai dire|a vrai dire)(?=\W|$)",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"\s*\?\s*(?:parce qu|car\s|vu qu|c['’]est (?:parce )?qu(?:e\b|['’]))[^?]*$",
    re.IGNORECASE,
)
"""Why a question is asked, said after it."""

_TAG = re.compile(
    r"(?<=\w)\s*[,;]\s*(?:(?:(?:à\s)?la\s)?(?:mairie|ville|agglo)\s)?"
    r"(?:(?:il|elle|ils|on|vous|tu)\s)?"
    r"(?:y\s?a|(?:en\s)?(?:a|avez|as|ont)|faites|fait|proposez|propose|gérez|existe"
    r"|(?:ça|ca)\s(?:existe|se fait)|c['’]?est (?:possible|faisable))"
    r"(?:\s(?:ça|ca|cela|pas|ou pas|quelque chose|chez vous))?\s*\?+\s*$"
    r"|(?<=\w)\s*[,;]\s*(?:(?:c['’]?est\s)?(?:bien\s)?(?:ça|ca|cela|exact|juste|vrai|correct)"
    r"|non|hein|pas vrai|n['’]est-ce pas)\s*\?+\s*$",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(
    r"^(\W*(?:et\s|mais\s)?(?:ils?|elles?|[çc]a|c['’]est)\s[^,.?!;:]{3,60}),\s+"
    r"((?:les?|la|vos|votre|nos|ces?|cette)\s[\w’'-]+(?:\s[\w’'-]+){0,4}\s*\?*\s*)$",
    re.IGNORECASE,
)


def reported(text: str) -> str:
    """Return what is told of somebody's question or writing, else the whole text.

    So is what is asked to be said again, where that is named. What only fills a
    sentence is left out.

    >>> reported("J'ai une dame au téléphone qui veut inscrire son fils")
    'qui veut inscrire son fils'
    >>> reported("Votre article évoque 200 agents, c'est vrai ?")
    "200 agents, c'est vrai ?"
    >>> reported("Répète l'heure, s'il te plaît")
    "l'heure, s'il te plaît"
    >>> reported("Ça a donné quoi, au bout du compte ?")
    'Ça a donné quoi ?'
    """
    text = _FILLER.sub("", text) or text
    text = _QUOTED.sub("", _AGAIN.sub("", text, count=1), count=1)
    return _REPORTED.sub("", text, count=1) if _SOMEBODY.search(text) else text


def untagged(text: str) -> str:
    """Return a question without what only makes it one, said after it.

    What is named after a pronoun that asked of it belongs to the question.

    >>> untagged("Un logement pour mon père, mairie il a ?")
    'Un logement pour mon père ?'
    >>> untagged("les encombrants, vous faites ?"), untagged("vous avez ?")
    ('les encombrants ?', 'vous avez ?')
    >>> untagged("et le dimanche ? parce que je travaille le samedi")
    'et le dimanche ?'
    >>> untagged("L'entrée est gratuite, c'est bien ça ?")
    "L'entrée est gratuite ?"
    >>> untagged("ils sont armés, les policiers municipaux ?")
    'ils sont armés les policiers municipaux ?'
    """
    text = _TAG.sub(" ?", _BECAUSE.sub(" ?", text)) if "?" in text else text
    return _NAMED_LAST.sub(r"\1 \2", text, count=1)


def clauses(text: str) -> tuple[str, ...]:
    """Cut a message at its full stops and where « et combien… » begins anew.

    The pieces keep their final question mark.

    >>> clauses("Bonjour. Combien de crèches et combien d'écoles ?")
    ('Bonjour', 'Combien de crèches', "combien d'écoles ?")
    """
    sentences = _sentences(text)
    if not _JOINING.search(text):
        return _cleaned(sentences)
    return _cleaned(
        late for s in sentences for p in _JOINED.split(s) for late in _late(p)
    )


def asks_plainly(clause: str) -> bool:
    """Whether a clause begins or ends with a word that asks more than yes or no.

    >>> asks_plainly("et à partir de quel âge"), asks_plainly("ils sont payés combien")
    (True, True)
    >>> asks_plainly("vous pouvez m'aider ?")
    False
    """
    return _PLAINLY.search(clause) is not None


def is_interrogative(clause: str) -> bool:
    """Whether a clause has the form of a question, open or to be answered by yes.

    >>> is_interrogative("la police est-elle là la nuit")
    True
    >>> is_interrogative("elle est tombée hier")
    False
    """
    asks = clause.rstrip().endswith("?") or asks_plainly(clause)
    return asks or _WHETHER.search(clause) is not None


def _late(clause: str) -> tuple[str, ...]:
    """Cut a question where a pronoun begins another one, that asks at its end.

    >>> _late("ils sont combien et ils gagnent combien")
    ('ils sont combien', 'ils gagnent combien')
    """
    for joint in _JOINED_LATE.finditer(clause):
        if _QUESTION.search(clause[: joint.start()]):
            return (clause[: joint.start()], *_late(clause[joint.end() :]))
    return (clause,)


def subclauses(clause: str) -> tuple[str, ...]:
    """Cut a clause at its commas, and where it begins to ask.

    >>> subclauses("j'attends un bébé je voudrais savoir si vous avez des crèches")
    ("j'attends un bébé", 'je voudrais savoir si vous avez des crèches')
    """
    lowered = clause.lower()
    if not any(mark in lowered for mark in _MARKS):
        return _cleaned((clause,)) or (clause,)
    return _cleaned(_PART.split(clause)) or (clause,)


def coordinates(clause: str) -> tuple[str, ...]:
    """Cut a clause where two questions may be joined: et, ou, +, /, a comma.

    A pronoun takes up what was named before it (« le ticket, il vaut combien ? »).

    >>> coordinates("parmi les 12 agents, combien de cadres ?")
    ('parmi les 12 agents, combien de cadres ?',)
    >>> coordinates("nb pôles + nb directions")
    ('nb pôles', 'nb directions')
    """
    if not _COORDINATING.search(clause):
        return _cleaned((clause,))
    among = _AMONG.match(clause)
    start = among.end() if among else 0
    first, *others = _COORDINATOR.split(clause[start:])
    return _cleaned((clause[:start] + first, *others))


def continued(clause: str) -> tuple[str, ...]:
    """Cut a question where a pronoun goes on with what it named before a comma.

    >>> continued("qui nettoie les rues, ils commencent quand ?")
    ('qui nettoie les rues', 'ils commencent quand ?')
    >>> continued("le ticket, il vaut combien ?")
    ('le ticket, il vaut combien ?',)
    """
    named, comma, _ = clause.partition(",")
    if not comma or not _QUESTION.search(named):
        return (clause,)
    return _cleaned(_CONTINUING.split(clause))


def _cleaned(pieces: Iterable[str]) -> tuple[str, ...]:
    found = [piece.strip(" ,") for piece in pieces]
    return tuple([piece for piece in found if _says_something(piece)])


def _says_something(piece: str) -> bool:
    return bool(_LETTER.search(piece) or fold(piece).strip(" ?!.,"))


def _sentences(text: str) -> list[str]:
    sentences = []
    start = 0
    for stop in _STOP.finditer(text):
        before = max(0, stop.start() - _LONGEST_ABBREVIATED)
        if stop[0] == "." and _ABBREVIATED.search(text[before : stop.end() + 2]):
            continue
        mark = " ?" if "?" in stop[0] else ""
        sentences.append(text[start : stop.start()].rstrip() + mark)
        start = stop.end()
    sentences.append(text[start:])
    return sentences

"""Which parts of a question are told in the past: « j'ai envoyé », « c'était »."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Spans = tuple[tuple[int, int], ...]

_DATED = (
    r"(?=(?:le )?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
    r"(?:\d|premier))"
)
_AIMS = (
    rf"\b(?:(?:pour|avant|au|jusqu.?au|partir du|d.ici(?: au)?) {_DATED}"
    r"|(?:pris|obtenu|reserve|propose|donne|fixe)e?s? (?:(?:un|mon|le) )?"
    r"(?:rdv|rendez[- ]?vous)\b"
    r"|(?:de |d.|a |pour )(?:(?:me|vous|te|se|le|la|les|y) |[mtsl].)?"
    r"(?:(?:re)?(?:venir|prendre|mettre|passer|appeler)|deposer|envoyer|recuperer"
    r"|retirer|payer|apporter|attendre|faire|etre|rendre|presenter|retourner)\b)"
)
_LINKS = r"\b(?:mais|donc|car|alors|puis|que|qu|si|ou en|est-ce)\b"
_AND = r"\bet\b(?= (?:les?|la|je|j|on|ils?|elles?|nous|vous|ca|c|rien)\b)"
_BOUNDARY = re.compile(
    rf"(?P<stop>[?!;:()]|\.(?!\d))|(?P<comma>,|{_AND})|(?P<aim>{_AIMS})|(?P<link>{_LINKS})"
)
# Participles that are known without an accent, then those that an accent gives away.
_PARTICIPLE = (
    r"(?!ouvert|ferm|march|cong|tout)"
    r"(?:(?:recu|fait|mis|remis|transmis|pris|appris|ecrit|inscrit|rempli|perdu|rendu"
    r"|repondu|vendu|attendu|entendu|vu|eu|pu|du|voulu|dit|choisi|fini|subi|obtenu"
    r"|paru|venu|revenu|tenu|lu|ete|envoye|depose|demande|appele|telephone|paye|signale"
    r"|essaye|oublie|trouve|passe|arrive|demenage|emmenage|achete|commande|laisse"
    r"|rencontre|change|signe|contacte|refuse|annule|vole|loue|casse)e?s?|\w+é(?:es?|s)?)"
    r"(?!\w)"
)
_ADVERBS = (
    r"(?: (?:pas|plus|jamais|rien|toujours|encore|deja|bien|aussi|juste|meme|donc|tous"
    r"|tout|vraiment|ete|été|eu)){0,3}"
)
_PERSON = r"(?:[- ](?:t[- ])?(?:vous|nous|je|tu|ils?|elles?|on))?"
_MOVED = (
    r"(?:venu|revenu|parti|sorti|mort|descendu"
    r"|(?:all|pass|arriv|rentr|tomb|rest|mont|deced|retourn)[eé])e?s?(?!\w)"
)
_PAST = re.compile(
    rf"\b(?:j ?ai|ai|as|avons|avez|ont|(?<!y )(?<!tout )a){_PERSON}{_ADVERBS}"
    rf" {_PARTICIPLE}|\by a eu\b"
    rf"|\b(?:suis|es|est|sommes|etes|sont){_ADVERBS} {_MOVED}"
    r"|\b(?:s.est|se sont|me suis)\b"
    r"|\b(?:etai(?:t|ent|s)|etiez|etions|avai(?:t|ent|s)|aviez|avions|fermiez|ouvriez"
    r"|ouvrait|fermait|repondait|devai(?:t|ent)|faisai(?:t|ent))\b"
)
# « un courrier envoyé le 3 mars »: a participle by itself, beside its date.
_BESIDE = re.compile(
    r"\b(?:(?:envoy|depos|effectu|post|sign|pay|achet|adress|delivr|dat)"
    r"(?:é(?:es?|s)?|ees?)|(?:recu|transmis|remis|rendu)e?s?"
    rf"|(?<!vous )(?<!y )faites?) (?:du |le )?{_DATED}"
)
_AHEAD = re.compile(
    r"\b(?:sera|seront|serai|serez|faut|peut|peuvent|doit|doivent|etre|dois)\b"
)
_VERB = re.compile(
    r"\b(?:je|j|tu|ils?|elles?|on|nous|vous|c|ca|cest|est|sont|sera|seront|a|ouvre"
    r"|ouvrent|ferme|ferment|ouverte?s?|ferm[eé]e?s?|faut|peut)\b"
)
_SINCE = re.compile(r"\bdepuis (?:le |la |l.)?\w")
_ACCENTED = re.compile(r"[éÉ](?=(?:es?|s)?(?!\w))")


class _Clause(NamedTuple):
    """A stretch of a text, what opens it, and whether it is told in the past."""

    start: int
    end: int
    opening: str
    past: bool | None


def past_spans(text: str, plain: str) -> Spans:
    """Return where a text (composed, and plain) is told in the past.

    A fragment without a verb (« le 3 mars, ») goes with what is before it in its
    sentence, else with what is after. What an action aims at is not told in the past:
    « j'ai pris rendez-vous pour le 10 ».
    """
    since = tuple(found.span() for found in _SINCE.finditer(plain))
    signs = _with_participles(text, plain)
    if not (_PAST.search(signs) or _BESIDE.search(signs)):
        return since
    clauses = _clauses(signs)
    return since + tuple(
        (clause.start, clause.end)
        for clause, past in zip(clauses, _told(clauses), strict=True)
        if past
    )


def _with_participles(text: str, plain: str) -> str:
    """Return the plain text with the last accent of participles: « envoyé »."""
    signs = list(plain)
    for found in _ACCENTED.finditer(text):
        signs[found.start()] = "é"
    return "".join(signs).replace("'", " ")


def _clauses(signs: str) -> list[_Clause]:
    found = [(at.start(), str(at.lastgroup)) for at in _BOUNDARY.finditer(signs)]
    marks = [(0, "stop"), *found, (len(signs), "stop")]
    return [
        _Clause(start, end, opening, _tense(signs[start:end], opening))
        for (start, opening), (end, _) in pairwise(marks)
    ]


def _tense(clause: str, opening: str) -> bool | None:
    """Return whether a clause is told in the past, None where nothing says so."""
    if _PAST.search(clause):
        return True
    if _BESIDE.search(clause) and not _AHEAD.search(clause):
        return True
    return False if opening in ("aim", "link") or _VERB.search(clause) else None


def _told(clauses: Sequence[_Clause]) -> list[bool]:
    """Return whether each clause is in the past, fragments after their neighbours."""
    told: list[bool | None] = []
    for clause in clauses:
        before = told[-1] if told and clause.opening != "stop" else None
        told.append(before if clause.past is None else clause.past)
    for at in range(len(clauses) - 2, -1, -1):
        if told[at] is None and clauses[at + 1].opening != "stop":
            told[at] = told[at + 1]
    return [bool(past) for past in told]

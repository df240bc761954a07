"""Which parts of a question are told in the past: « j'ai envoyé », « c'était »."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from servicebot.french.moments.filed import (
    MONTHS,
    PLANNED,
    WEEKDAYS,
    Spans,
    cancels,
    carried_dates,
)

_DATED = rf"(?=(?:le )?(?:{WEEKDAYS} )?(?:\d|premier))"
_NAMED = (
    rf"(?=(?:(?:le|la|l|les|ce|cette) )?(?:{WEEKDAYS}|demain|noel|paques|toussaint"
    r"|semaine|week|mois|vacances|rentree|weekend|ete|hiver|prochaine?)\b)"
)
# What was only just done is no aim: « je viens de déposer ».
_NOT_JUST = (
    r"(?<!viens )(?<!vient )(?<!nent )(?<!nons )(?<!essay[eé] )(?<!tent[eé] )(?<!fini )"
    r"(?<!commenc[eé] )"
)
_NOT_OPEN = r"(?<!ferm[eé] )(?<!ferm[eé]s )(?<!ferm[eé]e )(?<!ouvert )(?<!ouverts )"
_NOT_PLANNED_THEN = r"(?<!tait )(?<!tais )(?<!taient )(?<!vait ete )(?<!vait eté )"
_AIMS = (
    rf"\b(?:(?:pour|avant|au|jusqu.?au|partir du|d.ici(?: au)?) {_DATED}"
    rf"|{_NOT_OPEN}(?:pour|d.ici) {_NAMED}"
    rf"|pour (?:(?:le|la|les|un|une|mon|ma|notre|votre) |l.)?{PLANNED}\b"
    r"|(?:pris|obtenu|reserv[eé]|propos[eé]|donn[eé]|fix[eé])e?s?"
    r" (?:(?:un|mon|le) )?(?:rdv|rendez[- ]?vous)\b"
    rf"|{_NOT_PLANNED_THEN}(?:prev(?:u|ue|us|ues)|(?:programm|planifi|convoqu|invit)"
    r"[eé]e?s?|(?:repouss|decal|report)[eé]e?s? (?:au?|pour)\b)(?!\w)"
    rf"|{_NOT_JUST}(?:de |d.|a |pour )(?:(?:me|vous|te|se|le|la|les|y) |[mtsl].)?"
    r"(?:(?:re)?(?:venir|prendre|mettre|passer)|r?(?:appeler|apporter)|rendre|chercher"
    r"|ecrire|fournir|completer|remplir|signer|participer|louer|reserver|partir|deposer|envoyer"
    r"|recuperer"
    r"|retirer|payer|attendre|faire|etre|presenter|retourner)\b)"
)
_LINKS = (
    r"\b(?:mais|donc|car|alors|puis|que|qu|si|s ils?(?! (?:vous|te) pl)|ou en"
    r"|est-ce)\b"
)
_AND = r"\bet\b(?= (?:les?|la|je|j|on|ils?|elles?|nous|vous|ca|c|rien)\b)"
_BOUNDARY = re.compile(
    rf"(?P<stop>[?!;:()]|\.(?!\d))|(?P<comma>,|{_AND})|(?P<aim>{_AIMS})|(?P<link>{_LINKS})"
)
# Participles that are known without an accent, then those that an accent gives away.
_PARTICIPLE = (
    r"(?!ouvert|ferm(?!é)|march|cong|tout)"
    r"(?:(?:recu|fait|fais|mis|remis|transmis|pris|appris|ecrit|inscrit|rempli|perdu"
    r"|rendu|repondu|vendu|attendu|entendu|vu|eu|pu|du(?= \w+(?:er|ir|re)\b)|voulu|dit"
    r"|choisi|fini|subi|obtenu|paru|disparu|rouvert|venu|revenu|survenu|tenu|retenu|prevenu|lu"
    r"|ete|mordu|battu|connu|couru|cru|su|elu|repris|surpris|compris|permis|promis|admis"
    r"|commis|conduit|construit|detruit|produit|interdit|offert|suivi|servi|senti|reussi"
    r"|averti|fourni|investi|agi|envoye|depose|demande|appele"
    r"|telephone|paye|signale|essaye|oublie|trouve|passe|arrive|demenage|emmenage"
    r"|achete|commande|laisse|rencontre|change|signe|contacte|refuse|annule|vole|loue"
    r"|casse|coupe|accouche|poste|regle|ramasse|vide|verbalise|valide|enregistre"
    r"|rate|manque|parle|adresse|expedie|imprime|bloque)e?s?|\w+é(?:es?|s)?)(?!\w)"
)
_ADVERBS = (
    r"(?: (?:pas|plus|jamais|rien|toujours|tjs|encore|deja|bien|aussi|juste|meme|donc"
    r"|tous|tout|vraiment|ete|eté|eu|pourtant|enfin)){0,3}"
)
_PERSON = r"(?:[- ](?:t[- ])?(?:vous|nous|je|tu|ils?|elles?|on))?"
_HAVING = (
    r"(?:j ?ai|ai|g|as|avons|[mt]?avez|[mt]?ont|(?<!y )(?<!tout )a|ayant"
    r"|(?:(?<=on )|(?<=qui )|(?<=il )|(?<=elle ))[mtl]a"
    r"|(?<!faut )(?<!dois )(?<!doit )(?<!peut )avoir)"
)
_JUST = r"(?:viens|vient|viennent|venons|venez) d(?:e|)"
# « j'ai deposer », « on viens de deposer »: infinitives that stand for participles.
_INFINITIVE = re.compile(
    rf"(\b(?:(?:j ?ai|g|avons|avez|ont|(?:ils?|elles?|on|n) a){_PERSON}{_ADVERBS}"
    rf"|{_JUST}|(?:suis|est|sont) (?:pas|jamais|toujours pas|deja)) )"
    r"(?!premier|dernier|hiver|papier|courrier|dossier|atelier|loyer)(\w{3,})er\b"
)
_MOVED = (
    r"(?:venu|revenu|parti|sorti|mort|descendu"
    r"|(?:all|pass|arriv|rentr|tomb|rest|mont|deced|retourn)[eé])e?s?(?!\w)"
)
_NO_STATE = r"(?<!est )(?<!sont )(?<!etes )(?<!sera )(?<!seront )(?<!etre )"
_DONE = re.compile(
    rf"\b{_HAVING}{_PERSON}{_ADVERBS} {_PARTICIPLE}"
    r"|\by ?a(?:[- ]t[- ]il)?(?: pas?| jamais| deja)? e?u\b"
    rf"|\b(?=[pnj]){_NO_STATE}(?:pas|non|jamais) (?:ramass|collect|pass|vid|livr"
    r"|distribu|nettoy"
    r"|trait|rembours|lev|enlev|evacu|arriv|recu|faite?|rendu)[eé]?e?s?(?!\w)"
    rf"|\b(?:j?suis|chuis?|es|est|sommes|etes|sont)(?: moi)?{_ADVERBS} {_MOVED}"
    r"|\b(?:s.est|se sont|me suis|sest)\b"
    r"|\bcomme (?:convenu|vu|discut[eé]|evoqu[eé]|dit|indiqu[eé]|demand[eé])e?s?(?!\w)"
    rf"|\bon (?:(?:pas|jamais|toujours) )*et[eé]\b|\b{_JUST} \w+(?:é|ir|re)\b"
)
_LASTED = re.compile(
    r"\b(?:[jcn]?etai(?:t|ent|s)|etiez|etions|[jn]?avai(?:t|ent|s)|aviez|avions|fermiez"
    r"|ouvriez|deviez|faisiez|disiez|ouvrait|rentrait|durait|c ?t"
    r"|(?!souhait|voulait|connait|reconnait|parfait|forfait|bienfait|satisfait)"
    r"\w{2,}[^\Wr](?:ait|aient))\b"
)
# What is still awaited was asked before: « où en est », « toujours pas reçu ».
_AWAITED = re.compile(
    r"\bou (?:ca )?en (?:es?t?|sont|suis)\b|\b(?:sans|pas d[e ]|plus d[e ]|aucune?)"
    r" ?(?:reponses?|nouvelles?|retour|suite)\b"
    r"|\b(?:toujours|tjs|tjrs|encore) (?:pas|rien|en (?:cours|attente|suspens))\b"
    r"(?! (?:ouvert|ferm))"
)
# « un courrier envoyé le 3 mars »: a participle by itself, beside its date.
_ON_A_DAY = (
    rf"(?:(?:(?:du|le|en|courant|au mois de|fin|debut) )?(?:{_DATED}|{MONTHS})"
    rf"|{WEEKDAYS}(?! (?:prochain|en )))"
)
_NO_SUBJECT = r"(?<!on )(?<!il )(?<!le )(?<!qui )(?<!ca )(?<!se )(?<!vous )(?<!y )"
_BESIDE = re.compile(
    r"\b(?:(?:envoy|depos|effectu|post|sign|pay|achet|adress|delivr|dat|demand|constat"
    r"|enregistr|command|expedi|regl|accord|encaiss|debit|prelev|notifi|vot|valid|vers"
    r"|livr|vol|trouv|publi|signal|arriv|perim|expir|mari|cass)(?:é(?:es?|s)?|ees?)"
    r"|(?:recu|transmis|remis|rendu|survenu|obtenu|rempli|commis|perdu|mort)e?s?"
    rf"|{_NO_SUBJECT}fait(?:es?|s)?) {_ON_A_DAY}"
)
_AHEAD = re.compile(
    r"\b(?:sera|seront|serai|serez|faut|peut|peuvent|doit|doivent|etre|dois)\b"
)
_VERB = re.compile(
    r"\b(?:je|j|tu|ils?|elles?|on|nous|vous|c|ca|cest|est|sont|sera|seront|a|ouvre"
    r"|ouvrent|ferme|ferment|ouverte?s?|ferm[eé]e?s?|faut|peut)\b"
)
# « on m'a dit que c'était ouvert samedi » says nothing of when.
_REPORTED = re.compile(
    r"\b(?:dit|lu|vu|entendu|appris|annonc[eé]|inform[eé]e?s?|prevenu|parait)"
    r"(?: (?:sur|a|au|par|dans) [^?!;:.,]{2,30})? $"
)
_SUPPOSED = re.compile(r"(?:si|s ils?) ")
_SINCE = re.compile(r"\bdepuis (?:le |la |l.)?\w")
_ACCENTED = re.compile(r"[éÉ](?=(?:es?|s)?(?!\w))")


class Told(NamedTuple):
    """Where a text is told in the past, and where nouns carry dates.

    `planned` are the dates of what takes place on a day, `carried` all dates of nouns.
    """

    past: Spans
    planned: Spans
    carried: Spans


class _Clause(NamedTuple):
    """A stretch of a text, what opens it, and whether it is told in the past."""

    start: int
    end: int
    opening: str
    past: bool | None


def read_tenses(text: str, plain: str) -> Told:
    """Return where a text (composed, and plain) is told in the past.

    A fragment without a verb (« le 3 mars, ») goes with what is before it in its
    sentence, else with what is after. What an action aims at is not told in the past:
    « j'ai pris rendez-vous pour le 10 ».
    """
    signs = _with_participles(text, plain)
    carried = carried_dates(signs.replace("é", "e"))
    past = carried.filed + tuple(found.span() for found in _SINCE.finditer(plain))
    if _tells_past(signs) or _BESIDE.search(signs):
        clauses = _clauses(signs)
        past += tuple(
            (clause.start, clause.end)
            for clause, told in zip(clauses, _told(clauses), strict=True)
            if told
        )
    return Told(past, carried.planned, carried.every)


def _with_participles(text: str, plain: str) -> str:
    """Return the plain text with the last accent of participles: « envoyé »."""
    signs = list(plain)
    for found in _ACCENTED.finditer(text):
        signs[found.start()] = "é"
    return _INFINITIVE.sub(r"\1\2é ", "".join(signs).replace("'", " "))


def _clauses(signs: str) -> list[_Clause]:
    found = [(at.start(), str(at.lastgroup)) for at in _BOUNDARY.finditer(signs)]
    marks = [(0, "stop"), *found, (len(signs), "stop")]
    return [
        _Clause(start, end, opening, _tense(signs, start, end, opening))
        for (start, opening), (end, _) in pairwise(marks)
    ]


def _tells_past(signs: str) -> bool:
    return any(sign.search(signs) for sign in (_DONE, _LASTED, _AWAITED))


def _tense(signs: str, start: int, end: int, opening: str) -> bool | None:
    """Return whether a clause is told in the past, None where nothing says so."""
    clause = signs[start:end]
    if cancels(clause) and not _LASTED.search(clause):
        return False
    reported = clause.startswith("qu") and _REPORTED.search(signs[:start])
    if reported or _SUPPOSED.match(clause):
        return _DONE.search(clause) is not None
    if _tells_past(clause):
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

"""Dates that a noun carries: « ma demande du 3 décembre », « la réunion du 12 ».

What was sent or has happened looks back; what is planned is the nearest day.
"""

import re
from typing import NamedTuple

Spans = tuple[tuple[int, int], ...]

WEEKDAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
MONTHS = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
    r"|decembre)"
)
_FILED = (
    r"(?:(?:pre[- ]?)?demandes?|dossiers?|courriers?|lettres?|e?[- ]?mails?|courriels?"
    r"|messages?|sms|signalements?|reclamations?|plaintes?|declarations?|candidatures?"
    r"|amendes?|contraventions?|pv|proces[- ]verba(?:l|ux)|factures?|devis|paiements?"
    r"|virements?|versements?|depots?|envois?|recours|arretes?|deliberations?"
    r"|comptes?[- ]rendus?|attestations?|certificats?|quittances?|recepisses?|relances?"
    r"|appels?|coups? de fil|commandes?|achats?|reponses?|refus|decisions?"
    r"|notifications?|recommandes?|formulaires?|permis|cheques?|reglements?"
    r"|avis|conversations?|discussions?|echanges?|intemperies"
    r"|resultats?|photos|videos|accidents?|incidents?|pannes?|vols?|cambriolages?"
    r"|agressions?|inondations?|orages?|tempetes?|incendies?|sinistres?|degats|crues?)"
)
_RECORDS = (
    r"(?:comptes?[- ]rendus?|pv|proces[- ]verba(?:l|ux)|resultats?|photos|videos"
    r"|deliberations?|bilan|retard|(?:faisant )?suite|reponse a)"
)
PLANNED = (
    r"(?:rendez[- ]?vous|rdv|rv|reunions?|conseils?|seances?|commissions?|assemblees?"
    r"|concerts?|spectacles?|matchs?|representations?|conferences?|debats?|expositions?"
    r"|vernissages?|ateliers?|stages?|sorties?|visites?|brocantes?|vide[- ]greniers?"
    r"|lotos?|mariages?|baptemes?|elections?|scrutins?|reservations?|locations?|creneaux?|collectes?|ramassages?"
    r"|coupures?|travaux|permanences?|audiences?|convocations?|examens?|sejours?"
    r"|repas|banquets?|gouters?|tournois?|courses?|greves?|manifestations?"
    r"|etats? des lieux|prelevements?|loyers?|evenements?|soirees?|projections?|forums?"
    r"|salons?|fermetures?|ouvertures?)"
)
_YEARLY = (
    r"(?:marches?|fetes?|bals?|ceremonies?|commemorations?|defiles?|carnavals?|foires?"
    r"|kermesses?)"
)
_WORD = r"(?!(?:pour|avant|apres|depuis|chez|sur)\b)[a-z-]+"
_KIND = rf"(?: (?!(?:d|du|de|le|la|a|est|sont|et|ou|n|que|qui)\b){_WORD})?"
_OF = rf"(?: (?:d|de|du|des|de la|de l|a|au|aux|en) (?!{PLANNED}\b){_WORD}{_KIND})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?: ?er)?\b"
_NO_DAY = (
    r"(?! ?[/.,:-]\d| ?[%€]| (?:bis|ter|h|rue|avenue|av|bd|boulevard|place|allee"
    r"|chemin|impasse|route|ans?|mois|pieces?|euros?|eme|heures?|personnes?|et le)\b)"
)
_DATE = rf"(?:{WEEKDAYS}|{MONTHS}|(?:premier|{_DAY}{_NO_DAY}))"
_ABOUT = (
    r"(?: (?:d|de|du|des|de la|de l|au?|aux|a (?:la|l|ma|mon|mes|notre|nos|votre))"
    rf" {_WORD}(?: {_WORD})?)?"
)
_CARRIED = (
    r"(?:(?:n|no|numero)?\W{0,2}\d[\d/-]{1,12} )?(?:en date )?"
    rf"(?P<date>(?:du|de|d) (?:mois d(?:e|) )?{_DATE})"
)
# « mes courriels du 5 novembre et du 2 décembre »
_ANOTHER = (
    rf"(?:(?: {MONTHS})?(?: \d{{4}})? et (?:celui |celle |ceux )?"
    rf"(?P<more>(?:du|de|d) {_DATE}))?"
)
_ANY = re.compile(rf"\b(?:du|de|d) (?:mois d|\d|premier|{WEEKDAYS}|{MONTHS})")
_FILED_ON = re.compile(
    rf"\b(?:{_FILED}\b{_KIND}{_OF}{{0,3}}?|{_RECORDS}\b{_ABOUT}) {_CARRIED}{_ANOTHER}"
)
_PLANNED_ON = re.compile(rf"\b{PLANNED}\b{_KIND}{_OF}{{0,3}}? {_CARRIED}")
# « mon rendez-vous a été annulé »: the day of what is cancelled, not of cancelling.
_CANCELLED = re.compile(
    r"\b(?:annul|report|deplac|decal|avanc|maint(?:en|ien)|confirm|supprim|repouss|modifi"
    rf"|chang)\w*(?! (?:(?:le|du) )?(?:{WEEKDAYS}|\d|hier|cette))"
)
_YEARLY_ON = re.compile(rf"\b{_YEARLY}\b{_KIND} {_CARRIED}")
_PLANNED_WORD = re.compile(rf"\b(?:{PLANNED}|{_YEARLY})\b")


class Carried(NamedTuple):
    """Where nouns carry dates: of things filed, of things planned, of any."""

    filed: Spans
    planned: Spans
    every: Spans


def carried_dates(signs: str) -> Carried:
    """Return where the dates of nouns stand in a plain text without apostrophes."""
    if not _ANY.search(signs):
        return Carried((), (), ())
    filed, planned, yearly = (
        tuple(
            found.span(name)
            for found in carried.finditer(signs)
            for name, text in found.groupdict().items()
            if text
        )
        for carried in (_FILED_ON, _PLANNED_ON, _YEARLY_ON)
    )
    planned = tuple(span for span in planned if span not in filed)
    return Carried(filed, planned, filed + planned + yearly)


def cancels(clause: str) -> bool:
    """Return whether a clause says that what was planned changes."""
    plain = clause.replace("é", "e")
    planned = _PLANNED_WORD.search(plain)
    return planned is not None and _CANCELLED.search(plain) is not None


def names_a_plan(plain: str) -> bool:
    """Return whether a text names something that takes place on a day."""
    return _PLANNED_WORD.search(plain) is not None

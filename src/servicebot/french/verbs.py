"""The forms of verbs whose root changes: « tiendra », « tenu » and « tenir » are one.

A stemmer cuts endings off; it leaves apart the forms of the third group, and of a few
verbs of the first. They are made here from their patterns of conjugation, those forms
aside that are other words too (« vue », « part », « mise », « suis »).
"""

from collections.abc import Mapping

_FUTURE = "a ai as ez ons ont ait aient ais iez"
_PRESENT = "ons ez ent e es ait aient ais ant"

_PATTERNS: Mapping[str, str] = {
    # pattern: its endings, "*" before the endings of the present or of the future
    "enir": "ient iens iennent ienne en* iendr~ enu enue enus enues int inrent",
    "prendre": "prend prends pren* prenn* prendr~ prit",
    "mettre": "met mets mett* mettr~ mit",
    "rir": "re r* rir~ ert erte erts ertes rit",
    "ndre": "nd nds nd* ndr~ ndu ndue ndus ndues ndit",
    "rdre": "rd rds rd* rdr~ rdu rdue rdus rdues rdit",
    "indre": "int ints inte intes ign* indr~",
    "uire": "uit uits uite uites uis uis* uir~",
    "cevoir": "coit cois coiv* cev* cevr~ cu cue cus cues cut",
    "crire": "crit crits crite crites cris criv* crir~ crivit",
    "aitre": "ait aits aiss* aitr~ u ue us ues ut",
}
_STARTS: Mapping[str, str] = {
    "enir": "t v rev dev parv interv conv prov obt cont det entret maint ret sout "
    "appart prev",
    "prendre": ". com ap re entre sur",
    "mettre": "per trans sou ad pro re",
    "rir": "ouv rouv couv off souff decouv recouv",
    "ndre": "re ve te ente atte desce depe repo defe suspe confo correspo",
    "rdre": "pe",
    "indre": "jo rejo pla cra ete atte pe contra",
    "uire": "cond prod red constr detr trad introd",
    "cevoir": "re aper con per de",
    "crire": "e ins de pres sous reins",
    "aitre": "conn reconn app disp",
}
_ALONE: Mapping[str, str] = {
    "faut": "falloir faut faudra faudrait fallait fallu faille",
    "doiv": "doit dois doivent devons devez devra devront devrait devraient devrais "
    "devriez devait devaient",
    "peuv": "peut peux peuvent pouvons pouvez pourra pourront pourrait pourraient "
    "pourrais pourriez pouvait pouvaient puisse puissent pourrons pourrez pourrai",
    "veul": "veut veux veulent voulons voulez voudra voudrait voudrais voudraient "
    "voulait voulaient veuillez voudriez",
    "fair": "faire fait fais font faisons faites fera feront ferait feraient faisait "
    "faisaient fasse fassent ferai ferais",
    "voir": "voir voit vois voient voyez voyons verra verront verrait voyait",
    "sav": "savoir sait sais savent savez savons saura saurait savait sachez sache",
    "all": "aller va vas vont allons allez ira iront irait iraient allait allaient "
    "aille irai irais",
    "val": "valoir vaut valent vaudra vaudrait valait",
    "suiv": "suivre suivi suivie suivis suivies suivent suivait suivra suivront",
    "viv": "vivre vivent vivait vivra vecu",
    "serv": "servir sert servent servait servira servi servie servis servies",
    "cour": "courir courent couru courait",
    "nait": "naitre nait naissent naquit",
    "appel": "appeler appelle appelles appellent appelons appelez appelait appellera",
    "jet": "jeter jette jettes jettent jetez jetons jetait jettera jete",
    "lev": "lever leve levent levera leverait",
    "achet": "acheter achete achetent achetera acheterait achetez",
    "pai": "payer paie paye paient payent paiera payera paierait paierai paierais "
    "paierez payerait payait payes payez payons paies",
    "envoi": "envoyer envoie envoient enverra enverrait envoyez envoyait",
    "assi": "asseoir assis",
}


def _made() -> dict[str, str]:
    """Return the root of every form."""
    roots: dict[str, str] = {}
    for pattern, starts in _STARTS.items():
        for start in starts.replace(".", "").split(" "):
            for form in _endings(_PATTERNS[pattern]):
                roots[start + form] = start + pattern
            roots[start + pattern] = start + pattern
    for root, forms in _ALONE.items():
        roots |= dict.fromkeys(forms.split(), root)
    return {form: root for form, root in roots.items() if form not in _OTHER_WORDS}


def _endings(pattern: str) -> list[str]:
    """Write out a pattern: `*` stands for the present's endings, `~` the future's."""
    found: list[str] = []
    for form in pattern.split():
        if form.endswith("*"):
            found += [form[:-1] + ending for ending in _PRESENT.split()]
        elif form.endswith("~"):
            found += [form[:-1] + ending for ending in _FUTURE.split()]
        else:
            found.append(form)
    return found


_OTHER_WORDS = frozenset(
    "tenue tenues pris prise prises vente tente entente rente descente attente conte "
    "contes compte comptes offre offres peint peinte pente perte permis concu connue "
    "venue venues retenue reduit produit produits conduite conduites credit tendre "
    "tendu tendue prevenue entrent entre entres entrons entrez porte prit intervenant "
    "intervenants apprenant permet pende maintenant plainte plaintes crainte craintes "
    "atteinte atteintes pends tends".split()
)
ROOTS: Mapping[str, str] = _made()

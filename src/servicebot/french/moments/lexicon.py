"""The words of time, as citizens write them, and the kind of token that each is."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from servicebot.french.feasts import FEAST_NAMES
from servicebot.french.words import COMMON_WORDS

Entry = tuple[str, str, int]

# kind: word word… — numbered kinds give their words the values 0, 1, 2… in order,
# where spellings of one value are joined by a slash.
_PLAIN_WORDS = """
le: le leu
la: la
les: les
l: l
un: un une
de: de
d: d
du: du
des: des
au: au o
aux: aux
a: a
en: en courant
ce: ce cet cette ces cete cett se
c: c
et: et
ou: ou
entre: entre
avant: avant avent avan
after: apres aprs apre
jusqu: jusque jusqu jusko
depuis: depuis
since: des
dans: dans ds
tous: tous tout toute toutes tt ts chaque
during: pendant pandant pendan durant lors pdt pendent
vers: vers environ
early: debut
late: fin
middle: mi
polite: svp stp merci
next: pro prochain prochaine prochains prochaines proch prochin prochainne
last: dernier derniere derniers dernieres passd passds passde passdes passee passees
 precedent precedente
holidays: vacances vacance vac
school: scolaires scolaire
week: semaine semaines
monthword: mois
minute: minute minutes min mn mns
hourword: heure heures h hr hrs eure eures heur heurs
half: demi demie demis
quarter: quart quarts
paschal: pascal pascale
less: moins
noon: midi midis
midnight: minuit
bridge: pont ponts
eve: veille
morrow: lendemain
weekend: weekend weekends we wk wkd weekand wekend ouikend wikend
following: suivant suivante
per: par chaques
out: hors sauf dehors excepte
on: sur
sharp: pile precise precises tapante tapantes maxi
born: ne nee nes nees naissance naquit natif
measure: limite limitee limites limitees plafonne plafonnee reduit reduite dure durent
 durait dura durera duree durees compter comptez delai
gratis: gratuit gratuite gratuits gratuites gratos offert offerte offerts offertes
 consecutif consecutives consecutifs maximum max minimum mini supplementaire
 supplementaires pres
good: bon bonne bons bonnes joyeux joyeuse joyeuses excellent
service: service equipe poste
street: rue rues avenue av ave boulevard bd bld bvd place pl placette square
 quai impasse chemin allee allees cours pont esplanade faubourg fbg passage residence
 caserne stade gymnase collegue college lycee ecole groupe quartier rond point arret
 station parc salle espace maternelle creche rocade route cite hameau lotissement
call: appeler appelle appelez appelle appel composer composez compose fait faire faites
 joindre numero num tel telephone bus ligne lignes tram navette departement article
 bureau porte appartement appt appart chambre etage dossier formulaire page chapitre
about: horaire horaires fermeture fermetures ouverture ouvertures periode periodes
 permanence fetes fete date pour ouvert ouverte ouverts ouvertes ferme fermes fermee
 fermees
title: madame monsieur mme mr m mlle
grand: grandes grande
go: cest est vous vs on il elle ils elles je j tu nous y que qu
 etes sont sera serez avez sa ca ya
"""
_NUMBERED = {
    "day": "jour/jours/jrs/jr/journ",
    "ferie": "ferie/feries/ferier/feriers/feriee/feriees/ferrie/ferries",
    "weekday": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "weekdays": "lundis mardis mercredis jeudis vendredis samedis dimanches",
    "wd": "lun mar mer jeu ven/vend sam dim",
    "month": "- janvier fevrier - avril - juin juillet aout/aou septembre octobre"
    " novembre decembre",
    "weak": "- jan/janv fev/fevr mars avr mai - juil/juill - sept/sep oct nov dec",
    "part": "- matin/mat/matins matinee/matinees aprem/apm/apremidi/aprm/apremidis"
    "/apresmidi/apresm soir/soirs soiree/soirees nuit/nuits journee",
    "season": "printemps ete/etes automne hiver/hivers",
    "ord": "- premier/premiere/premiers/premieres/1er deuxieme/second/seconde"
    " troisieme quatrieme cinquieme",
}
_DAYS_AWAY = {
    0: "aujourdhui aujourdui aujourdhuit ajd ajdh auj ojd ojourdui aujourdh hui"
    " aujourdhuy ajourdhui aujoudhui aujourduit",
    1: "demain 2main dem1 dmain demin demains",
    -1: "hier yer",
}
# « name = kind: phrase, phrase » ; the words are those of the lexicon once corrected.
_PHRASES = """
now: maintenant, maintenent, mtn, mnt, actuellement, en ce moment, en se moment,
 a l instant, tout de suite, a cette heure ci, pour le moment, a l heure actuelle
until: jusqu a, jusqu au, jusqu aux, jusque, jusqu
from: a partir de, a partir du, a partir d, a compter de, a compter du
vers: aux alentours de, aux alentours du, autour de, aux environs de, sur le coup de,
 sur les coups de
by: d ici, d ici a, d ici le, d ici au
ago: il y a, y a, ya
weekend: week end, week ends, wek end, wik end, ouik end, week and
schoolyear: l annee scolaire
weekly: par semaine, par jour, par mois, par an
dayeve: avant veille
yearend: fetes de fin d annee, fete de fin d annee, les fetes de noel
nextyear: l an prochain, l annee prochaine, de l an prochain, de l annee prochaine
thisyear: cette annee, de cette annee
weekdayspan: en semaine, jours de semaine, jours ouvrables, jours ouvres
always: tous les jours, tout les jours, jour et nuit, nuit et jour, chaque jour
holiday: jour ferie, tous les jours feries, tout les jours feries
nextholiday: prochain jour ferie, prochains jours feries, jour ferie prochain
later: tout a l heure
lunch: l heure du dejeuner, a l heure du dejeuner, l heure du repas, l heure de midi
names: fete foraine, salle des fetes, pere noel, octobre rose, mars bleu
"""
_PHRASE_MORROWS = {f"surlendemain {link}": 2 for link in ("de", "du", "d")}
_PHRASE_PARTS = {
    "apres midi": 3,
    "apres midis": 3,
    "apres m": 3,
    "ap midi": 3,
    "ap m": 3,
    "apre midi": 3,
}
_PHRASE_DAYS = {
    "aujourd hui": 0,
    "aujourdh ui": 0,
    "ce jour": 0,
    "apres demain": 2,
    "apre demain": 2,
    "avant hier": -2,
    "surlendemain": 2,
}
_VALUED_PHRASES = {
    "part": _PHRASE_PARTS,
    "morrow": _PHRASE_MORROWS,
    "rel": _PHRASE_DAYS,
}
_FEAST_SPELLINGS = {
    "noel": "noel noels noell nowel nohel",
    "paques": "paques paque pacques paqes pasques",
    "toussaint": "toussaint latoussaint",
    "armistice": "larmistice",
    "ascension": "lascension",
    "assomption": "lassomption",
    "saint": "saint st ste",
}
# Words of feast names that a misspelt word is compared with; long ones only.
_FEAST_WORDS = "ascension assomption pentecote toussaint armistice epiphanie sylvestre"
# French words near a word of time: never corrected to one.
_NEVER = frozenset(
    "accession accessions adoption armoire ascenseur ascenseurs aspersion attention"
    " clavier decelere decentre decombre decombres dedain dehanche demanche demanchee"
    " demancher demanches demande demander demandes demandez demarche demarches"
    " demembre demembree demembrer demembres denain denombre denombrer dimension"
    " dimensions domain domaine domaines extension fermier german germain juliette"
    " levrier mairi mairie mairies maria marie maries mari maris marri membre membres"
    " merci mercie mercis nombre nombres november ouvrier plaque plaques romain"
    " septieme tousser toussait toussant toussent troussant vacancier vacanciers"
    " vacant vacante vacantes vacants vacarme vacarmes valences variances vendre vendu"
    " vendue vente ventes voyances vendored".split()
)
_SHORT, _LONG = 5, 8


def _words() -> dict[str, Entry]:
    table: dict[str, Entry] = {}
    for line in _PLAIN_WORDS.strip().replace("\n ", " ").splitlines():
        kind, _, spelled = line.partition(": ")
        for word in spelled.split():
            table.setdefault(word, (kind, word, 0))
    for kind, row in _NUMBERED.items():
        for value, spellings in enumerate(row.split()):
            first, *others = spellings.split("/")
            table |= dict.fromkeys((first, *others), (kind, first, value))
    for value, row in _DAYS_AWAY.items():
        table |= dict.fromkeys(row.split(), ("rel", row.split()[0], value))
    for first, row in _FEAST_SPELLINGS.items():
        table |= dict.fromkeys(row.split(), ("x", first, 0))
    return table | {"-": ("dash", "-", 0)}


def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str, int], ...]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], str, str, int]]]
    found = defaultdict(list)

    def add(phrase: str, kind: str, value: int = 0, name: str = "") -> None:
        words = tuple(classify(word)[1] for word in phrase.split())
        found[words[0]].append((words, kind, name or phrase, value))

    for name in sorted({*FEAST_NAMES} - {"reveillon", "premier avril"}):
        add(name, "feast")
    for name in ("jour de l an", "premier de l an"):
        add(name.replace("l an", "lan"), "feast", name=name)
    for line in _PHRASES.strip().replace("\n ", " ").splitlines():
        kind, _, rest = line.partition(": ")
        for phrase in rest.split(", "):
            add(phrase.strip(), kind)
    for kind, phrases in _VALUED_PHRASES.items():
        for phrase, value in phrases.items():
            add(phrase, kind, value)
    return {
        word: tuple(sorted(rows, key=lambda row: -len(row[0])))
        for word, rows in found.items()
    }


WORDS = _words()
_TYPO_TARGETS = defaultdict[str, list[str]](list)
for _target in (
    *_NUMBERED["weekday"].split(),
    *_NUMBERED["month"].replace("/aou", "").replace("-", "").split(),
    *_FEAST_WORDS.split(),
    "demain",
    "vacances",
    "aujourdhui",
):
    if len(_target) >= _SHORT:
        _TYPO_TARGETS[_target[0]].append(_target)


@lru_cache(maxsize=16384)
def classify(word: str) -> Entry:
    """Return the kind, the usual spelling and the value of a plain word.

    >>> classify("samdi"), classify("mari")
    (('weekday', 'samedi', 5), ('x', 'mari', 0))
    """
    entry = WORDS.get(word)
    if entry is not None:
        return entry
    meant = _meant(word)
    return WORDS.get(meant, ("x", meant, 0))


def may_be_misspelt(words: Iterable[str]) -> set[str]:
    """Return the words that may stand for one of time that is spelled otherwise."""
    unusual = set(words).difference(WORDS).difference(COMMON_WORDS).difference(_NEVER)
    return {word for word in unusual if len(word) >= _SHORT}


def _meant(word: str) -> str:
    """Return the word of time that a misspelt word stands for, else the word."""
    if not may_be_misspelt((word,)):
        return word
    best, distance = word, 3
    for target in _TYPO_TARGETS.get(word[0], ()):
        limit = 2 if min(len(target), len(word)) >= _LONG else 1
        found = OSA.distance(word, target, score_cutoff=limit)
        if found <= limit and found < distance:
            best, distance = target, found
    return best


PHRASES = _phrases()

"""Common SMS and phonetic spellings of everyday French words.

Only spellings that are not themselves words of standard French stand here, so that
expanding them can never hide what was meant. The lexicon of a town holds the
abbreviations of its own services. What is a word and yet meant for another (« plu »,
« combine ») is told by its neighbours.
"""

import re

_TABLE = """
combien: combin comben combie konbyen combyen conbyen cb cbien cmb kombien conbien
combien: combein cmbien komb1 combiin konbien
personnes: ppl pers
peux: px
quoi: koi kwa qoi koa
qui: ki
que: ke
quel: kel
quelle: kelle
quels: kels
quelles: kelles
quand: kan kand qd qand qaund qant
comment: cmt coment komment koman commen kmt cmnt komen
pourquoi: pk pkoi pq pourkoi pourqoi prkoi pourkwa pqoi
pour: pr
dans: ds
vous: vs
nous: ns
tout: tt
tous: ts
toutes: ttes
toujours: tjs tjrs tjr
beaucoup: bcp bcq bocoup
bonjour: bjr bonjr bjour bonjourr bjrr bnjour bojour bonjou
bonsoir: bsr bsoir
salut: slt salu
desole: dsl dsle dsole
merci: mersi mersy mci mrc merc mr6 mrci merki cimer
merci: thx thks thanx mercii merciii merssi
s il vous plait: svp stp siouplait silvouplait sivouplait sivouplai silvousplait
rendez vous: rdv rdvs rendezvous
aujourd hui: auj ajd ajdh aujourdhui ojd ojourdhui aujourdui ojourdui aujrd
demain: dem1 2main dmain
gens: jan jans gents jens gen
quelqu un: qqn qq1 qqun kelkun kelkin kelk1 quelkun quelquin
quelque chose: qqch qqchose
quelque: kelke kelk quelk
quelques: qq qqs
nombre: nb nbr nbre
petit: ptit tit
petite: ptite
petits: ptits
petites: ptites
numero: num numro
telephone: tel telefone tlf fone teleph
temps: tan tps tmps
heures: hrs heurs eures
minutes: mn mns
maintenant: mtn mnt maintnt
parce que: parcq psk pske paske parske parsk pcq
est ce que: esceque esceke estceke esq esqu esqe esk eske esque estceque
qu ils: kils
qu il: kil
qu elle: kele
qu on: kon
qu est ce que: keske kesk qesque questceque questce keskil keskon
c est: cest
il y a: ya yas ilya ilia
il y aura: yaura yora
peut etre: ptet ptetre ptetr peutetre
depuis: dps dpuis
jusqu a: jusqua juska jska
c etait: setait cetait ct
c est quoi: ckoi ckwa cekoi
c est qui: cki
tres: tre
trop: tro
comme: kom
d ou: dou
il y a t il: yatil yatill
y en a: yena yen yenna
j ai: jai
je suis: jsuis chuis jsui chui
j aimerais: jaimerais jaimerai
je pourrais: jpourrais jpourrai jpourais
je sais pas: jsp chepa
je sais: jsais chais
je veux: jveux jveu
je voudrais: jvoudrais jvoudrai jvoudre
je peux: jpeux jpeu jpe
d accord: dac dakor dacord
on peut: onpeut
faut: fo fau
avec: avek avk
avoir: avwar
pas: pa
habitants: hab
environ: env
monsieur: mr
madame: mme
saint: st
sainte: ste
les: lez
municipal: mun
week end: we wk weekend weeekend wend
apres midi: aprem aprm apresmidi
anniversaire: anniv
pendant: pdt
vraiment: vrmt
probleme: pb pbs
renseignement: rens renseig
adresse: adr adrs
horaires: hor
ouvert: ouver
euros: eur
d heures: dh
ce que: ceque cke
heure: heur eure
etat: eta
l etat: leta
je dois: jdois jdoi
je vais: jvais jvai
semaine: sem
j habite: jhabite
je cherche: jcherch jcherche jchrche
ecole: ekol
mairie: meri
quartier: kartier
ou est ce que: ouske ousk
j en ai: jenai jen
n importe quoi: nimp
l aide: lede
jours: jrs
jour: jr
nuit: nui
tous les jours: tlj
toute: tte
il y a pas: yapa
il y a plus: yapu yaplu yapus
bien: b1 bi1
rien: ri1
aussi: oci ossi osi
chez: che
rue: ru
ville: vil
de l eau: delo dlo
scolaire: scoler skoler scolere skolaire
connaitre: conaitre conaitr konaitre conetre
fille: fiye fiy
fils: fiss
l eau: lo
metier: metie mettier
arrets: arre arres aret arets
police: polis poliss
avez: ave
"""

_BY_PREVIOUS = """
dechets deche: les le mes des vos
plus plu: peu peut peux veut veux va vas vais marche passe fait sait sais vient est a ai
plus plu: as ont sont suis fonctionne respire bouge parle mange dort tient moi non
de 2: combien coeur projet nombre pas plein beaucoup nids nid actions action tri
combien comblent: a y en il la les
s en sen: qui de vous on tu ils
mere maire: ma
scolaires colere: cantine cantines
heures h: nombre total volume
heure h: quel quelle kel kelle
volet vole: eme er premier deuxieme troisieme second dernier
municipal muni: conseil police stade bulletin arrete agent agents service services
"""
"""What a word is meant for after some others: « meant typed: previous words »."""

_BY_NEXT = """
combien combine: de d
combien comblent: de d agents agent lignes ligne bus
combien de combien: personne personnes gens mois jour jours semaines minutes secondes
combien d combien: heure heures an ans annee annees agent agents enfant enfants eleves
combien d combien: habitants employes elus entrees appels euros
avec avc: moi toi lui nous vous mon ma mes ton ta ses sa ca le la les un une des votre
avec avc: vos nos cette ce ces enfants bebe qui quoi
heures h: formation travail reunion boulot cumulees
sont saint: fini finis finie finies fait faits faites termine termines terminees
sont saint: realise realises realisees encore deja partis boucles bouclees lancees
"""
"""What a word is meant for before some others: « meant typed: next words »."""


def _spellings() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.strip().splitlines():
        words, _, spellings = line.partition(": ")
        for spelling in spellings.split():
            table[spelling] = tuple(words.split())
    return table


SPELLINGS = _spellings()

_Meant = dict[tuple[str, str], tuple[str, ...]]
"""What is meant, by what is typed and its neighbour."""


def _pairs(lines: str) -> _Meant:
    table: _Meant = {}
    for line in lines.strip().splitlines():
        words, _, neighbours = line.partition(": ")
        *meant, typed = words.split()
        table |= {(typed, neighbour): tuple(meant) for neighbour in neighbours.split()}
    return table


_AFTER, _BEFORE = _pairs(_BY_PREVIOUS), _pairs(_BY_NEXT)
_STAYS = frozenset(
    ("avc", word)
    for word in (
        *("", "un", "1", "l", "d", "cet", "mon", "son", "petit", "gros", "fait"),
        *("probable", "suspicion", "urgent", "urgence", "vite", "aide", "aidez", "sos"),
    )
)
"""What is meant as it is typed after some words: a stroke is no « avec »."""

_ONE, _SHORTEST_THING = "1", 4
_NOT_ONE_OF = frozenset("merci heure euro euros plus pour avec".split())
"""What may stand after a « 1 » that is a number, or a choice."""

_NUMBERED = frozenset(
    "volet temps phase zone ligne etape niveau numero partie choix tranche tome lot "
    "classe secteur priorite axe le la cat categorie".split()
)
"""What may stand before it."""

_DOUBTED = frozenset((_ONE, *(typed for typed, _ in (*_AFTER, *_BEFORE))))


def in_their_place(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words, each replaced by what its neighbours show that it is meant for.

    >>> in_their_place(("il", "peu", "plu"))
    ('il', 'peu', 'plus')
    """
    if _DOUBTED.isdisjoint(words):
        return words
    found: list[str] = []
    neighbours = zip(("", *words[:-1]), words, (*words[1:], ""), strict=True)
    for previous, word, following in neighbours:
        meant = _AFTER.get((word, previous))
        if meant is None and (word, previous) not in _STAYS:
            meant = _BEFORE.get((word, following))
        found += meant or (_one(previous, word, following),)
    return tuple(found)


def _one(previous: str, word: str, following: str) -> str:
    """Return « un » for the « 1 » before a thing (« cb coute 1 repas »)."""
    if word != _ONE or previous in _NUMBERED or following in _NOT_ONE_OF:
        return word
    is_thing = len(following) >= _SHORTEST_THING and following.isalpha()
    return "un" if is_thing else word


_ACCENTED = {"lé": "les", "dé": "des", "ké": "que", "mé": "mais"}
"""Spellings that only their accent tells from words."""

_SPELT = SPELLINGS.keys() | _ACCENTED.keys() | {"é"}
_IS = frozenset("il elle el on ce c sa ça ki qui ou où kel quel quelle y".split())
"""After these, « é » is « est », elsewhere « et »."""

_ELISION = re.compile(r"\b([cdjlmnst]|qu|quelqu|jusqu|aujourd) (?=[aeiouyhé])")
_TYPED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def written_out(text: str) -> str:
    """Return a text with its SMS spellings as they are written, signs and all.

    >>> written_out("cb denfants é kan ?"), written_out("Pk c ouvert auj")
    ('combien denfants et quand ?', "pourquoi c ouvert aujourd'hui")
    """
    words = text.lower().split()
    if _SPELT.isdisjoint(map(_bare, words)):
        return text
    previous = ""

    def meant(match: re.Match[str]) -> str:
        nonlocal previous
        typed, before = match[0].lower(), previous
        previous = typed
        if typed == "é":
            is_verb = before in _IS or text[match.end() :].startswith(" ce ")
            return "est" if is_verb else "et"
        if typed in SPELLINGS:
            return _ELISION.sub(r"\1'", " ".join(SPELLINGS[typed]))
        return _ACCENTED.get(typed, match[0])

    return _TYPED.sub(meant, text)


def _bare(word: str) -> str:
    return word.strip('.,;:?!…()"«»*')

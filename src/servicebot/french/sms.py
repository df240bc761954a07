"""Common SMS and phonetic spellings of everyday French words.

Only spellings that are not themselves words of standard French stand here, so that
expanding them can never hide what was meant. The lexicon of a town holds the
abbreviations of its own services.
"""

_TABLE = """
combien: cb cbien cmb kombien conbien combein cmbien komb1 combiin konbien
personnes: pers
peux: px

quoi: koi kwa qoi koa
qui: ki
que: ke
quel: kel
quelle: kelle
quels: kels
quelles: kelles
quand: kan kand qd qand
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
s il vous plait: svp stp siouplait silvouplait sivouplait sivouplai silvousplait
rendez vous: rdv rdvs rendezvous
aujourd hui: auj ajd ajdh aujourdhui ojd ojourdhui aujourdui ojourdui aujrd
demain: dem1 2main dmain
gens: gents jens gen
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
temps: tps tmps
heures: hrs
minutes: mn mns
maintenant: mtn mnt maintnt
parce que: parcq psk pske paske parske parsk pcq
est ce que: esk eske esque estceque
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
c etait: cetait ct
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
je voudrais: jvoudrais jvoudrai
je peux: jpeux jpeu jpe
d accord: dac dakor dacord
on peut: onpeut
faut: fo fau
avec: avk
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
"""


def _spellings() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.strip().splitlines():
        words, _, spellings = line.partition(": ")
        for spelling in spellings.split():
            table[spelling] = tuple(words.split())
    return table


SPELLINGS = _spellings()

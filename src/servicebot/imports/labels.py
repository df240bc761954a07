"""The article of a French name, by its first word: « Mairie », « la mairie »."""

from servicebot.french.text import fold

_FEMININE = """
agence aire antenne association bibliothèque caisse caserne chambre chapelle clinique
cantine crèche déchèterie déchetterie direction école église fourrière gare gendarmerie
halle halte-garderie intercommunalité ludothèque mairie maison maternelle médiathèque
mission mutualité permanence pharmacie piscine place plateforme police poste préfecture
recyclerie résidence salle sous-préfecture structure trésorerie urssaf
"""
_MASCULINE = """
accueil boulodrome bureau camping centre cimetière cinéma club collège commissariat
conciliateur conseil conservatoire dojo équipement espace établissement foyer guichet
gymnase hôpital hôtel jardin lieu local lycée marché musée office parc parking pôle
point port relais restaurant service skatepark square stade syndicat terrain
théâtre tiers-lieu tribunal
"""
_PLURAL = """
aires autres crèches déchèteries écoles équipements espaces jardins lieux médiathèques
parcs piscines questions salles services stades terrains toilettes
"""
_ARTICLES = {
    fold(word): article
    for article, words in (("la", _FEMININE), ("le", _MASCULINE), ("les", _PLURAL))
    for word in words.split()
}
_VOWELS = "aeiouyàâéèêëîïôöùû"


def label_of(name: str) -> str | None:
    """Return a name with its article, or None where its first word is not known.

    >>> label_of("Mairie d'Alès"), label_of("École des Prés"), label_of("Le Toboggan")
    ("la mairie d'Alès", "l'école des Prés", None)
    """
    first = name.partition(" ")[0]
    article = _ARTICLES.get(fold(first))
    if fold(name).startswith("poste de "):
        article = "le"
    if article is None or (first.isupper() and len(first) > 1):
        return None
    rest = name[:1].lower() + name[1:]
    if article != "les" and rest[0] in f"{_VOWELS}h":
        return f"l'{rest}"
    return f"{article} {rest}"

"""The kinds of offices of the administration's directory, as citizens call them."""

from collections.abc import Iterable

OTHERS = "Autres services publics"
PIVOTS = {
    "accompagnement_personnes_agees": "Service d'accompagnement des personnes âgées",
    "adil": "Agence d'information sur le logement",
    "ars": "Agence régionale de santé",
    "caf": "Caisse d'allocations familiales",
    "carsat": "Caisse de retraite et de santé au travail",
    "ccas": "Centre communal d'action sociale",
    "cci": "Chambre de commerce et d'industrie",
    "cdas": "Centre d'action sociale du département",
    "centre_impots": "Centre des impôts",
    "centre_social": "Centre social",
    "cg": "Conseil départemental",
    "cidf": "Centre d'information sur les droits des femmes et des familles",
    "cij": "Centre d'information jeunesse",
    "cio": "Centre d'information et d'orientation",
    "clic": "Centre d'information pour les personnes âgées",
    "cma": "Chambre de métiers et de l'artisanat",
    "commissariat_police": "Commissariat de police",
    "conciliateur_justice": "Conciliateur de justice",
    "cpam": "Caisse primaire d'assurance maladie",
    "cr": "Conseil régional",
    "ddt": "Direction départementale des territoires",
    "epci": "Intercommunalité",
    "france_services": "Maison France services",
    "france_travail": "Agence France Travail",
    "gendarmerie": "Gendarmerie",
    "inspection_academique": "Direction académique",
    "maison_handicapees": "Maison départementale des personnes handicapées",
    "mairie": "Mairie",
    "mairie_com": "Mairie déléguée",
    "mission_locale": "Mission locale",
    "mjd": "Maison de justice et du droit",
    "msa": "Mutualité sociale agricole",
    "permanence_juridique": "Permanence juridique",
    "pmi": "Centre de protection maternelle et infantile",
    "point_acces_droit": "Point d'accès au droit",
    "pole_emploi": "Agence France Travail",
    "prefecture": "Préfecture",
    "sdis": "Service d'incendie et de secours",
    "sip": "Centre des impôts",
    "sous_pref": "Sous-préfecture",
    "spip": "Service d'insertion et de probation",
    "te": "Tribunal pour enfants",
    "tgi": "Tribunal judiciaire",
    "tresorerie": "Trésorerie",
    "urssaf": "Urssaf",
}


def theme_of(kinds: Iterable[str]) -> str:
    """Return what people call the first kind of office that is known."""
    return next((PIVOTS[kind] for kind in kinds if kind in PIVOTS), OTHERS)

"""The kinds of offices of the administration's directory, as citizens call them."""

from collections.abc import Iterable, Sequence

OTHERS = "Autres services publics"
PIVOTS = {
    "accompagnement_personnes_agees": "Service d'accompagnement des personnes âgées",
    "adil": "Agence d'information sur le logement (ADIL)",
    "ars": "Agence régionale de santé (ARS)",
    "caf": "Caisse d'allocations familiales (CAF)",
    "carsat": "Caisse de retraite et de santé au travail (Carsat)",
    "ccas": "Centre communal d'action sociale (CCAS)",
    "cci": "Chambre de commerce et d'industrie (CCI)",
    "cdas": "Centre d'action sociale du département",
    "centre_impots": "Centre des impôts (impôts)",
    "centre_social": "Centre social",
    "cg": "Conseil départemental (conseil général)",
    "cidf": "Centre d'information sur les droits des femmes et des familles (CIDFF)",
    "cij": "Centre d'information jeunesse (CIJ)",
    "cio": "Centre d'information et d'orientation (CIO)",
    "clic": "Centre d'information pour les personnes âgées (CLIC)",
    "cma": "Chambre de métiers et de l'artisanat (CMA)",
    "commissariat_police": "Commissariat de police (commissariat, police nationale)",
    "conciliateur_justice": "Conciliateur de justice",
    "cpam": "Caisse primaire d'assurance maladie (CPAM, assurance maladie)",
    "cr": "Conseil régional",
    "ddt": "Direction départementale des territoires (DDT)",
    "epci": "Intercommunalité",
    "france_services": "Maison France services (France services)",
    "france_travail": "Agence France Travail (Pôle emploi, France Travail)",
    "gendarmerie": "Gendarmerie",
    "inspection_academique": "Direction académique",
    "maison_handicapees": "Maison départementale des personnes handicapées (MDPH)",
    "mairie": "Mairie",
    "mairie_com": "Mairie déléguée",
    "mission_locale": "Mission locale",
    "mjd": "Maison de justice et du droit (MJD)",
    "msa": "Mutualité sociale agricole (MSA)",
    "permanence_juridique": "Permanence juridique",
    "pmi": "Centre de protection maternelle et infantile (PMI)",
    "point_acces_droit": "Point d'accès au droit",
    "pole_emploi": "Agence France Travail (Pôle emploi, France Travail)",
    "prefecture": "Préfecture",
    "sdis": "Service d'incendie et de secours (SDIS)",
    "sip": "Centre des impôts (impôts)",
    "sous_pref": "Sous-préfecture",
    "spip": "Service d'insertion et de probation (SPIP)",
    "te": "Tribunal pour enfants",
    "tgi": "Tribunal judiciaire (tribunal)",
    "tresorerie": "Trésorerie (Trésor public)",
    "urssaf": "Urssaf",
}


def theme_of(kinds: Iterable[str]) -> str:
    """Return what people call the first kind of office that is known.

    Its other names follow between brackets.
    """
    return next((PIVOTS[kind] for kind in kinds if kind in PIVOTS), OTHERS)


def other_themes(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return what people call the kinds that follow, for an office that is several."""
    known = (PIVOTS[kind] for kind in kinds[1:] if kind in PIVOTS)
    return tuple(dict.fromkeys(name.partition(" (")[0] for name in known))

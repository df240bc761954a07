"""The aspects that the program knows by name; the lexicon may have any others."""

ADDRESS = "adresse"
DATE = "date"
DELAY = "delai"
DESCRIPTION = "description"
EMAIL = "courriel"
HOURS = "horaires"
LEFT = "disponibilite"
MANAGER = "gestionnaire"
PHONE = "telephone"
PLACE = "lieu"
PRICE = "tarif"
QUANTITY = "nombre"
REASON = "raison"

PRECISE = frozenset((ADDRESS, EMAIL, HOURS, PHONE, PRICE))
"""Aspects for which nothing else will do."""

VAGUE = frozenset((DESCRIPTION, "liste"))
"""Aspects of words that only open a question (« quels sont »)."""

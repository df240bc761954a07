"""What is wrong with a file, in French: the parsers' findings in editors' words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz, process
from unidecode import unidecode

from servicebot.knowledge.fields import (
    AS_OF_PATTERN,
    ID_PATTERN,
    INSEE_PATTERN,
    URL_PATTERN,
)

LAYOUT = (
    "mise en page YAML incorrecte : vérifiez le retrait (les espaces en début de"
    " ligne), les tirets et les guillemets"
)
_QUOTE_IT = "mettez le texte entre guillemets"
_OPEN_QUOTE = "guillemet ouvert et jamais refermé"
_LIST_BELOW = "« - » mal placé : mettez la liste à la ligne"
_NO_TAG = f"étiquette YAML (« ! ») interdite : {_QUOTE_IT}"
_NO_DIRECTIVE = "directive « % » interdite : supprimez cette ligne"
# The YAML parser's words -> ours, and whether to point at where the trouble began.
_SYNTAX: tuple[tuple[str, str, bool], ...] = (
    ("mapping values are not",
     f"« : » de trop : {_QUOTE_IT}, ou vérifiez le retrait et la ligne d'avant", False),
    ("unexpected end of stream", _OPEN_QUOTE, True),
    ("unexpected document indicator", _OPEN_QUOTE, True),
    ("',' or ']'", "crochet « [ » mal refermé : il manque « , » ou « ] »", True),
    ("',' or '}'", "accolade « { » mal refermée : il manque « , » ou « } »", True),
    ("could not find expected ':'", "il manque « : » après cette clé", True),
    ("cannot start any token",
     f"ce signe ne peut pas commencer une valeur : {_QUOTE_IT}", False),
    ("unknown escape",
     "« \\ » mal employé : préférez les guillemets simples", False),
    ("sequence entries are not", _LIST_BELOW, False),
    ("node content", f"valeur manquante ou signe mal placé : {_QUOTE_IT}", False),
    ("alphabetic or numeric",
     f"ce signe (& ou *) ne peut pas commencer une valeur : {_QUOTE_IT}", False),
    ("tag", _NO_TAG, False),
    ("expected '>'", _NO_TAG, False),
    ("incompatible YAML", _NO_DIRECTIVE, False),
    ("directive", _NO_DIRECTIVE, False),
)  # fmt: skip
_NEAR = 65  # rapidfuzz ratio: « horiares » passes, « cantine » for « creches » not
# pydantic's types of error -> what was expected.
_EXPECTED = {
    "string_type": "un texte",
    "int_type": "un nombre entier",
    "int_parsing": "un nombre entier",
    "int_from_float": "un nombre entier",
    "bool_type": "true ou false",
    "bool_parsing": "true ou false",
    "tuple_type": "une liste (une ligne « - » par élément)",
    "list_type": "une liste (une ligne « - » par élément)",
    "dict_type": "des lignes « clé: valeur »",
    "model_type": "des lignes « clé: valeur »",
    "model_attributes_type": "des lignes « clé: valeur »",
    "date_type": "une date comme 2026-08-21",
}
_ID_FORM = "identifiant : lettres minuscules sans accent, chiffres et tirets seulement"
_PATTERNS = {
    ID_PATTERN: _ID_FORM,
    AS_OF_PATTERN: "date : 2019, 2019-04, 2019-04-16 ou une période comme 2015/2016",
    URL_PATTERN: "adresse web complète : elle commence par https://",
    INSEE_PATTERN: "code INSEE de cinq caractères",
}
# What editors may write in French for a key that is English.
_FRENCH_KEYS = {
    "nom": "name", "noms": "names", "libelle": "label", "resume": "summary",
    "adresse": "address", "telephone": "phone", "courriel": "email",
    "horaires": "hours", "fermetures": "closures", "lieux": "places",
    "chiffres": "figures", "valeur": "value", "unite": "unit", "unites": "units",
    "phrase": "say", "reponse": "say", "titre": "title", "liens": "links",
    "gestionnaire": "operator", "operateur": "operator", "prudence": "caution",
    "date": "as_of", "sources": "source", "sujet": "topic", "lien": "links",
    "editeur": "publisher", "fiabilite": "reliability", "questions-types": "ask",
}  # fmt: skip


def meant_key(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, None where none is near."""
    names = {unidecode(name).lower(): name for name in sorted(known, reverse=True)}
    plain = unidecode(word).lower()
    meant = names.get(plain) or names.get(_FRENCH_KEYS.get(plain, ""))
    if meant is not None:
        return meant
    best = process.extractOne(
        plain, names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
    )
    return None if best is None else names[best[0]]


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return « ; vouliez-vous dire « horaires » ? » where a known word is near."""
    meant = meant_key(word, known)
    return "" if meant is None else f" ; vouliez-vous dire « {meant} » ?"


def syntax_message(problem: str) -> tuple[str, bool]:
    """Return what the YAML parser found, and whether to show where it began."""
    for words, french, where_it_began in _SYNTAX:
        if words in problem:
            return french, where_it_began
    return LAYOUT, False


def value_message(errors: list[Mapping[str, Any]]) -> str:
    """Return one sentence for what pydantic found wrong with one value.

    A value that may be of several types has one error for each of them.
    """
    wrong = [error for error in errors if error["type"] not in _EXPECTED]
    if wrong:
        return _wrong_value(wrong[0])
    if all(error["input"] is None for error in errors):
        return "valeur vide : complétez-la ou supprimez la ligne"
    kinds = dict.fromkeys(_EXPECTED[error["type"]] for error in errors)
    return f"attendu : {' ou '.join(kinds)}"


def _wrong_value(error: Mapping[str, Any]) -> str:
    context: Mapping[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "string_pattern_mismatch":
            return _PATTERNS.get(context["pattern"], "forme inattendue")
        case "string_too_short" | "too_short":
            return "valeur vide : complétez-la ou supprimez la ligne"
        case "string_too_long" | "too_long":
            return f"trop long : {context['max_length']} caractères au plus"
        case "literal_error":
            return _one_of(str(context["expected"]), error["input"])
        case _:
            return "valeur refusée"


def _one_of(expected: str, given: object) -> str:
    values = re.findall(r"'([^']*)'", expected)
    near = suggestion(given, values) if isinstance(given, str) else ""
    return f"attendu : {', '.join(values[:-1])} ou {values[-1]}{near}"

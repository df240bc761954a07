"""Words of time that are names: « Noël Marchand », « mon chien Vendredi »."""

from collections.abc import Sequence

from servicebot.french.moments.tokens import Token

_GIVEN = ("noel", "toussaint")
_TIMELESS = frozenset(("x", "title", "go", "stop", "comma", "born", "call", "dash"))
_BEINGS = frozenset(
    "chien chienne chat chatte fils fille frere soeur mari femme voisin voisine ami"
    " amie collegue oncle tante cousin cousine pere mere bebe maire adjoint adjointe"
    " conseiller conseillere docteur dr maitre".split()
)
_BODIES = frozenset("association club collectif amicale compagnie cercle".split())
_NAMING = ("weekday", "month", "weak", "feast")


def without_names(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Return the tokens, those that name people, animals and clubs meaning nothing."""
    if text.isupper():
        return tuple(tokens)
    return tuple(
        token._replace(kind="x")
        if token.kind in _NAMING and _is_name(tokens, at, text)
        else token
        for at, token in enumerate(tokens)
    )


def _is_name(tokens: Sequence[Token], at: int, text: str) -> bool:
    token = tokens[at]
    if not text[token.start].isupper():
        return False
    before = tokens[at - 1] if at else None
    if before is not None and before.word in _BEINGS:
        return True
    if token.word in _GIVEN:
        timeless = before is None or before.kind in _TIMELESS
        return timeless and _has_surname(tokens[at:], text)
    of = before is not None and before.kind in ("du", "de")
    return of and at > 1 and tokens[at - 2].word in _BODIES


def _has_surname(tokens: Sequence[Token], text: str) -> bool:
    """Return whether a capitalised word follows right away."""
    if len(tokens) < 2:
        return False
    name, following = tokens[:2]
    near = text[name.end : following.start] == " "
    return near and following.kind == "x" and text[following.start].isupper()

"""What a citizen writes, without what tells who someone is: best effort, by rules.

Six recognisers each read the whole text; where they overlap, the longest names the
span. What is longer than any question may be is cut first, so that no text takes long.
"""

from servicebot.journal.privacy.addresses import addresses
from servicebot.journal.privacy.births import births
from servicebot.journal.privacy.codes import codes
from servicebot.journal.privacy.digits import numbers
from servicebot.journal.privacy.emails import emails
from servicebot.journal.privacy.names import names
from servicebot.journal.privacy.spans import Span, joined, plain, without

LONGEST = 1200
"""Characters that are kept of a text; what follows is dropped, for « … »."""

_RECOGNISERS = (emails, codes, numbers, births, addresses, names)


def mask(text: str) -> str:
    """Return the text with what is personal replaced by its kind.

    >>> mask("Je m'appelle Zoé, rappelez-moi au 06 39 98 12 34")
    "Je m'appelle [nom], rappelez-moi au [téléphone]"
    """
    kept = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    spans = find(kept)
    return without(kept, spans) if spans else kept


def find(text: str) -> list[Span]:
    """Return what is personal in a text, in order, without overlap."""
    even = plain(text)
    return joined(span for recogniser in _RECOGNISERS for span in recogniser(even))

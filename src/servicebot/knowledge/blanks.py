"""What is still to be completed, « [à compléter : …] », is refused until it is."""

import re
from collections.abc import Iterator

from servicebot.errors import Fault
from servicebot.knowledge.yaml import Document, Node

BLANK = re.compile(r"\[\s*[àa] compl[ée]ter\b[^\]]*\]?", re.IGNORECASE)
MARK = re.compile(rb"\[\s*(?:[aA]|\xc3[\xa0\x80]) compl", re.IGNORECASE)
"""What a file with a blank has in it, found without reading its YAML."""

Keys = tuple[str | int, ...]


def blanks(document: Document) -> tuple[Fault, ...]:
    """Return a fault for each text of a file that is still to be completed."""
    return tuple(
        document.fault(keys, f"{found} : complétez, ou supprimez cette entrée")
        for keys, found in blank_keys(document.root)
    )


def blank_keys(node: Node, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Yield the keys that lead to each blank, and the blank."""
    if isinstance(node.data, str) and (found := BLANK.search(node.data)):
        yield keys, found[0]
    for key, child in node.children.items():
        yield from blank_keys(child, (*keys, key))

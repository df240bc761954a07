"""YAML as editors need it: text stays text, nothing is lost, every node has its place.

Plain scalars stay text except true, false, null and simple integers, so that
`0466001234`, `12:30` and `no` mean what they say. Anchors, aliases, tags and merge keys
are refused, a duplicate key is a fault. Events are read one by one instead of composing
nodes, since nodes no longer show aliases and a deep file must stop early.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml import events as ev

from servicebot.errors import Fault
from servicebot.knowledge.fields import without_accents
from servicebot.knowledge.messages import LAYOUT, syntax_message

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
# What YAML refuses or takes for a line break where an editor shows none.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)|\t"
)
_TAB = "tabulation interdite : remplacez-la par des espaces"
_BOM = (
    "le fichier commence par une marque d'ordre (BOM) : enregistrez-le en UTF-8 simple"
)

Keys = Sequence[str | int]


class Mark(NamedTuple):
    """A position in a file, counted from 1 as editors show it."""

    line: int = 1
    column: int = 1


@dataclass(slots=True)
class Node:
    """A value with its place, the places of its keys and the nodes inside it."""

    mark: Mark
    data: Any = None
    keys: dict[str, Mark] = field(default_factory=dict)
    children: dict[str | int, "Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read: `data` holds dict, list, str, int, bool, None."""

    path: Path
    root: Node
    faults: tuple[Fault, ...] = ()
    unreadable: bool = False

    @property
    def data(self) -> object:
        """The whole content of the file."""
        return self.root.data

    def find(self, keys: Keys) -> tuple[tuple[str | int, ...], Node]:
        """Return the longest part of the keys that stands in the file, and its node."""
        node, found = self.root, []
        for key in keys:
            written = _as_written(key, node)
            if written is None:
                break
            found.append(written)
            node = node.children[written]
        return tuple(found), node

    def fault(self, keys: Keys, message: str, *, at_key: bool = False) -> Fault:
        """Return a fault at the value (or the key) that the keys lead to."""
        found, node = self.find(keys)
        mark = node.mark
        if at_key and found:
            mark = self.find(found[:-1])[1].keys.get(str(found[-1]), mark)
        return Fault(self.path, mark.line, mark.column, message)


def _as_written(key: str | int, node: Node) -> str | int | None:
    """Return the key as the file has it: identifiers lose their accents when read."""
    if key in node.children or isinstance(key, int):
        return key if key in node.children else None
    same = (name for name in node.children if without_accents(name) == key)
    return next(same, None)


class _Stop(Exception):  # noqa: N818 - a way out, not an error
    """The rest of the file cannot be trusted."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message


def parse(content: bytes, path: Path) -> Document:
    """Read one YAML file; what is wrong with it is in the document's `faults`."""
    reader = _Reader(path)
    try:
        text = _decoded(content)
        root = reader.read(text)
    except _Stop as stop:
        fault = Fault(path, stop.mark.line, stop.mark.column, stop.message)
        return Document(path, Node(Mark()), (*reader.faults, fault), unreadable=True)
    return Document(path, root, tuple(reader.faults))


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        message = (
            "fichier de plus d'un mégaoctet : répartissez-le en plusieurs fichiers"
        )
        raise _Stop(Mark(), message)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        mark = _mark_at(content[: error.start].decode("utf-8"))
        message = "caractère illisible : enregistrez le fichier en UTF-8"
        raise _Stop(mark, message) from error
    if found := _FORBIDDEN.search(text):
        raise _Stop(_mark_at(text[: found.start()]), _forbidden(found))
    return text


def _mark_at(before: str) -> Mark:
    line = before.rpartition("\n")[2]
    return Mark(before.count("\n") + 1, len(line) + 1)


def _forbidden(found: re.Match[str]) -> str:
    if found[0] == "\t":
        return _TAB
    if found[0] == "\ufeff" and found.start() == 0:
        return _BOM
    code = f"U+{ord(found[0]):04X}"
    return f"caractère invisible interdit ({code}) : supprimez-le"


class _Reader:
    """Builds the nodes of one file from its events, without recursion."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.stack: list[Node] = []
        self.pending: list[str | None] = []
        self.root: Node | None = None
        self.documents = 0

    def read(self, text: str) -> Node:
        """Return the root node, or stop at what makes the file unreadable."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if isinstance(event, ev.ScalarEvent):
                    event.value = sys.intern(event.value)  # towns say much alike
                self.take(event)
        except yaml.MarkedYAMLError as error:
            raise _syntax_stop(error) from error
        except yaml.YAMLError as error:
            raise _Stop(Mark(), LAYOUT) from error
        return self.root or Node(Mark())

    def take(self, event: ev.Event) -> None:
        """Take the next event of the parser."""
        if isinstance(event, ev.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Stop(
                    _mark(event), "un seul document par fichier : retirez « --- »"
                )
        elif isinstance(event, ev.NodeEvent):
            self.take_node(event)
        elif isinstance(event, ev.CollectionEndEvent):
            self.close()

    def take_node(self, event: ev.NodeEvent) -> None:
        """Take a value or, in a mapping, a key."""
        _refuse_tricks(event)
        parent = self.stack[-1] if self.stack else None
        if (
            parent is not None
            and isinstance(parent.data, dict)
            and self.pending[-1] is None
        ):
            self.pending[-1] = self.key(event, parent)
            return
        node = Node(_mark(event), _started(event))
        self.attach(node, parent)
        if not isinstance(event, ev.ScalarEvent):
            if len(self.stack) >= MAX_DEPTH:
                raise _Stop(node.mark, "trop de niveaux imbriqués (20 au plus)")
            self.stack.append(node)
            self.pending.append(None)

    def key(self, event: ev.NodeEvent, parent: Node) -> str:
        """Return the key that an event gives, noting a duplicate."""
        if not isinstance(event, ev.ScalarEvent):
            raise _Stop(_mark(event), "une clé doit être un simple texte")
        name, mark = str(event.value), _mark(event)
        if name == "<<" and not event.style:
            raise _Stop(mark, "fusion YAML (« << ») interdite : recopiez les lignes")
        if name in parent.keys:
            first = parent.keys[name].line
            message = f"clé « {name} » en double (lignes {first} et {mark.line})"
            self.faults.append(Fault(self.path, mark.line, mark.column, message))
        else:
            parent.keys[name] = mark
        return name

    def attach(self, node: Node, parent: Node | None) -> None:
        """Put a node where it belongs; of duplicate keys the first one stays."""
        if parent is None:
            self.root = node
        elif isinstance(parent.data, list):
            parent.children[len(parent.children)] = node
        else:
            parent.children.setdefault(str(self.pending[-1]), node)
            self.pending[-1] = None

    def close(self) -> None:
        """Fill in the data of the collection that ends here."""
        node = self.stack.pop()
        self.pending.pop()
        if isinstance(node.data, list):
            node.data.extend(child.data for child in node.children.values())
        else:
            node.data.update({str(k): c.data for k, c in node.children.items()})


def _refuse_tricks(event: ev.NodeEvent) -> None:
    if isinstance(event, ev.AliasEvent):
        message = "alias YAML (« * ») interdit : recopiez le texte, ou mettez-le entre"
        raise _Stop(_mark(event), f"{message} guillemets")
    if event.anchor is not None:
        message = "ancre YAML (« & ») interdite : mettez le texte entre guillemets"
        raise _Stop(_mark(event), message)
    if getattr(event, "tag", None) is not None:
        message = "étiquette YAML (« ! ») interdite : mettez le texte entre guillemets"
        raise _Stop(_mark(event), message)


def _started(event: ev.NodeEvent) -> object:
    if isinstance(event, ev.ScalarEvent):
        return _scalar(str(event.value), plain=not event.style)
    return [] if isinstance(event, ev.SequenceStartEvent) else {}


def _scalar(text: str, *, plain: bool) -> object:
    if not plain:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if _INTEGER.fullmatch(text) else text


def _mark(event: ev.Event) -> Mark:
    mark = event.start_mark
    return Mark(mark.line + 1, mark.column + 1) if mark is not None else Mark()


def _syntax_stop(error: yaml.MarkedYAMLError) -> _Stop:
    message, at_start = syntax_message(error.problem or "")
    mark = (error.context_mark if at_start else None) or error.problem_mark
    if mark is None:
        return _Stop(Mark(), message)
    return _Stop(Mark(mark.line + 1, mark.column + 1), message)

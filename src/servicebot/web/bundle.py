"""The widget's file: its style sheet and its modules in one, and the versions kept.

A page that embeds `/widget-<hash>.js` with its integrity hash goes on working after an
upgrade, since the last few versions stay in a folder (`var/widgets`).
"""

import base64
import gzip
import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servicebot.knowledge.base import Base
from servicebot.knowledge.colours import Colours

KEPT_VERSIONS = 5
_SCRIPTS = ("view.js", "combobox.js", "service-bot.js", "define.js")
_LICENCE = "/* servicebot: the widget. SPDX-License-Identifier: MIT */"
_NAME = re.compile(r"widget-[0-9a-f]{12}\.js")
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One version of the widget's file, plain and compressed."""

    name: str
    content: bytes
    compressed: bytes
    integrity: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sources of the widget, and the folder of the versions served before."""

    sources: Path
    kept: Path

    def build(self, colours: Colours) -> Bundle:
        """Return the widget in a town's colours, and keep it among the last ones."""
        bundle = _bundle(_joined(self.sources, colours))
        try:
            self._keep(bundle)
        except OSError as error:
            _log.warning("the widget's version is not kept: %s", error)
        return bundle

    def earlier(self, name: str) -> Bundle | None:
        """Return a version that was served before, or None if it is not kept."""
        if _NAME.fullmatch(name) is None:
            return None
        try:
            return _bundle((self.kept / name).read_bytes())
        except OSError:
            return None

    def _keep(self, bundle: Bundle) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        path = self.kept / bundle.name
        if path.exists():
            path.touch()
        else:
            draft = path.with_suffix(".draft")
            draft.write_bytes(bundle.content)
            draft.replace(path)
        versions = sorted(self.kept.glob("widget-*.js"), key=_age)
        for old in versions[:-KEPT_VERSIONS]:
            old.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class WidgetFiles:
    """The widget in the colours of the town in service, built once for each."""

    shelf: Shelf
    built: dict[Colours, Bundle] = field(default_factory=dict)

    def current(self, base: Base) -> Bundle:
        """Return the version of the base's colours."""
        colours = base.town.colours
        if colours not in self.built:
            self.built[colours] = self.shelf.build(colours)
        return self.built[colours]

    def named(self, name: str, base: Base) -> Bundle | None:
        """Return a version by its name: the one in service, or one kept of before."""
        current = self.current(base)
        return current if current.name == name else self.shelf.earlier(name)


def colour_rules(selector: str, names: Mapping[str, str], colours: Colours) -> str:
    """Return CSS that gives an element the town's colours, by custom property."""
    rules = "".join(f"{name}:{getattr(colours, of)};" for name, of in names.items())
    return f"{selector}{{{rules}}}"


def _joined(sources: Path, colours: Colours) -> bytes:
    names = {f"--town-{name.replace('_', '-')}": name for name in Colours.model_fields}
    styles = (sources / "service-bot.css").read_text("utf-8")
    scripts = [(sources / name).read_text("utf-8") for name in _SCRIPTS]
    rules = colour_rules(":host", names, colours)
    sheet = f"const STYLES = String.raw`{rules}\n{styles}`;\n"
    text = "\n".join([_LICENCE, sheet, *scripts])
    return _IMPORT.sub("", text).encode()


def _bundle(content: bytes) -> Bundle:
    digest = hashlib.sha256(content).hexdigest()[:12]
    integrity = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return Bundle(
        name=f"widget-{digest}.js",
        content=content,
        compressed=gzip.compress(content, 9, mtime=0),
        integrity=f"sha384-{integrity}",
    )


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name

"""The files that pages are made of, found in a checkout and in an installed wheel."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from servicebot.errors import SettingsError
from servicebot.knowledge.colours import Colours

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file; `url` holds a hash of its content, so that it never changes."""

    url: str
    content: bytes
    content_type: str


def assets_dir() -> Path:
    """Return the folder of templates and styles: the wheel's, else the checkout's."""
    package = Path(str(files("servicebot")))
    for folder in (package / "_web", package.parents[1] / "web"):
        if (folder / "templates").is_dir():
            return folder
    message = "les gabarits des pages manquent : l'installation est incomplète"
    raise SettingsError(message)


def read_assets(folder: Path) -> Mapping[str, Asset]:
    """Read the static files once, by their plain name (`chat.css`)."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in _TYPES)
    return {path.name: asset_of(path.name, path.read_bytes()) for path in paths}


def asset_of(name: str, content: bytes) -> Asset:
    """Return a static file at the address that its content gives it."""
    stem, _, suffix = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    url = f"/assets/{stem}-{digest}.{suffix}"
    return Asset(url, content, _TYPES[f".{suffix}"])


def town_styles(colours: Colours) -> str:
    """Return the style sheet that gives the pages the town's colours."""
    day = (
        f"--deep:{colours.main};--on-deep:{colours.on_main};"
        f"--band:{colours.main};--on-band:{colours.on_main};--sun:{colours.accent}"
    )
    night = f"--deep:{colours.main_dark};--on-deep:{colours.on_main_dark}"
    night += ";--band:#16211f;--on-band:#eef1ec"
    return f":root{{{day}}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}"

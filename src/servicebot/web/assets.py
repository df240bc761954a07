"""The files that pages are made of, found in a checkout and in an installed wheel."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from servicebot.errors import SettingsError

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
    return {path.name: _asset(path) for path in paths}


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    url = f"/assets/{path.stem}-{digest}{path.suffix}"
    return Asset(url, content, _TYPES[path.suffix])

"""What all the applications of a process have in common: files, templates, document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask.templating import Environment

from servicebot.french.typography import de
from servicebot.web.assets import Asset, assets_dir, read_assets
from servicebot.web.mount import here
from servicebot.web.openapi import openapi_document
from servicebot.web.operations import OPERATIONS

_LONGEST_BODY = 16 * 1024
_LONGEST_FORM = 256 * 1024


@dataclass(frozen=True, slots=True)
class Shared:
    """Read once a process; `templates` are compiled once for all its applications."""

    folder: Path
    assets: Mapping[str, Asset]
    document: Mapping[str, Any]
    templates: Environment | None = None

    @staticmethod
    def read() -> "Shared":
        """Read the files of the pages, of a wheel or of a checkout."""
        folder = assets_dir()
        assets = {**read_assets(folder / "styles"), **read_assets(folder / "scripts")}
        return Shared(folder, assets, openapi_document(OPERATIONS))

    def for_many(self) -> "Shared":
        """Return the same with templates that several applications may use."""
        return replace(self, templates=make_flask(self).jinja_env)


def make_flask(shared: Shared) -> Flask:
    """Return an application without routes, as all of our pages want it."""
    templates = shared.folder / "templates"
    app = Flask("servicebot.web", template_folder=templates, static_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if shared.templates is not None:
        app.jinja_env = shared.templates
    app.jinja_env.globals["colon"] = "\u202f:"
    app.jinja_env.filters.update(de=de, dial=_dial, host=_host)
    app.context_processor(lambda: {"here": here()})
    app.before_request(_limit_body)
    return app


def _limit_body() -> None:
    is_form = request.path == "/chat"
    request.max_content_length = _LONGEST_FORM if is_form else _LONGEST_BODY
    request.max_form_memory_size = _LONGEST_FORM


def _dial(phone: str) -> str:
    """Return the number as `tel:` links want it: digits and a leading plus."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


def _host(url: str) -> str:
    """Return the site of an address, as people say it: « www.ville.fr »."""
    return urlsplit(url).netloc

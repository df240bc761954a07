"""The door of a process that serves many towns: which one is a request for?

A town is at the root of the hosts that its `town.yaml` names, and on every host that
is no town's own under `/t/` and the name of its folder. Health and metrics of the
process are at the root of all hosts.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.wsgi import ClosingIterator

from servicebot.knowledge.towns import Site
from servicebot.web.hosting.keeper import Keeper
from servicebot.web.hosting.visits import TownLoadingError, TownRefusedError

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]

OWN = frozenset({"/healthz", "/readyz", "/metrics"})
REFUSAL = "servicebot.refusal"
_TOWN = re.compile(r"/t/([a-z0-9-]+)(/.*)?", re.DOTALL)
_PORT = re.compile(r":\d*$")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the process answers by itself, when no town does."""

    status: int
    detail: str
    headers: tuple[tuple[str, str], ...] = ()


_UNKNOWN_HOST = Refusal(404, "Aucune commune n'est servie à cette adresse.")
_UNKNOWN_TOWN = Refusal(404, "Aucune commune de ce nom n'est servie ici.")
_REFUSED = Refusal(
    503,
    "L'assistant de cette commune est momentanément indisponible : ses fiches sont en "
    "cours de correction.",
    (("Retry-After", "30"),),
)
_LOADING = Refusal(
    503,
    "L'assistant de cette commune démarre : réessayez dans un instant.",
    (("Retry-After", "2"),),
)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """A WSGI application: hands each request to its town, or to the process's own."""

    keeper: Keeper
    own: Application

    def __call__(
        self, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Serve one request."""
        found = self._find(environ)
        if isinstance(found, Refusal):
            return self._refuse(found, environ, start_response)
        try:
            visit = self.keeper.visit(found)
        except TownRefusedError:
            return self._refuse(_REFUSED, environ, start_response)
        except TownLoadingError:
            return self._refuse(_LOADING, environ, start_response)
        try:
            body = visit.app(environ, _timed(start_response, visit.waited))
        except BaseException:
            visit.leave()
            raise
        return ClosingIterator(body, visit.leave)

    def _find(self, environ: Environ) -> Site | Refusal:
        """Return the town of a request; what is before its own paths is set apart."""
        path = environ.get("PATH_INFO", "")
        if path in OWN:
            return Refusal(200, "")
        sites = self.keeper.sites
        site = sites.by_host.get(plain_host(environ.get("HTTP_HOST", "")))
        if site is not None:
            return site
        named = _TOWN.fullmatch(path)
        if named is None:
            return _UNKNOWN_HOST
        name, rest = named.groups()
        site = sites.by_name.get(name)
        if site is None:
            return _UNKNOWN_TOWN
        prefix = f"{environ.get('SCRIPT_NAME', '')}/t/{name}"
        if rest is None:
            query = environ.get("QUERY_STRING")
            there = f"{prefix}/?{query}" if query else f"{prefix}/"
            return Refusal(308, "", (("Location", there),))
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = prefix, rest
        return site

    def _refuse(
        self,
        refusal: Refusal,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        environ[REFUSAL] = refusal
        return self.own(environ, start_response)


def _timed(start_response: Callable[..., Any], waited: float) -> Callable[..., Any]:
    """Say in the response how long its town took to be loaded, if it was not there."""
    if not waited:
        return start_response

    def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:  # noqa: ANN401 - as WSGI has it
        said = ("Server-Timing", f"load;dur={waited * 1000:.0f}")
        return start_response(status, [*headers, said], error)

    return start


def plain_host(said: str) -> str:
    """Return the host that a request names, without its port, in small letters."""
    return _PORT.sub("", said.strip()).rstrip(".").lower()

"""Response headers for each kind of route, and the address that limits count."""

from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import Flask, Request, Response, request

from servicebot.settings import Network

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("Cache-Control", "no-store"),
)
_PAGE = (
    *_ALWAYS,
    ("Content-Security-Policy", _PAGE_POLICY),
    ("X-Frame-Options", "SAMEORIGIN"),
)
_DATA = (
    *_ALWAYS,
    ("Content-Security-Policy", _DATA_POLICY),
    ("X-Frame-Options", "DENY"),
)

Address = IPv4Address | IPv6Address


_YEAR = "max-age=31536000"


def register_headers(
    app: Flask, trusted: Sequence[Network], embedders: Collection[str]
) -> None:
    """Add the security headers: HSTS to what came over TLS, frames for embedders."""
    # X-Frame-Options knows no list: where frames are allowed the policy alone says who.
    policy = " ".join([_PAGE_POLICY, *embedders])
    framed = (*_ALWAYS, ("Content-Security-Policy", policy))

    @app.after_request
    def add_headers(response: Response) -> Response:
        is_page = response.mimetype == "text/html"
        is_framed = is_page and bool(embedders) and request.path == "/chat"
        headers = response.headers
        said = {name.lower() for name, _ in headers}
        wanted = framed if is_framed else _PAGE if is_page else _DATA
        for name, value in wanted:
            if name.lower() not in said:
                headers.add(name, value)
        if is_secure(trusted):
            headers.setdefault("Strict-Transport-Security", _YEAR)
        return response


def client_key(trusted: Sequence[Network]) -> str:
    """Return what the rate limit counts by for the request being served."""
    address = client_address(request, trusted)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address)


def is_secure(trusted: Sequence[Network]) -> bool:
    """Whether the request being served came over TLS, here or to a trusted proxy."""
    if request.is_secure:
        return True
    said = request.headers.get("X-Forwarded-Proto", "").split(",")[-1].strip()
    if said.lower() != "https":
        return False
    address = _address(request.remote_addr or "")
    return address is not None and _is_within(address, trusted)


def client_address(asked: Request, trusted: Sequence[Network]) -> Address | None:
    """Return the nearest address that is not one of the trusted proxies."""
    address = _address(asked.remote_addr or "")
    hops = [
        hop
        for value in asked.headers.getlist("X-Forwarded-For")
        for hop in value.split(",")
    ]
    while hops and address is not None and _is_within(address, trusted):
        further = _address(hops.pop().strip())
        if further is None:
            break
        address = further
    return address


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address
    return address


def _is_within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)

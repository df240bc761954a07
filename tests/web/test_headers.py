"""The security headers of every route, compared with those that were agreed on.

A changed or new route shows up as a difference; once it is meant, write the file again:
`SERVICEBOT_TEST_SNAPSHOT=write scripts/test tests/web/test_headers.py`.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicebot.settings import Settings

SNAPSHOT = Path(__file__).with_name("headers.json")
TOLD = {
    "Access-Control-Allow-Origin",
    "Cache-Control",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Set-Cookie",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


def headers_by_route(client: FlaskClient) -> list[dict[str, object]]:
    """Return the headers of every GET route, routes of the same headers together."""
    groups: dict[str, list[str]] = defaultdict(list)
    for rule in client.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        response = client.get(re.sub(r"<[^>]+>", "x", rule.rule))
        told = {k: v for k, v in sorted(response.headers) if k in TOLD}
        groups[json.dumps(told)].append(f"{rule.rule} {response.status_code}")
    return [
        {"routes": sorted(routes), "headers": json.loads(told)}
        for told, routes in sorted(groups.items(), key=lambda item: min(item[1]))
    ]


def test_every_route_has_the_headers_that_were_agreed_on(client: FlaskClient) -> None:
    found = headers_by_route(client)
    if os.environ.get("SERVICEBOT_TEST_SNAPSHOT") == "write":
        SNAPSHOT.write_text(json.dumps(found, indent=2) + "\n", "utf-8")

    assert found == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_route_forbids_sniffing_and_strange_frames_and_scripts(
    client: FlaskClient,
) -> None:
    for group in headers_by_route(client):
        headers = group["headers"]
        assert isinstance(headers, dict)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("peer", "scheme", "told"),
    [
        ("127.0.0.1", "https", True),
        ("127.0.0.1", "http", False),
        ("192.0.2.7", "https", False),
    ],
)
def test_browsers_are_told_to_stay_on_tls_where_it_ends_at_a_trusted_proxy(
    make_app: Callable[..., Flask], peer: str, scheme: str, *, told: bool
) -> None:
    trusted = Settings.from_env({"SERVICEBOT_TRUSTED_PROXIES": "127.0.0.1"})
    client = make_app(trusted_proxies=trusted.trusted_proxies).test_client()

    response = client.get(
        "/chat",
        headers={"X-Forwarded-Proto": scheme},
        environ_overrides={"REMOTE_ADDR": peer},
    )

    assert ("Strict-Transport-Security" in response.headers) is told

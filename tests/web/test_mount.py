"""A town under a path: all addresses in its pages, cookies, redirects are below it."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

ROOT = "https://villes.example/t/valbrune"
PATH = "/t/valbrune"
PAGES = ("/", "/chat", "/chat?q=piscine", "/mentions-legales", "/docs", "/nulle-part")


class _Addresses(HTMLParser):
    """The addresses that a page would ask its own host for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of a tag."""
        del tag
        for name, value in attrs:
            if name in {"href", "src", "action"} and (value or "").startswith("/"):
                self.found.append(value or "")


def addresses(page: str) -> list[str]:
    """Return the addresses in a page that begin at the root of its host."""
    parser = _Addresses()
    parser.feed(page)
    return parser.found


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app().test_client()


@pytest.mark.parametrize("page", PAGES)
def test_every_address_in_a_page_is_below_the_town_s_path(
    client: FlaskClient, page: str
) -> None:
    response = client.get(page, base_url=ROOT, headers={"Accept": "text/html"})
    found = addresses(response.text)

    assert found
    assert [each for each in found if not each.startswith(f"{PATH}/")] == []


@pytest.mark.parametrize("page", PAGES)
def test_at_the_root_of_a_host_addresses_begin_there(
    client: FlaskClient, page: str
) -> None:
    found = addresses(client.get(page, headers={"Accept": "text/html"}).text)

    assert [each for each in found if each.startswith(PATH)] == []


def test_the_widget_and_the_styles_are_found_where_the_page_says(
    client: FlaskClient,
) -> None:
    home = client.get("/", base_url=ROOT).text
    files = re.findall(rf'(?:src|href)="{PATH}(/[\w.-]+\.js|/assets/[^"]+)"', home)
    statuses = [client.get(file, base_url=ROOT).status_code for file in files]

    assert any(file.startswith("/widget-") for file in files)
    assert set(statuses) == {200}


def test_the_login_of_a_town_under_a_path_stays_there(client: FlaskClient) -> None:
    away = client.get("/guichet/questions?depuis=20", base_url=ROOT)
    form = client.get("/guichet/connexion", base_url=ROOT)

    assert away.location == (
        f"{PATH}/guichet/connexion?suite=/guichet/questions%3Fdepuis%3D20"
    )
    assert f"{PATH}/guichet" in addresses(form.text)

"""The widget's file, its versions, and what it is told at its start."""

import base64
import gzip
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicebot.knowledge.colours import Colours
from servicebot.web.assets import assets_dir, town_styles
from servicebot.web.bundle import KEPT_VERSIONS, Bundle, Shelf

SOURCES = assets_dir() / "widget"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The widget's sources, and a folder of its own for the versions."""
    return Shelf(SOURCES, tmp_path / "widgets")


def upgraded(shelf: Shelf, number: int) -> Bundle:
    """Build the version of a town that has changed its colour once more."""
    return shelf.build(Colours(main=f"#1456{number:02}"))


def test_one_file_holds_the_styles_and_all_the_modules(client: FlaskClient) -> None:
    script = client.get("/widget.js").text

    assert "--town-main:#14564c" in script
    assert "class ServiceBot extends HTMLElement" in script
    assert 'customElements.define("service-bot", ServiceBot)' in script
    assert re.search(r"^import ", script, re.MULTILINE) is None


def test_no_sentence_stands_in_the_code() -> None:
    code = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.js"))
    without_comments = re.sub(r"/\*.*?\*/|//[^\n]*", "", code, flags=re.DOTALL)

    assert re.findall(r"[àâçéèêîïôùûœ]", without_comments.replace("/œ/", "")) == []
    assert "innerHTML" not in code
    assert "insertAdjacentHTML" not in code


def test_any_site_may_load_it_and_a_browser_may_check_it(client: FlaskClient) -> None:
    page = client.get("/").text
    found = re.search(r'src="/(widget-\w+\.js)" integrity="sha384-([^"]+)"', page)
    assert found is not None

    response = client.get(f"/{found[1]}")

    digest = base64.b64encode(hashlib.sha384(response.data).digest()).decode()
    assert digest == found[2]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_it_is_compressed_for_who_can_read_it(client: FlaskClient) -> None:
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    packed = client.get("/widget.js", headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_the_latest_is_not_sent_again_while_it_is_the_same(client: FlaskClient) -> None:
    etag = client.get("/widget.js").headers["Etag"]

    assert client.get("/widget.js", headers={"If-None-Match": etag}).status_code == 304


def test_the_last_versions_are_kept_and_older_ones_go(shelf: Shelf) -> None:
    built = [upgraded(shelf, number) for number in range(KEPT_VERSIONS + 2)]

    found = [shelf.earlier(bundle.name) for bundle in built]
    assert found == [None, None, *built[2:]]


def test_a_version_of_before_is_served_after_an_upgrade(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    before = upgraded(Shelf(SOURCES, tmp_path / "var" / "widgets"), 1)
    client = make_app().test_client()

    assert client.get(f"/{before.name}").data == before.content
    assert client.get("/widget-000000000000.js").status_code == 404
    assert client.get("/widget-..%2fsecret.js").status_code == 404


def test_a_folder_that_cannot_be_written_costs_only_the_old_versions(
    tmp_path: Path,
) -> None:
    (tmp_path / "widgets").write_text("not a folder")

    bundle = Shelf(SOURCES, tmp_path / "widgets").build(Colours())

    assert b"ServiceBot" in bundle.content


def test_a_town_s_colours_are_in_its_widget_and_its_pages(shelf: Shelf) -> None:
    blue = Colours(main="#123456")

    assert b"--town-main:#123456" in shelf.build(blue).content
    assert "--deep:#123456" in town_styles(blue)


def test_the_pages_ask_for_the_town_s_colours(client: FlaskClient) -> None:
    sheet = re.search(r'href="(/assets/town-\w+\.css)"', client.get("/chat").text)

    assert sheet is not None
    assert "--deep:#14564c" in client.get(sheet[1]).text


def test_the_start_has_words_contact_subjects_and_notices(client: FlaskClient) -> None:
    start = client.get("/api/v1/widget").get_json()

    assert start["town"] == "Valbrune"
    assert start["texts"]["send"] == "[page_send]"
    assert start["contact"]["name"] == "Mairie"
    assert start["subjects"] == [{"name": "Piscine", "names": []}]
    assert start["notices"] == []
    assert client.get("/api/v1/notices").get_json() == {"notices": []}


def test_a_reply_comes_in_words_when_it_is_asked_so(client: FlaskClient) -> None:
    plain = client.post("/api/v1/ask", json={"question": "piscine"}).get_json()
    asked = {"question": "piscine", "display": True}
    shown = client.post("/api/v1/ask", json=asked).get_json()

    assert "display" not in plain
    assert shown["display"]["paragraphs"][1] == "Elle ouvre demain."
    assert shown["display"]["answers"][0]["place"]["state_text"].startswith("Fermé. ")
    assert shown["display"]["id"] == shown["id"]

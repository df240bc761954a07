"""The Deep Chat component, on a page of another site, talks to the server."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

BUNDLE = (
    Path(__file__).parents[1] / "node/node_modules/deep-chat/dist/deepChat.bundle.js"
)
PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Valbrune</title>
<script src="deepChat.bundle.js" type="module"></script>
<deep-chat connect='{connect}' errorMessages='{{"displayServiceErrorMessages": true}}'>
</deep-chat></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and the address of a site of its own, which holds the component."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(BUNDLE, folder)
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page(serve: Callable[..., str], site: tuple[Path, str]) -> Iterator[Page]:
    """The site's page in a browser, with a conversation that all tests share."""
    folder, origin = site
    api = f"{serve(SERVICEBOT_CORS_ORIGINS=origin)}/api/deepchat"
    connect = {"url": api, "additionalBodyProps": {"session": "a-tab"}}
    text = PAGE.format(connect=json.dumps(connect))
    (folder / "index.html").write_text(text, "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()
        page.goto(origin)
        yield page
        browser.close()


def ask(page: Page, question: str) -> None:
    field = page.locator("#text-input")
    field.fill(question)
    field.press("Enter")


def said(page: Page) -> Locator:
    """Return the last text of the assistant (its buttons are a bubble of their own)."""
    return page.locator(".ai-message-text:not(.html-message)").last


def test_a_question_is_answered_with_its_source(page: Page) -> None:
    ask(page, "combien de crèches ?")

    answer = said(page)
    expect(answer).to_contain_text("compte 3 crèches (2024)")
    expect(answer).to_contain_text("Rapport d'activité 2024")


def test_a_suggestion_is_a_button_that_asks(page: Page) -> None:
    page.get_by_role("button", name="Capacité des crèches").last.click()

    expect(page.locator(".user-message-text").last).to_have_text("Capacité des crèches")
    expect(said(page)).to_contain_text("1\u202f250 places")


def test_the_session_carries_the_conversation(page: Page) -> None:
    ask(page, "et le tarif ?")

    expect(said(page)).to_contain_text(
        "des crèches, je n'ai pas d'information sur le tarif"
    )


def test_a_text_that_is_too_long_gets_a_polite_message(page: Page) -> None:
    ask(page, "a" * 1001)

    expect(said(page)).to_contain_text("trop long")


def test_a_site_that_is_not_listed_gets_no_answer(
    serve: Callable[..., str], page: Page
) -> None:
    other = f"{serve(SERVICEBOT_CORS_ORIGINS='https://www.ville.example')}/api/deepchat"

    outcome = page.evaluate(
        """async (url) => fetch(url, {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({messages: [{role: "user", text: "crèches"}]}),
        }).then(() => "read", () => "refused")""",
        other,
    )

    assert outcome == "refused"

"""The page of conversation as citizens meet it: a browser, a telephone, a text one."""

import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser
Violations = Callable[[Page], list[str]]
Scheme = Literal["light", "dark"]

ANSWER = "/chat?q=combien+de+crèches"
UNKNOWN = "/chat?q=quelle+est+la+capitale+du+Pérou"
EVERY_STATE = {
    "home": "/",
    "empty": "/chat",
    "answer": ANSWER,
    "caution": "/chat?q=combien+d'enfants+dans+les+crèches",
    "hours": "/chat?q=horaires+de+la+mairie",
    "unknown": UNKNOWN,
    "emergency": "/chat?q=au+feu",
    "nothing asked": "/chat?q=+",
    "too long": "/chat?q=" + "a" * 1001,
    "missing": "/nulle-part",
    "documentation": "/docs",
}


def ask(page: Page, question: str) -> None:
    page.get_by_label("Votre question").fill(question)
    page.get_by_role("button", name="Envoyer").click()


def last_reply(page: Page) -> str:
    return page.locator(".turn").last.inner_text()


def test_a_question_gets_an_answer_with_its_source(page: Page) -> None:
    page.goto("/")

    page.get_by_label("Votre question").fill("combien de crèches ?")
    page.get_by_role("button", name="Poser une question").click()

    assert "3 crèches" in last_reply(page)
    assert "Rapport d'activité 2024" in last_reply(page)


def test_enter_sends_and_the_reply_is_in_view(page: Page) -> None:
    page.goto("/chat")

    page.get_by_label("Votre question").fill("horaires de la mairie")
    page.keyboard.press("Enter")

    expect(page.locator("#last")).to_be_in_viewport()
    assert "place du Tilleul" in last_reply(page)


def test_a_choice_is_a_button_that_asks(page: Page) -> None:
    page.goto(ANSWER)

    page.get_by_role("button", name=re.compile("Capacité")).click()

    assert page.locator(".turn").count() == 2
    assert re.search(r"1\s250 places", last_reply(page))


def test_a_follow_up_borrows_from_what_was_said(page: Page) -> None:
    page.goto(ANSWER)

    ask(page, "et pour combien d'enfants ?")

    assert re.search(r"1\s250 places", last_reply(page))


def test_a_question_nobody_answers_shows_whom_to_ask(page: Page) -> None:
    page.goto(UNKNOWN)

    card = page.locator(".turn .contact")

    expect(card).to_contain_text("1 place du Tilleul")
    expect(card.get_by_role("link").first).to_have_attribute("href", "tel:0199001234")


def test_everything_is_reached_by_the_keyboard(page: Page) -> None:
    page.goto("/chat")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("combien de crèches ?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".turn").last).to_contain_text("3 crèches")


def test_nothing_is_stored_and_nobody_else_is_called(
    page: Page, context: BrowserContext, site: str
) -> None:
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))

    page.goto("/")
    page.goto(ANSWER)
    ask(page, "et pour combien d'enfants ?")
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )

    assert [url for url in called if not url.startswith(f"{site}/")] == []
    assert len(called) >= 3
    assert (context.cookies(), stored) == ([], [0, 0, 0, 0])


def test_the_page_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/chat")

    ask(page, "combien de crèches ?")
    page.get_by_role("button", name=re.compile("Capacité")).click()

    expect(page.locator(".turn").last).to_contain_text("places")
    context.close()


def test_an_opinion_needs_no_javascript_either(
    browser: Browser, site: str, page: Page, violations: Violations
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(ANSWER)

    plain.get_by_role("button", name="Pas utile").click()
    plain.get_by_label("Un commentaire ?").fill("Et les horaires ?")
    plain.get_by_role("button", name="Envoyer le commentaire").click()

    expect(plain.get_by_role("status")).to_contain_text("Merci")
    context.close()
    page.goto(ANSWER)
    page.get_by_role("button", name="Pas utile").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", EVERY_STATE.values(), ids=EVERY_STATE)
def test_axe_finds_nothing_wrong(
    page: Page, violations: Violations, address: str, scheme: Scheme
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)

    assert violations(page) == []


@pytest.mark.parametrize("address", EVERY_STATE.values(), ids=EVERY_STATE)
def test_at_320_pixels_nothing_is_cut_and_axe_is_content(
    page: Page, violations: Violations, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []


def test_axe_sees_what_is_wrong(page: Page, violations: Violations) -> None:
    page.goto(ANSWER)
    page.locator("#question").evaluate("field => field.labels[0].remove()")

    assert any(found.startswith("label:") for found in violations(page))


def test_a_text_browser_reads_the_conversation(site: str) -> None:
    w3m = shutil.which("w3m")
    assert w3m is not None

    text = subprocess.run(
        [w3m, "-dump", "-cols", "80", "-O", "UTF-8", f"{site}/chat?q=mairie+horaires"],
        capture_output=True,
        check=True,
        timeout=20,
    ).stdout.decode()

    assert "Assistant automatique" in text
    assert "1 place du Tilleul" in text
    assert "lundi" in text
    assert "Votre question" in text

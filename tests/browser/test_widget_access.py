"""The widget for everybody: axe in all its states, the keyboard, small screens, print.

Each state leaves its picture in `build/screenshots`, for people to look at.
"""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Literal, TypedDict

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

Opener = Callable[[Page], Locator]


class Media(TypedDict, total=False):
    """What a person prefers, as the browser tells it."""

    color_scheme: Literal["light", "dark"]
    forced_colors: Literal["active"]


Violations = Callable[[Page], list[str]]
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
COLOURS: dict[str, Media] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
SIZES = {"desktop": (1280, 900), "phone": (390, 780), "smallest": (320, 256)}
WIDER = """() => {
  const root = document.querySelector("service-bot").shadowRoot;
  const panel = root.querySelector("dialog");
  return [...panel.querySelectorAll("*")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
  }).map((each) => each.className || each.localName);
}"""


def ask(panel: Locator, question: str) -> None:
    turns = panel.locator(".turn")
    wanted = turns.count() + 1
    panel.get_by_role("combobox").fill(question)
    panel.get_by_role("combobox").press("Enter")
    expect(turns).to_have_count(wanted)
    expect(turns.last.locator(".reply")).to_be_visible()


def answer(page: Page, panel: Locator) -> None:
    del page
    ask(panel, "combien d'enfants dans les crèches")


def hours(page: Page, panel: Locator) -> None:
    del page
    ask(panel, "horaires de la mairie")


def unknown(page: Page, panel: Locator) -> None:
    del page
    ask(panel, "quelle est la capitale du Pérou")
    ask(panel, "la recette du gâteau au chocolat")


def emergency(page: Page, panel: Locator) -> None:
    del page
    ask(panel, "au feu")


def feedback(page: Page, panel: Locator) -> None:
    page.route("**/api/v1/feedback", lambda route: route.fulfill(status=204))
    ask(panel, "combien de crèches")
    panel.get_by_role("button", name="Pas utile").click()
    expect(panel.get_by_label("Un commentaire ?")).to_be_visible()


def options(page: Page, panel: Locator) -> None:
    del page
    panel.get_by_role("button", name="Options de la conversation").click()


def agent(page: Page, panel: Locator) -> None:
    del page
    panel.get_by_role("button", name=re.compile("Parler à un agent")).click()


def proposals(page: Page, panel: Locator) -> None:
    del page
    panel.get_by_role("combobox").press_sequentially("mai")
    panel.get_by_role("combobox").press("ArrowDown")


def offline(page: Page, panel: Locator) -> None:
    page.context.set_offline(offline=True)
    panel.get_by_role("combobox").fill("combien de crèches")
    panel.get_by_role("combobox").press("Enter")
    expect(panel.get_by_role("alert")).to_be_visible()
    page.context.set_offline(offline=False)


def failing(page: Page, panel: Locator) -> None:
    page.route("**/api/v1/ask", lambda route: route.fulfill(status=429))
    panel.get_by_role("combobox").fill("combien de crèches")
    panel.get_by_role("combobox").press("Enter")
    expect(panel.get_by_role("alert")).to_be_visible()


def at_rest(page: Page, panel: Locator) -> None:
    del page, panel


STATES: dict[str, Callable[[Page, Locator], None]] = {
    "open": at_rest,
    "answer": answer,
    "hours": hours,
    "unknown": unknown,
    "emergency": emergency,
    "feedback": feedback,
    "options": options,
    "agent": agent,
    "proposals": proposals,
    "offline": offline,
    "failing": failing,
}


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


@pytest.mark.parametrize("setting", list(product(COLOURS, SIZES)), ids="-".join)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_wrong_and_nothing_is_cut(
    page: Page,
    open_widget: Opener,
    violations: Violations,
    state: str,
    setting: tuple[str, str],
) -> None:
    colours, size = setting
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce", **COLOURS[colours])
    STATES[state](page, open_widget(page))
    picture(page, f"widget-{state}-{colours}-{size}")

    assert violations(page) == []
    assert page.evaluate(WIDER) == []


@pytest.mark.parametrize("setting", list(product(COLOURS, (1280, 320))), ids=str)
@pytest.mark.parametrize("address", ["/", "/accessibilite", "/mentions-legales"])
def test_the_pages_around_it_are_for_everybody_too(
    page: Page, violations: Violations, address: str, setting: tuple[str, int]
) -> None:
    colours, width = setting
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(**COLOURS[colours])
    page.goto(address)
    picture(page, f"page-{address.strip('/') or 'home'}-{colours}-{width}")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_twice_as_large_fits(page: Page, open_widget: Opener) -> None:
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () =>"
        " document.documentElement.style.fontSize = '200%')"
    )
    panel = open_widget(page)
    ask(panel, "horaires de la mairie")
    picture(page, "widget-hours-large-text")

    assert page.evaluate(WIDER) == []
    expect(panel.get_by_role("combobox")).to_be_in_viewport()
    expect(panel.locator(".turn .asked")).to_be_in_viewport()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.route("**/api/v1/feedback", lambda route: route.fulfill(status=204))
    page.goto("/")
    page.locator("service-bot > a").focus()
    page.keyboard.press("Space")
    panel = page.locator("service-bot dialog")
    expect(panel.get_by_role("combobox")).to_be_focused()

    page.keyboard.type("combien de crèches")
    page.keyboard.press("Enter")
    expect(panel.locator(".turn .reply")).to_contain_text("3 crèches")
    expect(panel.get_by_role("combobox")).to_be_focused()
    press_back_to(page, "Utile")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Utile", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    press_back_to(page, "Options de la conversation")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Nouvelle conversation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel.get_by_role("button", name="Nouvelle conversation")).to_be_hidden()
    page.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    expect(page.locator("service-bot > a")).to_be_focused()


def press_back_to(page: Page, name: str) -> None:
    """Press Shift+Tab until a button of the panel has the focus; 20 times at most."""
    focused = "document.activeElement.shadowRoot.activeElement.textContent"
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(focused) == name:
            return
    pytest.fail(f"the keyboard does not reach « {name} »")


def test_beside_the_page_it_does_not_hold_the_keyboard(
    page: Page, open_widget: Opener
) -> None:
    open_widget(page)
    outside = "document.activeElement !== document.querySelector('service-bot')"

    def leaves() -> bool:
        page.keyboard.press("Shift+Tab")
        return bool(page.evaluate(outside))

    assert any(leaves() for _ in range(12))


def test_on_a_telephone_it_fills_the_screen_and_the_page_behind_is_inert(
    browser: Browser, site: str, open_widget: Opener
) -> None:
    phone = browser.new_context(
        base_url=site,
        viewport={"width": 390, "height": 780},
        is_mobile=True,
        has_touch=True,
        reduced_motion="reduce",
    )
    page = phone.new_page()
    panel = open_widget(page)
    box = panel.bounding_box()

    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    assert panel.evaluate("panel => panel.matches(':modal')")
    size = panel.get_by_role("combobox").evaluate("f => getComputedStyle(f).fontSize")
    assert float(size.removesuffix("px")) >= 16
    phone.close()


def test_targets_are_large_enough_for_a_thumb(page: Page, open_widget: Opener) -> None:
    page.set_viewport_size({"width": 390, "height": 780})
    panel = open_widget(page)
    ask(panel, "combien de crèches")

    for button in panel.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        least = round(
            min(box["width"], box["height"]), 3
        )  # 43.999998 is single precision
        assert least >= 44, button.inner_text()


def test_a_screen_reader_hears_who_speaks_once(page: Page, open_widget: Opener) -> None:
    panel = open_widget(page)
    ask(panel, "combien de crèches")

    expect(panel.get_by_role("log")).to_match_aria_snapshot(
        """
- log "Conversation":
  - list:
    - listitem:
      - paragraph: "/Vous\\\\s: combien de crèches/"
      - paragraph: "/Assistant\\\\s: Le Pays de Valbrune compte 3 crèches/"
      - paragraph: "/Source\\\\s:/"
      - paragraph: Vous pouvez aussi demander
      - list
      - group "Cette réponse vous a-t-elle aidé ?":
        - button "Utile"
        - button "Pas utile"
"""
    )
    assert page.locator("[aria-live]").count() == 0


def test_what_is_closed_is_hidden_from_everybody(
    page: Page, open_widget: Opener
) -> None:
    panel = open_widget(page)
    ask(panel, "combien de crèches")
    page.keyboard.press("Escape")

    assert "Assistant :" not in page.locator("body").aria_snapshot()

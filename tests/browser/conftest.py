"""The real server of the invented town, and Debian's chromium."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from tests.serving import served

TESTS = Path(__file__).parents[1]
AXE = TESTS / "node" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
  const found = await axe.run({runOnly: rules});
  return found.violations.flatMap((each) =>
    each.nodes.map((node) => `${each.id}: ${node.target} ${node.failureSummary}`));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that `servicebot serve` started."""
    folder = tmp_path_factory.mktemp("server")
    origins = "http://ailleurs.localhost"
    with served(folder, SERVICEBOT_CORS_ORIGINS=origins) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that the tests of a module share."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            # Sites of the tests are invented: they may not reach this machine without.
            args=["--disable-features=LocalNetworkAccessChecks"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A citizen's fresh profile."""
    fresh = browser.new_context(base_url=site, locale="fr-FR")
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page."""
    return context.new_page()


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """Return what axe finds wrong in a page as it is now."""
    source = AXE.read_text("utf-8")

    def find(page: Page) -> list[str]:
        page.evaluate(f"{source}; undefined")
        found: list[str] = page.evaluate(RUN_AXE, RULES)
        return found

    return find


@pytest.fixture
def open_widget() -> Callable[[Page], Locator]:
    """Open the widget of the town's page, and return its panel."""

    def opened(page: Page) -> Locator:
        page.goto("/")
        page.get_by_role("button", name="Une question ?").click()
        panel = page.locator("service-bot dialog")
        expect(panel).to_be_visible()
        return panel

    return opened

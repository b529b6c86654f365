"""Browser tests: the machine's own Chromium, two widths, axe, and not one request elsewhere."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tools.browser import MISSING, find_chromium

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
WIDTHS = {"bureau": (1280, 900), "telephone": (390, 844)}
# Conformity: these must be at zero. Good practice is printed at the end, not asserted.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
GOOD_PRACTICE = "best-practice"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "::1")

advice: dict[str, set[str]] = {}


@pytest.fixture(scope="session", autouse=True)
def _orm_beside_playwright() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django would refuse the ORM there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's Chromium."""
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": [*CHROMIUM_ARGUMENTS]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as a French reader does."""
    width, height = WIDTHS["bureau"]
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": width, "height": height},
    }


@pytest.fixture(autouse=True)
def outside_requests(context: BrowserContext) -> Iterator[list[str]]:
    """Fail a test whose pages asked another machine for anything."""
    seen: list[str] = []
    watch_requests(context, seen)
    yield seen
    assert not seen, f"requests to other hosts: {seen}"


def watch_requests(context: BrowserContext, seen: list[str]) -> None:
    """Add to `seen` the address of every request that leaves the machine."""

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL_HOSTS:
            seen.append(request.url)

    context.on("request", note)


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS.keys())
def sized_page(request: pytest.FixtureRequest, page: Page) -> Page:
    """Return a page, once as wide as a desk screen and once as a telephone."""
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    return page


@pytest.fixture
def page_without_javascript(
    browser: Browser, browser_context_args: dict[str, Any], outside_requests: list[str]
) -> Iterator[Page]:
    """Return a page of a browser where scripts are off."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    watch_requests(context, outside_requests)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe_check() -> Callable[..., None]:
    """Return a function that asserts 0 accessibility violation on the page as it stands."""
    return assert_accessible


def assert_accessible(page: Page, *, is_advised: bool = True) -> None:
    """Assert that axe finds nothing against WCAG 2.1 A and AA, and note good practice if asked."""
    values = [*WCAG, GOOD_PRACTICE] if is_advised else [*WCAG]
    options = {"runOnly": {"type": "tag", "values": values}}
    violations = Axe().run(page, options=options).response["violations"]
    breaches = [found for found in violations if set(found["tags"]) & set(WCAG)]
    for found in violations:
        if found not in breaches:
            advice.setdefault(found["id"], set()).add(urlsplit(page.url).path)
    assert not breaches, f"{page.url}\n" + "\n".join(describe(found) for found in breaches)


def describe(found: dict[str, Any]) -> str:
    """Write one violation with the elements concerned."""
    places = "\n".join(
        f"    {node['html']}\n      {node.get('failureSummary', '')}" for node in found["nodes"]
    )
    return f"{found['id']} ({found['impact']}): {found['help']}\n{places}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show the good-practice findings, which do not fail a test."""
    for rule, pages in sorted(advice.items()):
        terminalreporter.write_line(f"axe, bonne pratique « {rule} » : {', '.join(sorted(pages))}")

"""The browser checks themselves can fail: shown on broken pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

GOOD = "<!doctype html><html lang='fr'><title>Page</title><main><h1>Page</h1>{}</main></html>"


def test_axe_accepts_a_sound_page(page: Page, axe_check: Callable[[Page], None]):
    page.set_content(GOOD.format("<p>Texte</p>"))
    axe_check(page)


@pytest.mark.parametrize(
    ("fragment", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<form><input name='titre'></form>", "label"),
        ("<p style='color:#aaa;background:#fff'>Texte pâle</p>", "color-contrast"),
    ],
)
def test_axe_refuses_a_broken_page(
    page: Page, axe_check: Callable[[Page], None], fragment: str, rule: str
):
    page.set_content(GOOD.format(fragment))
    with pytest.raises(AssertionError, match=rule):
        axe_check(page)


def test_a_request_elsewhere_is_seen(page: Page, outside_requests: list[str]):
    page.set_content(GOOD.format("<img alt='' src='http://ailleurs.invalid/a.png'>"))
    assert outside_requests == ["http://ailleurs.invalid/a.png"]
    outside_requests.clear()


def test_both_widths_are_used(sized_page: Page):
    assert sized_page.evaluate("() => window.innerWidth") in (1280, 390)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_scripts_are_off_where_they_must_be(
    page: Page, page_without_javascript: Page, has_scripts: bool
):
    chosen = page if has_scripts else page_without_javascript
    script = "<p id=a>avant</p><script>document.getElementById('a').textContent='après'</script>"
    chosen.goto(f"data:text/html;charset=utf-8,{GOOD.format(script)}")
    expect(chosen.locator("#a")).to_have_text("après" if has_scripts else "avant")

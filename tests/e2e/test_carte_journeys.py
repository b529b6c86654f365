"""The live maps as they are used: drawn, with the keyboard, without WebGL, without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from essor.observatory.lake import Lake
from tests.factories import make_territoire

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=False)]

CARTE = "/observatoire/carte/?indicateur=emploi_salarie_prive"
SITES = "/observatoire/territoires/ti-8404/sites/"
DRAWN = "() => document.getElementById('carte-vive').dataset.etat === 'dessinee'"
TERRITORIES = """() => {
  const map = document.getElementById('carte-vive').carte;
  const found = map.queryRenderedFeatures({ layers: ['classes', 'hachures'] });
  return new Set(found.map((one) => one.properties.code)).size;
}"""
COLOURS = """() => new Promise((done) => {
  const map = document.getElementById('carte-vive').carte;
  map.once('render', () => {
    const gl = map.getCanvas().getContext('webgl2');
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const pixels = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const seen = new Set();
    for (let at = 0; at < pixels.length; at += 4) seen.add(pixels.slice(at, at + 3).join());
    done(seen.size);
  });
  map.triggerRepaint();
})"""
NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest);
};
"""


@pytest.fixture
def site(lake_of_samples: Lake, settings: Any, live_server: Any) -> str:
    """Serve the samples."""
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root
    make_territoire()
    return str(live_server.url)


def test_the_map_is_drawn_and_followed_with_the_keyboard(
    page: Page, site: str, axe_check: Callable[[Page], None]
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(site + CARTE)
    page.wait_for_function(DRAWN)
    assert page.evaluate(TERRITORIES) == 183
    assert page.evaluate(COLOURS) > 5  # not a blank canvas
    assert page.locator("#carte-dessin").is_hidden()
    axe_check(page)
    page.keyboard.press("Tab")
    page.locator(".maplibregl-canvas").focus()
    page.evaluate(
        "() => document.getElementById('carte-vive').carte.jumpTo({center: [3.1, 45.75], zoom: 8})"
    )
    page.locator("#carte-fiche").get_by_text("Clermont Arverne Industrie").wait_for()
    assert (
        page.locator("#carte-fiche a")
        .get_attribute("href")
        .startswith(  # type: ignore[union-attr]
            "/observatoire/territoires/ti-8404/chiffres/emploi_salarie_prive/"
        )
    )
    assert page.locator('tr[data-code="ti-8404"]').evaluate("row => row.className") == "choisi"
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + SITES)
    page.wait_for_function(DRAWN)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="CANDIA").click()
    page.locator("#carte-fiche").get_by_text("placé au milieu de la commune").wait_for()
    axe_check(page)
    assert faults == []


def test_without_webgl_the_drawing_and_the_list_stay(
    page: Page, site: str, axe_check: Callable[[Page], None]
) -> None:
    page.add_init_script(NO_WEBGL)
    page.goto(site + CARTE)
    page.get_by_text("Ce navigateur ne dessine pas la carte vive").wait_for()
    assert page.locator("#carte-dessin svg").is_visible()
    assert page.locator("#carte-dessin svg .lieu").count() == 183
    assert page.locator("#liste-carte tbody tr").count() == 183
    axe_check(page)


def test_without_javascript_the_map_is_a_drawing_and_its_list(
    page_without_javascript: Page, site: str
) -> None:
    page = page_without_javascript
    page.goto(site + CARTE)
    assert page.locator("#carte-dessin svg .lieu").count() == 183
    page.get_by_label("Échelon").select_option("commune")
    page.locator("#territoire").select_option("ti-8404")
    page.get_by_role("button", name="Dessiner").click()
    assert page.locator("#liste-carte tbody tr").count() == 48
    assert page.locator("#carte-dessin svg .lieu").count() == 48
    page.get_by_role("link", name="Lieu", exact=True).click()
    assert "tri=nom" in page.url

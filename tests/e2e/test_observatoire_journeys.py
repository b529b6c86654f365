"""Fifty figures that pages display: each leads to what it is made of, and is found again."""

import math
import random
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page

from essor.foundations.french import format_number
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.themes import THEMES
from tests.factories import make_territoire
from tests.observatory.recompute import Tables, recompute, recompute_point

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TERRITOIRE, SAMPLED, SEED = "ti-8404", 50, 20261123
NUMBER = re.compile("[-\u2212]?[0-9]+(?:[\u00a0\u202f][0-9]{3})*(?:,[0-9]+)?")
VALUE = re.compile(r'id="valeur"><span[^>]*><a[^>]*>([^<]*)</a>')
PLAIN = str.maketrans({",": ".", "\u2212": "-"})
READ = """() => [...document.querySelectorAll('a.chiffre-valeur')]
    .map(one => [one.getAttribute('href'), one.textContent])"""


@pytest.fixture
def samples(lake_of_samples: Lake, settings: LazySettings) -> Lake:
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root
    make_territoire()
    return lake_of_samples


def test_fifty_displayed_figures_are_found_again(
    page: Page, live_server: Any, samples: Lake, axe_check: Callable[[Page], None]
) -> None:
    shown = displayed(page, live_server.url)
    links = sorted(shown)
    assert len(links) >= SAMPLED
    tables, wrong = Tables(samples), []
    for href in random.Random(SEED).sample(links, SAMPLED):
        # The page is asked as the link does; only a few are drawn, which takes a browser longer.
        answer = page.request.get(live_server.url + href)
        told = answer.text().replace("&#x27;", "'")
        value = designated(samples, href)
        if answer.status != 200 or value.indicator.formula not in told.replace("&amp;", "&"):
            wrong.append((href, "no formula", answer.status))
        if f'<dd id="lignes-source">{format_number(value.source_rows)}</dd>' not in told:
            wrong.append((href, "no row count"))
        texts = {*shown[href], *VALUE.findall(told)}
        if not texts or not all(agrees(one, tables, value) for one in texts):
            wrong.append((href, texts))
    assert not wrong, wrong
    page.goto(f"{live_server.url}/observatoire/territoires/{TERRITOIRE}/themes/emploi/")
    axe_check(page)
    page.get_by_role("link", name="8 559 emplois").first.click()
    page.get_by_role("heading", name="Les lignes de la source").wait_for()
    axe_check(page)
    assert page.get_by_role("cell", name="8408").is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def displayed(page: Page, site: str) -> dict[str, set[str]]:
    """Return the link of every figure of the portrait and of the theme pages, with its texts.

    A sentence of the portrait writes what follows from a figure (a change, a share of others): its
    link is followed as the others, its words have their own tests.
    """
    found: dict[str, set[str]] = {}
    root = f"{site}/observatoire/territoires/{TERRITOIRE}/"
    for path in ("", *(f"themes/{theme.key}/" for theme in THEMES)):
        page.goto(root + path, wait_until="domcontentloaded")
        for href, text in page.evaluate(READ):
            if "millesime=" in href:
                found.setdefault(href, set()).update({text} if path else ())
    return found


def designated(lake: Lake, href: str) -> Value:
    """Return the value that an address designates, read from the address alone."""
    parts = urlsplit(href)
    asked = {key: one[0] for key, one in parse_qs(parts.query).items()}
    niveau, _, code = asked.get("lieu", f"territoire:{TERRITOIRE}").partition(":")
    indicator = parts.path.rstrip("/").rpartition("/")[2]
    (found,) = [
        one
        for one in values_of(lake, niveau=niveau, code=code, latest=False)
        if (one.indicator.id, one.rubrique, one.vintage)
        == (indicator, asked.get("rubrique", ""), asked["millesime"])
    ]
    return found


def agrees(text: str, tables: Tables, value: Value) -> bool:
    """Tell whether the numbers of a text are those of the other path, as rounded as it writes."""
    point = recompute_point(tables, value)
    expected = recompute(tables, value) if point is None else (point,)
    written = [re.sub("[\u00a0\u202f]", "", one).translate(PLAIN) for one in NUMBER.findall(text)]
    return len(written) == len(expected) and all(
        math.isclose(float(one), number, abs_tol=0.5 * 10 ** -len(one.partition(".")[2]) + 1e-9)
        for one, number in zip(written, expected, strict=True)
    )

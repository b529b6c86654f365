"""First draw of the live map of the 183 territories, in a headless browser.

Claim: under 2 s (median) from the request of the page to the map idle with every territory painted,
in headless Chromium with WebGL drawn by the processor (SwiftShader), nothing kept by the browser
from one draw to the next, on a machine with 2 cores.

How: serves a demonstration (or takes one already served, `--adresse`), opens the page in a fresh
context each time, waits for MapLibre's first `idle`, counts the territories that are painted, and
reads the time that the browser itself noted. Named peer in the same run, one draw of each in turn:
the list of the territories with its map drawn by the server as SVG (`/territoires/`), to the end of
its loading. The load average is written beside: on a busy machine every time is longer.
Exit code 1 when the claim does not hold.

    .venv/bin/python benchmarks/carte.py [--mesures 7] [--adresse http://127.0.0.1:8000]
        [--depuis DOSSIER] [--json]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from pages import ESSOR, HOST, ROOT, demonstration, environment, free_port
from playwright.sync_api import Browser, sync_playwright

sys.path[:0] = [str(ROOT)]
TARGET_MS = 2000.0
TERRITORIES = 183
CARTE, PEER = "/observatoire/carte/", "/territoires/"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
LIMIT_MS = 60_000
DRAWN = "() => document.getElementById('carte-vive').dataset.etat === 'dessinee'"
PAINTED = """() => {
  const map = document.getElementById('carte-vive').carte;
  const found = map.queryRenderedFeatures({ layers: ['classes', 'hachures'] });
  return [performance.getEntriesByName('carte-dessinee')[0].startTime,
    new Set(found.map((one) => one.properties.code)).size];
}"""
LOADED = """() => [performance.getEntriesByType('navigation')[0].loadEventEnd,
  document.querySelectorAll('svg.carte a').length]"""


def main() -> int:
    """Measure, print and judge."""
    asked = read_arguments()
    with served(asked) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS])
        draw(browser, base + CARTE, DRAWN, PAINTED)  # once unmeasured: the server has just started
        draw(browser, base + PEER, "() => true", LOADED)
        rounds = [
            (
                draw(browser, base + CARTE, DRAWN, PAINTED),
                draw(browser, base + PEER, "() => true", LOADED),
            )
            for _ in range(asked.mesures)
        ]
        browser.close()
    return judge([one for one, _ in rounds], [peer for _, peer in rounds], is_json=asked.json)


def read_arguments() -> argparse.Namespace:
    """Read what is asked on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mesures", type=int, default=7)
    parser.add_argument("--adresse", default="")
    parser.add_argument("--depuis", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    asked.mesures = max(1, min(asked.mesures, 50))
    return asked


@contextmanager
def served(asked: argparse.Namespace) -> Iterator[str]:
    """Give the address of a served Essor."""
    if asked.adresse:
        with nullcontext(asked.adresse.rstrip("/")) as base:
            yield base
        return
    with tempfile.TemporaryDirectory(prefix="essor-carte-") as folder:
        workspace, port = Path(folder) / "demo", free_port()
        if asked.depuis:
            told = {**environment(), "ESSOR_DIR": str(workspace)}
            command = [*ESSOR, "observatoire", "rafraichir", "--depuis", str(asked.depuis)]
            subprocess.run(command, env=told, check=True, stdout=sys.stderr)
        with demonstration(workspace, port):
            yield f"http://{HOST}:{port}"


def chromium() -> str:
    """Return the machine's browser; stops the program when there is none."""
    from tools.browser import MISSING, find_chromium

    return str(find_chromium() or sys.exit(MISSING))


def draw(browser: Browser, address: str, until: str, measured: str) -> tuple[float, int]:
    """Open a page in a fresh context; return milliseconds and the territories drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_function(until, timeout=LIMIT_MS)
    spent, territories = page.evaluate(measured)
    context.close()
    return float(spent), int(territories)


def judge(maps: list[tuple[float, int]], peers: list[tuple[float, int]], *, is_json: bool) -> int:
    """Print the medians and say whether the claim holds."""
    times, peer_times = [one for one, _ in maps], [one for one, _ in peers]
    median = statistics.median(times)
    is_whole = all(number == TERRITORIES for _, number in maps)
    found: dict[str, Any] = {
        "carte_ms": round(median),
        "carte_pire_ms": round(max(times)),
        "svg_ms": round(statistics.median(peer_times)),
        "territoires": sorted({number for _, number in maps}),
        "mesures": len(maps),
        "charge": [round(one, 1) for one in os.getloadavg()],
        "coeurs": os.cpu_count(),
        "tenu": is_whole and median < TARGET_MS,
    }
    if is_json:
        print(json.dumps(found))
    else:
        print(
            f"Carte vive, {TERRITORIES} territoires peints : {found['carte_ms']} ms (médiane de "
            f"{len(maps)}), au pire {found['carte_pire_ms']} ms ; cible {TARGET_MS:.0f} ms."
        )
        print(f"Liste et carte SVG du serveur : {found['svg_ms']} ms.")
        print(
            f"Territoires peints : {found['territoires']} ; charge de la machine : "
            f"{found['charge']} pour {found['coeurs']} cœurs."
        )
    return 0 if found["tenu"] else 1


if __name__ == "__main__":
    sys.exit(main())

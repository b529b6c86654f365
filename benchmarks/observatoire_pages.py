"""Time of the portraits of the 183 territories, beside the page of the same territory.

Claim: with the lake full, the portrait of a territory answers in under 150 ms: median over the 183
territories, first and later requests together. The first one of a process for a version of the
lake reads the lake and draws; the later ones do not. The page of the same territories is measured
in the same run, and the ratio of the medians is printed: it depends little on the machine.

How: prepares a demonstration in a temporary folder, refreshes the observatory from the producers'
files, serves it on a free loopback port as `essor demo` does, then asks each page of each
territory once (first: nothing is kept yet), then again (kept). Run it in the environment:

    .venv/bin/python benchmarks/observatoire_pages.py --depuis ../shared/data [--dir DEMO]
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from pages import ESSOR, TARGET_MS, ask, demonstration, environment, free_port, machine

PORTRAIT = "/observatoire/territoires/{}/"
PEER = "/territoires/{}/"
LEAST = 100  # territories that must be found, else the measure is of something else


def refresh(folder: Path, files: Path) -> None:
    """Fill the observatory of a workspace from a folder of producers' files."""
    command = [*ESSOR, "observatoire", "rafraichir", "--depuis", str(files)]
    given = {**environment(), "ESSOR_DIR": str(folder)}
    subprocess.run(command, env=given, check=True, stdout=subprocess.DEVNULL)


def codes(port: int) -> list[str]:
    """Return the territories that the list shows, as a visitor finds them."""
    _, body, _ = ask(port, "/territoires/liste.csv")
    found = sorted(set(re.findall(r"ti-\d{4}", body.decode())))
    if len(found) < LEAST:
        sys.exit(f"{len(found)} territoires seulement dans la liste.")
    return found


def times(port: int, address: str, wanted: list[str]) -> list[float]:
    """Ask the page of each territory once; return the milliseconds of each."""
    found = []
    for code in wanted:
        status, _, spent = ask(port, address.format(code))
        if status != 200:
            sys.exit(f"{address.format(code)} répond {status}.")
        found.append(spent)
    return found


def told(label: str, found: list[float]) -> str:
    """Write one line of the table."""
    ordered = sorted(found)
    late = ordered[int(0.95 * (len(ordered) - 1))]
    median = statistics.median(ordered)
    return f"{label:<38} {median:>7.1f} ms {late:>7.1f} ms {ordered[-1]:>8.1f} ms"


def measure(port: int) -> bool:
    """Ask everything, print the table; say whether the claim holds."""
    wanted = codes(port)
    for address in (PEER, PORTRAIT):
        ask(port, address.format(wanted[0]))  # modules are imported once in a process
    peers = times(port, PEER, wanted)
    first = times(port, PORTRAIT, wanted)
    again, peers_again = times(port, PORTRAIT, wanted), times(port, PEER, wanted)
    print(f"{machine()} ; {len(wanted)} territoires ; cible : {TARGET_MS:.0f} ms")
    print(f"{'page':<38} {'médiane':>10} {'95 %':>10} {'pire':>11}")
    print(told("territoire (référence)", [*peers, *peers_again]))
    print(told("portrait, première demande", first))
    print(told("portrait, demandes suivantes", again))
    peer = statistics.median([*peers, *peers_again])
    ratio = statistics.median([*first, *again]) / peer
    print(f"Rapport à la page du territoire : {ratio:.2f}".replace(".", ","))
    return statistics.median([*first, *again]) < TARGET_MS


def main() -> int:
    """Measure; return 1 when the claim does not hold."""
    parser = argparse.ArgumentParser(description="Temps des portraits des 183 territoires.")
    parser.add_argument("--depuis", type=Path, help="dossier des fichiers des producteurs")
    parser.add_argument("--dir", type=Path, help="démonstration dont l'observatoire est rempli")
    options = parser.parse_args()
    if options.depuis is None and options.dir is None:
        parser.error("--depuis ou --dir est attendu")
    with tempfile.TemporaryDirectory() as made:
        folder = options.dir or Path(made)
        if options.depuis is not None:
            refresh(folder, options.depuis)
        os.environ["ESSOR_DIR"] = str(folder)
        port = free_port()
        with demonstration(folder, port):
            kept = measure(port)
    print("Tenu." if kept else "Manqué.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

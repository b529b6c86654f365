"""183 territories of 300 actions, 3,000 milestones and 20,000 events each: how long a page takes.

Claim: in such a database, the first screen, the plan, its calendar, its history and its search
answer in under 200 ms (median, time on the server) on SQLite and on PostgreSQL, for a visitor, a
reader, a pilot and a project manager, in a number of queries that does not grow with the plan.

How: one territory is written through the public actions of Essor over two years of an invented
history (fixed seed); it is then copied into all territories of the programme straight into the
tables, with new identities, interleaved as if all had written at the same time. The database
checks every constraint again and the journal of two territories, one of them a copy, is replayed
from nothing and compared with the rows. Then each page is asked `--requests` times through Django's
own client, in this process: time on the server, without the network. All is in a temporary folder,
removed at the end (PostgreSQL in a private cluster, `fsync` off, which reads do not feel), or kept
in the folder of `--garder`, where a second run measures what the first one wrote: the sizes asked
for must then be the same. Exit code 1 when the claim does not hold.

    .venv/bin/python benchmarks/territoires_183.py [--base sqlite|postgresql|deux] [--json]
        [--territoires 183] [--requests 15] [--page NOM] [--garder DOSSIER]
"""

import argparse
import json
import os
import pickle
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
BASES = {"sqlite": ("sqlite",), "postgresql": ("postgresql",), "deux": ("sqlite", "postgresql")}
CODE = "ti-8404"
SEED = 183
MODEL = "modele.pickle"
TIMES = ("cpu_ms", "base_cpu_ms", "median_ms", "p95_ms", "worst_ms")


def say(text: str) -> None:
    """Tell what goes on, apart from the results."""
    print(f"  {text}", file=sys.stderr, flush=True)


def open_essor(folder: Path, database_url: str) -> None:
    """Make a workspace and load Django on it, tables and reference facts included."""
    os.environ["ESSOR_DIR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    from essor.commands.databases import load_territoires
    from essor.commands.static_files import collect
    from essor.commands.workspace import current_workspace, setup_django

    current_workspace().make(demonstration=True)
    setup_django()
    from django.core.management import call_command

    # Not `essor migrer`, which would index a kept database again, for an hour.
    call_command("migrate", interactive=False, verbosity=0)
    load_territoires()
    collect()


def make_model(folder: Path, options: argparse.Namespace) -> None:
    """Write the model territory through the actions, in a database of its own; keep its rows."""
    open_essor(folder, "")
    from grande_base.copies import read_template
    from grande_base.modele import Size, write_territoire

    from essor.records.territoires.models import Territoire

    territoire = Territoire.objects.filter(code=CODE).order_by("-phase").first()
    assert territoire is not None
    size = Size(actions=options.actions, jalons=options.jalons, evenements=options.evenements)
    write_territoire(territoire=territoire, size=size, say=say)
    with Path(options.modele).open("wb") as file:
        pickle.dump(read_template(CODE), file)


def fill(folder: Path, options: argparse.Namespace) -> None:
    """Copy the model into the territories of the programme; the first is that of the model."""
    open_essor(folder, options.adresse)
    from grande_base.copies import Copier
    from grande_base.replay import replays
    from grande_base.tables import settle, unchecked

    from essor.records.territoires.models import Territoire
    from essor.references.territoires.schema import PHASE_COURANTE

    with Path(options.modele).open("rb") as file:
        template = pickle.load(file)  # noqa: S301  written by this program a minute ago
    everywhere = Territoire.objects.filter(phase=PHASE_COURANTE).order_by("code")
    here, others = everywhere.filter(code=CODE), everywhere.exclude(code=CODE)
    territoires = [*here, *others[: options.territoires - 1]]
    with unchecked():
        Copier(template=template, territoires=territoires, seed=SEED).write(say)
    settle()
    for territoire in {territoires[0], territoires[-1]}:
        say(f"{territoire.code} : {replays(territoire)} objets rejoués depuis le journal, égaux")


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Measure the pages; print everything as JSON."""
    open_essor(folder, options.adresse)
    from grande_base.mesure import as_rows, measure_all, weight
    from grande_base.tables import size_bytes

    measures = []
    for one in measure_all(CODE, options.requests, options.page):
        say(
            f"{one.page:<24} {one.reader:<15} {one.queries:>3} requêtes "
            f"{one.median_ms:>8.1f} ms, processeur {one.cpu_ms:.1f} + {one.base_cpu_ms:.1f}"
        )
        measures.append(one)
    found = {"taille_octets": size_bytes(), "poids": weight(CODE), "mesures": as_rows(measures)}
    print(json.dumps(found, ensure_ascii=False))


STEPS = {"modele": make_model, "remplir": fill, "mesurer": measure}


def run_step(step: str, folder: Path, options: argparse.Namespace, **more: str) -> str:
    """Run one step in a process of its own, which loads Django on one database."""
    names = ("territoires", "requests", "actions", "jalons", "evenements", "page")
    given = {name: str(getattr(options, name)) for name in names} | more
    command = [sys.executable, __file__, "--etape", step, "--dossier", str(folder)]
    command += [word for name, value in given.items() for word in (f"--{name}", value)]
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    say(f"[{step} : {time.perf_counter() - started:.0f} s]")
    return done.stdout


@contextmanager
def address(base: str, cluster: Path) -> Iterator[str]:
    """Yield the address of a database kept in a folder, empty for SQLite."""
    if base == "sqlite":
        yield ""
        return
    from tools.postgres import kept_cluster

    with kept_cluster(cluster) as url:
        yield url


def is_new(mark: Path, options: argparse.Namespace) -> bool:
    """Tell whether a step is still to be done; stops when it was done at another size."""
    size = [options.territoires, options.actions, options.jalons, options.evenements]
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) != size:
        sys.exit(f"{mark.parent} tient une base d'une autre taille : choisir un autre dossier.")
    return not mark.exists()


def done(mark: Path, options: argparse.Namespace) -> None:
    """Remember that a step is done, and at which size."""
    size = [options.territoires, options.actions, options.jalons, options.evenements]
    mark.write_text(json.dumps(size), encoding="utf-8")


def measure_base(base: str, root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Fill one database of the folder if it is new, and measure it."""
    say(f"{base} :")
    folder, mark = root / base, root / f"{base}.json"
    with address(base, root / "pg") as url:
        if is_new(mark, options):
            shutil.rmtree(folder, ignore_errors=True)  # a run that was stopped half-way
            make_model_once(root, options)
            run_step("remplir", folder, options, adresse=url, modele=str(root / MODEL))
            done(mark, options)
        before = os.getloadavg()[0]
        found: dict[str, Any] = json.loads(run_step("mesurer", folder, options, adresse=url))
        return {"base": base, "charge": [before, os.getloadavg()[0]], **found}


def make_model_once(root: Path, options: argparse.Namespace) -> None:
    """Write the model territory, unless the folder has it."""
    mark = root / "modele.json"
    if is_new(mark, options):
        say("territoire modèle, écrit par les actions :")
        run_step("modele", root / "modele", options, modele=str(root / MODEL))
        done(mark, options)


@contextmanager
def place(kept: str) -> Iterator[Path]:
    """Yield the folder of the databases: that which was given, or one that is removed."""
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept).resolve()
        return
    # Short: a PostgreSQL socket is in it.
    with tempfile.TemporaryDirectory(prefix="essor-183-", dir="/tmp") as name:
        Path(name).chmod(0o755)  # PostgreSQL runs under its own account
        yield Path(name)


def table(found: dict[str, Any]) -> str:
    """Write the measures of one database as a table."""
    weights = ", ".join(
        f"{value:,} {name}".replace(",", " ") for name, value in found["poids"].items()
    )
    load = " puis ".join(f"{one:.1f}".replace(".", ",") for one in found["charge"])
    lines = [
        f"\n{found['base']} : {weights} ; {found['taille_octets'] / 1e9:.1f} Go ; charge {load}",
        f"{'page':<24} {'lecteur':<15} {'code':>4} {'Kio':>7} {'requêtes':>8} "
        f"{'processeur':>10} {'base':>10} {'médiane':>10} {'95 %':>10} {'pire':>10}",
    ]
    for one in found["mesures"]:
        times = " ".join(f"{one[name]:>7.1f} ms" for name in TIMES)
        verdict = "" if one["is_kept"] else "  MANQUÉ"
        note = "" if one["is_claimed"] else "  (hors cible)"
        lines.append(
            f"{one['page']:<24} {one['reader']:<15} {one['status']:>4} {one['kib']:>7.1f} "
            f"{one['queries']:>8} {times}{verdict}{note}"
        )
    return "\n".join(lines)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Pages d'une base de 183 grands territoires.")
    parser.add_argument("--base", choices=BASES, default="deux")
    parser.add_argument("--territoires", type=int, default=183, help="183 au plus")
    parser.add_argument("--requests", type=int, default=15, help="demandes par page")
    parser.add_argument("--page", default="", help="seulement les pages dont le nom contient ceci")
    parser.add_argument("--garder", default="", help="dossier où la base reste, pour la remesurer")
    parser.add_argument("--json", action="store_true", help="résultat en JSON")
    parser.add_argument("--actions", type=int, default=300)
    parser.add_argument("--jalons", type=int, default=10, help="par action")
    parser.add_argument("--evenements", type=int, default=20_000, help="par territoire")
    for hidden in ("--etape", "--dossier", "--adresse", "--modele"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Make, fill, measure, print; return 1 when the claim does not hold."""
    options = read_options()
    if options.etape:
        STEPS[options.etape](Path(options.dossier), options)
        return 0
    with place(options.garder) as root:
        found = [measure_base(base, root, options) for base in BASES[options.base]]
    kept = all(one["is_kept"] for base in found for one in base["mesures"])
    if options.json:
        print(json.dumps({"machine": machine(), "bases": found}, ensure_ascii=False, indent=1))
    else:
        print(f"{machine()} ; {options.requests} demandes par page ; cible : médiane sous 200 ms")
        print("\n".join(table(one) for one in found))
        print("\nTenu." if kept else "\nManqué.")
    return 0 if kept else 1


def machine() -> str:
    """Describe where the measure was made."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cœurs"


if __name__ == "__main__":
    sys.exit(main())

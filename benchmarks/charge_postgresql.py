"""Fifty people read and ten write, for a minute, on PostgreSQL: how long, and is anything lost.

Claim: on two cores, no error, no lost write. Each accepted write is found once in the history; the
last one accepted on a field is its state; each change of a field begins where the one before ended,
so that nothing was overwritten unseen; a refused one left no trace; the journal of every territory
written to is replayed from nothing and equals its rows.

How: a private PostgreSQL cluster, twelve territories copied from one that the actions of Essor
wrote (`territoires_183.py` tells more), and Essor served by `essor servir` on this machine's
loopback: two processes of four threads. Readers go from page to page, writers open a form, type
for a second, send it with its token; one action of each territory is edited by all its writers.
Two people on the same field: the second is shown a conflict, which is an answer, not an error.
People look at a page `--pause` seconds (half to one and a half of it). They are threads of this
program, which shares the two cores with the server and the database: a person on her own machine
waits less. `fsync` is off, as in the tests: a disk adds its own time to each write.
Exit code 1 when there is an error, a lost write, or no write at all.

    .venv/bin/python benchmarks/charge_postgresql.py [--secondes 60] [--lecteurs 50]
        [--redacteurs 10] [--pause 5] [--actions 60] [--json]
"""

import argparse
import json
import os
import pickle
import platform
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from grande_base.visiteurs import (  # noqa: E402
    HOST,
    Browser,
    Pace,
    Reader,
    Writer,
    by_kind,
    run_together,
)

from tools.postgres import temporary_cluster  # noqa: E402

CODE, SEED = "ti-8404", 60
WORKERS, THREADS = 2, 4
START_LIMIT_S = 120.0
JALONS = 10


def say(text: str) -> None:
    """Tell what goes on, apart from the results."""
    print(f"  {text}", file=sys.stderr, flush=True)


def open_essor(folder: Path, database_url: str) -> None:
    """Load Django on a workspace and a database, made ready if they are new."""
    os.environ["ESSOR_DIR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    from essor.commands.databases import load_territoires, migrate
    from essor.commands.workspace import current_workspace, setup_django

    current_workspace().make(demonstration=True)
    setup_django()
    migrate()
    load_territoires()


def make_model(folder: Path, options: argparse.Namespace) -> None:
    """Write the model territory through the actions, in a database of its own; keep its rows."""
    open_essor(folder, "")
    from grande_base.copies import read_template
    from grande_base.modele import Size, write_territoire

    from essor.records.territoires.models import Territoire

    territoire = Territoire.objects.filter(code=CODE).order_by("-phase").first()
    assert territoire is not None
    events = options.actions * 65
    size = Size(actions=options.actions, jalons=JALONS, evenements=events)
    write_territoire(territoire=territoire, size=size, say=say)
    with Path(options.modele).open("wb") as file:
        pickle.dump(read_template(CODE), file)


def fill(folder: Path, options: argparse.Namespace) -> None:
    """Copy the model into the territories; print who is where and what may be edited."""
    open_essor(folder, options.adresse)
    from grande_base.copies import Copier
    from grande_base.preuves import last_event
    from grande_base.tables import settle, unchecked

    from essor.records.accounts.models import Membre
    from essor.records.plans.models import Action
    from essor.records.territoires.models import Territoire
    from essor.references.territoires.schema import PHASE_COURANTE

    with Path(options.modele).open("rb") as file:
        template = pickle.load(file)  # noqa: S301  written by this program a minute ago
    rows = Territoire.objects.filter(phase=PHASE_COURANTE).order_by("code")
    territoires = list(rows[: options.territoires])
    with unchecked():
        Copier(template=template, territoires=territoires, seed=SEED).write(say)
    settle()
    places = []
    for one in territoires:
        membres = Membre.objects.filter(territoire=one).select_related("user").order_by("id")
        codes = Action.objects.filter(plan__territoire=one, statut__in=["a_venir", "en_cours"])
        places.append(
            {
                "code": one.code,
                "people": [(row.role, row.user.email) for row in membres],
                "actions": list(codes.order_by("ordre").values_list("code", flat=True)),
            }
        )
    print(json.dumps({"places": places, "last_event": last_event()}))


def check(folder: Path, options: argparse.Namespace) -> None:
    """Look for everything that was written; print the faults."""
    open_essor(folder, options.adresse)
    from grande_base.preuves import faults_of, replay_faults

    given = json.loads(Path(options.ecrits).read_text(encoding="utf-8"))
    faults = faults_of(given["written"], given["last_event"])
    faults += replay_faults(one["territoire"] for one in given["written"])
    print(json.dumps(faults, ensure_ascii=False))


STEPS = {"modele": make_model, "remplir": fill, "verifier": check}


def run_step(step: str, folder: Path, options: argparse.Namespace, **more: str) -> str:
    """Run one step in a process of its own, which loads Django on one database."""
    given = {"actions": str(options.actions), "territoires": str(options.territoires)} | more
    command = [sys.executable, __file__, "--etape", step, "--dossier", str(folder)]
    command += [word for name, value in given.items() for word in (f"--{name}", value)]
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    say(f"[{step} : {time.perf_counter() - started:.0f} s]")
    return done.stdout


@contextmanager
def server(folder: Path, url: str) -> Iterator[tuple[int, Path]]:
    """Serve the installation with gunicorn on the loopback; yields the port and its log."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    log = folder.parent / "serveur.log"
    words = ["servir", "--port", str(port), "--processus", str(WORKERS), "--fils", str(THREADS)]
    command = [sys.executable, "-m", "essor.commands.main", "--dir", str(folder), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": url}
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            wait_until_served(process, port)
            yield port, log
        finally:
            process.terminate()
            process.wait(timeout=60)


def wait_until_served(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Return when the server answers; stops the program when it ends or is too slow."""
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("Le serveur n'a pas répondu.")


def reader_pages(code: str, actions: list[str], *, is_member: bool) -> list[tuple[str, str]]:
    """Return what people of a territory look at, the pages they open most written more often."""
    base = f"/territoires/{code}/"
    plan = f"{base}plan/"
    pages = [("premier écran", base)] * 3 + [("plan", plan)] * 3
    pages += [("tableau", f"{plan}tableau/"), ("kanban", f"{plan}kanban/")]
    pages += [("frise", f"{plan}frise/"), ("calendrier", f"{plan}calendrier/")]
    pages += [("recherche", "/recherche/?q=friche"), ("territoires", "/territoires/")]
    if is_member:
        pages += [("fiche", f"{plan}actions/{one}/") for one in actions[:6]]
        pages += [("historique", f"{base}historique/")] * 2
        pages += [("santé", f"{plan}sante/"), ("attentes", f"{plan}attentes/")]
        pages += [("risques", f"{plan}risques/")]
    return pages


def people(
    places: list[dict[str, Any]], port: int, options: argparse.Namespace
) -> tuple[list[Reader], list[Writer]]:
    """Return readers, one in five without an account, and writers, several per territory."""
    from grande_base.parole import PASSWORD

    readers, writers = [], []
    for number in range(options.lecteurs):
        place = places[number % len(places)]
        browser = Browser(port)
        is_member = number % 5 != 0
        if is_member:
            role = ("lecteur", "contributeur", "pilote")[number % 3]
            emails = [email for name, email in place["people"] if name == role]
            browser.sign_in(emails[number // len(places) % len(emails)], PASSWORD)
        pages = reader_pages(place["code"], place["actions"], is_member=is_member)
        readers.append(Reader(browser, pages, random.Random(SEED + number)))
    managers = ("administrateur", "chef_de_projet")
    for number in range(options.redacteurs):
        place = places[number % max(1, options.redacteurs // 3)]
        emails = [email for name, email in place["people"] if name in managers]
        browser = Browser(port)
        browser.sign_in(emails[number % len(emails)], PASSWORD)
        own = place["actions"][1 + 3 * number : 4 + 3 * number] or place["actions"][1:4]
        writers.append(
            Writer(
                browser=browser,
                territoire=place["code"],
                own=own,
                common=place["actions"][0],
                name=f"{number:02}",
                dice=random.Random(SEED + 1000 + number),
            )
        )
    return readers, writers


def load(options: argparse.Namespace) -> dict[str, Any]:
    """Make, serve, read and write, check; return everything that is to be told."""
    with tempfile.TemporaryDirectory(prefix="essor-charge-") as name, temporary_cluster() as url:
        folder, model = Path(name) / "espace", Path(name) / "modele.pickle"
        run_step("modele", Path(name) / "modele", options, modele=str(model))
        filled = run_step("remplir", folder, options, adresse=url, modele=str(model))
        found = json.loads(filled)
        with server(folder, url) as (port, log):
            readers, writers = people(found["places"], port, options)
            for one in (*readers, *writers):
                one.browser.asked.clear()  # signing in is not what is measured
            say(f"{len(readers)} lecteurs, {len(writers)} rédacteurs, {options.secondes} s")
            before = os.getloadavg()[0]
            pace = Pace(end=time.monotonic() + options.secondes, pause_s=options.pause)
            run_together([one.live for one in (*readers, *writers)], pace)
            after = os.getloadavg()[0]
            traces = log.read_text(encoding="utf-8", errors="replace").count("Traceback")
        written = [asdict(each) for one in writers for each in one.written]
        kept = Path(name) / "ecrits.json"
        given = {"written": written, "last_event": found["last_event"]}
        kept.write_text(json.dumps(given), encoding="utf-8")
        faults = json.loads(run_step("verifier", folder, options, adresse=url, ecrits=str(kept)))
    asked = [each for one in (*readers, *writers) for each in one.browser.asked]
    outcomes = [one["outcome"] for one in written]
    return {
        "machine": f"Python {platform.python_version()}, {os.cpu_count()} cœurs",
        "charge": [before, after],
        "demandes_par_seconde": len(asked) / options.secondes,
        "par_genre": by_kind(asked),
        "toutes": by_kind([type(one)("toutes", one.status, one.ms) for one in asked])["toutes"],
        "ecritures": {name: outcomes.count(name) for name in ("accepted", "conflict", "refused")},
        "erreurs_http": sum(one.status == 0 or one.status >= 500 for one in asked),
        "traces_dans_le_journal_du_serveur": traces,
        "refus": [fault for one in writers for fault in one.faults],
        "fautes": faults,
    }


def is_kept(found: dict[str, Any]) -> bool:
    """Tell whether the claim holds."""
    bad = found["erreurs_http"] or found["fautes"] or found["refus"]
    bad = bad or found["traces_dans_le_journal_du_serveur"] or found["ecritures"]["refused"]
    return not bad and found["ecritures"]["accepted"] > 0


def table(found: dict[str, Any]) -> str:
    """Write what was measured as a table."""
    load_said = " puis ".join(f"{one:.1f}".replace(".", ",") for one in found["charge"])
    rate = f"{found['demandes_par_seconde']:.1f}".replace(".", ",")
    lines = [f"{found['machine']} ; charge {load_said} ; {rate} demandes par seconde"]
    lines.append(f"{'genre':<34} {'demandes':>8} {'erreurs':>7} {'p50':>9} {'p95':>9} {'p99':>9}")
    for kind, one in {**found["par_genre"], "toutes": found["toutes"]}.items():
        times = " ".join(f"{one[name]:>6.0f} ms" for name in ("p50_ms", "p95_ms", "p99_ms"))
        lines.append(f"{kind:<34} {one['demandes']:>8} {one['erreurs']:>7} {times}")
    wrote = found["ecritures"]
    lines.append(
        f"écritures : {wrote['accepted']} acceptées, {wrote['conflict']} conflits montrés, "
        f"{wrote['refused']} refusées ; {len(found['fautes'])} perdue, inventée ou écrasée"
    )
    lines += [f"  {fault}" for fault in (*found["refus"], *found["fautes"])[:20]]
    return "\n".join(lines)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Charge sur PostgreSQL, rien de perdu.")
    parser.add_argument("--secondes", type=int, default=60, help="300 au plus")
    parser.add_argument("--lecteurs", type=int, default=50, help="200 au plus")
    parser.add_argument("--redacteurs", type=int, default=10, help="40 au plus")
    parser.add_argument("--pause", type=float, default=5.0, help="secondes devant une page")
    parser.add_argument("--actions", type=int, default=60, help="actions par territoire")
    parser.add_argument("--territoires", type=int, default=12)
    parser.add_argument("--json", action="store_true", help="résultat en JSON")
    for hidden in ("--etape", "--dossier", "--adresse", "--modele", "--ecrits"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.secondes = max(1, min(options.secondes, 300))
    options.lecteurs = max(0, min(options.lecteurs, 200))
    options.redacteurs = max(1, min(options.redacteurs, 40))
    return options


def main() -> int:
    """Measure, print, and return 1 when something was lost or went wrong."""
    options = read_options()
    if options.etape:
        STEPS[options.etape](Path(options.dossier), options)
        return 0
    found = load(options)
    kept = is_kept(found)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(table(found))
        print("Tenu." if kept else "Manqué.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

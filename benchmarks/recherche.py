"""The search over 183 territories of 300 actions and 600 milestones: how long an answer takes.

Claim: over 160,000 objects and about two million words in objects, an answer takes under 200 ms
(median) on SQLite and on PostgreSQL, for a visitor and for a member, in a bounded number of
queries, whatever is asked: a rare word, the most common one, three words, the beginning of a word,
a phrase, a code, a mistyped word.

How: actions and milestones are written straight into the tables (fixed seed, a vocabulary whose
frequencies fall as in a real text), the index is rebuilt by `essor recherche reindexer`'s own
function, and each question is asked `--requests` times to the function that the page calls. All is
in a temporary folder, removed at the end. Exit code 1 when the claim does not hold.

    .venv/bin/python benchmarks/recherche.py [--base sqlite|postgresql] [--territoires 183]
        [--requests 15]
"""

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TARGET_MS = 200.0
ACTIONS, JALONS = 300, 600
_SYLLABLES = "bal cor dan fer gri lom mur nep pol quar rin sol tam vul zen bre cla dro fli gue"
SYLLABLES = _SYLLABLES.split()
_COMMON = "site étude travaux projet plan formation industrie énergie eau sols friche emploi"
COMMON = _COMMON.split()
QUESTIONS = {
    "mot rare": "zenzenfer ",
    "mot le plus courant": "site ",
    "trois mots courants": "site étude travaux ",
    "début de mot": "ind",
    "expression": "« étude du site » ",
    "code": "A009",
    "faute de frappe": "indutsrie formaton ",
}


def vocabulary(size: int) -> list[str]:
    """Return words, the most common first: what a plan says every day, then whatever else."""
    made = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    return [*COMMON, *made][:size]


def sentence(draw: random.Random, words: list[str], weights: list[float], length: int) -> str:
    """Return words drawn as a text draws them, with the small ones between."""
    drawn = draw.choices(words, cum_weights=weights, k=length)
    return " du ".join(drawn[:2]) + " " + " ".join(drawn[2:])


def write(territoires: int) -> Any:
    """Write the objects; return a member of the first territory."""
    from django.utils import timezone

    from essor.records.accounts.models import Membre, User
    from essor.records.jalons.models import Jalon
    from essor.records.plans.models import Action, Plan
    from essor.records.territoires.models import Territoire

    draw, words = random.Random(183), vocabulary(8_000)
    weights, total = [], 0.0
    for rank in range(len(words)):
        total += 1 / (rank + 2)
        weights.append(total)
    now = timezone.now()
    stamped = {"created_at": now, "updated_at": now}
    user = User.objects.create(email="mesure@exemple.fr")
    places = list(Territoire.objects.filter(phase="2023-2027").order_by("code")[:territoires])
    Membre.objects.bulk_create(
        [Membre(user=user, territoire=places[0], role="chef_de_projet", **stamped)]
    )
    for place in places:
        plan = Plan(territoire=place, titre="Plan", **stamped)
        Plan.objects.bulk_create([plan])
        levels = ("public", "interne", "restreint")
        actions = [
            Action(
                plan=plan, code=f"A{number:03}", titre=sentence(draw, words, weights, 7),
                descriptif=sentence(draw, words, weights, 20),
                confidentialite=draw.choices(levels, (6, 3, 1))[0], **stamped,
            )
            for number in range(ACTIONS)
        ]  # fmt: skip
        Action.objects.bulk_create(actions)
        Jalon.objects.bulk_create(
            [
                Jalon(
                    action=actions[number % ACTIONS],
                    titre=f"{number} {sentence(draw, words, weights, 8)}",
                    **stamped,
                )
                for number in range(JALONS)
            ]
        )
    return user


@contextmanager
def database(name: str, folder: Path) -> Iterator[None]:
    """Open Essor on a fresh database."""
    from tools import postgres

    os.environ["ESSOR_DIR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    if name == "sqlite":
        yield
        return
    with postgres.temporary_cluster() as url:
        os.environ["DATABASE_URL"] = url
        yield


def measure(base: str, territoires: int, requests: int) -> bool:
    """Measure one database; tell whether the claim holds."""
    with tempfile.TemporaryDirectory() as name, database(base, Path(name)):
        from essor.commands.databases import load_territoires, migrate
        from essor.commands.workspace import current_workspace, setup_django

        current_workspace().make(demonstration=True)
        setup_django()
        migrate()
        load_territoires()
        from django.contrib.auth.models import AnonymousUser
        from django.db import connection

        from essor.records.recherche.index import rebuild
        from essor.records.recherche.models import Document, Posting, Word

        start = time.perf_counter()
        user = write(territoires)
        written = time.perf_counter()
        rebuild()
        print(
            f"{base} : {Document.objects.count()} objets, {Posting.objects.count()} mots dans des "
            f"objets, {Word.objects.count()} mots ; écrits en {written - start:.0f} s, indexés en "
            f"{time.perf_counter() - written:.0f} s"
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        readers = {"visiteur": AnonymousUser(), "chef de projet": user}
        return all([_ask(name, reader, requests) for name, reader in readers.items()])


def _ask(name: str, user: Any, requests: int) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from essor.records.recherche.permissions import reader_of
    from essor.records.recherche.queries import search
    from essor.records.recherche.ranking import Scope

    kept = True
    for label, text in QUESTIONS.items():
        times = []
        for _ in range(requests):
            start = time.perf_counter()
            found = search(text=text, reader=reader_of(user), scope=Scope())
            times.append((time.perf_counter() - start) * 1000)
        with CaptureQueriesContext(connection) as asked:
            search(text=text, reader=reader_of(user), scope=Scope())
        median = statistics.median(times)
        kept = kept and median < TARGET_MS
        print(
            f"  {name:<15} {label:<22} {median:7.1f} ms (pire {max(times):.0f}), "
            f"{len(asked)} requêtes, {found.total} résultats"
        )
    return kept


def main() -> int:
    """Measure and say whether the claim holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--territoires", type=int, default=183)
    parser.add_argument("--requests", type=int, default=15)
    options = parser.parse_args()
    machine = f"{platform.platform()}, Python {platform.python_version()}"
    print(f"{machine}, charge {os.getloadavg()[0]:.1f}")
    kept = measure(options.base, options.territoires, min(options.requests, 100))
    print("tenu" if kept else f"manqué : médiane au-dessus de {TARGET_MS:.0f} ms")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

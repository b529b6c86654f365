"""`essor terres distances`: give the pairs of an instance their kilometres, with where from.

Runs without a database; where there is one, what a routing server answered is kept and not asked
again. No server is called unless a person, or the installation, names it.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, write_json
from essor.commands.terres_instance import read_question
from essor.commands.workspace import say, setup_django, workspace_exists
from essor.engines.terres.distances import read_matrix
from essor.engines.terres.inputs import Instance, Pair
from essor.foundations.errors import Place, UserFault
from essor.foundations.french import format_number
from essor.records.terres_distances.fetching import fetch_json
from essor.records.terres_distances.measuring import Forgetful, Kept, road_distances
from essor.records.terres_distances.routes import (
    Found,
    Measured,
    candidates,
    from_answers,
    from_matrix,
    measured,
)
from essor.records.terres_distances.service import (
    URL_NAMES,
    Engine,
    Service,
    configured_service,
    read_service,
)

SHOWN = 10


@click.command("distances")
@click.argument("path", metavar="INSTANCE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire l'instance complétée ici.")
@click.option("--matrice", "matrix", type=INPUT_FILE, help="Matrice CSV : origine;destination;km.")
@click.option("--osrm", metavar="URL", help="Adresse d'un serveur OSRM.")
@click.option("--valhalla", metavar="URL", help="Adresse d'un serveur Valhalla.")
@click.option("--profil", "profile", help="Véhicule : driving (OSRM), truck (Valhalla).")
@click.option(
    "--repli", "is_estimate_kept", is_flag=True, help="Garder une estimation où la route manque."
)
@click.option("--rafraichir", "is_fresh", is_flag=True, help="Redemander ce qui est déjà gardé.")
@click.option("--sans-memoire", "is_forgetful", is_flag=True, help="Ne rien lire ni garder.")
def distances_command(
    path: Path,
    output: Path | None,
    matrix: Path | None,
    osrm: str | None,
    valhalla: str | None,
    profile: str | None,
    is_estimate_kept: bool,
    is_fresh: bool,
    is_forgetful: bool,
) -> None:
    """Donner leurs distances routières aux paires d'une instance, avec leur provenance.

    Une seule source : une matrice, un serveur OSRM ou un serveur Valhalla ; à défaut, le serveur
    que nomme ESSOR_OSRM_URL ou ESSOR_VALHALLA_URL. Une paire sans itinéraire est laissée de côté
    et signalée ; avec --repli elle garde son estimation, et le dit.
    """
    source = _source(matrix, osrm, valhalla, profile)
    data, instance = read_question(path)
    pairs = candidates(instance)
    if isinstance(source, Path):
        look = from_matrix(read_matrix(_text(source), file=source.name))
    else:
        kept = Forgetful() if is_forgetful else _memory()
        look = _asked(instance, pairs, source, kept, is_fresh=is_fresh)
    result = measured(pairs, look, is_estimate_kept=is_estimate_kept)
    _report(result)
    write_json({**data, "pairs": [_row(pair) for pair in result.pairs]}, output)


def _source(
    matrix: Path | None, osrm: str | None, valhalla: str | None, profile: str | None
) -> Path | Service:
    given = [one for one in (matrix, osrm, valhalla) if one is not None]
    if len(given) > 1:
        raise UserFault.single(
            "une seule source de distances à la fois",
            expected="--matrice, --osrm ou --valhalla",
            code="source",
        )
    if matrix is not None:
        return matrix
    return named_service(osrm, valhalla, profile, os.environ)


def named_service(
    osrm: str | None, valhalla: str | None, profile: str | None, environ: Mapping[str, str]
) -> Service:
    """Return the server that an option names, else the installation. Raises UserFault."""
    if osrm is not None:
        return read_service(Engine.OSRM, osrm, profile=profile)
    if valhalla is not None:
        return read_service(Engine.VALHALLA, valhalla, profile=profile)
    if (service := configured_service(environ)) is not None:
        return read_service(service.engine, service.base, profile=profile)
    raise UserFault.single(
        "aucune source de distances n'est indiquée",
        expected="--matrice FICHIER.csv, --osrm URL, --valhalla URL, ou une adresse dans "
        + " ou ".join(URL_NAMES.values()),
        code="source",
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserFault.single(
            "la matrice ne se lit pas",
            place=Place(file=path.name),
            expected="un fichier CSV en UTF-8",
            code="encodage",
        ) from error


def _memory() -> Kept:
    """Return the database of the workspace when it is there and up to date, else nothing."""
    if not workspace_exists():
        say("Pas d'espace de travail\u00a0: les réponses ne seront pas gardées.")
        return Forgetful()
    setup_django()
    from essor.commands.databases import require_migrated
    from essor.commands.workspace import require_database
    from essor.records.terres_distances import cache

    require_database()
    require_migrated()
    return cache


def _asked(
    instance: Instance,
    pairs: tuple[Pair, ...],
    service: Service,
    kept: Kept,
    *,
    is_fresh: bool,
) -> Callable[[Pair], Found]:
    def progress(done: int, total: int) -> None:
        say(f"{service.engine.label}\u00a0: {format_number(done)} sur {format_number(total)}.")

    roads = road_distances(
        instance,
        pairs,
        service=service,
        fetch=fetch_json,
        kept=kept,
        clock=lambda: dt.datetime.now(tz=dt.UTC),
        is_fresh=is_fresh,
        on_progress=progress,
    )
    say(
        f"Trajets demandés à {service.label}\u00a0: {format_number(roads.asked)}\u00a0; "
        f"déjà connus\u00a0: {format_number(roads.kept)}."
    )
    return from_answers(roads.found)


def _report(result: Measured) -> None:
    """Say what was measured, and what stays unknown and why."""
    replaced = sum(one.is_replaced for one in result.unknown)
    say(f"Paires avec une distance routière\u00a0: {format_number(len(result.pairs) - replaced)}.")
    if not result.unknown:
        return
    kept = "gardent une estimation" if replaced else "sont laissées de côté"
    say(f"Paires sans distance routière, qui {kept}\u00a0: {format_number(len(result.unknown))}.")
    for why, count in Counter(one.why for one in result.unknown).most_common():
        say(f"  {format_number(count)}\u00a0: {why}")
    for one in result.unknown[:SHOWN]:
        say(f"  {one.origin_id} → {one.destination_id}")
    if len(result.unknown) > SHOWN:
        say(f"  … et {format_number(len(result.unknown) - SHOWN)} autres.")


def _row(pair: Pair) -> dict[str, Any]:
    ends = {"lot": pair.lot, "platform": pair.platform, "outlet": pair.outlet}
    row: dict[str, Any] = {name: end for name, end in ends.items() if end is not None}
    row["km"] = round(pair.km, 4)
    if pair.minutes is not None:
        row["minutes"] = round(pair.minutes, 2)
    row["provenance"] = str(pair.provenance)
    return row

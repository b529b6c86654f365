"""`essor terres mesurer`: ask a routing server the distances of a territory, and keep them."""

import datetime as dt
import os

import click

from essor.commands.terres_distances import named_service
from essor.commands.workspace import require_workspace, say
from essor.foundations.errors import UserFault
from essor.foundations.french import format_number

SHOWN = 10


@click.command("mesurer")
@click.argument("code", metavar="TERRITOIRE")
@click.option("--osrm", metavar="URL", help="Adresse d'un serveur OSRM.")
@click.option("--valhalla", metavar="URL", help="Adresse d'un serveur Valhalla.")
@click.option("--profil", "profile", help="Véhicule : driving (OSRM), truck (Valhalla).")
@click.option("--rafraichir", "is_fresh", is_flag=True, help="Redemander ce qui est déjà gardé.")
def measure_command(
    code: str, osrm: str | None, valhalla: str | None, profile: str | None, is_fresh: bool
) -> None:
    """Mesurer par la route les distances entre les chantiers, plateformes et exutoires d'un plan.

    Ce qu'une personne a mesuré n'est pas remplacé. Une paire sans itinéraire garde son calcul à
    vol d'oiseau et est nommée. Sans option, le serveur est celui que nomme l'installation.
    """
    service = named_service(osrm, valhalla, profile, os.environ)
    require_workspace()
    from essor.commands.databases import require_migrated

    require_migrated()
    from django.utils import timezone

    from essor.records.accounts.permissions import Access
    from essor.records.plans.models import Plan
    from essor.records.terres.queries import soils_of
    from essor.records.terres.roads import MeasuredRoad, measure_distances, ways_of
    from essor.records.terres_distances import cache
    from essor.records.terres_distances.fetching import fetch_json
    from essor.records.terres_distances.measuring import measured_ways

    plans = Plan.objects.filter(territoire__code=code).order_by("-created_at", "id")
    plan = plans.select_related("territoire").first()
    if plan is None:
        raise UserFault.single("ce territoire n'a pas de plan", value=code, code="territoire")
    territoire = plan.territoire
    by = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    ways = ways_of(soils_of(plan, by))
    found, _ = measured_ways(
        set(ways.values()),
        service=service,
        fetch=fetch_json,
        kept=cache,
        clock=lambda: dt.datetime.now(tz=dt.UTC),
        is_fresh=is_fresh,
    )
    rows = [
        MeasuredRoad(
            origine=ends[0],
            destination=ends[1],
            km=found[way].leg.km or 0.0,
            source_title=found[way].provenance,
        )
        for ends, way in ways.items()
        if found[way].leg.km is not None
    ]
    changed = measure_distances(by=by, plan=plan, rows=rows, read_on=timezone.localdate())
    say(
        f"{service.label}\u00a0: {format_number(len(rows))} distances, dont "
        f"{format_number(changed)} nouvelles ou changées."
    )
    lost = [ends for ends, way in ways.items() if found[way].leg.km is None]
    for ends in lost[:SHOWN]:
        say(f"  {ends[0]} → {ends[1]}\u00a0: {found[ways[ends]].leg.why}")
    if len(lost) > SHOWN:
        say(f"  … et {format_number(len(lost) - SHOWN)} autres paires sans itinéraire.")

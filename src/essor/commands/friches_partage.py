"""`essor friches partage`: the best land-use mix of one site."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, read_json, write_json
from essor.engines.friches.choice.land_mix import Limits
from essor.engines.friches.choice.site_mix import SiteMix, best_site_mix, only_zone
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import M2_PER_HECTARE
from essor.engines.friches.reading import read_study
from essor.engines.friches.vocabulary import Programme

PROGRAMMES = [programme.value for programme in Programme]


def mix_command(load: Callable[[], Profile]) -> click.Command:
    """Build `partage` with the way to load the profile."""

    @click.command("partage")
    @click.argument("path", metavar="ETUDE.json", type=INPUT_FILE)
    @click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le résultat ici.")
    @click.option(
        "--programme",
        "names",
        multiple=True,
        type=click.Choice(PROGRAMMES),
        help="Programme permis, à répéter (tous sinon).",
    )
    @click.option("--budget", "budget_eur", type=float, help="Travaux au plus, en euros.")
    @click.option("--emplois", "jobs_fte", type=float, help="Emplois au moins, en ETP.")
    @click.option("--sols", "land_take_ha", type=float, help="Sols ENAF pris au plus, en ha.")
    def mix(
        path: Path,
        output: Path | None,
        names: tuple[str, ...],
        budget_eur: float | None,
        jobs_fte: float | None,
        land_take_ha: float | None,
    ) -> None:
        """Partager un site entre programmes, au mieux sous des limites."""
        profile = load()
        study = read_study(read_json(path), parameters=profile.parameters)
        area = only_zone(study).numbers["site.surface_m2"]
        found = best_site_mix(
            study,
            profile,
            programmes=[Programme(name) for name in names or PROGRAMMES],
            limits=Limits(
                area_ha=float(area) / M2_PER_HECTARE,
                budget_eur=budget_eur,
                land_take_ha=land_take_ha,
                jobs_fte=jobs_fte,
            ),
        )
        write_json(mix_json(found), output)

    return mix


def mix_json(found: SiteMix) -> dict[str, Any]:
    """Form of the report."""
    return {
        "surfaces_ha": {name: round(area, 6) for name, area in found.mix.areas_ha.items()},
        "gain_lineaire_eur": round(found.mix.gain_eur, 2),
        "borne_eur": round(found.mix.bound_eur, 2),
        "gain_evalue_eur": None if found.evaluated_eur is None else round(found.evaluated_eur, 2),
        "prix_des_limites": found.mix.prices,
    }

"""`essor friches`: appraise the future of a brownfield. Needs no database and no Django."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from essor.commands.friches_classer import rank_command
from essor.commands.friches_document import document_command
from essor.commands.friches_partage import mix_command
from essor.commands.friches_reference import calls_command, cases_command
from essor.commands.friches_sites import convert, suitability_command
from essor.commands.json_files import INPUT_FILE, OUTPUT_FILE, read_json, write_json
from essor.engines.friches.choice import portfolio, reading
from essor.engines.friches.corrections import effects
from essor.engines.friches.counterfactual import GREENFIELDS, compare_with_greenfield
from essor.engines.friches.loading import load_profile
from essor.engines.friches.outcome import Outcome, as_json, evaluate
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.profiles import FRANCE_2025, REFERENCE, Profile
from essor.engines.friches.quantities import Quantity
from essor.engines.friches.reading import read_study
from essor.engines.friches.study import Study
from essor.engines.friches.uncertainty import laws, report
from essor.references.loader import parameters


@click.group()
def group() -> None:
    """Évaluer ce qu'une friche peut devenir."""


def today() -> date:
    """The day of the machine: the only clock of this subject, read at the door."""
    return date.today()  # noqa: DTZ011 - a civil day, not an instant


@group.command("evaluer")
@click.argument("path", metavar="ETUDE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le résultat ici.")
@click.option("--profil", "name", default=None, help="france-2025 (par défaut) ou benefriches.")
@click.option("--tirages", "n_draws", type=click.IntRange(1), help="Nombre de tirages.")
@click.option("--graine", "seed", type=int, default=1, show_default=True, help="Graine.")
@click.option("--contrefactuel", "is_against", is_flag=True, help="Comparer à une extension.")
@click.option("--corrections", "is_path", is_flag=True, help="Dire l'effet de chaque correction.")
def evaluate_study(
    path: Path,
    output: Path | None,
    name: str | None,
    n_draws: int | None,
    seed: int,
    is_against: bool,
    is_path: bool,
) -> None:
    """Évaluer une étude : bilan, impacts, répartition, mesures."""
    data = read_json(path)
    profile = load_profile(name or _profile_in(data), parameters(), on=today())
    study = read_study(data, parameters=profile.parameters)
    result = as_json(evaluate(study, profile), profile)
    if n_draws:
        result["incertitude"] = _uncertainty(data, study, profile, n_draws, seed)
    if is_against:
        result["contrefactuel"] = _against_greenfield(study, profile)
    if is_path:
        result["corrections"] = _corrections(study)
    write_json(result, output)


def _profile_in(data: Any) -> str:
    return str(data.get("profil") or FRANCE_2025) if isinstance(data, dict) else FRANCE_2025


@group.command("portefeuille")
@click.argument("path", metavar="PORTEFEUILLE.json", type=INPUT_FILE)
@click.option("-o", "--sortie", "output", type=OUTPUT_FILE, help="Écrire le résultat ici.")
@click.option("--profil", "name", default=FRANCE_2025, show_default=True, help="Profil.")
def choose_portfolio(path: Path, output: Path | None, name: str) -> None:
    """Choisir les sites à traiter sous un budget public de plusieurs années."""
    profile = load_profile(name, parameters(), on=today())

    def appraise_study(data: object) -> Outcome:
        return evaluate(read_study(data, parameters=profile.parameters), profile)

    scenarios, budget = reading.read_portfolio(read_json(path), evaluate=appraise_study)
    found = portfolio.best_portfolio(scenarios, budget)
    write_json(reading.portfolio_json(found), output)


def _uncertainty(data: Any, study: Study, profile: Profile, n: int, seed: int) -> dict[str, Any]:
    if data.get("incertitudes") is not None:
        given = laws.read_laws(data["incertitudes"], study=study, parameters=profile.parameters)
    else:
        given = laws.default_laws(study, parameters())
    found: dict[str, Any] = report.uncertainty_report(study, profile, given, n_draws=n, seed=seed)
    return found


def _against_greenfield(study: Study, profile: Profile) -> dict[str, Any]:
    """The same programmes on farmland and on a meadow."""
    found = {}
    for nature in GREENFIELDS:
        row = compare_with_greenfield(study, profile, nature)
        found[nature.value] = {
            "van_sur_la_friche_eur": round(float(row.brownfield_eur), 2),
            "van_en_extension_eur": round(float(row.greenfield_eur), 2),
            "avantage_friche_eur": round(float(row.advantage_eur), 2),
            "sols_enaf_pris_ha": float(row.land_take_ha),
            "emplois_agricoles_perdus_etp": float(row.jobs_lost_fte),
        }
    return found


def _corrections(study: Study) -> list[dict[str, Any]]:
    reference, corrected = (
        load_profile(name, parameters(), on=today()) for name in (REFERENCE, FRANCE_2025)
    )

    def npv(profile: Profile) -> Quantity:
        return evaluate(study, profile).npv_eur

    start, path = effects(npv, reference=reference, corrected=corrected)
    first = {"correction": REFERENCE, "libelle": "Méthode de Bénéfriches", "effet_eur": None}
    return [
        first | {"van_eur": round(float(start), 2)},
        *(
            {
                "correction": one.correction.name,
                "libelle": one.correction.label,
                "effet_eur": round(float(one.effect_eur), 2),
                "van_eur": round(float(one.npv_eur), 2),
            }
            for one in path
        ),
    ]


def _default_profile() -> Profile:
    return load_profile(FRANCE_2025, parameters(), on=today())


def _reference_profile() -> Profile:
    return load_profile(REFERENCE, parameters(), on=today())


def _marks() -> Parameters:
    return _default_profile().parameters


group.add_command(suitability_command(_marks))
group.add_command(mix_command(_default_profile))
group.add_command(convert)
group.add_command(cases_command(_reference_profile))
group.add_command(calls_command(_reference_profile))
group.add_command(rank_command)
group.add_command(document_command(today))

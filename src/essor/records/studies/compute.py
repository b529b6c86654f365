"""From what is asked to what is answered: the only place that calls the engine.

Pure: the day, the seed and the parameter files come from the caller, so that computing twice
gives the same bytes.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from essor import __version__
from essor.engines.friches.counterfactual import GREENFIELDS, compare_with_greenfield
from essor.engines.friches.loading import (
    COMMON,
    OF_REFERENCE,
    REFERENCE_DAY,
    dotted,
    load_profile,
)
from essor.engines.friches.outcome import as_json, evaluate
from essor.engines.friches.profiles import FRANCE_2025, REFERENCE, Profile
from essor.engines.friches.reading import read_study
from essor.engines.friches.study import Study as EngineStudy
from essor.engines.friches.uncertainty.laws import (
    COST_FACTOR,
    COST_LAWS,
    Laws,
    default_laws,
    read_laws,
)
from essor.engines.friches.uncertainty.report import Watch, uncertainty_report, unwatched
from essor.engines.friches.uncertainty.sampling import draw
from essor.engines.friches.uncertainty.simulation import simulate
from essor.records.studies.used import WatchedParameters
from essor.references.parameter import Parameter

Json = dict[str, Any]
Files = Mapping[str, Parameter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """Answer of the engine; texts are canonical JSON, sha256 is that of the results."""

    results: str
    parameters: str
    engine_version: str

    @property
    def sha256(self) -> str:
        """Fingerprint of the results."""
        return hashlib.sha256(self.results.encode()).hexdigest()


def canonical(data: object) -> str:
    """Write JSON in one way only: keys sorted, shortest numbers, no NaN."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")
    )


@cache
def engine_version() -> str:
    """Return the version of Essor and the fingerprint of the engine's own files."""
    return f"friches {__version__}+{fingerprint_of('essor.engines.friches')}"


def fingerprint_of(package: str) -> str:
    """Return twelve characters that change with any Python file of a package."""
    digest = hashlib.sha256()
    for path, content in sorted(_sources(files(package))):
        digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:12]


def _sources(folder: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _sources(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".py"):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found


def compute(
    inputs: Json,
    *,
    profil: str,
    n_draws: int,
    seed: int,
    on: dt.date,
    parameters: Files,
    watch: Watch = unwatched,
) -> Computed:
    """Compute a study entirely. Raises UserFault with every fault of the inputs."""
    profile = load_profile(profil, parameters, on=on)
    watched = WatchedParameters(profile.parameters.values)
    profile = replace(profile, parameters=watched)
    study = read_study(inputs, parameters=watched)
    laws = laws_of(inputs, study, profile, parameters)
    results = as_json(evaluate(study, profile), profile)
    results["incertitude"] = uncertainty_report(
        study, profile, laws, n_draws=n_draws, seed=seed, watch=watch
    )
    results["lois"] = _ranges(laws)
    results["contrefactuel"] = _greenfields(study, profile)
    read = _parameters_read(watched, profil, parameters, on)
    return Computed(
        results=canonical(without_minus_zero(results)),
        parameters=canonical(read),
        engine_version=engine_version(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRange:
    """What five answers already say; amounts in EUR.

    low, high : nine draws out of ten are between them
    """

    point_eur: float
    low_eur: float
    high_eur: float
    probability_positive: float
    balance_eur: float
    n_draws: int


def first_range(
    inputs: Json, *, on: dt.date, parameters: Files, n_draws: int = 1_000, seed: int = 1
) -> FirstRange:
    """Compute the range alone, in a fraction of a second. Raises UserFault."""
    profile = load_profile(FRANCE_2025, parameters, on=on)
    study = read_study(inputs, parameters=profile.parameters)
    laws = laws_of(inputs, study, profile, parameters)
    outcome = evaluate(study, profile)
    found = simulate(study, profile, draw(laws.uncertain, n_draws, seed=seed)).summary()
    return FirstRange(
        point_eur=float(outcome.npv_eur),
        low_eur=found["p5"],
        high_eur=found["p95"],
        probability_positive=found["probabilite_positive"],
        balance_eur=float(outcome.balance_eur),
        n_draws=n_draws,
    )


def check_inputs(inputs: Json, *, profil: str, on: dt.date, parameters: Files) -> None:
    """Raise UserFault with every fault of the inputs and of their laws."""
    profile = load_profile(profil, parameters, on=on)
    study = read_study(inputs, parameters=profile.parameters)
    laws_of(inputs, study, profile, parameters)


def laws_of(inputs: Json, study: EngineStudy, profile: Profile, parameters: Files) -> Laws:
    """Default laws, with those that the study gives in their place."""
    defaults = default_laws(study, parameters)
    given = read_laws(inputs.get("incertitudes") or {}, study=study, parameters=profile.parameters)
    named = {one.name for one in given.uncertain} | set(study.parameters)
    kept = tuple(one for one in defaults.uncertain if one.name not in named)
    return Laws(uncertain=(*kept, *given.uncertain), correlations=given.correlations)


def _greenfields(study: EngineStudy, profile: Profile) -> list[Json]:
    rows = [(nature, compare_with_greenfield(study, profile, nature)) for nature in GREENFIELDS]
    return [
        {
            "nature": nature.value,
            "van_eur": float(row.greenfield_eur),
            "avantage_friche_eur": float(row.advantage_eur),
            "sols_enaf_pris_ha": float(row.land_take_ha),
        }
        for nature, row in rows
    ]


def _ranges(laws: Laws) -> list[Json]:
    """Nine draws out of ten of each uncertain quantity, for the reader."""
    shares = np.array([0.05, 0.5, 0.95])
    return [
        {"nom": one.name, "valeurs": [float(v) for v in one.law.quantile(shares)]}
        for one in laws.uncertain
    ]


def _parameters_read(
    watched: WatchedParameters, profil: str, parameters: Files, on: dt.date
) -> list[Json]:
    """Files behind the numbers that were read, each with its value that day and its source."""
    names = set(watched.seen) | {COST_FACTOR}
    is_reference = profil == REFERENCE
    day = REFERENCE_DAY if is_reference else on
    folders = (COMMON, OF_REFERENCE) if is_reference else (COMMON,)
    by_name = {
        dotted(path): path for folder in folders for path in parameters if path.startswith(folder)
    }
    wanted = {path for name in names if (path := _file_of(name, by_name))}
    wanted |= {path for path in parameters if path.startswith(COST_LAWS)}
    return [_parameter_json(parameters[path], day) for path in sorted(wanted)]


def _file_of(name: str, by_name: Mapping[str, str]) -> str:
    """Path of the file that holds a number: its own, or that of the table it is a line of."""
    while name and name not in by_name:
        name = name.rpartition(".")[0]
    return by_name.get(name, "")


def _parameter_json(parameter: Parameter, on: dt.date) -> Json:
    value = parameter.at(on)
    return {
        "nom": parameter.name,
        "description": parameter.description,
        "valeur": value.label(parameter.unit),
        "depuis": value.valid_from.isoformat(),
        "statut": parameter.status.value,
        "verifie_le": parameter.checked_on.isoformat(),
        "sources": [
            {"titre": one.title, "href": one.href}
            for one in (value.references or parameter.references)
        ],
    }


def without_minus_zero(data: Any) -> Any:
    """Return the same values, no zero of them negative: JSON would tell the two apart."""
    if isinstance(data, float):
        return data + 0.0
    if isinstance(data, dict):
        return {key: without_minus_zero(value) for key, value in data.items()}
    if isinstance(data, list):
        return [without_minus_zero(value) for value in data]
    return data

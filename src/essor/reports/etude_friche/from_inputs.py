"""The facts of a study that nobody saved: computed on the spot, without any database."""

import datetime as dt
import json
from collections.abc import Mapping

from essor.records.studies.compute import Json, compute
from essor.references.parameter import Parameter
from essor.reports.etude_friche.facts import StudyFacts, StudySheet, gather


def facts_of_inputs(
    inputs: Json,
    *,
    titre: str,
    notice: str,
    territoire: str,
    is_demonstration: bool,
    profil: str,
    draws: int,
    seed: int,
    on: dt.date,
    files: Mapping[str, Parameter],
) -> StudyFacts:
    """Compute a study and gather its facts. Raises UserFault with every fault of the inputs."""
    found = compute(inputs, profil=profil, n_draws=draws, seed=seed, on=on, parameters=files)
    sheet = StudySheet(
        titre=titre,
        notice=notice,
        territoire=territoire,
        is_demonstration=is_demonstration,
        inputs=inputs,
        profil=profil,
        draws=draws,
        seed=seed,
        parameters_on=on,
        engine_version=found.engine_version,
        parameters=tuple(json.loads(found.parameters)),
        results=json.loads(found.results),
        results_sha256=found.sha256,
        edited_on=on,
    )
    return gather(sheet, files=files)

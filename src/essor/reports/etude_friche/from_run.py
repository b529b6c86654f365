"""The facts of a saved study, as one of its computations found them."""

import datetime as dt
from collections.abc import Mapping

from essor.records.studies.models import Study, StudyRun
from essor.references.parameter import Parameter
from essor.reports.etude_friche.facts import StudyFacts, StudySheet, gather


def facts_of_run(
    study: Study, run: StudyRun, *, edited_on: dt.date, files: Mapping[str, Parameter]
) -> StudyFacts:
    """Read what the computation kept; the inputs are its own, not those of today."""
    sheet = StudySheet(
        titre=study.titre,
        notice=study.notice,
        territoire=study.plan.territoire.nom,
        is_demonstration=study.is_demonstration,
        inputs=run.inputs,
        profil=run.profil,
        draws=run.draws,
        seed=run.seed,
        parameters_on=run.parameters_on,
        engine_version=run.engine_version,
        parameters=tuple(run.parameters_read),
        results=run.found,
        results_sha256=run.sha256,
        edited_on=edited_on,
    )
    return gather(sheet, files=files)

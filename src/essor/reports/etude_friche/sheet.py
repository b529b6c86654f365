"""From a kept study and one of its computations to the sheet of the document."""

from essor.records.studies.models import Study, StudyRun
from essor.records.territoires.queries import membres_of
from essor.reports.etude_friche.facts import StudySheet


def sheet_of(study: Study, run: StudyRun) -> StudySheet:
    """Return what the document is written from; dated of the computation, so it never changes."""
    return StudySheet(
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
        edited_on=run.created_at.date(),
        localisation=study.localisation,
        membres=frozenset(row.siren for row in membres_of(study.plan.territoire)),
    )

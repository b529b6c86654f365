"""From a kept study and one of its computations to the sheet of the document."""

from essor.records.studies.models import Study, StudyRun
from essor.records.territoires.queries import membres_of
from essor.reports.etude_friche.facts import StudySheet


def members_around(study: Study) -> frozenset[str]:
    """Return the SIREN of the groupings of the study's territory. One query."""
    return frozenset(row.siren for row in membres_of(study.plan.territoire))


def sheet_of(study: Study, run: StudyRun, *, membres: frozenset[str] | None = None) -> StudySheet:
    """Return what the document is written from; dated of the computation, so it never changes.

    membres : see ``members_around``, asked when not given
    """
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
        membres=members_around(study) if membres is None else membres,
    )

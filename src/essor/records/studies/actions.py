"""Every write on the studies of a territory. Each one is atomic and leaves its trace."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.jobs.models import Job
from essor.records.jobs.queries import latest_job
from essor.records.jobs.queue import ask_cancel, enqueue
from essor.records.journal.actions import lock, operation, revert_operation
from essor.records.journal.models import Operation
from essor.records.journal.snapshots import kind_of
from essor.records.plans.models import Plan
from essor.records.plans.parts import delete_below
from essor.records.studies.assumptions import Group, changed_inputs
from essor.records.studies.compute import Computed, check_inputs, compute, engine_version
from essor.records.studies.location import Location, checked
from essor.records.studies.models import Study, StudyRun
from essor.records.studies.permissions import (
    require_create_study,
    require_edit_study,
    require_restore_study,
)
from essor.references.loader import parameters

RUN_JOB = "etude.calculer"
INLINE_DRAWS = 2_000
"""Draws up to which the answer comes within the request: about a second."""
NOT_COPIED = frozenset({"id", "version", "created_at", "updated_at", "plan_id", "titre"})


def create_study(
    *, by: Access, plan: Plan, titre: str, inputs: dict[str, Any], **values: Any
) -> Study:
    """Add a study to a plan. Raises Forbidden, UserFault."""
    require_create_study(by, plan)
    study = Study(plan=plan, titre=titre.strip(), inputs=inputs, **values)
    with operation(kind="etude.creer", author=by, territoire_code=by.territoire_code) as op:
        return op.create(study)


def change_study(
    *, by: Access, study: Study, expected_version: int | None = None, **values: Any
) -> Study:
    """Change the named fields of a study. Raises Forbidden, Conflict, UserFault."""
    require_edit_study(by, study)
    if "action" in values:
        require_create_study(by, study.plan)
    with operation(kind="etude.modifier", author=by, territoire_code=by.territoire_code) as op:
        return op.change(study, expected_version=expected_version, **values)


def duplicate_study(*, by: Access, study: Study, titre: str) -> Study:
    """Copy a study without its computations, to change one thing at a time. Raises Forbidden."""
    require_create_study(by, study.plan)
    fields = [field.attname for field in Study._meta.concrete_fields]
    values = {name: getattr(study, name) for name in fields if name not in NOT_COPIED}
    copy = Study(plan=study.plan, titre=titre.strip(), **values)
    with operation(kind="etude.dupliquer", author=by, territoire_code=by.territoire_code) as op:
        return op.create(copy)


def delete_study(*, by: Access, study: Study, reason: str = "") -> Operation:
    """Delete a study and its computations; the journal keeps them whole. Raises Forbidden."""
    require_edit_study(by, study)
    job = latest_job(kind=RUN_JOB, subject_id=study.id)
    if job is not None and job.is_open:
        ask_cancel(job)
    with operation(
        kind="etude.supprimer", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        delete_below(op, study)  # its computations, and its presentations to committees
        op.delete(study)
    return op.row


def restore_study(*, by: Access, plan: Plan, row: Operation) -> Operation:
    """Undo the deletion of a study of this plan. Raises Forbidden, UserFault."""
    require_restore_study(by, plan)
    deleted = row.events.filter(
        object_kind=kind_of(Study), verb="delete", changes__plan_id__0=str(plan.id)
    )
    if row.kind != "etude.supprimer" or not deleted.exists():
        raise UserFault.single("Cette opération n'a pas supprimé d'étude de ce plan.")
    return revert_operation(author=by, row=row)


def run_study(*, by: Access, study: Study, on: dt.date) -> StudyRun | Job:
    """Compute a study: at once when it is short, in a job when it is long.

    on : day at which dated parameters are read
    Raises Forbidden, UserFault with every fault of the inputs.
    """
    require_edit_study(by, study)
    if study.draws > INLINE_DRAWS:
        return enqueue(
            kind=RUN_JOB,
            subject_id=study.id,
            arguments={"study_id": str(study.id), "on": on.isoformat()},
            author=by,
            territoire_code=by.territoire_code,
        )
    return keep_run(by=by, study=study, computed=computed_now(study, on=on), on=on)


def computed_now(study: Study, *, on: dt.date, **options: Any) -> Computed:
    """Compute what a study asks, without writing anything. Raises UserFault."""
    return compute(
        study.inputs,
        profil=study.profil,
        n_draws=study.draws,
        seed=study.seed,
        on=on,
        parameters=parameters(),
        **options,
    )


def keep_run(*, by: Access, study: Study, computed: Computed, on: dt.date) -> StudyRun:
    """Write a computation of a study as it was asked. Raises Forbidden, UserFault."""
    require_edit_study(by, study)
    with operation(kind="etude.calculer", author=by, territoire_code=by.territoire_code) as op:
        row = lock(study)
        last = StudyRun.objects.filter(study=row).aggregate(last=Max("numero"))["last"]
        return op.create(
            StudyRun(
                study=row,
                numero=(last or 0) + 1,
                engine_version=computed.engine_version,
                inputs=study.inputs,
                profil=study.profil,
                draws=study.draws,
                seed=study.seed,
                parameters_on=on,
                parameters=computed.parameters,
                results=computed.results,
                sha256=computed.sha256,
            )
        )


def cancel_run(*, by: Access, study: Study) -> None:
    """Stop the computation of a study that waits or runs; nothing if there is none."""
    require_edit_study(by, study)
    job = latest_job(kind=RUN_JOB, subject_id=study.id)
    if job is not None:
        ask_cancel(job)


def reproduces(run: StudyRun) -> tuple[bool, str]:
    """Compute a kept run again from what it kept; tell whether the bytes agree, and why not."""
    again = compute(
        run.inputs,
        profil=run.profil,
        n_draws=run.draws,
        seed=run.seed,
        on=run.parameters_on,
        parameters=parameters(),
    )
    if again.sha256 == run.sha256:
        return True, ""
    if again.parameters != run.parameters:
        return False, "des paramètres ont changé depuis ce calcul"
    if run.engine_version != engine_version():
        return False, f"le moteur a changé : {run.engine_version}, aujourd'hui {engine_version()}"
    return False, "le calcul n'est pas reproductible sur cette machine"


def change_inputs(
    *,
    by: Access,
    study: Study,
    group: Group,
    values: Mapping[str, tuple[float | None, ...]],
    expected_version: int,
) -> Study:
    """Change assumptions of one subject; nothing is kept unless the engine accepts the whole.

    Raises Forbidden, Conflict, UserFault with every fault.
    """
    return replace_inputs(
        by=by,
        study=study,
        inputs=changed_inputs(study.inputs, group, values),
        expected_version=expected_version,
    )


def replace_inputs(
    *, by: Access, study: Study, inputs: dict[str, Any], expected_version: int
) -> Study:
    """Give a study other inputs; nothing is kept unless the engine accepts the whole.

    Raises Forbidden, Conflict, UserFault with every fault.
    """
    require_edit_study(by, study)
    check_inputs(inputs, profil=study.profil, on=timezone.localdate(), parameters=parameters())
    return change_study(by=by, study=study, expected_version=expected_version, inputs=inputs)


def locate_study(*, by: Access, study: Study, location: Location, expected_version: int) -> Study:
    """Say where the site of a study is; an empty place takes it back.

    Raises Forbidden, Conflict, UserFault with every fault.
    """
    require_edit_study(by, study)
    code = study.inputs["commune"]["code_commune_insee"]
    kept = checked(location, code).as_dict()
    with operation(kind="etude.situer", author=by, territoire_code=by.territoire_code) as op:
        return op.change(study, expected_version=expected_version, localisation=kept)

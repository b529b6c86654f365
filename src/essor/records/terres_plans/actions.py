"""Every write on the plans of soils of a territory. Each one is atomic and leaves its trace."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.jobs.models import Job
from essor.records.jobs.queries import latest_job
from essor.records.jobs.queue import ask_cancel, enqueue
from essor.records.journal.actions import lock, operation, revert_operation
from essor.records.journal.models import Operation
from essor.records.journal.snapshots import kind_of
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Plan
from essor.records.plans.parts import delete_below
from essor.records.studies.compute import canonical
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.compute import Question, Solved, Watch, solve_question, unwatched
from essor.records.terres_plans.gather import Gathered, arcs_of, gather
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.terres_plans.options import COMPROMIS, all_options, checked_options
from essor.records.terres_plans.permissions import (
    require_create_plan_terres,
    require_edit_plan_terres,
    require_restore_plan_terres,
)

RUN_JOB = "terres.calculer"
INLINE_ARCS = 60_000
"""Possible flows up to which the best plan comes within the request: about a second."""
SETTABLE = frozenset(
    {"titre", "notice", "debut_on", "periods", "period_days", "objectif", "options", "seed"}
    | {"action", "confidentialite"}
)
ORDER = [
    Confidentialite.PUBLIC.value,
    Confidentialite.INTERNE.value,
    Confidentialite.RESTREINT.value,
]
COPIED = (*sorted(SETTABLE - {"titre"}), "is_demonstration")


def create_plan_terres(*, by: Access, plan: Plan, titre: str, **values: Any) -> PlanTerres:
    """Add a plan of soils. Raises Forbidden, UserFault."""
    require_create_plan_terres(by, plan)
    values["options"] = checked_options(values.get("options") or {})
    row = PlanTerres(plan=plan, titre=titre.strip(), **values)
    with operation(kind="terres.plan.creer", author=by, territoire_code=by.territoire_code) as op:
        return op.create(row)


def change_plan_terres(
    *, by: Access, plan_terres: PlanTerres, expected_version: int | None = None, **values: Any
) -> PlanTerres:
    """Change the named fields. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan_terres(by, plan_terres)
    if unknown := values.keys() - SETTABLE:
        raise UserFault.single("Ce champ ne se modifie pas.", value=", ".join(sorted(unknown)))
    if "action" in values and values["action"] != plan_terres.action:
        require_create_plan_terres(by, plan_terres.plan)
    if "titre" in values:
        values["titre"] = values["titre"].strip()
    if "options" in values:
        values["options"] = checked_options(values["options"])
    if level := values.get("confidentialite"):
        for kept in plan_terres.calculs.values_list("confidentialite", flat=True).distinct():
            refuse_freer(level, than=kept)
    with operation(
        kind="terres.plan.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(plan_terres, expected_version=expected_version, **values)


def duplicate_plan_terres(*, by: Access, plan_terres: PlanTerres, titre: str) -> PlanTerres:
    """Copy what is asked, without the computations, to change one thing. Raises Forbidden."""
    require_create_plan_terres(by, plan_terres.plan)
    values = {name: getattr(plan_terres, name) for name in COPIED}
    copy = PlanTerres(plan=plan_terres.plan, titre=titre.strip(), **values)
    with operation(
        kind="terres.plan.dupliquer", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.create(copy)


def delete_plan_terres(*, by: Access, plan_terres: PlanTerres, reason: str = "") -> Operation:
    """Delete a plan of soils and its computations; the journal keeps them. Raises Forbidden."""
    require_edit_plan_terres(by, plan_terres)
    job = latest_job(kind=RUN_JOB, subject_id=plan_terres.id)
    if job is not None and job.is_open:
        ask_cancel(job)
    with operation(
        kind="terres.plan.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        delete_below(op, plan_terres)
        op.delete(plan_terres)
    return op.row


def restore_plan_terres(*, by: Access, plan: Plan, row: Operation) -> Operation:
    """Undo the deletion of a plan of soils of this plan. Raises Forbidden, UserFault."""
    require_restore_plan_terres(by, plan)
    deleted = row.events.filter(
        object_kind=kind_of(PlanTerres), verb="delete", changes__plan_id__0=str(plan.id)
    )
    if row.kind != "terres.plan.supprimer" or not deleted.exists():
        raise UserFault.single("Cette opération n'a pas supprimé de plan de terres de ce plan.")
    return revert_operation(author=by, row=row)


def run_plan_terres(
    *,
    by: Access,
    plan_terres: PlanTerres,
    on: dt.date,
    nature: NatureCalcul = NatureCalcul.PLAN,
    options: Mapping[str, Any] | None = None,
) -> CalculTerres | Job:
    """Answer a question: at once when it is short, in a job when it is long.

    on : day whose sites, lots and outlets are read
    options : in the place of those of the plan of soils, for this computation only
    Raises Forbidden, UserFault with every fault of the instance.
    """
    require_edit_plan_terres(by, plan_terres)
    asked = all_options({**plan_terres.options, **(options or {})})
    found = gather(plan_terres, on=on)
    refuse_freer(plan_terres.confidentialite, than=found.confidentialite)
    question = question_of(plan_terres, found, nature=nature, options=asked)
    if nature == NatureCalcul.PLAN and arcs_of(found.instance) <= INLINE_ARCS:
        solved = solve_question(question)
        return keep_calcul(
            by=by, plan_terres=plan_terres, question=question, gathered=found, solved=solved
        )
    return enqueue(
        kind=RUN_JOB,
        subject_id=plan_terres.id,
        arguments={"on": on.isoformat(), "nature": nature.value, "options": asked},
        author=by,
        territoire_code=by.territoire_code,
    )


def choose_compromise(
    *, by: Access, plan_terres: PlanTerres, front: CalculTerres, point: int
) -> CalculTerres | Job:
    """Compute the plan of a compromise of a kept front, on the same instance, and retain it.

    point : number of the compromise, from 1
    Raises Forbidden, UserFault when the front has no such point.
    """
    require_edit_plan_terres(by, plan_terres)
    points = (front.found.get("front") or {}).get("points", ())
    if front.plan_terres_id != plan_terres.pk or not 1 <= point <= len(points):
        raise UserFault.single(
            "Ce compromis n'existe pas.", value=str(point), expected=f"de 1 à {len(points)}"
        )
    asked = {**front.options, COMPROMIS: point}
    if arcs_of(front.asked) <= INLINE_ARCS:
        return solve_compromise(by=by, plan_terres=plan_terres, front=front, options=asked)
    return enqueue(
        kind=RUN_JOB,
        subject_id=plan_terres.id,
        arguments={"front": front.numero, "options": asked},
        author=by,
        territoire_code=by.territoire_code,
    )


def solve_compromise(
    *,
    by: Access,
    plan_terres: PlanTerres,
    front: CalculTerres,
    options: Mapping[str, Any],
    watch: Watch = unwatched,
    is_cancelled: Callable[[], bool] | None = None,
) -> CalculTerres:
    """Compute and retain the plan of a compromise. Raises Forbidden, UserFault."""
    require_edit_plan_terres(by, plan_terres)
    question = Question(
        instance=front.asked,
        nature=NatureCalcul.PLAN.value,
        objectif=front.objectif,
        options=dict(options),
        seed=front.seed,
    )
    gathered = Gathered(
        on=front.instance_on,
        instance=front.asked,
        names=front.names,
        left_out=tuple(front.left_out),
        is_demonstration=front.is_demonstration,
        confidentialite=front.confidentialite,
    )
    calcul = keep_calcul(
        by=by,
        plan_terres=plan_terres,
        question=question,
        gathered=gathered,
        solved=solve_question(question, watch=watch, is_cancelled=is_cancelled),
    )
    retain_calcul(by=by, plan_terres=plan_terres, numero=calcul.numero)
    return calcul


def question_of(
    plan_terres: PlanTerres,
    gathered: Gathered,
    *,
    nature: NatureCalcul,
    options: Mapping[str, Any],
) -> Question:
    """Return what is asked of the engine, with nothing else to look up."""
    return Question(
        instance=gathered.instance,
        nature=nature.value,
        objectif=plan_terres.objectif,
        options=dict(options),
        seed=plan_terres.seed,
    )


def keep_calcul(
    *,
    by: Access,
    plan_terres: PlanTerres,
    question: Question,
    gathered: Gathered,
    solved: Solved,
) -> CalculTerres:
    """Write a computation as it was asked. Raises Forbidden, UserFault."""
    require_edit_plan_terres(by, plan_terres)
    with operation(
        kind="terres.plan.calculer", author=by, territoire_code=by.territoire_code
    ) as op:
        row = lock(plan_terres)
        refuse_freer(row.confidentialite, than=gathered.confidentialite)
        last = CalculTerres.objects.filter(plan_terres=row).aggregate(last=Max("numero"))["last"]
        return op.create(
            CalculTerres(
                plan_terres=row,
                numero=(last or 0) + 1,
                nature=question.nature,
                objectif=question.objectif,
                options=question.options,
                seed=question.seed,
                engine_version=solved.engine_version,
                instance_on=gathered.on,
                instance=question.instance_text,
                instance_sha256=question.instance_sha256,
                noms=gathered.names_text,
                manques=canonical(list(gathered.left_out)),
                resultats=solved.resultats,
                sha256=solved.sha256,
                is_verifie=solved.is_verified,
                confidentialite=gathered.confidentialite,
                is_demonstration=plan_terres.is_demonstration or gathered.is_demonstration,
            )
        )


def refuse_freer(level: str, *, than: str) -> None:
    """Raise UserFault when a plan of soils would be read by who may not read its places."""
    if ORDER.index(level) < ORDER.index(than):
        raise UserFault.single(
            "Ce plan nomme des lieux plus confidentiels que lui.",
            value=Confidentialite(level).label,
            expected=f"un plan «\u00a0{Confidentialite(than).label.lower()}\u00a0»",
            field="confidentialite",
            code="confidentialite",
        )


def cancel_calcul(*, by: Access, plan_terres: PlanTerres) -> None:
    """Stop the computation that waits or runs; nothing if there is none. Raises Forbidden."""
    require_edit_plan_terres(by, plan_terres)
    job = latest_job(kind=RUN_JOB, subject_id=plan_terres.id)
    if job is not None:
        ask_cancel(job)


def retain_calcul(
    *, by: Access, plan_terres: PlanTerres, numero: int | None, expected_version: int | None = None
) -> PlanTerres:
    """Say which computation the territory follows, None for none.

    Raises Forbidden, Conflict, UserFault when that computation gives no flows to follow.
    """
    require_edit_plan_terres(by, plan_terres)
    if numero is not None:
        calcul = CalculTerres.objects.filter(plan_terres=plan_terres, numero=numero).first()
        if calcul is None or not calcul.is_plan:
            raise UserFault.single(
                "Ce calcul ne donne pas de flux à suivre.",
                value=str(numero),
                expected="un calcul qui donne un plan",
            )
    with operation(kind="terres.plan.retenir", author=by, territoire_code=by.territoire_code) as op:
        return op.change(plan_terres, expected_version=expected_version, retenu_numero=numero)


def reproduces(calcul: CalculTerres) -> tuple[bool, str]:
    """Compute a kept computation again from what it kept; do the bytes agree, and if not why."""
    question = Question(
        instance=calcul.asked,
        nature=calcul.nature,
        objectif=calcul.objectif,
        options=calcul.options,
        seed=calcul.seed,
    )
    again = solve_question(question)
    if again.sha256 == calcul.sha256:
        return True, ""
    if again.engine_version != calcul.engine_version:
        return False, (
            f"le moteur a changé\u00a0: {calcul.engine_version}, aujourd'hui {again.engine_version}"
        )
    return False, "le calcul n'est pas reproductible sur cette machine"

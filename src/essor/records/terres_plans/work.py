"""The long computation of a plan of soils, as a job."""

import datetime as dt

from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.jobs.models import Job
from essor.records.jobs.registry import Watch, register
from essor.records.terres_plans.actions import (
    RUN_JOB,
    keep_calcul,
    question_of,
    solve_compromise,
)
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.compute import solve_question
from essor.records.terres_plans.gather import gather
from essor.records.terres_plans.models import CalculTerres, PlanTerres

WRITING = "écriture du résultat"


def register_jobs() -> None:
    """Name the jobs of this room."""
    register(RUN_JOB, run_in_job)


def run_in_job(job: Job, watch: Watch) -> None:
    """Answer a question and keep the answer, signed by whoever asked for it.

    Raises UserFault when the plan of soils is gone or its author lost the right to change it.
    """
    found = PlanTerres.objects.filter(pk=job.subject_id)
    row = found.select_related("plan__territoire", "action").first()
    if row is None:
        raise UserFault.single("Le plan de terres a été supprimé entre-temps.")
    if "front" in job.arguments:
        front = CalculTerres.objects.get(plan_terres=row, numero=job.arguments["front"])
        solve_compromise(
            by=_author(job, row),
            plan_terres=row,
            front=front,
            options=job.arguments["options"],
            watch=watch,
        )
        return
    gathered = gather(row, on=dt.date.fromisoformat(job.arguments["on"]))
    question = question_of(
        row,
        gathered,
        nature=NatureCalcul(job.arguments["nature"]),
        options=job.arguments["options"],
    )
    solved = solve_question(question, watch=watch)
    watch(1, 1, WRITING)
    keep_calcul(
        by=_author(job, row), plan_terres=row, question=question, gathered=gathered, solved=solved
    )


def _author(job: Job, row: PlanTerres) -> Access:
    territoire = row.plan.territoire
    if job.author_id is None:
        return Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    return access_for(User.objects.get(pk=job.author_id), territoire)

"""The long computation of a plan of soils, as a job."""

import datetime as dt
import time

from essor.engines.terres.variants.stopping import Stopped
from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.jobs.models import Job
from essor.records.jobs.registry import Cancelled, Watch, register
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
EVERY_S = 0.5


class Follower:
    """Between a solver, which speaks often and must not be interrupted, and the queue.

    Speaks to the queue twice a second at most; a cancellation is a flag that the solver reads,
    never an exception thrown through its own code.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch, self._next_s, self._was_cancelled = watch, 0.0, False
        self._said = (0, 1, "préparation")

    def tell(self, done: int, total: int, step: str) -> None:
        """Say how far the solve is."""
        self._said = (done, total, step)
        self._beat()

    def is_cancelled(self) -> bool:
        """Tell whether the person asked to stop."""
        self._beat()
        return self._was_cancelled

    def _beat(self) -> None:
        now = time.monotonic()
        if self._was_cancelled or now < self._next_s:
            return
        self._next_s = now + EVERY_S
        try:
            self._watch(*self._said)
        except Cancelled:
            self._was_cancelled = True


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
    follower = Follower(watch)
    try:
        if "front" in job.arguments:
            front = CalculTerres.objects.get(plan_terres=row, numero=job.arguments["front"])
            solve_compromise(
                by=_author(job, row),
                plan_terres=row,
                front=front,
                options=job.arguments["options"],
                watch=follower.tell,
                is_cancelled=follower.is_cancelled,
            )
        else:
            _answer(job, row, watch, follower)
    except Stopped as stopped:
        raise Cancelled from stopped


def _answer(job: Job, row: PlanTerres, watch: Watch, follower: Follower) -> None:
    gathered = gather(row, on=dt.date.fromisoformat(job.arguments["on"]))
    question = question_of(
        row,
        gathered,
        nature=NatureCalcul(job.arguments["nature"]),
        options=job.arguments["options"],
    )
    solved = solve_question(question, watch=follower.tell, is_cancelled=follower.is_cancelled)
    watch(1, 1, WRITING)
    keep_calcul(
        by=_author(job, row), plan_terres=row, question=question, gathered=gathered, solved=solved
    )


def _author(job: Job, row: PlanTerres) -> Access:
    territoire = row.plan.territoire
    if job.author_id is None:
        return Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    return access_for(User.objects.get(pk=job.author_id), territoire)

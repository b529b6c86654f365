"""The long computation of a study, as a job."""

import datetime as dt

from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.jobs.models import Job
from essor.records.jobs.registry import Watch, register
from essor.records.studies.actions import RUN_JOB, computed_now, keep_run
from essor.records.studies.models import Study

WRITING = "écriture du résultat"


def register_jobs() -> None:
    """Name the jobs of this room."""
    register(RUN_JOB, run_in_job)


def run_in_job(job: Job, watch: Watch) -> None:
    """Compute a study and keep the run, signed by whoever asked for it.

    Raises UserFault when the study is gone or its author lost the right to change it.
    """
    study = (
        Study.objects.filter(pk=job.subject_id).select_related("plan__territoire", "action").first()
    )
    if study is None:
        raise UserFault.single("L'étude a été supprimée entre-temps.")
    on = dt.date.fromisoformat(job.arguments["on"])
    computed = computed_now(study, on=on, watch=lambda d, t, s: watch(d, t + 1, s))
    watch(job.total, job.total, WRITING)
    keep_run(by=_author(job, study), study=study, computed=computed, on=on)


def _author(job: Job, study: Study) -> Access:
    territoire = study.plan.territoire
    if job.author_id is None:
        return Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    return access_for(User.objects.get(pk=job.author_id), territoire)

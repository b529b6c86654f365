"""Jobs of this room."""

from essor.records.bordereaux.replan import REPLAN_JOB, run_in_job
from essor.records.jobs.registry import register


def register_jobs() -> None:
    """Name the jobs of this room."""
    register(REPLAN_JOB, run_in_job)

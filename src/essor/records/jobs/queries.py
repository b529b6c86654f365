"""Reads of the queue."""

import uuid

from essor.records.jobs.models import Job


def latest_job(*, kind: str, subject_id: uuid.UUID) -> Job | None:
    """Return the last job of a kind that was asked about a subject."""
    found = Job.objects.filter(kind=kind, subject_id=subject_id)
    return found.order_by("-created_at", "-id").first()


def jobs_ahead(job: Job) -> int:
    """Count the jobs that will be done before this one."""
    return Job.objects.filter(
        state__in=("en_attente", "en_cours"), created_at__lt=job.created_at
    ).count()

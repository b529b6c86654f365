"""Reads of the queue."""

import uuid

from essor.records.jobs.models import Job


def latest_job(*, kind: str, subject_id: uuid.UUID) -> Job | None:
    """Return the last job of a kind that was asked about a subject."""
    found = Job.objects.filter(kind=kind, subject_id=subject_id)
    return found.order_by("-created_at", "-id").first()

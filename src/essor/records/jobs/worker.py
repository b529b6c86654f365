"""The process that does the jobs: one at a time, until told to stop."""

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable

from django.db import close_old_connections

from essor.foundations.errors import UserFault
from essor.records.jobs.models import Job, State
from essor.records.jobs.queue import beat, claim, finish, forget_old, recover
from essor.records.jobs.registry import Cancelled, Watch, chores, handler_of

logger = logging.getLogger(__name__)
PAUSE_S = 0.5
HOUSEKEEPING_S = 30.0


def worker_name() -> str:
    """Return a name no other process has had: a dead worker's job is never taken for ours."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def work(
    *,
    should_stop: Callable[[], bool],
    pause_s: float = PAUSE_S,
    refresh: Callable[[], None] = close_old_connections,
) -> int:
    """Do the jobs as they come until ``should_stop``; return how many were done.

    refresh : called before each turn; drops a connection that the database closed
    """
    worker, done = worker_name(), 0
    next_housekeeping = 0.0
    while not should_stop():
        refresh()
        if time.monotonic() >= next_housekeeping:
            recover()
            forget_old()
            do_chores()
            next_housekeeping = time.monotonic() + HOUSEKEEPING_S
        if work_one(worker):
            done += 1
        else:
            time.sleep(pause_s)
    return done


def do_chores() -> None:
    """Call what rooms ask for between two jobs; one that fails does not stop the worker."""
    for chore in chores():
        try:
            chore()
        except Exception:
            logger.exception("a chore of the worker failed")


def drain() -> int:
    """Do the jobs that wait, recovering lost ones first; return how many were done."""
    worker, done = worker_name(), 0
    recover()
    while work_one(worker):
        done += 1
    return done


def work_one(worker: str) -> Job | None:
    """Do the oldest waiting job, None when there is none."""
    job = claim(worker)
    if job is not None:
        state, fault = _attempt(job)
        finish(job, state, fault)
    return job


def _attempt(job: Job) -> tuple[State, str]:
    try:
        handler_of(job.kind)(job, _watch(job))
    except Cancelled:
        return State.ANNULE, ""
    except UserFault as error:
        return State.ECHOUE, "\n".join(fault.sentence() for fault in error.faults)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        logger.exception("job %s failed, reference %s", job.pk, reference)
        return State.ECHOUE, f"Une erreur d'Essor a arrêté ce calcul (référence {reference})."
    return State.REUSSI, ""


def _watch(job: Job) -> Watch:
    def watch(done: int, total: int, step: str) -> None:
        if not beat(job, done=done, total=total, step=step):
            raise Cancelled

    return watch

"""The queue: one winner per job, progress, cancellation, recovery after a crash."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.jobs import registry
from essor.records.jobs.models import Job, State
from essor.records.jobs.queue import (
    MAX_ATTEMPTS,
    ask_cancel,
    beat,
    claim,
    enqueue,
    finish,
    forget_old,
    recover,
)
from essor.records.jobs.worker import work, work_one

pytestmark = pytest.mark.django_db
SUBJECT = uuid.uuid4()


def ask(kind: str = "essai", subject: uuid.UUID = SUBJECT) -> Job:
    return enqueue(kind=kind, subject_id=subject, arguments={"n": 3}, author=None)


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Register a handler that takes three steps."""
    seen: list[int] = []

    def handler(job: Job, watch: registry.Watch) -> None:
        for number in range(job.arguments["n"]):
            watch(number, job.arguments["n"], f"étape {number}")
            seen.append(number)

    monkeypatch.setitem(registry._HANDLERS, "essai", handler)
    return seen


def test_a_job_is_done_once_and_says_how_far_it_went(handled: list[int]) -> None:
    job = ask()
    assert work_one("w1") is not None
    assert work_one("w1") is None
    assert handled == [0, 1, 2]
    assert state(job) == State.REUSSI
    assert (job.done, job.total, job.percent) == (2, 3, 67)


def test_the_same_question_is_not_asked_twice_while_it_is_open(handled: list[int]) -> None:
    ask()
    with pytest.raises(UserFault, match="déjà en cours"):
        ask()
    work_one("w1")
    ask()


def test_only_one_worker_gets_a_job_and_the_oldest_goes_first() -> None:
    first, second = ask(), ask(subject=uuid.uuid4())
    taken = [claim("w1"), claim("w2"), claim("w3")]
    assert [job and job.pk for job in taken] == [first.pk, second.pk, None]


def test_a_waiting_job_is_cancelled_at_once() -> None:
    job = ask()
    ask_cancel(job)
    assert state(job) == State.ANNULE
    assert claim("w1") is None


def test_a_running_job_stops_at_its_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[int] = []

    def handler(job: Job, watch: registry.Watch) -> None:
        watch(0, 2, "début")
        ask_cancel(job)
        watch(1, 2, "suite")
        reached.append(1)

    monkeypatch.setitem(registry._HANDLERS, "essai", handler)
    job = ask()
    work_one("w1")
    assert state(job) == State.ANNULE
    assert not reached


def test_a_fault_of_the_person_is_told_and_ours_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(job: Job, watch: registry.Watch) -> None:
        raise UserFault.single("La surface manque.")

    def broken(job: Job, watch: registry.Watch) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setitem(registry._HANDLERS, "essai", wrong)
    job = ask()
    work_one("w1")
    assert state(job) == State.ECHOUE
    assert "La surface manque" in job.fault
    monkeypatch.setitem(registry._HANDLERS, "essai", broken)
    job = ask()
    work_one("w1")
    assert state(job) == State.ECHOUE
    assert "référence" in job.fault
    assert "secret" not in job.fault


def die(job: Job) -> Job | None:
    """Let the worker of a job fall silent."""
    taken = claim("mort")
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - dt.timedelta(hours=1))
    return taken


def test_the_job_of_a_dead_worker_is_taken_again_and_the_dead_may_not_finish_it(
    handled: list[int],
) -> None:
    job = ask()
    ghost = die(job)
    assert ghost is not None
    assert recover() == 1
    again = claim("vivant")
    assert again is not None
    assert again.attempts == 2
    assert not beat(ghost, done=1, total=2, step="")
    assert not finish(ghost, State.REUSSI)
    assert finish(again, State.REUSSI)


def test_a_job_that_kills_its_worker_is_given_up() -> None:
    job = ask()
    for _ in range(MAX_ATTEMPTS):
        die(job)
        recover()
    assert state(job) == State.ECHOUE
    assert "trois fois" in job.fault


def test_a_cancelled_job_of_a_dead_worker_is_over() -> None:
    job = ask()
    die(job)
    ask_cancel(job)
    recover()
    assert state(job) == State.ANNULE


def test_old_jobs_are_forgotten_and_the_loop_stops_when_told(handled: list[int]) -> None:
    job = ask()
    turns = iter([False, False, True])
    assert work(should_stop=lambda: next(turns), pause_s=0, refresh=lambda: None) == 1
    assert forget_old() == 0
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - dt.timedelta(days=31))
    assert forget_old() == 1

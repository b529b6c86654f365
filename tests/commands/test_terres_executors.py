"""The same answers bit for bit, whoever computes: this process, two others, a Dask cluster."""

from collections.abc import Iterator

import pytest

from essor.commands.terres_executors import Dask, Kind, executor_of
from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.regions.blocks import split
from essor.engines.terres.regions.coordination import coordinate
from essor.engines.terres.regions.executors import Executor, Sequential
from essor.engines.terres.regions.planning import solve_many
from essor.foundations.errors import UserFault
from tests.engines.terres.instances import random_instance

WORKERS = 2


@pytest.fixture(scope="module", params=[Kind.PROCESSUS, Kind.DASK])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    with executor_of(request.param, workers=WORKERS, address=None) as found:
        yield found


def shared() -> Instance:
    return random_instance(5, lots=14, outlets=7, periods=5, sites=8, most_t=20, needs=True)


def bits(executor: Executor) -> tuple[object, ...]:
    """Everything that regions answer, as bytes."""
    instance = shared()
    regions = tuple(f"région {int(lot.site[1:]) % 4}" for lot in instance.lots)
    found = coordinate(split(build_program(instance), regions), executor=executor)
    assert len(found.rounds) > 5
    return found.x.tobytes(), found.duals.tobytes(), found.bound, found.rounds


def test_regions_and_many_instances_answer_the_same(executor: Executor) -> None:
    assert bits(executor) == bits(Sequential())
    many = [random_instance(seed, lots=5, platforms=1, sites=2) for seed in range(5)]
    assert solve_many(many, executor=executor) == solve_many(many)
    with pytest.raises(UserFault):  # a fault crosses the processes as it is
        solve_many([unplannable(), *many], executor=executor)
    if isinstance(executor, Dask):
        scheduler = executor._client.scheduler_info()
        assert len(scheduler["workers"]) == WORKERS
        assert all(one.startswith("tcp://127.0.0.1:") for one in scheduler["workers"])
        address = scheduler["address"]
        with executor_of(Kind.DASK, workers=1, address=address) as joined:
            assert solve_many(many[:1], executor=joined) == solve_many(many[:1])


def unplannable() -> Instance:
    from dataclasses import replace

    instance = random_instance(1, lots=2)
    outlet = replace(instance.outlets[0], need_t=1e6, virgin_eur_t=None, capacity_t=None)
    return replace(instance, outlets=(outlet, *instance.outlets[1:]))


def test_a_scheduler_that_does_not_answer_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essor.commands.terres_executors.CONNECT_S", 0.2)
    with (
        pytest.raises(UserFault, match="ne répond pas"),
        executor_of(Kind.DASK, workers=1, address="tcp://127.0.0.1:1"),
    ):
        pass


def test_an_address_that_is_none_is_a_fault() -> None:
    with (
        pytest.raises(UserFault, match="ne répond pas"),
        executor_of(Kind.DASK, workers=1, address="n'importe quoi"),
    ):
        pass

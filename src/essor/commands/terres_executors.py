"""Who computes for `essor terres regions`: this process, several, or a Dask cluster.

The engine says what to compute and in which order the answers come back; nothing here may change
an answer. Workers are fresh processes: a solver that another task warmed would be another solver.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import Any

from essor.engines.terres.regions.executors import Executor, Sequential
from essor.foundations.errors import UserFault

EXTRA = "pip install 'essor[distribue]'"
CONNECT_S = 10


class Kind(StrEnum):
    """Ways to compute."""

    SEQUENTIEL = "sequentiel"
    PROCESSUS = "processus"
    DASK = "dask"


@contextmanager
def executor_of(kind: Kind, *, workers: int, address: str | None) -> Iterator[Executor]:
    """Start what computes, and stop it at the end.

    address : of a Dask scheduler that already runs ; None starts a local cluster
    Raises UserFault when Dask is not installed, or does not answer.
    """
    if kind is Kind.SEQUENTIEL:
        yield Sequential()
    elif kind is Kind.PROCESSUS:
        yield Processes(workers)
    else:
        with _client(workers, address) as client:
            yield Dask(client)


# One process pool per set of items: each worker receives them once, when it starts.
_items: Sequence[Any] = ()


def _receive(items: Sequence[Any]) -> None:
    global _items
    _items = items


def _apply(function: Callable[[Any, Any], Any], place: int, argument: Any) -> Any:
    return function(_items[place], argument)


class Processes:
    """Several processes of this machine."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def hold(self, items: Sequence[object]) -> AbstractContextManager["_InProcesses"]:
        """Start the processes, each with the items."""
        return self._holding(items)

    @contextmanager
    def _holding(self, items: Sequence[object]) -> Iterator["_InProcesses"]:
        # Spawned, not forked: a fork would copy the threads of the solvers in an unknown state.
        with ProcessPoolExecutor(
            max_workers=max(1, min(self._workers, len(items))),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_receive,
            initargs=(tuple(items),),
        ) as pool:
            yield _InProcesses(pool, len(items))


class _InProcesses:
    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool, self._count = pool, count

    def map(self, function: Callable[[Any, Any], Any], arguments: Sequence[Any]) -> list[Any]:
        """Apply a function to each item and its argument."""
        tasks = zip(range(self._count), arguments, strict=True)
        futures = [self._pool.submit(_apply, function, place, one) for place, one in tasks]
        return [future.result() for future in futures]


class Dask:
    """The workers of a Dask cluster, of this machine or of others."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def hold(self, items: Sequence[object]) -> AbstractContextManager["_InCluster"]:
        """Send the items to the workers."""
        return self._holding(items)

    @contextmanager
    def _holding(self, items: Sequence[object]) -> Iterator["_InCluster"]:
        # Not hashed: two items that are equal still are two.
        yield _InCluster(self._client, self._client.scatter(list(items), hash=False))


class _InCluster:
    def __init__(self, client: Any, items: Sequence[Any]) -> None:
        self._client, self._items = client, items

    def map(self, function: Callable[[Any, Any], Any], arguments: Sequence[Any]) -> list[Any]:
        """Apply a function to each item and its argument."""
        tasks = zip(self._items, arguments, strict=True)
        # Pure would let Dask answer from memory: harmless, but then nothing is measured.
        futures = [self._client.submit(function, item, one, pure=False) for item, one in tasks]
        found: list[Any] = self._client.gather(futures)
        return found


@contextmanager
def _client(workers: int, address: str | None) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError as error:
        raise UserFault.single(
            "Dask n'est pas installé avec Essor", expected=EXTRA, code="dask"
        ) from error
    if address is None:
        # On this machine alone: loopback, one thread per process, no page to look at.
        with (
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
            ) as cluster,
            Client(cluster) as client,  # type: ignore[no-untyped-call]
        ):
            yield client
        return
    try:
        client = Client(address, timeout=CONNECT_S)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UserFault.single(
            "l'ordonnanceur Dask ne répond pas",
            value=f"{address} : {error}",
            expected="une adresse comme tcp://127.0.0.1:8786, où tourne « dask scheduler »",
            code="dask",
        ) from error
    with client:
        yield client

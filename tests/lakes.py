"""Two lakes for every test of a run: the shipped samples, and all that the shared files hold.

Each is built once, by the first process that asks for it, in the folder that the processes of a
run have in common; nobody writes in it. A test that writes copies it.
"""

import datetime as dt
import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from essor.observatory.lake import Lake

LAKE_AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def lake_of_samples(tmp_path_factory: pytest.TempPathFactory) -> "Lake":
    """Return the lake of someone who has just installed Essor: ti-8404 only. Do not write in it."""
    return _once(tmp_path_factory, "lac_echantillons", _samples)


@pytest.fixture(scope="session")
def lake_of_shared(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> "Lake":
    """Return the lake of the producers' files, the 183 territories. Do not write in it.

    For tests marked `shared`; skips with a reason where the files are not.
    """

    def build(lake: "Lake") -> None:
        from essor.observatory.catalogue import list_sources
        from essor.observatory.refresh import refresh

        reports = refresh(lake=lake, sources=list_sources(), folder=shared_dir / "data", at=LAKE_AT)
        refused = {one.source: one.faults for one in reports if one.state == "refuse"}
        assert not refused, refused

    return _once(tmp_path_factory, "lac_partage", build)


def _samples(lake: "Lake") -> None:
    from essor.observatory.sample_loading import load_samples

    load_samples(lake=lake, at=LAKE_AT)


def _once(factory: pytest.TempPathFactory, name: str, build: "Callable[[Lake], None]") -> "Lake":
    from essor.observatory.lake import Lake

    base = factory.getbasetemp()
    # Each process of pytest-xdist has its own folder inside the one of the run.
    common = base.parent if base.name.startswith("popen-") else base
    lake = Lake(common / name)
    with (common / f"{name}.verrou").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not lake.current()["marts"]:
            build(lake)
    return lake
